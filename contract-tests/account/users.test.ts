import { expect } from 'vitest'
import { namesOf } from '../harness/contract/contract.ts'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asCredentials, bob, demo } from '../harness/fixtures/people.ts'

contract('account.signUp', {
  'makes a user, an account and a session': {
    send: {
      headers: { origin: demo.origin },
      body: { ...asCredentials(alice), given_name: 'Alice', account_name: 'Wonderland' },
    },
    expect: {
      status: 201,
      example: 'signed_up',
      body: ({ profile, tokens }) => {
        expect(profile.identity).toMatchObject({ email: alice.email, email_verified: false, given_name: 'Alice' })
        expect(profile.memberships).toEqual([profile.active_membership])
        expect(profile.active_membership?.role).toBe('owner')
        expect(tokens.token_type).toBe('Bearer')
      },
      answer: ({ cookies }) => expect(cookies).toHaveLength(1),
    },
    then: async (seeds, answer) => {
      const { tokens } = answer.body as { tokens: { access_token: string } }
      const accounts = await seeds.call('account.listAccounts', { bearer: tokens.access_token })
      expect(accounts?.body).toMatchObject({ total: 1, data: [{ name: 'Wonderland', membership: { role: 'owner' } }] })
      const mails = await seeds.call('service.listMail', { query: { to: alice.email } })
      expect(mails?.body).toMatchObject({ messages: [{ kind: 'verify_email_link', to: alice.email }] })
    },
  },
  'starts no session where the address has to be proven first': {
    given: (seeds) => seeds.projectConfig({ requireEmailVerification: true }),
    send: { body: asCredentials(alice) },
    expect: {
      status: 202,
      example: 'verification_pending',
      answer: ({ cookies }) => expect(cookies).toEqual([]),
    },
    then: async (seeds) => {
      expect((await seeds.mail(alice.email, 'verify_email_link')).token).toMatch(/^[0-9a-f]{64}$/)
      expect((await seeds.call('account.signIn', { body: asCredentials(alice) }))?.status).toBe(403)
    },
  },
  'tells only the owner that the address has a user (AC-003)': {
    given: async (seeds) => {
      await seeds.caller(alice)
      await seeds.projectConfig({ requireEmailVerification: true })
    },
    send: { body: { ...asCredentials(bob), email: ' ALICE@example.test' } },
    expect: { status: 202, example: 'verification_pending' },
    then: async (seeds, answer) => {
      const unknown = await seeds.call('account.signUp', { body: asCredentials(bob) })
      expect(answer.text).toBe(unknown?.text)
      expect(namesOf(answer)).toEqual(namesOf(unknown!))
      await seeds.mail(alice.email, 'account_exists')
      await seeds.projectConfig({ requireEmailVerification: false })
      expect((await seeds.call('account.signIn', { body: asCredentials(alice) }))?.status).toBe(200)
    },
  },
  'refuses a redirect that is not registered for the client': {
    send: { body: { ...asCredentials(alice), redirect_uri: 'https://evil.example/callback' } },
    expect: { error: 'invalid_redirect_uri' },
    then: async (seeds) =>
      expect((await seeds.call('account.signIn', { body: asCredentials(alice) }))?.status).toBe(401),
  },
  'refuses a body without a password': {
    send: { body: { client_id: demo.clientId, email: alice.email } as never },
    expect: { error: 'invalid_request', detail: 'password: is missing' },
  },
  'refuses two addresses in one': {
    send: { body: { ...asCredentials(alice), email: 'alice@example.test,eve@example.test' } },
    expect: { error: 'invalid_request', detail: 'email: ' },
  },
  'refuses a password that is too short': {
    send: { body: { ...asCredentials(alice), password: 'x7#qz' } },
    expect: { error: 'weak_password', detail: 'Use at least 8 characters.' },
  },
  'refuses a common password': {
    send: { body: { ...asCredentials(alice), password: 'password123' } },
    expect: { error: 'weak_password', detail: 'This password is too common.' },
  },
  'signs nobody up through a client that belongs to an account (AC-085)': given(
    async (seeds) => seeds.client(await seeds.user(alice)),
    {
      send: ({ id }) => ({ body: { ...asCredentials(bob), client_id: id } }),
      expect: { error: 'access_denied' },
      then: async (seeds) =>
        expect((await seeds.call('account.signUp', { body: asCredentials(bob) }))?.status).toBe(201),
    },
  ),
  'refuses everybody where nobody new may join': {
    given: (seeds) => seeds.projectConfig({ disableSignup: true }),
    send: { body: asCredentials(alice) },
    expect: { error: 'sign_up_disabled' },
  },
  'refuses an unknown client': {
    send: { body: { ...asCredentials(alice), client_id: 'cid_nobody' } },
    expect: { error: 'unknown_client' },
  },
  'refuses an origin that the client does not allow': {
    send: { headers: { origin: 'https://evil.example' }, body: asCredentials(alice) },
    expect: { error: 'origin_not_allowed' },
  },
  'refuses a browser whose CSRF token does not match': given((seeds) => seeds.csrf(), {
    send: ({ session }) => ({ body: asCredentials(alice), cookies: { csrf_session: session } }),
    expect: { error: 'csrf_mismatch' },
    then: async (seeds) =>
      expect((await seeds.call('account.signIn', { body: asCredentials(alice) }))?.status).toBe(401),
  }),
  'refuses an email that has a user, in any spelling': {
    given: (seeds) => seeds.caller(alice),
    send: { body: { ...asCredentials(bob), email: 'ALICE@example.test' } },
    expect: { error: 'user_exists' },
  },
  'refuses more sign-ups than the limit': {
    given: (seeds) => seeds.exhaust('account.signUp', () => ({ body: { ...asCredentials(alice), password: 'short' } })),
    send: { body: asCredentials(alice) },
    expect: { error: 'too_many_requests', detail: 'sign-ups from one address' },
  },
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('account.signUp', 'overloaded'),
    send: { body: asCredentials(alice) },
    expect: { error: 'overloaded' },
  },
})

