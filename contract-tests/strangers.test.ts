// Each operation that needs somebody, as nobody and as the wrong person. Taken from the contract, so that none is missed.
import { beforeEach, describe, expect, it } from 'vitest'
import { type OperationId, type Wire, operations } from '../generated/operations.ts'
import { dana, evan } from './harness/backend.ts'
import { declared } from './harness/contract.ts'
import { perform } from './harness/index.ts'
import { alice, bob, carol, dave, demo, demoApp, keyed, machine } from './harness/people.ts'
import { plausible } from './harness/plausible.ts'
import { request } from './harness/request.ts'
import { type Seeds, resetWorld, seedsOf } from './harness/seeds.ts'
import { targets } from './harness/target.ts'
import { type Ids, furnishTenant, missing, namedBy, naming } from './harness/tenants.ts'

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

/** Where a token of a surface opens operations of another. */
const alsoTakes: Readonly<Record<string, string>> = { oauth: 'account' }

/** Live tokens of every kind that this operation is not for; and a ticket of a sign-in that is not done (AC-077). */
const tokensOfOthers = async (seeds: Seeds, id: OperationId): Promise<string[]> => {
  const { tokens, accountId } = await seeds.user(bob)
  const audienceToken = await seeds.call('account.issueAccountToken', {
    path: { account_id: accountId },
    bearer: tokens.access_token,
    body: { audience: demo.audience },
  })
  const appUser = await seeds.appUser(carol)
  await seeds.secondFactor('app', appUser.access_token)
  const ticket = (await seeds.call('app.login', { headers: keyed(), body: carol }))?.body as Wire['MfaRequired']
  const access = {
    account: tokens.access_token,
    app: appUser.access_token,
    platform: (await seeds.administrator(evan)).access_token,
    project: (await seeds.projectUser(dave)).accessToken,
  }
  const { surface } = operations[id]
  const foreign = Object.entries(access).filter(([name]) => name !== surface && name !== alsoTakes[surface])
  return [
    ...foreign.map(([, token]) => token),
    (audienceToken?.body as { access_token: string }).access_token,
    await seeds.machine(demo.audience),
    tokens.refresh_token,
    appUser.refresh_token,
    ticket.mfa_token,
  ]
}

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

  it.each(personal.map(({ id }) => id))('AC-098 %s refuses a publishable key alone', async (id) => {
    const answer = await ask(id, { bearer: undefined, cookies: undefined, headers: keyed() })
    expect(`${answer.status} ${answer.text}`).toContain('401')
  })

  it.each(personal.map(({ id }) => id))('AC-073 %s refuses every other kind of token', async (id) => {
    const seeds = seedsOf(target)
    const sent = await plausible(seeds, id)
    for (const bearer of [...forged, ...keys, ...(await tokensOfOthers(seeds, id))]) {
      const answer = await request(target.baseUrl, id, { ...sent, bearer, cookies: undefined } as typeof sent)
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

/** Operations of administrators that name something of a tenant. */
const tenantOwned = [...declared.values()].filter(
  ({ id }) => id.startsWith('platform.') && operations[id].path.includes('{'),
)

describe.each(targets)('tenants on $name', (target) => {
  beforeEach(() => resetWorld(target))
  const isReal = target.name !== 'mock'
  const bothTenants = async () => {
    const seeds = seedsOf(target)
    const theirs = await furnishTenant(seeds, await seeds.administrator(dana))
    const mine = await furnishTenant(seeds, await seeds.administrator(evan))
    return { theirs, mine }
  }

  it.each(tenantOwned.map(({ id }) => id))('AC-085 %s answers for a foreign application as for none', async (id) => {
    const { theirs, mine } = await bothTenants()
    const refused = { error: 'application_not_found' } as const
    const foreign = await perform(target, id, naming(id, theirs.ids, mine.bearer), refused)
    const none = await perform(target, id, naming(id, missing, mine.bearer), refused)
    expect(foreign.text).toBe(none.text)
  })

  const inside = tenantOwned.flatMap((operation) =>
    namedBy(operation)
      .filter((name) => name !== 'appId')
      .map((name) => ({ id: operation.id, name })),
  )
  const notFound = {
    environmentId: 'environment_not_found',
    userId: 'user_not_found',
    keyId: 'api_key_not_found',
    sessionId: 'session_not_found',
    appId: 'application_not_found',
  } as const

  it.each(inside)(
    'AC-085 $id answers for a foreign $name below an own application as for none',
    async ({ id, name }) => {
      const { theirs, mine } = await bothTenants()
      const refused = { error: notFound[name] }
      const ask = (ids: Ids) =>
        perform(target, id, naming(id, { ...mine.ids, [name]: ids[name] }, mine.bearer), refused)
      const foreign = await ask(theirs.ids)
      expect(foreign.text).toBe((await ask(missing)).text)
      if (!isReal) return
      const [before, after] = [theirs, mine].map(({ ids, bearer }) =>
        request(target.baseUrl, 'platform.getAppUser', { path: { appId: ids.appId, userId: ids.userId }, bearer }),
      )
      expect((await before)?.status).toBe(200)
      expect((await after)?.status).toBe(200)
    },
  )
})
