import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asCredentials, keyed } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

type Surface = Wire['CreateSandboxUser']['surface']

type Called = ReturnType<Seeds['call']>

/** Somebody signs in at a surface by password, asks who they are, and refreshes. */
const calls: Readonly<Record<Surface, ({ call }: Seeds, tokens: Wire['SandboxTokens']) => Called[]>> = {
  account: ({ call }, { accessToken, refreshToken }) => [
    call('account.signIn', { body: asCredentials(alice) }),
    call('account.me', { bearer: accessToken }),
    call('account.refresh', { body: { refresh_token: refreshToken } }),
  ],
  app: ({ call }, { accessToken, refreshToken }) => [
    call('app.login', { headers: keyed(), body: alice }),
    call('app.getMe', { headers: keyed(), bearer: accessToken }),
    call('app.refresh', { headers: keyed(), body: { refresh_token: refreshToken } }),
  ],
  platform: ({ call }, { accessToken, refreshToken }) => [
    call('platform.login', { body: alice }),
    call('platform.getMe', { bearer: accessToken }),
    call('platform.refresh', { body: { refresh_token: refreshToken } }),
  ],
  project: ({ call }, { accessToken, refreshToken }) => [
    call('project.signIn', { query: { client_type: 'mobile' }, body: alice }),
    call('project.getCurrentUser', { bearer: accessToken }),
    call('project.refresh', { query: { client_type: 'mobile' }, body: { refreshToken } }),
  ],
}

const ofAcme = { ...alice, tenant: { name: 'Acme', slug: 'acme' } }

const make =
  (fields: Partial<Wire['CreateSandboxUser']> = {}) =>
  async (seeds: Seeds): Promise<Wire['SandboxSignedIn'] | undefined> => {
    const answer = await seeds.call('service.createUser', { body: { surface: 'account', ...alice, ...fields } })
    return answer?.body as Wire['SandboxSignedIn'] | undefined
  }

const signsIn = (surface: Surface) => ({
  [`makes somebody who is signed in and can sign in: ${surface}`]: {
    send: { body: { surface, ...alice } },
    expect: {
      status: 201,
      example: 'user',
      body: ({ user }: Wire['SandboxSignedIn']) => expect(user).toMatchObject({ email: alice.email, verified: true }),
    },
    then: async (seeds: Seeds, { body }: { body: unknown }) => {
      const made = body as Wire['SandboxSignedIn']
      const claims = JSON.parse(Buffer.from(made.tokens.accessToken.split('.')[1]!, 'base64url').toString()) as object
      expect(claims).toMatchObject({ sid: made.sessionId, sub: made.user.id })
      const answers = await Promise.all(calls[surface](seeds, made.tokens))
      expect(answers.map((answer) => answer?.status)).toEqual([200, 200, 200])
    },
  } as const,
})

contract('service.createUser', {
  ...signsIn('account'),
  ...signsIn('app'),
  ...signsIn('platform'),
  ...signsIn('project'),
  'makes somebody who has not proven their address': {
    send: { body: { surface: 'account', ...alice, verified: false } },
    expect: { status: 201, example: 'user', body: ({ user }) => expect(user.verified).toBe(false) },
    then: async (seeds) => {
      const answer = await seeds.call('account.signIn', { body: asCredentials(alice) })
      const { profile } = answer!.body as Wire['AuthenticationResult']
      expect(profile.identity.email_verified).toBe(false)
    },
  },
  'makes the owner of a new tenant': {
    send: { body: { surface: 'platform', ...ofAcme } },
    expect: { status: 201, example: 'user' },
    then: async (seeds, answer) => {
      const { accessToken: bearer } = (answer.body as Wire['SandboxSignedIn']).tokens
      const me = (await seeds.call('platform.getMe', { bearer }))?.body as Wire['PlatformUserAnswer']
      expect(me.data).toMatchObject({ email: alice.email, roles: ['owner'], tenant: ofAcme.tenant })
      const { body } = (await seeds.call('platform.listMembers', { bearer }))!
      expect((body as Wire['PlatformMemberList']).data).toHaveLength(1)
      const logged = (await seeds.call('platform.listAuditLogs', { bearer }))?.body as Wire['AuditLogPage']
      expect(logged.data.map(({ action }) => action)).toContain('tenant.created')
    },
  },
  'refuses a tenant where no administrator is made': {
    send: { body: { surface: 'account', ...ofAcme } },
    expect: { error: 'invalid_request', detail: 'tenant' },
  },
  'refuses a slug that a tenant has': given((seeds) => seeds.platformCaller(), {
    send: { body: { surface: 'platform', ...ofAcme } },
    expect: { error: 'slug_taken' },
    then: async (seeds) => expect((await seeds.call('platform.login', { body: alice }))?.status).toBe(401),
  }),
  'refuses an address that has a user': given(make(), {
    send: { body: { surface: 'app', ...alice } },
    expect: { error: 'user_exists' },
  }),
  'refuses a password that the environment does not allow': {
    send: { body: { surface: 'account', ...alice, password: 'short' } },
    expect: { error: 'weak_password' },
  },
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('service.createUser', 'overloaded'),
    send: { body: { surface: 'account', ...alice } },
    expect: { error: 'overloaded' },
  },
})

const nobodys = '0199c0de-0000-7000-8000-00000000dead'

contract('service.expireSession', {
  'ends a session, and no other': given(make(), {
    send: (made) => ({ path: { session_id: made?.sessionId ?? nobodys } }),
    expect: { status: 200, example: 'expired' },
    then: async (seeds, _answer, made) => {
      const { accessToken, refreshToken } = made!.tokens
      expect((await seeds.call('account.me', { bearer: accessToken }))?.status).toBe(401)
      expect((await seeds.call('account.refresh', { body: { refresh_token: refreshToken } }))?.status).toBe(401)
      const { tokens } = await seeds.session(alice)
      expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(200)
    },
  }),
  'ends the session of an administrator of the project': given((seeds) => seeds.projectAdmin(), {
    send: (token) => ({ path: { session_id: sidOf(token) } }),
    expect: { status: 200, example: 'expired' },
    then: async (seeds, _answer, bearer) => {
      expect((await seeds.call('project.getConfig', { bearer }))?.status).toBe(401)
    },
  }),
  'refuses a session that there is none of': {
    send: { path: { session_id: nobodys } },
    expect: { error: 'session_not_found' },
  },
})

/** The session of an access token; of the contract's examples none is told. */
const sidOf = (token: string): string =>
  (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sid?: string }).sid ?? nobodys
