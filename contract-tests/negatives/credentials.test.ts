// Each operation that asks who calls, with everything that is no answer to that: refused, and nothing written.
import { beforeAll, describe, expect, it } from 'vitest'
import type { OperationId } from '../../generated/operations.ts'
import { type Answer, breaches } from '../harness/contract.ts'
import { keyed } from '../harness/people.ts'
import { plausible } from '../harness/plausible.ts'
import { type Sent, request, requestFor } from '../harness/request.ts'
import { resetWorld, seedsOf } from '../harness/seeds.ts'
import { isAbout, isAbsent, isAsked } from '../harness/selection.ts'
import { type Had, mustHave, skipTest, tryToHave } from '../harness/skip.ts'
import { targets } from '../harness/target.ts'
import { again } from './again.ts'
import { credentialFaultsOf, guarded } from './credentials.ts'
import { type Kind, type Purse, fillPurse } from './purse.ts'
import { type Look, openEyes } from './snapshot.ts'
import { type Asked, type Before, expectNone, expectNothingWritten } from './verdict.ts'

const ids = guarded.filter(isAsked)

// The mock looks only whether a credential is there: contract-tests/refusals.test.ts asks it that.
describe.each(targets.filter(({ name }) => name !== 'mock'))('negatives on $name', (target) => {
  let world: Had<{ readonly purse: Purse; readonly look: Look }>
  beforeAll(async () => {
    if (ids.length === 0) return
    world = await tryToHave(async () => {
      await resetWorld(target)
      const purse = await fillPurse(seedsOf(target))
      const mine = await tryToHave(() => purse.live('account'))
      return { purse, look: await openEyes(target, 'value' in mine ? mine.value : undefined) }
    })
  }, 120_000)

  describe.each(ids)('%s (AC-073)', (id) => {
    let stage: Had<Before & { readonly sound: Sent<OperationId>; readonly purse: Purse }>
    let asked: Asked[]
    beforeAll(async () => {
      asked = []
      stage = await tryToHave(async () => {
        const { purse, look } = mustHave(world)
        return { purse, look, sound: await plausible(purse.seeds, id), seen: await look() }
      })
    })

    for (const { title, spoil } of credentialFaultsOf(id)) {
      it(`refuses ${title}`, async () => {
        const { sound, purse } = mustHave(stage)
        const sent = spoil(sound, purse)
        asked.push({ title, sent })
        const answer = await requestFor({ status: 401, example: '' }, target.baseUrl, id, sent)
        expectNone(problemsWith(id, answer), answer, again(target.name, `${id} (AC-073)`, `refuses ${title}`))
      })
    }

    it('nothing of all this was written', () =>
      expectNothingWritten(target, id, mustHave(stage), asked, again(target.name, `${id} (AC-073)`)))
  })

  it('all this was asked while the right credentials were good', async () => {
    if (ids.length === 0) skipTest('nobody who calls has to be anybody')
    const { purse } = mustHave(world)
    const sent: readonly (readonly [Kind, OperationId, Sent<OperationId>])[] = [
      ['account', 'account.me', {}],
      ['app', 'app.getMe', { headers: keyed() }],
      ['platform', 'platform.getMe', {}],
      ['project', 'project.getCurrentUser', {}],
      ['admin', 'project.getConfig', {}],
      ['standIn', 'service.getStandInProfile', { path: { provider: 'github' } }],
    ]
    const there = sent
      .filter(([kind]) => purse.held.includes(kind))
      .filter(([, id]) => isAbout(id.slice(0, id.indexOf('.'))) && !isAbsent(id))
    if (there.length === 0) skipTest('no operation that is there shows that a credential is good')
    for (const [kind, id, more] of there) {
      const { status } = await request(target.baseUrl, id, { ...more, bearer: purse.live(kind) })
      expect(`${id} ${status}`).toBe(`${id} 200`)
    }
  })
})

const problemsWith = (id: OperationId, answer: Answer): string[] => {
  if (answer.status !== 401) return [`answers ${answer.status} instead of 401: ${answer.text.slice(0, 300)}`]
  const challenge = answer.headers.get('www-authenticate') ?? ''
  return [
    ...breaches(id, answer),
    ...(/^Bearer\b/.test(challenge) ? [] : [`WWW-Authenticate is "${challenge}"`]),
    ...(answer.cookies.length === 0 ? [] : [`sets cookies: ${answer.cookies.join(' ')}`]),
  ]
}
