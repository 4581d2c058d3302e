// Each operation that owns something, as the wrong person. Taken from the contract, so that none is missed. As nobody, and with
// credentials that are no good, they are asked in negatives/credentials.test.ts.
import { beforeAll, describe, expect, it } from 'vitest'
import { type OperationId, operations } from '../generated/operations.ts'
import type { RefusalOf } from '../generated/refusals.ts'
import { dana, evan, stageOf } from './harness/seeds/backend.ts'
import { declared } from './harness/contract/contract.ts'
import { perform } from './harness/dsl/index.ts'
import { alice, bob, keyed } from './harness/fixtures/people.ts'
import { plausible } from './harness/seeds/plausible.ts'
import { turnsTaken } from './harness/requests/bounds.ts'
import { request } from './harness/requests/request.ts'
import { type SignedIn, resetWorld, seedsOf } from './harness/seeds/seeds.ts'
import { type Had, mustHave, tryToHave } from './harness/requests/skip.ts'
import { targets } from './harness/targets/target.ts'
import {
  type EndUser,
  type IdsOfEndUser,
  makeEndUsers,
  idsNamedBy,
  nobodys,
  seenBy,
} from './harness/seeds/end-users.ts'
import { type Ids, makeTenant, missing, namedBy, naming } from './harness/seeds/tenants.ts'

const guarded = [...declared.values()].filter(
  ({ security }) => security.length > 0 && security.every((names) => names.length > 0),
)
const owned = guarded.filter(({ parameters }) => parameters.some(({ name }) => name === 'account_id'))

// The mock looks only whether a credential is there.
describe.each(targets.filter(({ name }) => name !== 'mock'))('strangers on $name', (target) => {
  const seeds = seedsOf(target)
  // Each world here is made once: who is refused changes nothing.
  let people: Had<{ readonly hers: SignedIn; readonly his: SignedIn }>
  beforeAll(async () => {
    people = await tryToHave(async () => {
      await resetWorld(target)
      return { hers: await seeds.user(alice), his: await seeds.user(bob) }
    })
  })

  it.each(owned.map(({ id }) => id))('%s answers for a foreign account as for none (AC-085)', async (id) => {
    const { hers, his } = mustHave(people)
    const sent = await plausible({ ...seeds, caller: () => Promise.resolve(his) }, id)
    const foreign = await request(target.baseUrl, id, { ...sent, path: { ...sent.path, account_id: hers.accountId } })
    const missing = await request(target.baseUrl, id, sent)
    expect(foreign.status).toBe(404)
    expect(foreign.text).toBe(missing.text)
  })
})

/** Operations of administrators that name something of a tenant. */
const tenantOwned = [...declared.values()].filter(
  ({ id, security }) => id.startsWith('platform.') && security.length > 0 && operations[id].path.includes('{'),
)

