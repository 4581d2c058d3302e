// Each constraint of each operation violated in turn: refused in the surface's own words, and nothing written.
import { beforeAll, describe, expect, it } from 'vitest'
import { type OperationId, operations } from '../../generated/operations.ts'
import { breaches } from '../harness/recorder/breaches.ts'
import { type Answer, codeOf, statusOf } from '../harness/contract/contract.ts'
import { plausible } from '../harness/targets/plausible.ts'
import { type Sent, request } from '../harness/requests/request.ts'
import { requireNewcomers, resetWorld, seedsOf } from '../harness/seeds/seeds.ts'
import { isAsked } from '../harness/requests/selection.ts'
import { type Had, mustHave, tryToHave } from '../harness/requests/skip.ts'
import { targets } from '../harness/targets/target.ts'
import { again } from './again.ts'
import { type Line, lineUp } from './line.ts'
import { type Negative, negativesOf } from './requests.ts'
import { type Eyes, atRest, blind, openEyes } from './snapshot.ts'
import { expectNone, expectNothingWritten } from './verdict.ts'

/** Refused by a rule of their own in the words of a faulty request, since the plausible one comes from nowhere. */
const refusedByRule: Partial<Record<OperationId, string>> = {
  // Without its token the form is an authorization request, whose fields may stand in either place.
  'oauth.authorizeWithPassword': 'client_id: is missing',
  'oauth.showSignInLink': 'This link does not work any more',
  'oauth.useSignInLink': 'This link does not work any more',
  'oauth.finishProviderSignIn': 'This sign-in was not begun in this browser',
  'oauth.finishProviderForm': 'This sign-in was not begun in this browser',
}

/** What a request without a fault is, and what is seen where it is asked. */
type World = Eyes & { readonly sound: Sent<OperationId> }

const ids = (Object.keys(operations) as OperationId[]).filter(isAsked)

describe.each(targets)('negatives on $name', (target) => {
  describe.each(ids)('%s', (id) => {
    let stage: Had<World>
    let asked: Negative[]
    let line: Line
    const negatives = negativesOf(id)
    const make = (look: (eyes: Eyes) => Eyes | Promise<Eyes>) =>
      tryToHave(async (): Promise<World> => {
        await resetWorld(target)
        const sound = await plausible(seedsOf(target), id)
        return { sound, ...(await look(target.name === 'mock' ? blind : await openEyes(target, sound.bearer))) }
      })
    beforeAll(async () => {
      asked = []
      stage = await make((eyes) => eyes)
      const makers = negatives.map(
        ({ spoil }) =>
          () =>
            spoil(mustHave(stage).sound),
      )
      line = lineUp(target.baseUrl, id, makers)
    })

    for (const [number, negative] of negatives.entries()) {
      it(negative.title, async () => {
        mustHave(stage)
        asked.push(negative)
        const cell = { status: statusOf(id, negative.error), example: negative.error }
        const answer = await line.ask(cell, number)
        const repeat = again(target.name, id, negative.title)
        expectNone(problemsWith(id, negative, answer), { id, answer, wanted: cell }, repeat)
      })
    }

    if (target.name !== 'mock') {
      it('nothing of all this was written', () => {
        const all = asked.map(({ title, spoil }) => ({ title, sent: ({ sound }: World) => spoil(sound) }))
        const anew = async () => mustHave((stage = await make(atRest)))
        return expectNothingWritten(mustHave(stage), all, { target, id, repeat: again(target.name, id), anew })
      })
    }

    it('and without a fault it is not refused so', async () => {
      requireNewcomers(target, id)
      const answer = await request(target.baseUrl, id, mustHave(stage).sound)
      const isRefused = codeOf(id, answer) === 'invalid_request'
      const rule = refusedByRule[id]
      if (rule && target.name !== 'mock') expect(answer.text).toContain(rule)
      else expect(isRefused && answer.text).toBe(false)
    })
  })
})

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
