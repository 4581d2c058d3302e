import { decodeJwt, decodeProtectedHeader } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, demoApp, keyed } from '../harness/fixtures/people.ts'
import { asUser } from '../harness/seeds/backend.ts'

contract('app.register', {
  'makes a user and starts a session': {
    send: { headers: keyed(), body: { ...alice, firstName: 'Alice', lastName: 'Liddell' } },
    expect: {
      status: 200,
      example: 'registered',
      body: (registered) => {
        const { user, access_token, expires_in } = registered as Wire['AppSignedIn']
        expect(user).toMatchObject({ email: alice.email, firstName: 'Alice', isActive: true, emailVerified: false })
        expect(user.lastLoginAt).toBe(user.createdAt)
        expect(expires_in).toBe(900)
        expect(decodeProtectedHeader(access_token)).toMatchObject({ alg: 'ES256', kid: expect.any(String) })
        const claims = decodeJwt(access_token)
        expect(claims).toMatchObject({
          sub: user.id,
          type: 'app_user',
          tenant_id: user.tenantId,
          app_id: demoApp.applicationId,
          env_id: demoApp.environmentId,
          email: alice.email,
          roles: [],
          permissions: [],
        })
        expect(claims).not.toHaveProperty('org_id')
        expect(claims.exp! - claims.iat!).toBe(900)
      },
    },
  },
  'gives no tokens where the address has to be proven first': {
    inside: 'the settings of an environment are switched from within',
    given: (seeds) => seeds.settings({ requireEmailVerification: true }),
    send: { headers: keyed(), body: { ...alice, firstName: 'Alice', lastName: 'Liddell' } },
    expect: {
      status: 200,
      example: 'verification_required',
      body: (registered) =>
        expect(registered).toEqual({
          user: { email: alice.email, firstName: 'Alice', lastName: 'Liddell', emailVerified: false },
        }),
    },
    then: async (seeds) => expect((await seeds.mail(alice.email, 'verify_email_link')).token).toMatch(/^[0-9a-f]{64}$/),
  },
  'gives the same for a known address, and tells its owner by mail (AC-003)': {
    inside: 'the settings of an environment are switched from within',
    given: async (seeds) => {
      await seeds.appCaller(alice)
      await seeds.settings({ requireEmailVerification: true })
    },
    send: { headers: keyed(), body: { ...alice, password: 'another good password' } },
    expect: {
      status: 200,
      example: 'verification_required',
      body: (registered) =>
        expect(registered).toEqual({
          user: { email: alice.email, firstName: null, lastName: null, emailVerified: false },
        }),
    },
    then: async (seeds) => expect((await seeds.mail(alice.email, 'account_exists')).to).toBe(alice.email),
  },
  'knows an email in any spelling': {
    given: (seeds) => seeds.appCaller(alice),
    send: { headers: keyed(), body: { ...alice, email: ' ALICE@example.test' } },
    expect: { error: 'user_exists' },
  },
  'refuses everybody where nobody may sign up': {
    given: (seeds) => seeds.projectConfig({ disableSignup: true }),
    send: { headers: keyed(), body: alice },
    expect: { error: 'sign_up_disabled' },
    then: async (seeds) => expect((await seeds.call('app.login', { headers: keyed(), body: alice }))?.status).toBe(401),
  },
  'refuses a common password (AC-017)': {
    send: { headers: keyed(), body: { ...alice, password: 'password1' } },
    expect: { error: 'weak_password', detail: 'too common' },
  },
  'refuses a field that only an administrator may set (AC-087)': {
    send: { headers: keyed(), body: { ...alice, emailVerified: true } as never },
    expect: { error: 'invalid_request', detail: 'emailVerified: is not a field of this request' },
  },
  'refuses more than ten registrations an hour from one address': {
    given: (seeds) =>
      seeds.exhaust('app.register', (round) => ({
        headers: keyed(),
        body: { ...alice, email: `person-${round}@example.test` },
      })),
    send: { headers: keyed(), body: alice },
    expect: { error: 'too_many_requests', detail: 'sign-ups from one address' },
  },
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('app.register', 'overloaded'),
    send: { headers: keyed(), body: alice },
    expect: { error: 'overloaded' },
  },
})