describe.each(targets)('tenants on $name', (target) => {
  const isReal = target.name !== 'mock'
  const bothTenants = async () => {
    await resetWorld(target)
    const seeds = seedsOf(target)
    const theirs = await makeTenant(seeds, await seeds.administrator(dana))
    const mine = await makeTenant(seeds, await seeds.administrator(evan))
    return { theirs, mine }
  }
  let tenants: Had<Awaited<ReturnType<typeof bothTenants>>>
  beforeAll(async () => {
    tenants = await tryToHave(bothTenants)
  })

  const notFound = {
    environmentId: 'environment_not_found',
    userId: 'user_not_found',
    keyId: 'api_key_not_found',
    sessionId: 'session_not_found',
    appId: 'application_not_found',
    memberId: 'user_not_found',
    clientId: 'client_not_found',
    thirdPartyClientId: 'client_not_found',
    webhookId: 'webhook_not_found',
    deliveryId: 'delivery_not_found',
    templateId: 'email_template_not_found',
    passkeyId: 'passkey_not_found',
    authenticatorAppId: 'authenticator_app_not_found',
    roleId: 'role_not_found',
    permissionId: 'permission_not_found',
    invitationId: 'invitation_not_found',
    orgId: 'account_not_found',
    membershipId: 'member_not_found',
  } as const

  it.each(tenantOwned)('$id answers for what belongs to another tenant as for nothing (AC-085)', async (operation) => {
    const { id } = operation
    const { theirs, mine } = mustHave(tenants)
    const refused = { error: notFound[namedBy(operation)[0]!] }
    const foreign = await perform(target, id, naming(id, theirs.ids, mine.bearer), refused)
    const none = await perform(target, id, naming(id, missing, mine.bearer), refused)
    expect(foreign.text).toBe(none.text)
  })

  const inside = tenantOwned.flatMap((operation) =>
    namedBy(operation)
      .filter((name) => name !== 'appId' && name !== 'memberId')
      // There the user only narrows the list, to nothing: see the cases of platform.listAuditLogs.
      .filter((name) => !(operation.id === 'platform.listAppAuditLogs' && name === 'userId'))
      .map((name) => ({ id: operation.id, name })),
  )

  it.each(inside)(
    '$id answers for a foreign $name below an own application as for none (AC-085)',
    async ({ id, name }) => {
      const { theirs, mine } = mustHave(tenants)
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

/** Operations of end users that name something of theirs, each with each id it can name. */
const ofUsers = guarded.filter(({ security }) => security.some((names) => names.includes('appBearer')))
const named = ofUsers.flatMap((operation) => idsNamedBy(operation).map((name) => ({ id: operation.id, name })))

const refusalOf: Readonly<Record<keyof IdsOfEndUser | 'roleIds' | 'permissionIds', RefusalOf<OperationId>>> = {
  orgId: 'account_not_found',
  organizationId: 'account_not_found',
  memberId: 'member_not_found',
  invitationId: 'invitation_not_found',
  sessionId: 'session_not_found',
  userId: 'user_not_found',
  roleId: 'role_not_found',
  roleIds: 'role_not_found',
  permissionId: 'permission_not_found',
  permissionIds: 'permission_not_found',
  externalId: 'user_not_found',
  passkeyId: 'passkey_not_found',
  authenticatorAppId: 'authenticator_app_not_found',
  identityId: 'identity_not_found',
}

describe('end users', () => {
  it('have a row here for every id that an operation of theirs can name (AC-085)', () => {
    const known = new Set(Object.keys(refusalOf))
    expect([...new Set(named.map(({ name }) => name))].filter((name) => !known.has(name))).toEqual([])
  })
})

describe.each(targets)('end users on $name', (target) => {
  const isReal = target.name !== 'mock'
  const seeds = seedsOf(target)
  let endUsers: Had<Awaited<ReturnType<typeof makeEndUsers>>>
  /** What somebody saw last, and when by the turns of requests: it stays so while nobody asks anything. */
  const seen = new Map<EndUser, { readonly turn: number; readonly all: readonly unknown[] }>()
  const look = async (others: readonly EndUser[]) => {
    const all = await Promise.all(others.map((other) => seenBy(seeds, other)))
    for (const [index, other] of others.entries()) seen.set(other, { turn: turnsTaken(), all: all[index]! })
    return all
  }
  const lookOnce = async (others: readonly EndUser[]) => {
    const known = others.map((other) => seen.get(other))
    return known.every((one) => one?.turn === turnsTaken()) ? known.map((one) => one!.all) : look(others)
  }
  beforeAll(async () => {
    endUsers = await tryToHave(async () => {
      await resetWorld(target)
      return makeEndUsers(seeds)
    })
  })

  it.each(named)('$id answers for a foreign $name as for none (AC-085)', async ({ id, name }) => {
    const { mine, neighbour, abroad } = mustHave(endUsers)
    // Nobody's property: whoever is an owner adds any user of the environment, and roles are all of it.
    const others = /^(user|role|permission|external)/.test(name) ? [abroad] : [neighbour, abroad]
    const before = isReal && (await lookOnce(others))
    const refused = { error: refusalOf[name as keyof typeof refusalOf] } as const
    const ask = (ids: IdsOfEndUser) => {
      const single = name.replace(/s$/, '') as keyof IdsOfEndUser
      const named = naming(id, { ...mine.ids, [single]: ids[single] }, mine.bearer)
      // What an example of the contract leaves out is named here.
      const isField = declared.get(id)!.parameters.every((parameter) => parameter.name !== name)
      const field = name === single ? ids[single] : [ids[single]]
      const body: object = named.body ?? {}
      const sent = isField ? { ...named, body: { ...body, [name]: field } as never } : named
      return perform(target, id, { ...sent, headers: mine.headers }, refused)
    }
    const none = await ask(nobodys)
    for (const { ids } of others) expect((await ask(ids)).text).toBe(none.text)
    if (isReal) expect(await look(others)).toEqual(before)
  })
})

describe.each(targets)('users of another environment on $name', (target) => {
  const seeds = seedsOf(target)
  let bearer: Had<string>
  beforeAll(async () => {
    bearer = await tryToHave(async () => {
      await resetWorld(target)
      const shop = await seeds.application(await seeds.platformCaller())
      // The very same person, by their address, there.
      await seeds.appCaller(alice)
      return (await seeds.appCaller(alice, stageOf(shop).publishableKey)).access_token
    })
  })

  it.each(ofUsers.map(({ id }) => id))('%s refuses them (AC-092)', async (id) => {
    const sent = { ...naming(id, nobodys, mustHave(bearer)), headers: keyed() }
    await perform(target, id, sent, { error: 'invalid_token' })
  })
})
