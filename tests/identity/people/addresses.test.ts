// What an unproven time leaves to the owner of an address: nothing but a user and an account of their own.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Context } from '../../../server/context.ts'
import type { Environment } from '../../../server/model/environment.ts'
import { policies } from '../../../server/model/policies.ts'
import type { User } from '../../../server/model/user.ts'
import { sha256 } from '../../../server/outside/secrets.ts'
import { type TestServer, newEmail, password, refresh, signIn, signUp, startServer } from '../../server-for-tests.ts'
import { insertClient, findClient } from '../../../server/storage/clients.ts'
import { saveConsent } from '../../../server/storage/consents.ts'
import { transaction } from '../../../server/storage/database.ts'
import { freshDatabase, kinds } from '../../storage/databases-for-tests.ts'
import { findEnvironment } from '../../../server/storage/environments.ts'
import { insertIdentity } from '../../../server/storage/identities.ts'
import { findInvitation, insertInvitation } from '../../../server/storage/invitations.ts'
import { listMembers } from '../../../server/storage/members.ts'
import { insertMembership, listMembershipsOfUser } from '../../../server/storage/memberships.ts'
import { findOrganization, insertOrganization, listOrganizationsOfUser } from '../../../server/storage/organizations.ts'
import { insertTotpFactor, replaceBackupCodes } from '../../../server/storage/second-factors.ts'
import { findUserByEmail, updateUser } from '../../../server/storage/users.ts'
import * as world from '../../storage/world-for-tests.ts'
import { insertWaitlistEntry } from '../../../server/storage/waitlist-entries.ts'
import { acceptInvitation, openInvitation } from '../../../server/identity/organizations/accept-invitation.ts'
import { claimAddress, verifyAddress } from '../../../server/identity/people/addresses.ts'
import { contextFor } from '../context-for-tests.ts'
import { signInWithMagicLink } from '../../../server/identity/sign-in/magic-link.ts'
import { issueProof, presentProof } from '../../../server/identity/proofs/one-time-proofs.ts'
import { personOfProvider } from '../../../server/identity/providers/provider-identities.ts'
import { resetPassword } from '../../../server/identity/passwords/reset-password.ts'
import { sandboxEnvironmentId } from '../../../server/model/sandbox-credentials.ts'
import { lockPlaces } from '../../../server/identity/people/unproven-time.ts'

/**
 * Where the tables name a user, a client or an organization, and what becomes of it. A new column fails the test below until somebody
 * has thought about what an unproven user leaves in it.
 */
const named: Record<string, string> = {
  'administrators.invited_by': 'an administrator, who is claimed by nobody',
  'administrators.user_id': 'users of the console are claimed by nobody, and declined with their tenant',
  'api_keys.created_by': 'made by administrators',
  'api_keys.organization_id': 'made by administrators',
  'audit_events.user_id': 'stays: what happened has happened',
  'authorization_codes.authenticated_by': 'how, not who',
  'authorization_codes.client_id': 'with the user',
  'authorization_codes.user_id': 'deleted',
  'backup_codes.user_id': 'deleted',
  'client_origins.client_id': 'with the client',
  'clients.created_by': 'deleted, wherever it is',
  'clients.organization_id': 'deleted in their own account',
  'consents.client_id': 'with the client',
  'consents.user_id': 'deleted',
  'device_codes.authenticated_by': 'how, not who',
  'device_codes.client_id': 'with the client',
  'device_codes.user_id': 'deleted',
  'directory_groups.organization_id': 'with the organization',
  'directory_users.organization_id': 'with the organization',
  'directory_users.user_id': 'stays: the directory named them',
  'identities.user_id': 'deleted',
  'invitations.accepted_by': 'only the owner of an address accepts',
  'invitations.client_id': 'with the invitation',
  'invitations.invited_by': 'revoked',
  'invitations.organization_id': 'revoked in their own account',
  'logout_notices.client_id': 'with the client',
  'logout_notices.user_id': 'stays: whoever was told of a sign-in is told of its end',
  'memberships.added_by': 'deleted, where the account stays',
  'memberships.organization_id': 'all others go out of their own account',
  'memberships.user_id': 'left, but for what the application gave',
  'one_time_tokens.user_id': 'retired',
  'passkeys.user_id': 'deleted',
  'pushed_requests.client_id': 'with the client',
  'organizations.created_by': 'emptied, or left',
  'sessions.authenticated_by': 'how, not who',
  'sessions.client_id': 'with the session',
  'sessions.confined_to': 'with the session',
  'sessions.organization_id': 'with the session',
  'sessions.user_id': 'deleted',
  'sign_ups.user_id': 'deleted',
  'totp_factors.user_id': 'deleted',
  'user_roles.user_id': 'stays: the application gave it',
  'waitlist_entries.organization_id': 'with the entry',
  'waitlist_entries.user_id': 'deleted',
}