contract('app.getMe', {
  'gives the signed-in user': given((seeds) => seeds.appUser(alice), {
    send: ({ access_token }) => ({ headers: keyed(), bearer: access_token }),
    expect: { status: 200, example: 'user' },
    then: async (_seeds, answer, { user }) => expect(answer.body).toEqual({ data: user }),
  }),
  'takes an empty body that says it is JSON': given((seeds) => seeds.appCaller(alice), {
    send: ({ access_token }) => ({
      headers: { ...keyed(), 'content-type': 'application/json' },
      bearer: access_token,
    }),
    expect: { status: 200, example: 'user' },
  }),
  'refuses a token of the account surface (AC-073)': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ headers: keyed(), bearer: tokens.access_token }),
    expect: { error: 'invalid_token' },
  }),
  'refuses a token without a key': given((seeds) => seeds.appCaller(alice), {
    send: ({ access_token }) => ({ bearer: access_token }),
    expect: { error: 'unauthorized' },
  }),
  'refuses the empty key that the published client sends when it has none': given((seeds) => seeds.appCaller(alice), {
    send: ({ access_token }) => ({ headers: keyed(''), bearer: access_token }),
    expect: { error: 'unauthorized' },
  }),
  'refuses a token past its fifteen minutes': given(
    async (seeds) => {
      const started = await seeds.appCaller(alice)
      await seeds.wait(901)
      return started
    },
    {
      send: ({ access_token }) => ({ headers: keyed(), bearer: access_token }),
      expect: { error: 'invalid_token' },
    },
  ),
})

contract('app.deleteMe', {
  'deletes the person with their sessions, and nobody else': given(
    async (seeds) => ({
      hers: await seeds.appCaller(alice),
      phone: await seeds.appSession(alice),
      his: await seeds.appCaller(bob),
    }),
    {
      send: ({ hers }) => asUser(hers),
      expect: { status: 200, example: 'deleted' },
      then: async (seeds, _answer, { hers, phone, his }) => {
        for (const dead of [hers, phone]) {
          expect((await seeds.call('app.getMe', asUser(dead)))?.status).toBe(401)
          const { refresh_token } = dead
          expect((await seeds.call('app.refresh', { headers: keyed(), body: { refresh_token } }))?.status).toBe(401)
        }
        expect((await seeds.call('app.getMe', asUser(his)))?.status).toBe(200)
        expect((await seeds.call('app.login', { headers: keyed(), body: alice }))?.status).toBe(401)
        await seeds.mail(alice.email, 'account_deleted')
        expect((await seeds.appNewcomer(alice)).user.id).not.toBe(hers.user.id)
      },
    },
  ),
  'passes an organization on to a member that is left': given(
    async (seeds) => {
      const hers = await seeds.appCaller(alice)
      const { id } = await seeds.organization(hers)
      return { hers, orgId: id, his: await seeds.organizationMember(hers, id, bob, 'member') }
    },
    {
      send: ({ hers }) => asUser(hers),
      expect: { status: 200, example: 'deleted' },
      then: async (seeds, _answer, { his, orgId }) => {
        const members = (await seeds.call('app.listOrgMembers', { ...asUser(his), path: { orgId } }))?.body
        expect(members).toMatchObject({ data: [{ userId: his.user.id, roleName: 'owner' }] })
      },
    },
  ),
  'refuses a session whose last proof is older than ten minutes, and deletes nobody': given(
    async (seeds) => {
      const hers = await seeds.appCaller(alice)
      await seeds.wait(601)
      return hers
    },
    {
      send: (hers) => asUser(hers),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, hers) => expect((await seeds.call('app.getMe', asUser(hers)))?.status).toBe(200),
    },
  ),
})
