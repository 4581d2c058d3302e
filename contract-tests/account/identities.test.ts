import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { createAuthenticator } from '../harness/fixtures/authenticator.ts'
import { alice, asAuthorization, bob, demo } from '../harness/fixtures/people.ts'
import { addPasskey } from '../harness/seeds/passkeys.ts'
import { type Seeds, type StandInPerson, ada } from '../harness/seeds/seeds.ts'
import { onward } from './mailed-links.ts'

const provider = 'google'
const nowhere = 'idn_0199c0de-0000-7000-8000-00000000dead'
const signedIn = async (seeds: Seeds) => ({ bearer: (await seeds.caller(alice)).tokens.access_token })

/** A browser that was at the provider for somebody who is signed in, and is back at our callback. */
const link = async (
  seeds: Seeds,
  bearer: string,
  person: StandInPerson = ada,
  more: { redirect_uri?: string } = {},
) => {
  const started = await seeds.call('account.linkIdentity', { bearer, body: { provider, ...more } })
  if (!started) return undefined
  const location = (started.body as Wire['AccountLinkStarted']).authorize_url
  const sent: Answer = { ...started, headers: new Headers({ location }) }
  const { answer, cookies } = await seeds.atStandIn(provider, sent, person)
  return seeds.call('account.finishProviderSignIn', { path: { provider }, query: answer, cookies })
}
const linked = async (seeds: Seeds) => {
  const made = await signedIn(seeds)
  const came = await link(seeds, made.bearer)
  const listed = await seeds.call('account.listIdentities', { bearer: made.bearer })
  const [one] = (listed?.body as Wire['AccountProviderLinkList'] | undefined)?.data ?? []
  return { ...made, came, identity_id: one?.id ?? nowhere }
}
const links = async (seeds: Seeds, bearer: string) =>
  ((await seeds.call('account.listIdentities', { bearer }))?.body as Wire['AccountProviderLinkList']).data
const goesTo = (answer: Answer | undefined) => answer?.headers.get('location')

/** Somebody who has nothing but an account at the provider. */
const ofProvider = async (seeds: Seeds) => {
  const { answer, cookies } = await seeds.backFrom(provider)
  const came = await seeds.call('account.finishProviderSignIn', { path: { provider }, query: answer, cookies })
  const code = new URL(goesTo(came) ?? 'https://none.example').searchParams.get('code') ?? 'example'
  const bearer = (await seeds.tokensOfCode(code, asAuthorization)).access_token
  const listed = await seeds.call('account.listIdentities', { bearer })
  const [one] = (listed?.body as Wire['AccountProviderLinkList'] | undefined)?.data ?? []
  return { bearer, identity_id: one?.id ?? nowhere }
}

contract('account.listIdentities', {
  'lists those of the caller alone': given(linked, {
    send: ({ bearer }) => ({ bearer }),
    expect: {
      status: 200,
      example: 'identities',
      body: ({ data }) => expect(data).toHaveLength(1),
    },
    then: async (seeds, answer) => {
      const { data } = answer.body as Wire['AccountProviderLinkList']
      expect(data[0]).toMatchObject({ provider, email: ada.email })
      expect(await links(seeds, (await seeds.caller(bob)).tokens.access_token)).toEqual([])
    },
  }),
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses a token that is none': { send: { bearer: 'example' }, expect: { error: 'invalid_token' } },
})

