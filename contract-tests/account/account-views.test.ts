import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import { alice, bob } from '../harness/fixtures/people.ts'

const nowhere = 'acc_0199c0de-0000-7000-8000-00000000dead'

contract('account.switchAccount', {
  'lets the session speak for another account, at once and after a refresh': given(
    async (seeds) => {
      const hers = await seeds.caller(alice)
      return { hers, other: await seeds.account(hers, 'Acme') }
    },
    {
      send: ({ hers, other }) => ({ bearer: hers.tokens.access_token, body: { account_id: other } }),
      expect: { status: 200, example: 'switched' },
      then: async (seeds, answer, { hers, other }) => {
        const { tokens, profile } = answer.body as { tokens: { access_token: string }; profile: object }
        expect(profile).toMatchObject({ active_membership: { account_id: other, role: 'owner' } })
        expect(decodeJwt(tokens.access_token)).toMatchObject({ acc: other, role: 'owner' })
        // What was issued before speaks for the account that was left.
        expect((await seeds.call('account.me', { bearer: hers.tokens.access_token }))?.status).toBe(401)
        const refreshed = await seeds.call('account.refresh', { body: { refresh_token: hers.tokens.refresh_token } })
        const { access_token } = refreshed?.body as { access_token: string }
        expect(decodeJwt(access_token)).toMatchObject({ acc: other })
        expect((await seeds.call('account.me', { bearer: access_token }))?.status).toBe(200)
      },
    },
  ),
  'refuses an id that is none': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token, body: { account_id: 'wonderland' } }),
    expect: { error: 'invalid_request', detail: 'account_id: ' },
  }),
  ...guarded({ body: { account_id: nowhere } }),
  'refuses an account of others as one that does not exist (AC-085)': given(
    async (seeds) => ({ hers: await seeds.user(alice), his: await seeds.user(bob) }),
    {
      send: ({ hers, his }) => ({ bearer: his.tokens.access_token, body: { account_id: hers.accountId } }),
      expect: { error: 'account_not_found' },
      then: async (seeds, _answer, { his }) =>
        expect((await seeds.call('account.me', { bearer: his.tokens.access_token }))?.body).toMatchObject({
          active_membership: { account_id: his.accountId },
        }),
    },
  ),
})
