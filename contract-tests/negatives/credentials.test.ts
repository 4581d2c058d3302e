// Each operation that asks who calls, with everything that is no answer to that: refused, and nothing written.
import { beforeAll, describe, expect, it } from 'vitest'
import type { OperationId } from '../../generated/operations.ts'
import { type Answer, breaches } from '../harness/contract.ts'
import { keyed } from '../harness/people.ts'
import { plausible } from '../harness/plausible.ts'
import { type Sent, request } from '../harness/request.ts'
import { resetWorld, seedsOf } from '../harness/seeds.ts'
import { targets } from '../harness/target.ts'
import { again } from './again.ts'
import { type Purse, credentialFaultsOf, fillPurse, guarded } from './credentials.ts'
import { type Look, openEyes } from './snapshot.ts'

// The mock looks only whether a credential is there: contract-tests/refusals.test.ts asks it that.
describe.each(targets.filter(({ name }) => name !== 'mock'))('negatives on $name', (target) => {
  let purse: Purse
  let look: Look
  beforeAll(async () => {
    await resetWorld(target)
    purse = await fillPurse(seedsOf(target))
    look = await openEyes(target, purse.live.account)
  }, 30_000)

  describe.each(guarded)('AC-073 %s', (id) => {
    let sound: Sent<OperationId>
    let before: readonly string[]
    beforeAll(async () => {
      sound = await plausible(purse.seeds, id)
      before = await look()
    })

    for (const { title, spoil } of credentialFaultsOf(id)) {
      it(`refuses ${title}`, async () => {
        const answer = await request(target.baseUrl, id, spoil(sound, purse))
        expect(problemsWith(id, answer), again(target.name, `AC-073 ${id}`, `refuses ${title}`)).toEqual([])
      })
    }

    it('nothing of all this was written', async () => {
      expect(await look(), again(target.name, `AC-073 ${id}`)).toEqual(before)
    })
  })

  it('all this was asked while the right credentials were good', async () => {
    const { live } = purse
    const asked: readonly (readonly [OperationId, Sent<OperationId>])[] = [
      ['account.me', { bearer: live.account }],
      ['app.getMe', { bearer: live.app, headers: keyed() }],
      ['platform.getMe', { bearer: live.platform }],
      ['project.getCurrentUser', { bearer: live.project }],
      ['project.getConfig', { bearer: live.admin }],
      ['service.getStandInProfile', { bearer: live.standIn, path: { provider: 'github' } }],
    ]
    const answers = await Promise.all(asked.map(([id, sent]) => request(target.baseUrl, id, sent)))
    expect(answers.map(({ status }, index) => `${asked[index]![0]} ${status}`)).toEqual(
      asked.map(([id]) => `${id} 200`),
    )
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