contract('account.linkIdentity', {
  'sends to the provider, bound to the browser, and links what it comes back with': given(signedIn, {
    send: ({ bearer }) => ({ bearer, body: { provider, redirect_uri: onward } }),
    expect: {
      status: 200,
      example: 'started',
      answer: ({ cookies }) =>
        expect(cookies[0]).toMatch(/^provider_flow=[\w-]+; Max-Age=600; Path=\/auth; HttpOnly; Secure; SameSite=Lax$/),
    },
    then: async (seeds, _answer, { bearer }) => {
      expect(goesTo(await link(seeds, bearer, ada, { redirect_uri: onward }))).toBe(`${onward}?linked=google`)
      expect((await links(seeds, bearer)).map(({ email }) => email)).toEqual([ada.email])
      expect((await seeds.mail(alice.email, 'provider_linked')).link).toContain('/auth/not-me?token=')
      const { answer, cookies } = await seeds.backFrom(provider)
      const came = await seeds.call('account.finishProviderSignIn', { path: { provider }, query: answer, cookies })
      const code = new URL(goesTo(came) ?? '').searchParams.get('code') ?? ''
      const { access_token } = await seeds.tokensOfCode(code, asAuthorization)
      expect((await seeds.call('account.me', { bearer: access_token }))?.body).toMatchObject({
        identity: { email: alice.email },
      })
    },
  }),
  'goes on to our own page without a redirect, and links the same account once': given(linked, {
    send: ({ bearer }) => ({ bearer, body: { provider } }),
    expect: { status: 200, example: 'started' },
    then: async (seeds, _answer, { bearer, came }) => {
      expect(goesTo(came)).toBe(`${demo.publicUrl}/account?linked=google`)
      await link(seeds, bearer)
      expect(await links(seeds, bearer)).toHaveLength(1)
    },
  }),
  'links nothing that signs somebody else in, and tells the page': given(
    async (seeds) => {
      const his = (await seeds.caller(bob)).tokens.access_token
      await link(seeds, his)
      return { ...(await signedIn(seeds)), his }
    },
    {
      send: ({ bearer }) => ({ bearer, body: { provider } }),
      expect: { status: 200, example: 'started' },
      then: async (seeds, _answer, { bearer, his }) => {
        expect(goesTo(await link(seeds, bearer))).toBe(`${demo.publicUrl}/account?error=user_exists`)
        expect(await links(seeds, bearer)).toEqual([])
        expect(await links(seeds, his)).toHaveLength(1)
      },
    },
  ),
  'links nothing once whoever began has signed out': given(signedIn, {
    send: ({ bearer }) => ({ bearer, body: { provider } }),
    expect: { status: 200, example: 'started' },
    then: async (seeds, started, { bearer }) => {
      const location = (started.body as Wire['AccountLinkStarted']).authorize_url
      const { answer, cookies } = await seeds.atStandIn(
        provider,
        { ...started, headers: new Headers({ location }) },
        ada,
      )
      await seeds.call('account.signOut', { bearer })
      const came = await seeds.call('account.finishProviderSignIn', { path: { provider }, query: answer, cookies })
      expect(goesTo(came)).toBe(`${demo.publicUrl}/account?error=provider_flow_invalid`)
      expect(await links(seeds, (await seeds.session(alice)).tokens.access_token)).toEqual([])
    },
  }),
  'links nothing in another browser': given(signedIn, {
    send: ({ bearer }) => ({ bearer, body: { provider } }),
    expect: { status: 200, example: 'started' },
    then: async (seeds, started, { bearer }) => {
      const location = (started.body as Wire['AccountLinkStarted']).authorize_url
      const { answer } = await seeds.atStandIn(provider, { ...started, headers: new Headers({ location }) }, ada)
      const came = await seeds.call('account.finishProviderSignIn', { path: { provider }, query: answer })
      expect(came?.status).toBe(400)
      expect(await links(seeds, bearer)).toEqual([])
    },
  }),
  'refuses a redirect that the client has not registered': given(signedIn, {
    send: ({ bearer }) => ({ bearer, body: { provider, redirect_uri: 'https://evil.example/' } }),
    expect: { error: 'invalid_redirect_uri' },
  }),
  'refuses a provider that is not there': given(signedIn, {
    send: ({ bearer }) => ({ bearer, body: { provider: 'nobody' } }),
    expect: { error: 'provider_not_found' },
  }),
  'refuses somebody who has not proven their address': given(
    async (seeds) => ({ bearer: (await seeds.newcomer(alice)).tokens.access_token }),
    { send: ({ bearer }) => ({ bearer, body: { provider } }), expect: { error: 'email_not_verified' } },
  ),
  'refuses a session whose last proof is older than ten minutes': given(
    async (seeds) => {
      const made = await signedIn(seeds)
      await seeds.wait(601)
      return made
    },
    { send: ({ bearer }) => ({ bearer, body: { provider } }), expect: { error: 'reauthentication_required' } },
  ),
  'refuses a body without a provider': given(signedIn, {
    send: ({ bearer }) => ({ bearer, body: {} as never }),
    expect: { error: 'invalid_request', detail: 'provider: is missing' },
  }),
  'says that the provider does not answer': {
    inside: 'no provider of the sandbox is ever down',
    ...given<'account.linkIdentity', { bearer: string }>(
      async (seeds) => {
        const made = await signedIn(seeds)
        seeds.fail('account.linkIdentity', 'provider_unavailable')
        return made
      },
      { send: ({ bearer }) => ({ bearer, body: { provider } }), expect: { error: 'provider_unavailable' } },
    ),
  },
  'refuses nobody': { send: { body: { provider } }, expect: { error: 'unauthorized' } },
  'refuses a token that is none': {
    send: { body: { provider }, bearer: 'example' },
    expect: { error: 'invalid_token' },
  },
})

