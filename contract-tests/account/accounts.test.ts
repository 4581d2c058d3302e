import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import { alice, bob, demo } from '../harness/fixtures/people.ts'
import { notPictures } from '../harness/fixtures/addresses.ts'
import type { Seeds, SignedIn } from '../harness/seeds/seeds.ts'

const nowhere = 'acc_0199c0de-0000-7000-8000-00000000dead'

const withThreeAccounts = async (seeds: Seeds) => {
  const hers = await seeds.caller(alice)
  for (const name of ['Acme North', 'Acme South', 'Zenith']) await seeds.account(hers, name)
  return hers
}

contract('account.listAccounts', {
  'lists the accounts of the caller': given((seeds) => seeds.user(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token }),
    expect: { status: 200, example: 'accounts' },
    then: async (_seeds, answer, { accountId }) =>
      expect(answer.body).toMatchObject({ total: 1, limit: 100, offset: 0, data: [{ id: accountId }] }),
  }),
  'gives the page that is asked for': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token, query: { limit: 5, offset: 1 } }),
    expect: { status: 200, example: 'accounts' },
    then: async (_seeds, answer) => expect(answer.body).toEqual({ data: [], total: 1, limit: 5, offset: 1 }),
  }),
  'goes on from a cursor, to the last page': given(withThreeAccounts, {
    send: ({ tokens }) => ({ bearer: tokens.access_token, query: { limit: 3 } }),
    expect: { status: 200, example: 'accounts' },
    then: async (seeds, answer, { tokens }) => {
      const { data, next_cursor: cursor } = answer.body as Wire['AccountList']
      expect([data.length, cursor]).toEqual([3, expect.any(String)])
      const query = { limit: 3, cursor: cursor! }
      const last = (await seeds.call('account.listAccounts', { bearer: tokens.access_token, query }))?.body
      expect(last).toMatchObject({ total: 4, data: [{ name: 'Zenith' }] })
      expect(last).not.toHaveProperty('next_cursor')
    },
  }),
  'refuses a cursor that no page gave': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token, query: { cursor: 'abc' } }),
    expect: { error: 'invalid_request', detail: 'cursor' },
  }),
  'refuses a page that is too large': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token, query: { limit: 1000 } }),
    expect: { error: 'invalid_request', detail: 'limit: must be at most 100' },
  }),
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses a token that is none': { send: { bearer: 'none' }, expect: { error: 'invalid_token' } },
})

contract('account.getAccount', {
  'gives an account of the caller': given((seeds) => seeds.user(alice), {
    send: ({ tokens, accountId }) => ({ path: { account_id: accountId }, bearer: tokens.access_token }),
    expect: { status: 200, example: 'account' },
    then: async (_seeds, answer, { accountId, profile }) =>
      expect(answer.body).toMatchObject({
        id: accountId,
        account_id: accountId,
        membership: profile.active_membership,
      }),
  }),
  'refuses an id that is none': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ path: { account_id: 'wonderland' }, bearer: tokens.access_token }),
    expect: { error: 'invalid_request', detail: 'account_id: ' },
  }),
  'refuses nobody': { send: { path: { account_id: nowhere } }, expect: { error: 'unauthorized' } },
  'refuses a token that is none': {
    send: { path: { account_id: nowhere }, bearer: 'none' },
    expect: { error: 'invalid_token' },
  },
  'refuses an account that does not exist': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ path: { account_id: nowhere }, bearer: tokens.access_token }),
    expect: { error: 'account_not_found' },
  }),
  'refuses an account of others in the same words': given(
    async (seeds) => ({ hers: await seeds.user(alice), his: await seeds.user(bob) }),
    {
      send: ({ hers, his }) => ({ path: { account_id: hers.accountId }, bearer: his.tokens.access_token }),
      expect: { error: 'account_not_found' },
    },
  ),
})

contract('account.createAccount', {
  'makes an account that the caller owns': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token, body: { name: 'Acme' } }),
    expect: {
      status: 201,
      example: 'account',
      body: ({ name, parent_id, membership }) =>
        expect({ name, parent_id, role: membership?.role }).toEqual({ name: 'Acme', parent_id: null, role: 'owner' }),
    },
    then: async (seeds, answer, { tokens }) => {
      const listed = await seeds.call('account.listAccounts', { bearer: tokens.access_token })
      expect(listed?.body).toMatchObject({ total: 2, data: [{}, { id: (answer.body as { id: string }).id }] })
    },
  }),
  'refuses an account without a name': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token, body: {} as never }),
    expect: { error: 'invalid_request', detail: 'name: is missing' },
  }),
  'refuses a name that turns the text around it': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token, body: { name: 'Acme\u202e' } }),
    expect: { error: 'invalid_request', detail: 'name' },
  }),
  ...guarded({ body: { name: 'Acme' } }),
})

