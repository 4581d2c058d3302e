import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import { alice, asOpenId } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const redirect_uri = 'https://widget.example.com/callback'

/** Alice has let a client of her account in. */
const allowed = async (seeds: Seeds) => {
  const hers = await seeds.user(alice)
  const fields = { name: 'Mail Widget', redirect_uris: [redirect_uri], allowed_scope: 'openid email' }
  const { id } = await seeds.client(hers, fields)
  const query = { ...asOpenId, client_id: id, redirect_uri, scope: 'openid email' }
  const cookie = await seeds.browserSession(alice)
  await seeds.letIn(query, cookie)
  return { id, query, cookie, bearer: hers.tokens.access_token }
}

contract('account.listConsents', {
  'lists whom somebody has let in, and to what': given(allowed, {
    send: ({ bearer }) => ({ bearer }),
    expect: { status: 200, example: 'consents' },
    then: async (_seeds, { body }, { id }) => {
      const { data } = body as Wire['AccountConsentList']
      expect(data).toMatchObject([{ client_id: id, client_name: 'Mail Widget', scope: 'openid email' }])
    },
  }),
  ...guarded<'account.listConsents'>({}),
})

const revoke = ({ id, bearer }: { id: string; bearer: string }) => ({ path: { client_id: id }, bearer })

contract('account.revokeConsent', {
  'takes it back: the client has to ask again, and its sessions end': given(
    async (seeds) => {
      const made = await allowed(seeds)
      const prompt = { ...made.query, prompt: 'none' }
      const sent = await seeds.call('oauth.authorize', { query: prompt, cookies: { browser_session: made.cookie } })
      const code = new URL(sent?.headers.get('location') ?? 'x:').searchParams.get('code') ?? ''
      return { ...made, tokens: await seeds.tokensOfCode(code, made.query) }
    },
    {
      send: revoke,
      expect: { status: 204, example: 'empty' },
      then: async (seeds, _answer, { query, cookie, tokens }) => {
        const again = { query: { ...query, prompt: 'none' }, cookies: { browser_session: cookie } }
        const { headers } = (await seeds.call('oauth.authorize', again))!
        expect(new URL(headers.get('location')!).searchParams.get('error')).toBe('consent_required')
        expect((await seeds.call('oauth.getUserinfo', { bearer: tokens.access_token }))?.status).toBe(401)
      },
    },
  ),
  'refuses what was never allowed': given(
    async (seeds) => ({ id: 'cid_nobody', bearer: (await seeds.caller(alice)).tokens.access_token }),
    { send: revoke, expect: { error: 'consent_not_found' } },
  ),
  ...guarded<'account.revokeConsent'>({ path: { client_id: 'cid_nobody' } }),
})
