// People that a test makes, and sessions that it ends: nothing of this is open to anybody but who develops.
import type { Context } from '../context.ts'
import type { Environment } from '../model/environment.ts'
import { Failure } from '../model/failure.ts'
import { type SurfaceName, policies } from '../model/policies.ts'
import { sandboxCredentials, sandboxEnvironmentId, sandboxTenantId } from '../model/sandbox-credentials.ts'
import type { User } from '../model/user.ts'
import { endAdminSession } from '../storage/admin-sessions.ts'
import { insertAdministrator } from '../storage/administrators.ts'
import { findCachedClient, findClient, listClientsWithoutOrganization } from '../storage/clients.ts'
import { isUniqueViolation, transaction } from '../storage/database.ts'
import { listLiveSessions } from '../storage/session-lists.ts'
import { endSession } from '../storage/ended-sessions.ts'
import { findUser, listUsers } from '../storage/users.ts'
import type { Tenant } from '../storage/tenants.ts'
import { record } from '../identity/administration/audit.ts'
import { insertNewTenant, newTenant } from '../identity/administration/tenants.ts'
import { requireEmail } from '../identity/people/emails.ts'
import { addPerson } from '../identity/people/new-person.ts'
import { keepSignUp } from '../identity/people/sign-up-attempts.ts'
import { type AboutPerson, hashPassword, requireStrongPassword, serviceWords } from '../identity/passwords/passwords.ts'
import { type StartedSession, startSession } from '../identity/sessions/sessions.ts'
import { consoleEnvironment } from '../identity/sign-in/console.ts'
import { startSignedInSession } from '../identity/sign-in/sign-in.ts'
import { requireSandboxEnvironment } from './sandbox.ts'

export interface SandboxPerson {
  readonly surface: SurfaceName
  readonly email: string
  readonly password: string
  readonly isVerified: boolean
  /** Of an administrator: a new tenant, instead of the sandbox's. */
  readonly tenant?: Pick<Tenant, 'name' | 'slug'> | undefined
}

export type MadePerson = StartedSession & { readonly user: User }

/** Makes a user as a sign-up would, without its limits, and starts a session: all or nothing. */
export const makeSandboxPerson = async (
  ctx: Context,
  { surface, password, isVerified, tenant: wanted, ...given }: SandboxPerson,
): Promise<MadePerson> => {
  const policy = policies[surface]
  const isAdministrator = surface === policies.platform.surface
  if (wanted && !isAdministrator) throw new Failure('invalid_request', 'tenant: is of the surface platform alone')
  const tenant = wanted && newTenant(ctx, wanted)
  const environment = isAdministrator ? await consoleEnvironment(ctx) : await requireSandboxEnvironment(ctx)
  const email = requireEmail(given.email)
  const names = { firstName: null, lastName: null }
  const passwordHash = await hashOnce(ctx, environment, password, { email, ...names })
  const now = ctx.clock.now()
  // The one client whose pages may act for a session of the account surface.
  const client =
    surface === policies.account.surface ? await findCachedClient(ctx.db, sandboxCredentials.account.client_id) : null
  return transaction(ctx.db, async (db) => {
    const { user, organization } = await addPerson(ctx, db, {
      environment,
      email,
      emailVerifiedAt: isVerified ? now : null,
      passwordHash,
      ...names,
      avatarUrl: null,
      organizations: policy.organizations,
      organizationName: null,
    })
    if (!isVerified) await keepSignUp(ctx, db, policy, user, { passwordHash, ...names })
    if (isAdministrator) {
      if (tenant) {
        await insertNewTenant(db, tenant)
        await record(ctx, db, 'tenant.created', {
          environmentId: user.environmentId,
          tenantId: tenant.id,
          userId: user.id,
          data: { tenantId: tenant.id },
        })
      }
      await insertAdministrator(db, {
        userId: user.id,
        tenantId: tenant?.id ?? sandboxTenantId,
        role: 'owner',
        invitedBy: null,
        invitedUntil: null,
        createdAt: now,
      })
    }
    const organizationId = organization?.id ?? null
    const started = await startSession(ctx, db, policy, { user, client: client ?? null, organizationId, by: 'sign_up' })
    return { user, ...started }
  }).catch((error: unknown) => {
    if (isUniqueViolation(error)) throw new Failure('user_exists', undefined, { cause: error })
    throw error
  })
}

/** By all that a password is judged by. */
const hashes = new Map<string, string>()
const mostHashes = 1000

/** The hash of a password that may be used. Tests make the same few people again and again: each is judged and hashed once. */
const hashOnce = async (
  ctx: Context,
  environment: Environment,
  password: string,
  about: AboutPerson,
): Promise<string> => {
  const { id, settings } = environment
  const key = JSON.stringify([password, about, id, settings, await serviceWords(ctx, environment)])
  const known = hashes.get(key)
  if (known !== undefined) return known
  await requireStrongPassword(ctx, environment, password, about)
  const made = await hashPassword(ctx, password)
  if (hashes.size >= mostHashes) hashes.delete(hashes.keys().next().value!)
  hashes.set(key, made)
  return made
}

/** Users of the sandbox, and the administrators of its tenant. */
export const listSandboxPeople = async (ctx: Context): Promise<(User & { readonly isAdministrator: boolean })[]> => {
  const listed = async (environmentId: string, isAdministrator: boolean) =>
    (await listUsers(ctx.db, environmentId, { offset: 0, limit: 200 })).map((user) => ({ ...user, isAdministrator }))
  const [people, administrators] = await Promise.all([
    listed(sandboxEnvironmentId, false),
    listed((await consoleEnvironment(ctx)).id, true),
  ])
  return [...people, ...administrators]
}

/** The newest that go on, of users and administrators. */
export const listSandboxSessions = async (ctx: Context) =>
  listLiveSessions(ctx.db, [sandboxEnvironmentId, (await consoleEnvironment(ctx)).id], ctx.clock.now(), {
    limit: 200,
    offset: 0,
  })

export const listSandboxClients = (ctx: Context) => listClientsWithoutOrganization(ctx.db, sandboxEnvironmentId)

/** One of them, or `user_not_found`. */
export const requireSandboxPerson = async (ctx: Context, id: string): Promise<User> => {
  const user =
    (await findUser(ctx.db, sandboxEnvironmentId, id)) ??
    (await findUser(ctx.db, (await consoleEnvironment(ctx)).id, id))
  if (!user) throw new Failure('user_not_found')
  return user
}

/** A session without any proof: of the account surface, and for an administrator of the platform. */
export const signInAsPerson = async (ctx: Context, user: User): Promise<MadePerson> => {
  const isAdministrator = user.environmentId !== sandboxEnvironmentId
  const policy = isAdministrator ? policies.platform : policies.account
  const client = isAdministrator ? null : ((await findClient(ctx.db, sandboxCredentials.account.client_id)) ?? null)
  return transaction(ctx.db, async (db) => {
    const started = await startSignedInSession(ctx, db, policy, {
      user,
      client,
      by: 'password',
      secondFactor: 'passed',
      otherwise: 'user_not_found',
    })
    return { user, ...started }
  })
}

/** Ends a session of anybody, of a user or an administrator; `session_not_found` where there is none that goes on. */
export const expireSession = async (ctx: Context, id: string): Promise<void> => {
  const now = ctx.clock.now()
  const isEnded = (await endSession(ctx.db, id, now, 'expired')) || (await endAdminSession(ctx.db, id, now))
  if (!isEnded) throw new Failure('session_not_found')
}
