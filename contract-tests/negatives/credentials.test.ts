// Each operation that asks who calls, with everything that is no answer to that: refused, and nothing written.
import { beforeAll, describe, expect, it } from 'vitest'
import type { OperationId } from '../../generated/operations.ts'
import { breaches } from '../harness/recorder/breaches.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { keyed } from '../harness/fixtures/people.ts'
import { plausible } from '../harness/seeds/plausible.ts'
import { turnsTaken } from '../harness/requests/bounds.ts'
import { type Sent, request } from '../harness/requests/request.ts'
import { resetWorld, seedsOf } from '../harness/seeds/seeds.ts'
import { isAbout, isAbsent, isAsked } from '../harness/requests/selection.ts'
import { type Had, mustHave, skipTest, tryToHave } from '../harness/requests/skip.ts'
import { targets } from '../harness/targets/target.ts'
import { again } from './again.ts'
import { type CredentialFault, credentialFaultsOf, guarded } from './credentials.ts'
import { type Kind, type Credentials, makeCredentials } from './fixtures.ts'
import { type Line, lineUp } from './line.ts'
import { type Eyes, type Look, atRest, openEyes } from './snapshot.ts'
import { type Found, expectNone, expectNothingWritten } from './verdict.ts'

/** What everybody holds, a request of each operation with a right credential, and what is seen before others are tried. */
interface World extends Eyes, Found {
  readonly credentials: Credentials
  readonly sound: ReadonlyMap<OperationId, Had<Sent<OperationId>>>
}

/** How many operations are asked between two looks. */
const atOnce = 40

const ids = guarded.filter(isAsked)
const groups = ids.flatMap((_, index) => (index % atOnce === 0 ? [ids.slice(index, index + atOnce)] : []))

const spoiled = ({ sound, credentials }: World, id: OperationId, { spoil }: CredentialFault) =>
  spoil(mustHave(sound.get(id)!), credentials)

// The mock looks only whether a credential is there: contract-tests/refusals.test.ts asks it that.
describe.each(targets.filter(({ name }) => name !== 'mock'))('negatives on $name', (target) => {
  /** What is good in it is wanted to the end. */
  let people: Had<{ readonly credentials: Credentials; readonly look: Look }>
  const arrange = () =>
    tryToHave(async () => {
      await resetWorld(target)
      const credentials = await makeCredentials(seedsOf(target))
      const mine = await tryToHave(() => credentials.live('account'))
      const { look } = await atRest(await openEyes(target, 'value' in mine ? mine.value : undefined, 'account'))
      return { credentials, look }
    })
  beforeAll(async () => {
    if (ids.length > 0) people = await arrange()
  }, 120_000)

  /** What was seen last, and when by the turns of requests. */
  let last: { readonly turn: number; readonly seen: readonly string[] } | undefined

  /** Looks at the world once requests of these were made. */
  const behold = (group: readonly OperationId[]) =>
    tryToHave(async (): Promise<World> => {
      const { credentials, look } = mustHave(people)
      const sound = new Map<OperationId, Had<Sent<OperationId>>>()
      for (const id of group) sound.set(id, await tryToHave(() => plausible(credentials.seeds, id)))
      // Where none of them had to be made anything, the last look was a moment ago.
      const seen = last?.turn === turnsTaken() ? last.seen : await look()
      let found: Promise<readonly string[]> | undefined
      const lookBack = async () => {
        const seen = await look('after')
        last = { turn: turnsTaken(), seen }
        return seen
      }
      return { credentials, sound, look, seen, found: () => (found ??= lookBack()) }
    })

  for (const group of groups) {
    let world: Promise<Had<World>> | undefined
    const asked = new Map<OperationId, CredentialFault[]>(group.map((id) => [id, []]))

    describe.each(group)('%s (AC-073)', (id) => {
      let line: Line
      const faults = credentialFaultsOf(id)
      beforeAll(async () => {
        const had = await (world ??= behold(group))
        const makers = faults.map((fault) => () => spoiled(mustHave(had), id, fault))
        line = lineUp(target.baseUrl, id, makers)
      })

      for (const [number, fault] of faults.entries()) {
        it(`refuses ${fault.title}`, async () => {
          line.sent(number)
          asked.get(id)!.push(fault)
          const wanted = { status: 401, example: '' }
          const answer = await line.ask(wanted, number)
          const repeat = again(target.name, `${id} (AC-073)`, `refuses ${fault.title}`)
          expectNone(problemsWith(id, answer), { id, answer, wanted }, repeat)
        })
      }
    })

    describe.each(group)('%s (AC-073)', (id) => {
      it('nothing of all this was written', async () => {
        const there = mustHave(await (world ??= behold(group)))
        const all = asked.get(id)!.map((fault) => ({
          title: fault.title,
          sent: (inside: World) => spoiled(inside, id, fault),
        }))
        const anew = async () => {
          people = await arrange()
          return mustHave(await behold([id]))
        }
        await expectNothingWritten(there, all, { target, id, repeat: again(target.name, `${id} (AC-073)`), anew })
      })
    })
  }

  it('all this was asked while the right credentials were good', async () => {
    if (ids.length === 0) skipTest('nobody who calls has to be anybody')
    const { credentials } = mustHave(people)
    const sent: readonly (readonly [Kind, OperationId, Sent<OperationId>])[] = [
      ['account', 'account.me', {}],
      ['app', 'app.getMe', { headers: keyed() }],
      ['platform', 'platform.getMe', {}],
      ['project', 'project.getCurrentUser', {}],
      ['admin', 'project.getConfig', {}],
      ['standIn', 'service.getStandInProfile', { path: { provider: 'github' } }],
      ['directory', 'scim.listUsers', {}],
    ]
    const there = sent
      .filter(([kind]) => credentials.held.includes(kind))
      .filter(([, id]) => isAbout(id.slice(0, id.indexOf('.'))) && !isAbsent(id))
    if (there.length === 0) skipTest('no operation that is there shows that a credential is good')
    for (const [kind, id, more] of there) {
      const { status } = await request(target.baseUrl, id, { ...more, bearer: credentials.live(kind) })
      expect(`${id} ${status}`).toBe(`${id} 200`)
    }
  })
})

const problemsWith = (id: OperationId, answer: Answer): string[] => {
  if (answer.status !== 401) return [`answers ${answer.status} instead of 401`]
  const challenge = answer.headers.get('www-authenticate') ?? ''
  return [
    ...breaches(id, answer),
    ...(/^Bearer\b/.test(challenge) ? [] : [`WWW-Authenticate is "${challenge}"`]),
    ...(answer.cookies.length === 0 ? [] : [`sets cookies: ${answer.cookies.join(' ')}`]),
  ]
}