contract('account.searchAccounts', {
  'finds accounts of the caller by any part of the name': given(
    async (seeds) => {
      const hers = await seeds.caller(alice)
      const his = await seeds.caller(bob)
      for (const name of ['Acme North', 'Acme South', 'Zenith']) await seeds.account(hers, name)
      await seeds.account(his, 'Acme of Bob')
      return hers
    },
    {
      send: ({ tokens }) => ({ bearer: tokens.access_token, body: { query: 'acme', limit: 1, offset: 1 } }),
      expect: {
        status: 200,
        example: 'accounts',
        body: ({ data, total, limit, offset }) =>
          expect({ names: data.map(({ name }) => name), total, limit, offset }).toEqual({
            names: ['Acme South'],
            total: 2,
            limit: 1,
            offset: 1,
          }),
      },
    },
  ),
  'goes on from a cursor, to the last page': given(withThreeAccounts, {
    send: ({ tokens }) => ({ bearer: tokens.access_token, body: { query: 'acme', limit: 1 } }),
    expect: { status: 200, example: 'accounts' },
    then: async (seeds, answer, { tokens }) => {
      const { next_cursor: cursor } = answer.body as Wire['AccountList']
      const body = { query: 'acme', limit: 1, cursor: cursor! }
      const last = (await seeds.call('account.searchAccounts', { bearer: tokens.access_token, body }))?.body
      expect(last).toMatchObject({ total: 2, data: [{ name: 'Acme South' }] })
      expect(last).not.toHaveProperty('next_cursor')
    },
  }),
  'refuses a cursor that no page gave': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token, body: { query: 'acme', cursor: 'abc' } }),
    expect: { error: 'invalid_request', detail: 'cursor' },
  }),
  'takes a wildcard for the letter it is': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token, body: { query: '%' } }),
    expect: { status: 200, example: 'accounts', body: ({ total }) => expect(total).toBe(0) },
  }),
  ...guarded({ body: { query: 'acme' } }),
})

const inAccount = ({ accountId, tokens }: SignedIn) => ({
  path: { account_id: accountId },
  bearer: tokens.access_token,
})

contract('account.updateAccount', {
  'changes what the patch names': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { name: 'Acme', avatar_url: 'https://cdn.example/acme.png' } }),
    expect: {
      status: 200,
      example: 'account',
      body: ({ name, avatar_url }) =>
        expect({ name, avatar_url }).toEqual({ name: 'Acme', avatar_url: 'https://cdn.example/acme.png' }),
    },
  }),
  'takes a merge patch, where null clears and what is absent stays': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      await seeds.call('account.updateAccount', {
        ...inAccount(hers),
        body: { name: 'Acme', avatar_url: 'https://cdn.example/acme.png' },
      })
      return hers
    },
    {
      send: (hers) => ({
        ...inAccount(hers),
        raw: { type: 'application/merge-patch+json', text: '{"avatar_url":null}' },
      }),
      expect: {
        status: 200,
        example: 'account',
        body: ({ name, avatar_url }) => expect({ name, avatar_url }).toEqual({ name: 'Acme', avatar_url: null }),
      },
    },
  ),
  ...Object.fromEntries(
    notPictures.map((url) => [
      `refuses a picture at ${url}`,
      given((seeds) => seeds.user(alice), {
        send: (hers) => ({ ...inAccount(hers), body: { avatar_url: url } }),
        expect: { error: 'invalid_request', detail: 'avatar_url: ' },
      }),
    ]),
  ),
  'refuses what is not for the caller to set (AC-087)': given((seeds) => seeds.user(alice), {
    send: (hers) => ({
      ...inAccount(hers),
      body: { name: 'Acme', parent_id: nowhere, membership: { role: 'owner' } } as never,
    }),
    expect: { error: 'invalid_request', detail: 'parent_id: is not a field of this request' },
  }),
  ...guarded({ path: { account_id: nowhere }, body: { name: 'Acme' } }),
  'refuses a member who is no owner': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      return { hers, his: await seeds.member(hers, bob, 'member') }
    },
    {
      send: ({ hers, his }) => ({ ...inAccount(hers), bearer: his.tokens.access_token, body: { name: 'Mine' } }),
      expect: { error: 'insufficient_role' },
    },
  ),
  'refuses an account of others as one that does not exist': given(
    async (seeds) => ({ hers: await seeds.user(alice), his: await seeds.user(bob) }),
    {
      send: ({ hers, his }) => ({ ...inAccount(hers), bearer: his.tokens.access_token, body: { name: 'Mine' } }),
      expect: { error: 'account_not_found' },
    },
  ),
})

