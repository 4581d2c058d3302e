// Each operation that needs somebody, as nobody and as the wrong person. Taken from the contract, so that none is missed.
import { beforeEach, describe, expect, it } from 'vitest'
import type { OperationId } from '../generated/operations.ts'
import { declared } from './harness/contract.ts'
import { alice, bob, demo, demoApp, machine } from './harness/people.ts'
import { plausible } from './harness/plausible.ts'
import { request } from './harness/request.ts'
import { resetWorld, seedsOf } from './harness/seeds.ts'
import { targets } from './harness/target.ts'

const guarded = [...declared.values()].filter(
  ({ security }) => security.length > 0 && security.every((names) => names.length > 0),
)
/** A publishable key says where, not who: what takes it alone is open to everybody. */
const isPersonal = (names: readonly string[]) => names.some((name) => name !== 'appPublishableKey')
const personal = guarded.filter(({ security }) => security.every(isPersonal))
const owned = guarded.filter(({ parameters }) => parameters.some(({ name }) => name === 'account_id'))

/** Good for nothing: not ours, no signature, another kind of credential. */
const forged = [
  'nonsense',
  'eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.eyJzdWIiOiJ1aWRfMSJ9.',
  'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6ImV4YW1wbGUifQ.eyJzdWIiOiJ1aWRfMDE5OWMwZGUifQ.c2lnbmF0dXJl',
]

const keys = [machine.clientSecret, demoApp.publishableKey, demoApp.secretKey]

// The mock looks only whether a credential is there.
describe.each(targets.filter(({ name }) => name !== 'mock'))('strangers on $name', (target) => {
  beforeEach(() => resetWorld(target))
  const ask = async (id: OperationId, change: object) =>
    request(target.baseUrl, id, { ...(await plausible(seedsOf(target), id)), ...change })

  it.each(guarded.map(({ id }) => id))('%s refuses nobody', async (id) => {
    const answer = await ask(id, { bearer: undefined, cookies: undefined, headers: undefined })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
  })

  it.each(personal.map(({ id }) => id))('AC-073 %s refuses every other kind of token', async (id) => {
    const seeds = seedsOf(target)
    const { tokens, accountId } = await seeds.user(bob)
    const audienceToken = await seeds.call('account.issueAccountToken', {
      path: { account_id: accountId },
      bearer: tokens.access_token,
      body: { audience: demo.audience },
    })
    const elsewhere = [
      (audienceToken?.body as { access_token: string }).access_token,
      await seeds.machine(demo.audience),
    ]
    for (const bearer of [...forged, tokens.refresh_token, ...elsewhere, ...keys]) {
      const answer = await ask(id, { bearer, cookies: undefined }).finally(() => resetWorld(target))
      expect(`${answer.status} ${answer.text}`).toContain('401')
    }
  })

  it.each(owned.map(({ id }) => id))('AC-085 %s answers for a foreign account as for none', async (id) => {
    const seeds = seedsOf(target)
    const hers = await seeds.user(alice)
    const his = await seeds.user(bob)
    const sent = await plausible({ ...seeds, user: () => Promise.resolve(his) }, id)
    const foreign = await request(target.baseUrl, id, { ...sent, path: { ...sent.path, account_id: hers.accountId } })
    const missing = await request(target.baseUrl, id, sent)
    expect(foreign.status).toBe(404)
    expect(foreign.text).toBe(missing.text)
  })
})
