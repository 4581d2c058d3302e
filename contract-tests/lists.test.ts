// Lists that are whole in one answer as long as they are short: behind that a cursor leads on, to the last row and no further.
import { expect } from 'vitest'
import type { OperationId } from '../generated/operations.ts'
import { at as inOrganization, invited } from './app/invited.ts'
import { page, refusal } from './harness/dsl/any-operation.ts'
import { type Case, contract, given } from './harness/dsl/index.ts'
import { alice, asOpenId, bob, carol, dave } from './harness/fixtures/people.ts'
import type { Sent } from './harness/requests/request.ts'
import { asUser, dana, stageOf } from './harness/seeds/backend.ts'
import type { Seeds } from './harness/seeds/seeds.ts'

interface Listed {
  readonly data: readonly unknown[]
  readonly nextCursor?: string
  readonly next_cursor?: string
}

/** Cases of a list of two rows, whole without a wish. */
const ofTwo = <K extends OperationId>(
  id: K,
  example: string,
  make: (seeds: Seeds) => Promise<Sent<K>>,
): Record<string, Case<K, unknown>> => ({
  'goes on from a cursor, to the last row': given<K, Sent<K>>(make, {
    send: (sent) => ({ ...sent, query: { limit: 1 } }),
    expect: page(200, example, ({ body }) => expect((body as Listed).data).toHaveLength(1)),
    then: async (seeds, answer, sent) => {
      const first = answer.body as Listed
      const cursor = first.nextCursor ?? first.next_cursor ?? ''
      const last = (await seeds.call(id, { ...sent, query: { limit: 1, cursor } }))?.body as Listed
      expect(last.data).toHaveLength(1)
      expect(Object.keys(last)).toEqual(['data'])
      expect((await seeds.call(id, sent))?.body).toEqual({ data: [...first.data, ...last.data] })
    },
  }),
  'refuses a cursor that no answer gave': given<K, Sent<K>>(make, {
    send: (sent) => ({ ...sent, query: { cursor: 'abc' } }),
    expect: refusal('invalid_request', 'cursor'),
  }),
})

const redirect_uri = 'https://widget.example.com/callback'

contract(
  'account.listConsents',
  ofTwo('account.listConsents', 'consents', async (seeds) => {
    const hers = await seeds.user(alice)
    const cookie = await seeds.browserSession(alice)
    for (const name of ['Mail Widget', 'Calendar']) {
      const { id } = await seeds.client(hers, { name, redirect_uris: [redirect_uri], allowed_scope: 'openid email' })
      await seeds.letIn({ ...asOpenId, client_id: id, redirect_uri, scope: 'openid email' }, cookie)
    }
    return { bearer: hers.tokens.access_token }
  }),
)

contract(
  'account.listOwnInvitations',
  ofTwo('account.listOwnInvitations', 'invitations', async (seeds) => {
    for (const person of [alice, bob]) {
      const { accountId, tokens } = await seeds.user(person)
      const sent = { path: { account_id: accountId }, bearer: tokens.access_token }
      await seeds.call('account.inviteMember', { ...sent, body: { email: carol.email, role: 'viewer' } })
    }
    return { bearer: (await seeds.caller(carol)).tokens.access_token }
  }),
)

contract(
  'app.listInvitations',
  ofTwo('app.listInvitations', 'invitations', async (seeds) => {
    const { hers, org } = await invited(seeds)
    const body = { email: dave.email }
    await seeds.call('app.createOrgInvitation', { ...asUser(hers), ...inOrganization(org), body })
    return asUser(hers)
  }),
)

contract(
  'app.listOrganizations',
  ofTwo('app.listOrganizations', 'organizations', async (seeds) => {
    const hers = await seeds.appCaller(alice)
    await seeds.organization(hers)
    await seeds.organization(hers, { name: 'Initech', slug: 'initech' })
    return asUser(hers)
  }),
)

contract(
  'app.listOrgMembers',
  ofTwo('app.listOrgMembers', 'members', async (seeds) => {
    const hers = await seeds.appCaller(alice)
    const org = await seeds.organization(hers)
    await seeds.organizationMember(hers, org.id, bob, 'member')
    return { ...asUser(hers), ...inOrganization(org) }
  }),
)

/** A tenant's application, and what its administrator asks with. */
const shop = async (seeds: Seeds) => {
  const { access_token: bearer } = await seeds.platformCaller(dana)
  const app = await seeds.application({ access_token: bearer })
  const environmentIds = [stageOf(app).id, stageOf(app, 'production').id]
  return { sent: { bearer, path: { appId: app.id } }, environmentIds }
}

contract(
  'platform.listAppInvitations',
  ofTwo('platform.listAppInvitations', 'invitations', async (seeds) => {
    const { sent, environmentIds } = await shop(seeds)
    for (const environmentId of environmentIds) {
      await seeds.call('platform.createAppInvitation', { ...sent, body: { email: carol.email, environmentId } })
    }
    return sent
  }),
)

contract(
  'platform.listAppApiKeys',
  ofTwo('platform.listAppApiKeys', 'api_keys', async (seeds) => {
    const { sent, environmentIds } = await shop(seeds)
    for (const environmentId of environmentIds) {
      await seeds.call('platform.createAppApiKey', { ...sent, body: { name: 'Backend', environmentId } })
    }
    return sent
  }),
)

contract(
  'platform.listAppClients',
  ofTwo('platform.listAppClients', 'clients', async (seeds) => {
    const { sent, environmentIds } = await shop(seeds)
    for (const environmentId of environmentIds) {
      await seeds.call('platform.createAppClient', { ...sent, body: { name: 'Phone', environmentId } })
    }
    return sent
  }),
)
