// Each constraint of each operation violated in turn: refused in the surface's own words, and nothing written. Two files have a half each, so
// that two instances, or the mock and the server, are asked at the same time.
import { beforeAll, describe, expect, it } from 'vitest'
import { type OperationId, operations } from '../../generated/operations.ts'
import { breaches } from '../harness/recorder/breaches.ts'
import { type Answer, codeOf, leavesAll, statusOf } from '../harness/contract/contract.ts'
import { type Credential, plausibleCredential, wayIn, withCredential } from '../harness/seeds/plausible.ts'
import { request } from '../harness/requests/request.ts'
import { requireNewcomers, resetWorld, seedsOf } from '../harness/seeds/seeds.ts'
import { isAsked } from '../harness/requests/selection.ts'
import { type Had, mustHave, tryToHave } from '../harness/requests/skip.ts'
import type { Target } from '../harness/seeds/world.ts'
import { again } from './again.ts'
import { groupsOf, halvesOf } from './groups.ts'
import { type Line, lineUp } from './line.ts'
import { type Negative, negativesOf } from './requests.ts'
import { type Eyes, atRest, blind, openEyes } from './snapshot.ts'
import { type Found, expectNone, expectNothingWritten } from './verdict.ts'

/** Refused by a rule of their own in the words of a faulty request, since the plausible one comes from nowhere. */
const refusedByRule: Partial<Record<OperationId, string>> = {
  // Without its token the form is an authorization request, whose fields may stand in either place.
  'oauth.authorizeWithPassword': 'client_id: is missing',
  'oauth.showSignInLink': 'This link does not work any more',
  'oauth.useSignInLink': 'This link does not work any more',
  'oauth.finishProviderSignIn': 'This sign-in was not begun in this browser',
  'oauth.finishProviderForm': 'This sign-in was not begun in this browser',
}

/** Where faulty requests are asked: what shows who asks them, and what is seen before. */
interface World extends Eyes, Found {
  readonly credential: Credential
}

/** Asks operations that one person may call in one world. It is looked at once all are through: where it has changed, each is asked again. */
const askTogether = (target: Target, group: readonly OperationId[]): void => {
  const make = (id: OperationId, open: (bearer: string | undefined) => Eyes | Promise<Eyes>) =>
    tryToHave(async (): Promise<World> => {
      await resetWorld(target)
      const credential = await plausibleCredential(seedsOf(target), id)
      const eyes = await open(credential.bearer)
      let found: Promise<readonly string[]> | undefined
      return { ...eyes, credential, found: () => (found ??= eyes.look('after')) }
    })
  const way = wayIn(group[0]!)
  const withEyes = (bearer: string | undefined) => (target.name === 'mock' ? blind : openEyes(target, bearer, way))
  const worlds = new Map<OperationId, Had<World>>()
  const asked = new Map<OperationId, Negative[]>(group.map((id) => [id, []]))
  /** The one that is there now; undefined where it may not be what it was. */
  let now: Had<World> | undefined
  /** Whether something came of what was asked in it: who is refused there may be for that. */
  let isUsed = false
  const keep = (had: Had<World>) => {
    now = 'value' in had ? had : undefined
    isUsed = false
    return had
  }
  /** Looks at what is there before anybody changes it. */
  const lookAtAll = () => Promise.allSettled([...worlds.values()].map((had) => 'value' in had && had.value.found()))
  const worldOf = async (id: OperationId) => {
    const had = worlds.get(id) ?? now ?? keep(await make(id, withEyes))
    worlds.set(id, had)
    return had
  }

  describe.each(group.filter((id) => negativesOf(id).length > 0))('%s', (id) => {
    let line: Line
    let world: Had<World>
    const all = negativesOf(id)
    beforeAll(async () => {
      if (!now) await lookAtAll()
      world = await worldOf(id)
      const makers = all.map(
        ({ spoil }) =>
          () =>
            spoil(withCredential(id, mustHave(world).credential)),
      )
      line = lineUp(target.baseUrl, id, makers)
    })

    for (const [number, negative] of all.entries()) {
      it(negative.title, async () => {
        mustHave(world)
        asked.get(id)!.push(negative)
        const cell = { status: statusOf(id, negative.error), example: negative.error }
        const answer = await line.ask(cell, number)
        const problems = problemsWith(id, negative, answer)
        // What was taken may have changed what the next operation needs.
        if (problems.length > 0) now = undefined
        expectNone(problems, { id, answer, wanted: cell }, again(target.name, id, negative.title))
      })
    }
  })

  describe.each(group)('%s', (id) => {
    if (target.name !== 'mock') {
      it('nothing of all this was written', async () => {
        // Where nothing was asked of it, any world of the group shows that.
        const world = mustHave(worlds.get(id) ?? [...worlds.values()].at(-1) ?? (await worldOf(id)))
        await lookAtAll()
        const all = asked.get(id)!.map(({ title, spoil }) => ({
          title,
          sent: ({ credential }: World) => spoil(withCredential(id, credential)),
        }))
        const anew = async () => {
          now = undefined
          return mustHave(await make(id, async (bearer) => atRest(await openEyes(target, bearer, way))))
        }
        await expectNothingWritten(world, all, { target, id, repeat: again(target.name, id), anew })
      })
    }

    it('and without a fault it is not refused so', async () => {
      await lookAtAll()
      requireNewcomers(target, id)
      const ask = async () => {
        const { credential } = mustHave(now ?? keep(await make(id, () => blind)))
        return request(target.baseUrl, id, withCredential(id, credential))
      }
      let answer = await ask()
      if (answer.status === 429 || (isUsed && answer.status >= 400)) {
        // Others were asked in this world, too.
        now = undefined
        answer = await ask()
      }
      isUsed ||= !leavesAll(id, answer)
      const isRefused = codeOf(id, answer) === 'invalid_request'
      const rule = refusedByRule[id]
      if (rule && target.name !== 'mock') expect(answer.text).toContain(rule)
      else expect(isRefused && answer.text).toBe(false)
    })
  })
}

/** Asks one half of them, with all that belongs to each operation. */
export const askHalf = (half: 0 | 1, targets: readonly Target[]): void => {
  const ids = halvesOf((Object.keys(operations) as OperationId[]).filter(isAsked), wayIn)[half]
  const groups = groupsOf(ids, wayIn, (id) => negativesOf(id).length)
  describe.each(targets)('negatives on $name', (target) => {
    for (const group of groups) askTogether(target, group)
  })
}

/** What an answer to a faulty request has wrong. */
const problemsWith = (id: OperationId, { error, field }: Negative, answer: Answer): string[] => {
  const status = statusOf(id, error)
  if (answer.status !== status) return [`answers ${answer.status} instead of ${status}`]
  return [
    ...breaches(id, answer),
    ...(codeOf(id, answer) === error ? [] : [`is not the refusal ${error}`]),
    ...(field === undefined || answer.text.toLowerCase().includes(field.toLowerCase())
      ? []
      : [`does not name ${field}`]),
  ]
}
