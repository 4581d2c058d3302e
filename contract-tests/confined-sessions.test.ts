// A session that is confined to an account, at every operation that a session like it may ask for: by an invitation to somebody
// who was there before, or by a client of the account. Taken from the contract, so that no operation is missed.
import { beforeAll, describe, expect, it } from 'vitest'
import type { OperationId } from '../generated/operations.ts'
import { declared, securityScheme } from './harness/contract/contract.ts'
import { perform } from './harness/dsl/index.ts'
import { alice, bob } from './harness/fixtures/people.ts'
import { plausibleRequest } from './harness/seeds/plausible.ts'
import { type Sent, request } from './harness/requests/request.ts'
import { type Seeds, type SignedIn, resetWorld, seedsOf } from './harness/seeds/seeds.ts'
import { isAsked } from './harness/requests/selection.ts'
import { type Had, mustHave, tryToHave } from './harness/requests/skip.ts'
import { targets } from './harness/targets/target.ts'

/** What a session of the account surface has: its token, and its cookie. */
const ofAccount = new Set(['accountBearer', 'accountRefreshCookie'])

/** Those that a session of the account surface may ask for. To sign out or on ends what the others ask with. */
const asked = [...declared.values()].filter(
  ({ id, security }) =>
    security.flat().some((name) => ofAccount.has(name)) && !/refresh|signOut/.test(id) && isAsked(id),
)
const isRefused = (id: OperationId) =>
  Object.keys(declared.get(id)!.responses.get(403)?.content ?? {}).some(
    (type) => 'session_confined' in declared.get(id)!.responses.get(403)!.content[type]!.examples,
  )
const refused = asked.filter(({ id }) => isRefused(id)).map(({ id }) => id)
const open = asked.filter(({ id }) => !isRefused(id)).map(({ id }) => id)
const inAccount = open.filter((id) => declared.get(id)!.parameters.some(({ name }) => name === 'account_id'))

interface Confined {
  /** Alice, where she signed up: what is hers is none of the session's business. */
  readonly hers: SignedIn
  readonly her: { readonly clientId: string; readonly childId: string }
  /** Alice as the session has her, in Bob's account alone. */
  readonly session: SignedIn
}

const hasOwn = async (seeds: Seeds) => {
  const hers = await seeds.user(alice)
  const { id: clientId } = await seeds.client(hers)
  return { hers, her: { clientId, childId: await seeds.account(hers, 'Only hers') } }
}

const byInvitation = async (seeds: Seeds): Promise<Confined> => {
  const own = await hasOwn(seeds)
  const owner = await seeds.user(bob)
  await seeds.call('account.inviteMember', {
    path: { account_id: owner.accountId },
    bearer: owner.tokens.access_token,
    body: { email: alice.email, role: 'owner' },
  })
  const { token } = await seeds.mail(alice.email, 'invitation')
  const joined = await seeds.call('account.acceptInvitation', { body: { token: token! } })
  return { ...own, session: { ...(joined!.body as SignedIn), accountId: owner.accountId } }
}

const byClient = async (seeds: Seeds): Promise<Confined> => {
  const own = await hasOwn(seeds)
  const owner = await seeds.user(bob)
  const client = await seeds.client(owner)
  const member = { user_id: own.hers.profile.id, role: 'owner' } as const
  const path = { account_id: owner.accountId }
  await seeds.call('account.addMember', { path, bearer: owner.tokens.access_token, body: member })
  await seeds.joins(alice, owner.accountId)
  const { email, password } = alice
  const signedIn = await seeds.call('account.signIn', { body: { client_id: client.id, email, password } })
  return { ...own, session: { ...(signedIn!.body as SignedIn), accountId: owner.accountId } }
}

const waysOf = (id: OperationId) =>
  declared
    .get(id)!
    .security.flat()
    .filter((name) => ofAccount.has(name))

/** The request, with the session's credential as that scheme has it. */
const bearing = (sent: Sent<OperationId>, scheme: string, { tokens }: SignedIn): Sent<OperationId> => {
  const { type, name } = securityScheme(scheme)
  return type === 'http'
    ? { ...sent, bearer: tokens.access_token }
    : { ...sent, cookies: { ...sent.cookies, [name!]: tokens.refresh_token } }
}

const elsewhere = (id: OperationId, { hers, her }: Confined): Sent<OperationId> => {
  const sent = plausibleRequest(id)
  const path = { ...sent.path, account_id: hers.accountId, client_id: her.clientId }
  const body = typeof sent.body === 'object' && 'account_id' in sent.body ? { account_id: hers.accountId } : sent.body
  return { ...sent, path, body } as Sent<OperationId>
}

const ways = Object.entries({ 'an invitation': byInvitation, 'a client of the account': byClient })

describe.each(targets)('a session that acts in one account alone, on $name', (target) => {
  describe.each(ways)('by %s', (_, make) => {
    const seeds = seedsOf(target)
    let session: Had<SignedIn>
    beforeAll(async () => {
      session = await tryToHave(async () => {
        if (target.name === 'mock') return seeds.user()
        await resetWorld(target)
        return (await make(seeds)).session
      })
    })

    it.each(refused)('is refused at %s', async (id) => {
      for (const way of waysOf(id)) {
        const sent = bearing(plausibleRequest(id), way, mustHave(session))
        await perform(target, id, sent, { error: 'session_confined' } as never)
      }
    })
  })
})

// The mock has no accounts that somebody could be in.
describe.each(targets.filter(({ name }) => name !== 'mock'))('the other accounts of its user, on $name', (target) => {
  describe.each(ways)('to a session by %s', (_, make) => {
    const seeds = seedsOf(target)
    let world: Had<Confined>
    beforeAll(async () => {
      world = await tryToHave(async () => {
        await resetWorld(target)
        return make(seeds)
      })
    })

    it.each(inAccount)('are not there at %s', async (id) => {
      const had = mustHave(world)
      const answer = await request(target.baseUrl, id, bearing(elsewhere(id, had), 'accountBearer', had.session))
      expect([answer.status, answer.text]).toEqual([404, expect.stringContaining('account_not_found')])
    })

    it.each(open)('are not told of at %s', async (id) => {
      const had = mustHave(world)
      for (const way of waysOf(id)) {
        const { text } = await request(target.baseUrl, id, bearing(elsewhere(id, had), way, had.session))
        for (const told of [had.hers.accountId, had.her.childId, 'Only hers']) expect(text).not.toContain(told)
      }
    })

    it('are as they were after all that', async () => {
      const { hers, her } = mustHave(world)
      const bearer = hers.tokens.access_token
      const accounts = await seeds.call('account.listAccounts', { bearer })
      const ids = (accounts!.body as { data: { id: string }[] }).data.map(({ id }) => id)
      expect(ids).toEqual(expect.arrayContaining([hers.accountId, her.childId]))
      expect(ids).toHaveLength(3)
      expect((await seeds.call('account.getClient', { bearer, path: { client_id: her.clientId } }))?.status).toBe(200)
    })

    it('are open again to a sign-in, and its own account is open to the session', async () => {
      const { session } = mustHave(world)
      const path = { account_id: session.accountId }
      const within = await seeds.call('account.getAccount', { path, bearer: session.tokens.access_token })
      expect(within?.status).toBe(200)
      const { tokens } = await seeds.session(alice)
      const made = await seeds.call('account.createAccount', { bearer: tokens.access_token, body: { name: 'Third' } })
      expect(made?.status).toBe(201)
    })
  })
})
