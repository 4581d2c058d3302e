// What somebody has on the way when they are put out, deleted, or get another password: before, after, and at the same moment.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../../server/context.ts'
import { issueCode, redeemCode } from '../../../server/identity/authorization/authorization-codes.ts'
import { giveConsent } from '../../../server/identity/authorization/consents.ts'
import { giveSecondFactor } from '../../../server/identity/factors/second-factor.ts'
import { revokeOwnSessions } from '../../../server/identity/sessions/own-sessions.ts'
import { startSignedInSession } from '../../../server/identity/sign-in/sign-in.ts'
import { completeSignIn } from '../../../server/identity/sign-in/sign-in-steps.ts'
import { issueTicket } from '../../../server/identity/sign-in/tickets.ts'
import { exchangeDeviceCode } from '../../../server/identity/authorization/device-codes.ts'
import { exchangeResetCode, requestPasswordReset } from '../../../server/identity/passwords/reset-password.ts'
import { takeBack } from '../../../server/identity/people/take-back.ts'
import { setPassword } from '../../../server/identity/passwords/set-password.ts'
import { queueNotice } from '../../../server/identity/proofs/notices.ts'
import { issueProof, presentProof } from '../../../server/identity/proofs/one-time-proofs.ts'
import { signInWithMagicLink } from '../../../server/identity/sign-in/magic-link.ts'
import type { Client } from '../../../server/model/client.ts'
import type { Environment } from '../../../server/model/environment.ts'
import { policies } from '../../../server/model/policies.ts'
import { sandboxCredentials } from '../../../server/model/sandbox-credentials.ts'
import type { User } from '../../../server/model/user.ts'
import { sha256 } from '../../../server/outside/secrets.ts'
import { findClient, insertClient } from '../../../server/storage/clients.ts'
import { transaction } from '../../../server/storage/database.ts'
import { insertDeviceCode } from '../../../server/storage/device-codes.ts'
import { findEnvironment } from '../../../server/storage/environments.ts'
import { findLiveSession } from '../../../server/storage/sessions.ts'
import { findUserByEmail } from '../../../server/storage/users.ts'
import { kinds, startServerOn } from '../../database-server-for-tests.ts'
import { type TestServer, clientId, password, prove, signUp } from '../../server-for-tests.ts'
import { contextFor } from '../context-for-tests.ts'

const codeVerifier = 'v'.repeat(43)
const redirectUri = 'http://localhost:3000/callback'

