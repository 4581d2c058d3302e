import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import { alice, bob, carol } from '../harness/fixtures/people.ts'
import type { SignedIn } from '../harness/seeds/seeds.ts'

const nowhere = 'acc_0199c0de-0000-7000-8000-00000000dead'
const below = ({ accountId, tokens }: SignedIn) => ({ path: { account_id: accountId }, bearer: tokens.access_token })

contract('account.listChildAccounts', {
  'lists all children to an owner, with their place in each': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      const his = await seeds.member(hers, bob, 'member')
      const own = await seeds.account(hers, 'Of Alice', hers.accountId)
      const other = await seeds.account(his, 'Of Bob', hers.accountId)
      return { hers, own, other }
    },
    {
      send: ({ hers }) => below(hers),
      expect: { status: 200, example: 'children' },
      then: async (_seeds, answer, { own, other, hers }) =>
        expect(answer.body).toMatchObject({
          total: 2,
          data: [
            { id: own, parent_id: hers.accountId, membership: { role: 'owner' } },
            { id: other, parent_id: hers.accountId, membership: null },
          ],
        }),
    },
  ),
  'lists to others the children that they are in': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      const his = await seeds.member(hers, bob, 'member')
      await seeds.account(hers, 'Of Alice', hers.accountId)
      return { hers, his, own: await seeds.account(his, 'Of Bob', hers.accountId) }
    },
    {
      send: ({ hers, his }) => ({ ...below(hers), bearer: his.tokens.access_token }),
      expect: { status: 200, example: 'children' },
      then: async (_seeds, answer, { own }) =>
        expect(answer.body).toMatchObject({ total: 1, data: [{ id: own, membership: { role: 'owner' } }] }),
    },
  ),
  'goes on from a cursor, for an owner and for others': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      const his = await seeds.member(hers, bob, 'member')
      for (const name of ['First', 'Second']) await seeds.account(his, name, hers.accountId)
      return { hers, his }
    },
    {
      send: ({ hers }) => ({ ...below(hers), query: { limit: 1 } }),
      expect: { status: 200, example: 'children' },
      then: async (seeds, _answer, { hers, his }) => {
        for (const bearer of [hers.tokens.access_token, his.tokens.access_token]) {
          const page = async (query: { readonly limit: number; readonly cursor?: string }) =>
            (await seeds.call('account.listChildAccounts', { ...below(hers), bearer, query }))
              ?.body as Wire['AccountList']
          const first = await page({ limit: 1 })
          const last = await page({ limit: 1, cursor: first.next_cursor! })
          expect([first, last].map(({ data }) => data.map(({ name }) => name))).toEqual([['First'], ['Second']])
          expect(last).not.toHaveProperty('next_cursor')
        }
      },
    },
  ),
  'refuses a cursor that no page gave': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...below(hers), query: { cursor: 'abc' } }),
    expect: { error: 'invalid_request', detail: 'cursor' },
  }),
  ...guarded({ path: { account_id: nowhere } }),
  'refuses an account that does not exist': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ path: { account_id: nowhere }, bearer: tokens.access_token }),
    expect: { error: 'account_not_found' },
  }),
})

contract('account.createChildAccount', {
  'makes an account below, that a member owns': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      return { hers, his: await seeds.member(hers, bob, 'member') }
    },
    {
      send: ({ hers, his }) => ({ ...below(hers), bearer: his.tokens.access_token, body: { name: 'Acme North' } }),
      expect: { status: 201, example: 'child' },
      then: async (seeds, answer, { hers, his }) => {
        const child = answer.body as { id: string }
        expect(child).toMatchObject({
          parent_id: hers.accountId,
          parent_account_id: hers.accountId,
          name: 'Acme North',
          membership: { role: 'owner', user_id: his.profile.id },
        })
        // Roles do not reach down.
        const asked = { path: { account_id: child.id }, bearer: hers.tokens.access_token }
        expect((await seeds.call('account.getAccount', asked))?.status).toBe(404)
      },
    },
  ),
  'makes an account that nobody owns yet, for a machine': given(
    async (seeds) => ({ hers: await seeds.user(alice), token: await seeds.machine() }),
    {
      send: ({ hers, token }) => ({ ...below(hers), bearer: token, body: { name: 'Acme North' } }),
      expect: { status: 201, example: 'child' },
      then: async (seeds, answer, { hers, token }) => {
        const { id } = answer.body as { id: string }
        expect(answer.body).toMatchObject({ membership: null })
        const added = await seeds.call('account.addMember', {
          path: { account_id: id },
          bearer: token,
          body: { user_id: hers.profile.id, role: 'owner' },
        })
        expect(added?.status).toBe(201)
        const children = await seeds.call('account.listChildAccounts', { ...below(hers), bearer: token })
        expect(children?.body).toMatchObject({ total: 1, data: [{ id, membership: null }] })
      },
    },
  ),
  'refuses an account without a name': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...below(hers), body: { name: '' } }),
    expect: { error: 'invalid_request', detail: 'name: must not be empty' },
  }),
  ...guarded({ path: { account_id: nowhere }, body: { name: 'Acme North' } }),
  'refuses a viewer (AC-088)': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      return { hers, hers2: await seeds.member(hers, carol, 'viewer') }
    },
    {
      send: ({ hers, hers2 }) => ({ ...below(hers), bearer: hers2.tokens.access_token, body: { name: 'Mine' } }),
      expect: { error: 'insufficient_role' },
    },
  ),
  'refuses an account of others as one that does not exist': given(
    async (seeds) => ({ hers: await seeds.user(alice), his: await seeds.user(bob) }),
    {
      send: ({ hers, his }) => ({ ...below(hers), bearer: his.tokens.access_token, body: { name: 'Mine' } }),
      expect: { error: 'account_not_found' },
    },
  ),
})