contract('account.unlinkIdentity', {
  'takes it away, and tells the person': given(linked, {
    send: ({ bearer, identity_id }) => ({ bearer, path: { identity_id } }),
    expect: { status: 204, example: 'empty' },
    then: async (seeds, _answer, { bearer }) => {
      expect(await links(seeds, bearer)).toEqual([])
      expect((await seeds.mail(alice.email, 'provider_unlinked')).link).toContain('/auth/not-me?token=')
    },
  }),
  'keeps what is the last to sign somebody in': given(ofProvider, {
    send: ({ bearer, identity_id }) => ({ bearer, path: { identity_id } }),
    expect: { error: 'last_sign_in_method' },
    then: async (seeds, _answer, { bearer, identity_id }) => {
      expect(await links(seeds, bearer)).toHaveLength(1)
      const changed = await seeds.call('account.changePassword', {
        bearer,
        body: { new_password: 'lantern paper staple' },
      })
      const next = (changed?.body as Wire['AuthenticationResult']).tokens.access_token
      expect((await seeds.call('account.unlinkIdentity', { bearer: next, path: { identity_id } }))?.status).toBe(204)
    },
  }),
  'keeps one of two that are unlinked at once': given(
    async (seeds) => {
      const made = await ofProvider(seeds)
      await link(seeds, made.bearer, { ...ada, email: 'ada.second@example.test' })
      return made
    },
    {
      send: ({ bearer }) => ({ bearer, path: { identity_id: nowhere } }),
      expect: { error: 'identity_not_found' },
      then: async (seeds, _answer, { bearer }) => {
        const both = await links(seeds, bearer)
        expect(both).toHaveLength(2)
        const path = both.map(({ id }) => ({ identity_id: id }))
        const answers = await Promise.all(
          path.map((one) => seeds.call('account.unlinkIdentity', { bearer, path: one })),
        )
        expect(answers.map((one) => one?.status).sort()).toEqual([204, 409])
        expect(await links(seeds, bearer)).toHaveLength(1)
      },
    },
  ),
  'keeps one of a link and a passkey that are removed at once': given(
    async (seeds) => {
      const made = await ofProvider(seeds)
      await addPasskey(seeds, 'account', made.bearer, createAuthenticator())
      return made
    },
    {
      send: ({ bearer }) => ({ bearer, path: { identity_id: nowhere } }),
      expect: { error: 'identity_not_found' },
      then: async (seeds, _answer, { bearer, identity_id }) => {
        const held = async () =>
          ((await seeds.call('account.listPasskeys', { bearer }))?.body as Wire['AccountPasskeyList']).data
        const [passkey] = await held()
        const answers = await Promise.all([
          seeds.call('account.unlinkIdentity', { bearer, path: { identity_id } }),
          seeds.call('account.removePasskey', { bearer, path: { passkey_id: passkey!.id } }),
        ])
        expect(answers.map((one) => one?.status).sort()).toEqual([204, 409])
        expect([...(await links(seeds, bearer)), ...(await held())]).toHaveLength(1)
      },
    },
  ),
  'refuses one of somebody else as one that does not exist': given(
    async (seeds) => ({ ...(await linked(seeds)), his: (await seeds.caller(bob)).tokens.access_token }),
    {
      send: ({ his, identity_id }) => ({ bearer: his, path: { identity_id } }),
      expect: { error: 'identity_not_found' },
      then: async (seeds, _answer, { bearer }) => expect(await links(seeds, bearer)).toHaveLength(1),
    },
  ),
  'refuses a session whose last proof is older than ten minutes': given(
    async (seeds) => {
      const made = await linked(seeds)
      await seeds.wait(601)
      return made
    },
    {
      send: ({ bearer, identity_id }) => ({ bearer, path: { identity_id } }),
      expect: { error: 'reauthentication_required' },
    },
  ),
  'refuses an id that is none': given(signedIn, {
    send: ({ bearer }) => ({ bearer, path: { identity_id: 'example' } }),
    expect: { error: 'invalid_request' },
  }),
  'refuses nobody': { send: { path: { identity_id: nowhere } }, expect: { error: 'unauthorized' } },
  'refuses a token that is none': {
    send: { path: { identity_id: nowhere }, bearer: 'example' },
    expect: { error: 'invalid_token' },
  },
})