describe.each(kinds)('what somebody has on the way, on %s', (kind) => {
  let server: TestServer
  let ctx: Context
  let client: Client
  let environment: Environment
  beforeAll(async () => {
    server = await startServerOn(kind, { LIMITS: 'signUpPerIp=100000/3600,mailsPerIp=100000/3600' })
    ctx = contextFor(server.world)
    client = (await findClient(ctx.db, clientId))!
    environment = (await findEnvironment(ctx.db, client.environmentId))!
  })
  afterAll(() => server.close())

  const person = async (): Promise<User> => {
    const { email } = await signUp(server.send)
    await prove(server.send, email)
    return (await findUserByEmail(ctx.db, environment.id, email))!
  }

  /** Each is made for somebody, and answers what tries it. */
  const pending: Readonly<Record<string, (user: User) => Promise<() => Promise<unknown>>>> = {
    'an authorization code': async (user) => {
      const asked = { environment, client, user, redirectUri, codeChallenge: sha256(codeVerifier) }
      const code = await issueCode(ctx, policies.account, asked)
      return () => redeemCode(ctx, policies.account, { code, environment, client, codeVerifier, redirectUri })
    },
    'a device code': async (user) => {
      const deviceCode = ctx.ids.secret()
      const now = ctx.clock.now()
      await insertDeviceCode(ctx.db, {
        hash: sha256(deviceCode),
        userCodeHash: ctx.ids.secret(),
        environmentId: environment.id,
        clientId,
        scope: null,
        answer: 'allowed',
        answeredAt: now,
        userId: user.id,
        authenticatedBy: 'password',
        authenticatedAt: now,
        intervalMs: 5000,
        pollAfter: now,
        createdAt: now,
        expiresAt: now + 600_000,
        usedAt: null,
      })
      const shown = { deviceCode, keyThumbprint: null }
      return () => exchangeDeviceCode(ctx, policies.account, { client, environment }, shown)
    },
    'a ticket of a sign-in that wants a code': async (user) => {
      const { code } = await giveSecondFactor(ctx, user)
      const { ticket } = await issueTicket(ctx, ctx.db, policies.account, user)
      return () => completeSignIn(ctx, policies.account, { environment, ticket, answer: { kind: 'code', code } })
    },
    'a link': async (user) => {
      const surface = policies.account.proofSurface
      const asked = { environment, surface, user, purpose: 'magic_link', email: user.email } as const
      const { secret } = await issueProof(ctx, ctx.db, { ...asked, clientId: null, redirectUri: null }, 'link')
      return async () => {
        const proven = await presentProof(ctx, 'magic_link', { token: secret, surface })
        return signInWithMagicLink(ctx, policies.account, proven, client)
      }
    },
  }
  const made = Object.entries(pending)
  const notMailed = made.filter(([name]) => name !== 'a link')

  const setActive = async (user: User, isActive: boolean) => {
    const login = await server.send('POST /api/platform/auth/login', { body: sandboxCredentials.platform })
    const { access_token: bearer } = JSON.parse(login.text) as { access_token: string }
    const path = `PATCH /api/platform/applications/${sandboxCredentials.app.applicationId}/users/${user.id}` as const
    expect((await server.send(path, { bearer, body: { isActive } })).status).toBe(200)
  }
  const liveSessions = ({ id }: User) =>
    ctx.db.selectFrom('sessions').select('id').where('userId', '=', id).where('endedAt', 'is', null).execute()

  it.each(made)('is good otherwise: %s', async (_, make) => {
    const user = await person()
    await (
      await make(user)
    )()
    expect(await liveSessions(user)).not.toEqual([])
  })

  it.each(made)('is worth nothing once they were suspended, also when they are back: %s', async (_, make) => {
    const user = await person()
    const use = await make(user)
    await setActive(user, false)
    await setActive(user, true)
    await expect(use()).rejects.toMatchObject({ code: expect.stringMatching(/^invalid_/) })
    expect(await liveSessions(user)).toEqual([])
  })

  it.each(notMailed)('is worth nothing once they signed out everywhere: %s', async (_, make) => {
    const user = await person()
    const use = await make(user)
    const { session } = await transaction(ctx.db, (db) =>
      startSignedInSession(ctx, db, policies.account, { user, client, by: 'passkey', secondFactor: 'passed' }),
    )
    const live = (await findLiveSession(ctx.db, session.id, ctx.clock.now()))!
    const caller = { kind: 'user', ...live, keyThumbprint: null } as const
    await revokeOwnSessions({ ...ctx, caller }, { password, keepCurrent: false })
    await expect(use()).rejects.toMatchObject({ code: expect.stringMatching(/^invalid_/) })
    expect(await liveSessions(user)).toEqual([])
  })

  it.each(notMailed)('is worth nothing once they took a later change back: %s', async (_, make) => {
    const user = await person()
    const use = await make(user)
    const later = { ...ctx, clock: { now: () => ctx.clock.now() + 120_000 } }
    const notice = { environment, surface: 'account', user, email: user.email, purpose: 'not_me' } as const
    const { secret } = await issueProof(later, ctx.db, { ...notice, clientId: null, redirectUri: null }, 'link')
    await takeBack(later, await presentProof(later, 'not_me', { token: secret, surface: null }))
    await expect(use()).rejects.toMatchObject({ code: expect.stringMatching(/^invalid_/) })
    expect(await liveSessions(user)).toEqual([])
  })

  it('is not made for a third party once consent was taken back, by who was asked before', async () => {
    const user = await person()
    const third = { ...client, id: `cid_${ctx.ids.uuid()}`, registrationHash: ctx.ids.secret(), allowedOrigins: [] }
    await insertClient(ctx.db, third)
    const demands = { prompt: [], maxAgeSeconds: null, subject: null }
    const words = ['openid']
    const asked = { environment, client: third, user, redirectUri, codeChallenge: sha256(codeVerifier), demands }
    const make = () => issueCode(ctx, policies.account, { ...asked, scope: 'openid' })
    await giveConsent(ctx, { client: third, user, words, resource: null })
    await make()
    await expect(issueCode(ctx, policies.account, { ...asked, scope: 'openid email' })).rejects.toMatchObject({
      code: 'consent_required',
    })
    const login = await server.send('POST /auth/sign-in', {
      body: { client_id: clientId, email: user.email, password },
    })
    const taken = await server.send(`DELETE /auth/consents/${third.id}`, { bearer: login.body.tokens?.access_token })
    expect(taken.status).toBe(204)
    await expect(make()).rejects.toMatchObject({ code: 'consent_required' })
    const left = ctx.db.selectFrom('authorizationCodes').select('hash').where('clientId', '=', third.id)
    expect(await left.execute()).toEqual([])
  })

  it('goes with a user who is deleted', async () => {
    const user = await person()
    const uses = await Promise.all(made.map(([, make]) => make(user)))
    const body = { userIds: [user.id] }
    await server.send('DELETE /api/auth/users', { bearer: sandboxCredentials.project.apiKey, body })
    for (const use of uses) await expect(use()).rejects.toMatchObject({ code: expect.stringMatching(/^invalid_/) })
    for (const table of ['authorizationCodes', 'deviceCodes', 'oneTimeTokens', 'sessions'] as const) {
      expect(await ctx.db.selectFrom(table).select('userId').where('userId', '=', user.id).execute()).toEqual([])
    }
  })

  it.each(made)('opens nothing beside another password, whichever is first: %s', async (_, make) => {
    for (let round = 0; round < 12; round += 1) {
      const user = await person()
      const use = await make(user)
      const change = () =>
        transaction(ctx.db, (db) => setPassword(ctx, db, { environment, user, passwordHash: user.passwordHash! }))
      const early = round % 2 ? use() : undefined
      const changing = change()
      const [used, changed] = await Promise.allSettled([early ?? use(), changing])
      expect(changed.status).toBe('fulfilled')
      if (used.status === 'rejected') {
        expect(used.reason).toMatchObject({ code: expect.stringMatching(/^invalid_/) })
      }
      expect(await liveSessions(user)).toEqual([])
    }
  })

  it('is exchanged beside a request for another code, and nobody waits for ever', async () => {
    for (let round = 0; round < 8; round += 1) {
      const user = await person()
      const { email } = user
      const surface = policies.project.proofSurface
      const asked = { environment, surface, user, purpose: 'reset_password', email } as const
      const { secret } = await issueProof(ctx, ctx.db, { ...asked, clientId: null, redirectUri: null }, 'code')
      const proven = await presentProof(ctx, 'reset_password', { code: secret, email, surface, environment })
      const ask = { environment, email, client: null, redirectUri: null }
      const [exchanged, requested] = await Promise.allSettled([
        exchangeResetCode(ctx, policies.project, proven),
        requestPasswordReset(ctx, policies.project, ask),
      ])
      expect(requested.status).toBe('fulfilled')
      if (exchanged.status === 'rejected') expect(exchanged.reason).toMatchObject({ code: 'invalid_code' })
    }
  })

  it('ends with a new password and its notice beside a request for a link', async () => {
    for (let round = 0; round < 8; round += 1) {
      const user = await person()
      const { email, passwordHash } = user
      const surface = policies.project.proofSurface
      const asked = { environment, surface, user, purpose: 'reset_password', email } as const
      await issueProof(ctx, ctx.db, { ...asked, clientId: null, redirectUri: null }, 'link')
      const changing = transaction(ctx.db, async (db) => {
        await setPassword(ctx, db, { environment, user, passwordHash: passwordHash! })
        await queueNotice(ctx, db, environment, 'password_changed', user)
      })
      const requesting = requestPasswordReset(ctx, policies.project, {
        environment,
        email,
        client: null,
        redirectUri: null,
      })
      await expect(Promise.all([changing, requesting])).resolves.toHaveLength(2)
    }
  })
})
