import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import { contract, given } from '../harness/index.ts'
import { alice, bob, demo } from '../harness/people.ts'

const nowhere = 'acc_0199c0de-0000-7000-8000-00000000dead'

contract('account.listAccounts', {
  'lists the accounts of the caller': given((seeds) => seeds.user(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token }),
    expect: { status: 200, example: 'accounts' },
    then: async (_seeds, answer, { accountId }) =>
      expect(answer.body).toMatchObject({ total: 1, limit: 50, offset: 0, data: [{ id: accountId }] }),
  }),
  'gives the page that is asked for': given((seeds) => seeds.user(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token, query: { limit: 5, offset: 1 } }),
    expect: { status: 200, example: 'accounts' },
    then: async (_seeds, answer) => expect(answer.body).toEqual({ data: [], total: 1, limit: 5, offset: 1 }),
  }),
  'refuses a page that is too large': given((seeds) => seeds.user(alice), {
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
  'refuses an id that is none': given((seeds) => seeds.user(alice), {
    send: ({ tokens }) => ({ path: { account_id: 'wonderland' }, bearer: tokens.access_token }),
    expect: { error: 'invalid_request', detail: 'account_id: ' },
  }),
  'refuses nobody': { send: { path: { account_id: nowhere } }, expect: { error: 'unauthorized' } },
  'refuses a token that is none': {
    send: { path: { account_id: nowhere }, bearer: 'none' },
    expect: { error: 'invalid_token' },
  },
  'refuses an account that does not exist': given((seeds) => seeds.user(alice), {
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
  'AC-074 refuses an audience that only looks like one': given((seeds) => seeds.user(alice), {
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