contract('account.me', {
  'gives the profile for an access token': given((seeds) => seeds.user(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token }),
    expect: { status: 200, example: 'profile' },
    then: async (_seeds, answer, { profile }) => expect(answer.body).toEqual(profile),
  }),
  'gives the profile for the refresh cookie': given((seeds) => seeds.user(alice), {
    send: ({ tokens }) => ({ cookies: { refresh_token: tokens.refresh_token } }),
    expect: { status: 200, example: 'profile' },
    then: async (_seeds, answer, { profile }) => expect(answer.body).toEqual(profile),
  }),
  'refuses the refresh cookie of a client that has to prove itself': given(
    async (seeds) => {
      const { id } = await seeds.client(await seeds.user(alice), { type: 'confidential' })
      const signedIn = await seeds.call('account.signIn', { body: { ...alice, client_id: id } })
      return (signedIn?.body as Wire['AuthenticationResult'] | undefined)?.tokens
    },
    {
      send: (tokens) => ({ cookies: { refresh_token: tokens?.refresh_token ?? 'example' } }),
      expect: { error: 'invalid_token' },
      then: async (seeds, _answer, tokens) =>
        expect((await seeds.call('account.me', { bearer: tokens!.access_token }))?.status).toBe(200),
    },
  ),
  'refuses a dead token, whatever the cookie is good for': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ bearer: 'stale', cookies: { refresh_token: tokens.refresh_token } }),
    expect: { error: 'invalid_token' },
  }),
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses a token of an ended session': given(
    async (seeds) => {
      const user = await seeds.caller(alice)
      await seeds.call('account.signOut', { bearer: user.tokens.access_token })
      return user
    },
    {
      send: ({ tokens }) => ({ bearer: tokens.access_token }),
      expect: { error: 'invalid_token' },
    },
  ),
  'refuses a token after its hour': given(
    async (seeds) => {
      const user = await seeds.caller(alice)
      await seeds.wait(3601)
      return user
    },
    {
      send: ({ tokens }) => ({ bearer: tokens.access_token }),
      expect: { error: 'invalid_token' },
    },
  ),
  'refuses a token meant for another audience': given(
    async (seeds) => {
      const user = await seeds.user(alice)
      const issued = await seeds.call('account.issueAccountToken', {
        path: { account_id: user.accountId },
        bearer: user.tokens.access_token,
        body: { audience: demo.audience },
      })
      return (issued?.body as { access_token: string } | undefined)?.access_token ?? 'example'
    },
    { send: (token) => ({ bearer: token }), expect: { error: 'invalid_token' } },
  ),
})

contract('account.deleteMe', {
  'deletes the person with their sessions, and nobody else': given(
    async (seeds) => ({
      hers: await seeds.caller(alice),
      phone: await seeds.session(alice),
      his: await seeds.caller(bob),
    }),
    {
      send: ({ hers }) => ({ bearer: hers.tokens.access_token }),
      expect: { status: 204, example: 'empty' },
      then: async (seeds, _answer, { hers, phone, his }) => {
        for (const dead of [hers, phone]) {
          expect((await seeds.call('account.me', { bearer: dead.tokens.access_token }))?.status).toBe(401)
          const { refresh_token } = dead.tokens
          expect((await seeds.call('account.refresh', { body: { refresh_token } }))?.status).toBe(401)
        }
        expect((await seeds.call('account.me', { bearer: his.tokens.access_token }))?.status).toBe(200)
        expect((await seeds.call('account.signIn', { body: asCredentials(alice) }))?.status).toBe(401)
        await seeds.mail(alice.email, 'account_deleted')
        const again = (await seeds.call('account.signUp', { body: asCredentials(alice) }))?.body
        expect((again as Wire['AuthenticationResult']).profile.id).not.toBe(hers.profile.id)
      },
    },
  ),
  'passes an account on to a member that is left': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      return { hers, his: await seeds.member(hers, bob, 'member') }
    },
    {
      send: ({ hers }) => ({ bearer: hers.tokens.access_token }),
      expect: { status: 204, example: 'empty' },
      then: async (seeds, _answer, { hers, his }) => {
        const sent = { bearer: his.tokens.access_token, path: { account_id: hers.accountId } }
        expect((await seeds.call('account.getAccount', sent))?.body).toMatchObject({ membership: { role: 'owner' } })
      },
    },
  ),
  'refuses a session whose last proof is older than ten minutes, and deletes nobody': given(
    async (seeds) => {
      const hers = await seeds.caller(alice)
      await seeds.wait(601)
      return hers
    },
    {
      send: ({ tokens }) => ({ bearer: tokens.access_token }),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, { tokens }) =>
        expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(200),
    },
  ),
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses a token that is none': { send: { bearer: 'example' }, expect: { error: 'invalid_token' } },
})
