// Each operation that asks who calls, with everything that is no answer to that: refused, and nothing written.
import { beforeAll, describe, expect, it } from 'vitest'
import type { OperationId } from '../../generated/operations.ts'
import { breaches } from '../harness/recorder/breaches.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { keyed } from '../harness/fixtures/people.ts'
import { plausible } from '../harness/targets/plausible.ts'
import { type Sent, countAsked, request } from '../harness/requests/request.ts'
import { resetWorld, seedsOf } from '../harness/seeds/seeds.ts'
import { isAbout, isAbsent, isAsked } from '../harness/requests/selection.ts'
import { type Had, mustHave, skipTest, tryToHave } from '../harness/requests/skip.ts'
import { targets } from '../harness/targets/target.ts'
import { again } from './again.ts'
import { credentialFaultsOf, guarded } from './credentials.ts'
import { type Kind, type Credentials, makeCredentials } from './fixtures.ts'
import { type Line, lineUp } from './line.ts'
import { type Eyes, type Look, atRest, openEyes } from './snapshot.ts'
import { type Asked, expectNone, expectNothingWritten } from './verdict.ts'

/** What a request with a right credential is, and what is seen where it is asked. */
type World = Eyes & { readonly sound: Sent<OperationId>; readonly credentials: Credentials }

const ids = guarded.filter(isAsked)

// The mock looks only whether a credential is there: contract-tests/refusals.test.ts asks it that.
describe.each(targets.filter(({ name }) => name !== 'mock'))('negatives on $name', (target) => {
  let world: Had<{ readonly credentials: Credentials; readonly look: Look }>
  let left: { readonly seen: readonly string[]; readonly asked: number } | undefined
  beforeAll(async () => {
    if (ids.length === 0) return
    world = await tryToHave(async () => {
      await resetWorld(target)
      const credentials = await makeCredentials(seedsOf(target))
      const mine = await tryToHave(() => credentials.live('account'))
      const { look } = await atRest(await openEyes(target, 'value' in mine ? mine.value : undefined))
      return { credentials, look }
    })
  }, 120_000)

  describe.each(ids)('%s (AC-073)', (id) => {
    let stage: Had<World>
    let asked: Asked<World>[]
    let line: Line
    const faults = credentialFaultsOf(id)
    beforeAll(async () => {
      asked = []
      stage = await tryToHave(async () => {
        const { credentials, look } = mustHave(world)
        const sound = await plausible(credentials.seeds, id)
        // What the operation before has left is there still, unless somebody was asked something since.
        const seen = left && left.asked === countAsked() ? left.seen : await look()
        return { credentials, look, sound, seen }
      })
      const makers = faults.map(({ spoil }) => () => {
        const { sound, credentials } = mustHave(stage)
        return spoil(sound, credentials)
      })
      line = lineUp(target.baseUrl, id, makers)
    })

    for (const [number, { title }] of faults.entries()) {
      it(`refuses ${title}`, async () => {
        const sent = line.sent(number)
        asked.push({ title, sent: () => sent })
        const wanted = { status: 401, example: '' }
        const answer = await line.ask(wanted, number)
        const repeat = again(target.name, `${id} (AC-073)`, `refuses ${title}`)
        expectNone(problemsWith(id, answer), { id, answer, wanted }, repeat)
      })
    }

    it('nothing of all this was written', async () => {
      left = undefined
      const { seen } = mustHave(stage)
      const repeat = again(target.name, `${id} (AC-073)`)
      await expectNothingWritten(mustHave(stage), asked, { target, id, repeat })
      left = { seen, asked: countAsked() }
    })
  })

  it('all this was asked while the right credentials were good', async () => {
    if (ids.length === 0) skipTest('nobody who calls has to be anybody')
    const { credentials } = mustHave(world)
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