contract('account.deleteAccount', {
  'refuses an owner who has not proven their address, where others are in it': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      const his = await seeds.newcomer(bob)
      const body = { user_id: his.profile.id, role: 'owner' as const }
      await seeds.call('account.addMember', { ...inAccount(hers), body })
      return { hers, his }
    },
    {
      send: ({ hers, his }) => ({ ...inAccount(hers), bearer: his.tokens.access_token }),
      expect: { error: 'email_not_verified' },
    },
  ),
  'lets them delete one that nobody else is in': given((seeds) => seeds.newcomer(bob), {
    send: (his) => inAccount(his),
    expect: { status: 204, example: 'empty' },
  }),
  'deletes an account with its memberships': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      return { hers, his: await seeds.member(hers, bob, 'owner') }
    },
    {
      send: ({ hers }) => inAccount(hers),
      expect: { status: 204, example: 'empty' },
      then: async (seeds, _answer, { hers, his }) => {
        expect((await seeds.call('account.getAccount', inAccount(hers)))?.status).toBe(404)
        const list = await seeds.call('account.listAccounts', { bearer: his.tokens.access_token })
        expect(list?.body).toMatchObject({ total: 1, data: [{ id: his.accountId }] })
      },
    },
  ),
  ...guarded({ path: { account_id: nowhere } }),
  'refuses a member who is no owner': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      return { hers, his: await seeds.member(hers, bob, 'member') }
    },
    {
      send: ({ hers, his }) => ({ ...inAccount(hers), bearer: his.tokens.access_token }),
      expect: { error: 'insufficient_role' },
    },
  ),
  'refuses an account that does not exist': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ path: { account_id: nowhere }, bearer: tokens.access_token }),
    expect: { error: 'account_not_found' },
  }),
  'refuses an account that others stand below': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      await seeds.account(hers, 'Acme North', hers.accountId)
      return hers
    },
    { send: inAccount, expect: { error: 'account_has_children' } },
  ),
})

contract('account.issueAccountToken', {
  'gives a token that speaks for the account at the audience': given((seeds) => seeds.user(alice), {
    send: ({ tokens, accountId }) => ({
      path: { account_id: accountId },
      bearer: tokens.access_token,
      body: { audience: demo.audience },
    }),
    expect: { status: 200, example: 'account_token' },
    then: async (_seeds, answer, { accountId, profile }) => {
      const { access_token, expires_in } = answer.body as { access_token: string; expires_in: number }
      expect(expires_in).toBe(900)
      expect(decodeJwt(access_token)).toMatchObject({
        aud: demo.audience,
        acc: accountId,
        role: 'owner',
        uid: profile.id,
        sub: profile.id,
        cid: demo.clientId,
        app: profile.application_id,
      })
    },
  }),
  'refuses an empty audience': given((seeds) => seeds.user(alice), {
    send: ({ tokens, accountId }) => ({
      path: { account_id: accountId },
      bearer: tokens.access_token,
      body: { audience: '' },
    }),
    expect: { error: 'invalid_request', detail: 'audience: ' },
  }),
  'refuses an audience that only looks like one (AC-074)': given((seeds) => seeds.user(alice), {
    send: ({ tokens, accountId }) => ({
      path: { account_id: accountId },
      bearer: tokens.access_token,
      body: { audience: `${demo.audience}/` },
    }),
    expect: { error: 'invalid_audience' },
  }),
  'refuses nobody': {
    send: { path: { account_id: nowhere }, body: { audience: demo.audience } },
    expect: { error: 'unauthorized' },
  },
  'refuses a token that is none': {
    send: { path: { account_id: nowhere }, bearer: 'none', body: { audience: demo.audience } },
    expect: { error: 'invalid_token' },
  },
  'refuses an account of others': given(
    async (seeds) => ({ hers: await seeds.user(alice), his: await seeds.user(bob) }),
    {
      send: ({ hers, his }) => ({
        path: { account_id: hers.accountId },
        bearer: his.tokens.access_token,
        body: { audience: demo.audience },
      }),
      expect: { error: 'account_not_found' },
    },
  ),
})