const ways = ['magic link', 'reset', 'invitation', 'provider', 'contested verification'] as const

describe.each(kinds)('an address that somebody proves, on %s', (kind) => {
  let server: TestServer
  let remove: () => void
  let ctx: Context
  let environment: Environment
  beforeAll(async () => {
    const fresh = await freshDatabase(kind)
    remove = fresh.remove
    server = await startServer({ DATABASE_URL: fresh.url })
  })
  afterAll(async () => {
    await server.close()
    remove()
  })
  beforeEach(async () => {
    await server.send('POST /sandbox/reset')
    ctx = contextFor(server.world)
    environment = (await findEnvironment(ctx.db, sandboxEnvironmentId))!
  })

  const inEnvironment = { environmentId: sandboxEnvironmentId }
  const person = async (name: string) => {
    const email = newEmail(name)
    const { access_token, refresh_token, profile } = await signUp(server.send, { email })
    const user = (await findUserByEmail(ctx.db, sandboxEnvironmentId, email))!
    const accountId = profile.active_membership!.account_id.slice('acc_'.length)
    return { email, user, accountId, access_token, refresh_token }
  }

  /** All that can be prepared, and more: what was before the rules that forbid it. */
  const prepared = async () => {
    const planted = await person('victim')
    const accomplice = await person('accomplice')
    const friend = await person('friend')
    const { user, accountId } = planted
    const { db } = ctx
    const join = (organizationId: string, userId: string, addedBy: string | null, role: 'owner' | 'member' = 'owner') =>
      insertMembership(db, world.membership(organizationId, userId, { id: ctx.ids.uuid(), addedBy, role }))
    await join(accountId, accomplice.user.id, user.id)
    await join(friend.accountId, user.id, friend.user.id, 'member')
    const secret = 'sec_of_the_stranger'
    const confidential = { organizationId: accountId, secretHash: sha256(secret), createdBy: user.id, ...inEnvironment }
    await insertClient(db, world.client('cid_planted', confidential))
    // What the application gave them, and what they did there.
    await insertOrganization(db, world.organization('given', { ...inEnvironment, name: 'Given' }))
    await join('given', user.id, 'cid_inbox_manager_backend')
    await join('given', accomplice.user.id, user.id)
    await join('given', friend.user.id, 'cid_inbox_manager_backend', 'member')
    await insertClient(db, world.client('cid_there', { ...inEnvironment, organizationId: 'given', createdBy: user.id }))
    await insertClient(
      db,
      world.client('cid_kept', { ...inEnvironment, organizationId: 'given', createdBy: friend.user.id }),
    )
    const left = { ...inEnvironment, organizationId: friend.accountId, createdBy: user.id }
    await insertClient(db, world.client('cid_left', left))
    // Another one of their own, and one below the first.
    await insertOrganization(
      db,
      world.organization('second', { ...inEnvironment, createdBy: user.id, createdAt: ctx.clock.now() + 1 }),
    )
    await join('second', user.id, null)
    const below = { ...inEnvironment, parentId: accountId, createdBy: user.id, createdAt: ctx.clock.now() + 2 }
    await insertOrganization(db, world.organization('below', below))
    await join('below', user.id, null)
    const now = ctx.clock.now()
    await insertTotpFactor(db, {
      id: ctx.ids.uuid(),
      name: 'Phone',
      lastUsedAt: null,
      userId: user.id,
      sealedSecret: 's',
      sessionId: null,
      confirmedAt: now,
      lastStep: 0,
      createdAt: now,
      updatedAt: now,
    })
    await replaceBackupCodes(db, user.id, ['hash'], now)
    await saveConsent(db, {
      userId: user.id,
      clientId: 'cid_kept',
      scope: 'openid',
      resources: [],
      createdAt: now,
      updatedAt: now,
    })
    await insertIdentity(db, {
      id: ctx.ids.uuid(),
      ...inEnvironment,
      userId: user.id,
      provider: 'spotify',
      subject: 's',
      email: null,
      createdAt: now,
    })
    await insertWaitlistEntry(db, { organizationId: accountId, userId: user.id, feature: 'f', createdAt: now })
    const place = { tenantId: environment.tenantId, ...inEnvironment, invitedBy: user.id, expiresAt: now + 1e9 }
    await insertInvitation(db, world.invitation('to-account', { ...place, organizationId: accountId }))
    await insertInvitation(db, world.invitation('to-app', { ...place, role: 'user' }))
    await updateUser(db, user.id, {
      firstName: 'Mallory',
      lastName: 'M',
      avatarUrl: 'https://evil.example/a.png',
      profile: { bio: 'evil' },
      metadata: { plan: 'evil' },
      updatedAt: now,
    })
    return { ...planted, accomplice, friend, secret }
  }

  const prove = {
    'magic link': async (user: User) => {
      const { secret } = await issueProof(ctx, ctx.db, { ...asked(user), purpose: 'magic_link' }, 'link')
      const proven = await presentProof(ctx, 'magic_link', { token: secret, surface: 'account' })
      await signInWithMagicLink(ctx, policies.account, proven, null)
    },
    reset: async (user: User) => {
      const { secret } = await issueProof(ctx, ctx.db, { ...asked(user), purpose: 'reset_password' }, 'link')
      const proven = await presentProof(ctx, 'reset_password', { token: secret, surface: 'account' })
      await resetPassword(ctx, proven, 'a quiet green lantern')
    },
    invitation: async (user: User) => {
      const host = await person('host')
      await updateUser(ctx.db, host.user.id, { emailVerifiedAt: 1, updatedAt: 1 })
      const invitation = world.invitation('to-victim', {
        tenantId: environment.tenantId,
        ...inEnvironment,
        organizationId: host.accountId,
        email: user.email,
        invitedBy: host.user.id,
        tokenHash: sha256('token-of-the-invitation'),
        expiresAt: ctx.clock.now() + 1e9,
      })
      await insertInvitation(ctx.db, invitation)
      await acceptInvitation(ctx, policies.account, await openInvitation(ctx, 'token-of-the-invitation', 'account'))
      await ctx.db
        .deleteFrom('memberships')
        .where('organizationId', '=', host.accountId)
        .where('userId', '=', user.id)
        .execute()
    },
    provider: async (user: User) => {
      const profile = {
        subject: 'owner',
        email: user.email,
        emailVerified: true,
        firstName: null,
        lastName: null,
        picture: null,
      }
      await personOfProvider(ctx, { policy: policies.account, environment, client: null, provider: 'google', profile })
      await ctx.db.deleteFrom('identities').where('subject', '=', 'owner').execute()
    },
    'contested verification': async (user: User) => {
      await updateUser(ctx.db, user.id, { contestedAt: 1, updatedAt: 1 })
      await transaction(ctx.db, (db) => verifyAddress(ctx, db, user))
    },
  } satisfies Record<(typeof ways)[number], (user: User) => Promise<void>>

  const asked = (user: User) => ({
    environment,
    surface: 'account' as const,
    user,
    email: user.email,
    clientId: null,
    redirectUri: null,
  })

  it.each(ways)('is taken over whole by %s', async (way) => {
    const { user, email, accountId, accomplice, friend, secret, ...tokens } = await prepared()
    await prove[way](user)
    const { db } = ctx

    const owner = (await findUserByEmail(db, sandboxEnvironmentId, email))!
    expect(owner.id).toBe(user.id)
    expect(owner.emailVerifiedAt).not.toBeNull()
    expect(owner).toMatchObject({ firstName: null, lastName: null, avatarUrl: null, profile: null, metadata: null })
    expect((await signIn(server.send, email, password)).status).toBe(401)
    expect((await refresh(server.send, tokens.refresh_token)).status).toBe(401)
    expect((await server.send('GET /auth/me', { bearer: tokens.access_token })).status).toBe(401)

    const rows = async (
      table: 'consents' | 'totpFactors' | 'backupCodes' | 'identities' | 'waitlistEntries' | 'signUps',
    ) => db.selectFrom(table).selectAll().where('userId', '=', user.id).execute()
    for (const table of [
      'consents',
      'totpFactors',
      'backupCodes',
      'identities',
      'waitlistEntries',
      'signUps',
    ] as const) {
      expect(await rows(table)).toEqual([])
    }
    expect(await findClient(db, 'cid_planted')).toBeUndefined()
    expect(await findClient(db, 'cid_there')).toBeUndefined()
    expect(await findClient(db, 'cid_left')).toBeUndefined()
    expect(await findClient(db, 'cid_kept')).toBeDefined()
    const machine = { grant_type: 'client_credentials', client_id: 'cid_planted', client_secret: secret }
    expect((await server.send('POST /oauth2/token', { body: machine })).status).toBe(401)

    const memberIds = async (id: string) => (await listMembers(db, id)).map(({ user: { id: one } }) => one).sort()
    expect(await memberIds(accountId)).toEqual([user.id])
    expect(await memberIds('given')).toEqual([user.id, friend.user.id].sort())
    expect(await memberIds(friend.accountId)).toEqual([friend.user.id])
    expect(await memberIds(accomplice.accountId)).toEqual([accomplice.user.id])
    const places = (await listMembershipsOfUser(db, user.id)).map(
      ({ organizationId, role }) => `${organizationId} ${role}`,
    )
    expect(places.sort()).toEqual([`${accountId} owner`, 'given owner'].sort())
    for (const gone of ['second', 'below'])
      expect(await findOrganization(db, sandboxEnvironmentId, gone)).toBeUndefined()
    const place = { tenantId: environment.tenantId, ...inEnvironment }
    for (const id of ['to-account', 'to-app']) expect((await findInvitation(db, place, id))?.state).toBe('revoked')
  })

  it('leaves what one sign-up made to a verification', async () => {
    const { user, email, access_token } = await person('alone')
    await transaction(ctx.db, (db) => verifyAddress(ctx, db, user))
    expect((await signIn(server.send, email, password)).status).toBe(200)
    expect((await server.send('GET /auth/me', { bearer: access_token })).status).toBe(200)
  })

  it('leaves what the application made for somebody who never was in', async () => {
    const { user, accountId } = await person('made')
    await updateUser(ctx.db, user.id, { firstName: 'Ada', lastSignInAt: null, updatedAt: 1 })
    await transaction(ctx.db, async (db) => claimAddress(ctx, db, user))
    const [place] = await listOrganizationsOfUser(ctx.db, user.id)
    expect(place?.organization.id).toBe(accountId)
    expect(await findUserByEmail(ctx.db, sandboxEnvironmentId, user.email)).toMatchObject({ firstName: 'Ada' })
  })

  it('is taken over once, however many prove it at once', async () => {
    const { user } = await prepared()
    const claim = () =>
      transaction(ctx.db, async (db) => {
        await lockPlaces(db, user)
        return claimAddress(ctx, db, user)
      })
    const results = await Promise.allSettled([prove['magic link'](user), prove.provider(user), claim(), claim()])
    expect(results.slice(2).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    const events = await ctx.db.selectFrom('auditEvents').select('action').where('userId', '=', user.id).execute()
    expect(events.filter(({ action }) => action === 'user.address_claimed')).toHaveLength(1)
  })

  it('knows every column that names a user, a client or an organization', async () => {
    const columns = (await ctx.db.introspection.getTables()).flatMap(({ name: table, columns: all }) =>
      all.map(({ name }) => `${table}.${name}`),
    )
    const naming = columns.filter((name) => /\.(user|client|organization)_id$|_by$|\.confined_to$/.test(name))
    expect(naming.sort()).toEqual(Object.keys(named).sort())
  })
})
