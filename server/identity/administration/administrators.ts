import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import type { Session } from '../../model/session.ts'
import type { Administrator } from '../../model/tenant.ts'
import type { User } from '../../model/user.ts'
import type { Assertion } from '../../outside/passkeys.ts'
import { findAdministrator, insertAdministrator } from '../../storage/administrators.ts'
import { type Tenant, findTenant } from '../../storage/tenants.ts'
import { requireUser } from '../sessions/callers.ts'
import { consoleEnvironment } from '../sign-in/console.ts'
import { record } from './audit.ts'
import { insertNewTenant, newTenant } from './tenants.ts'
import { refreshSession } from '../sessions/refresh.ts'
import { type StartedSession, findSessionOfRefreshToken } from '../sessions/sessions.ts'
import { provePasskey } from '../sign-in/passkey.ts'
import { type VerificationRequired, startSignedInSession } from '../sign-in/sign-in.ts'
import { signInInSteps } from '../sign-in/sign-in-steps.ts'
import type { Challenged } from '../sign-in/tickets.ts'
import { signUpWithPassword } from '../people/sign-up.ts'

/** A user of the console with the tenant they run. */
export interface Running {
  readonly user: User
  readonly administrator: Administrator
  readonly tenant: Tenant
}

export interface NewTenant {
  readonly email: string
  readonly password: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly tenantName: string
  readonly tenantSlug: string
}

/** Makes a tenant and its owner together, and signs the owner in; where the operator lets anybody. */
export const registerTenant = async (
  ctx: Context,
  policy: Policy,
  { tenantName, tenantSlug, ...person }: NewTenant,
): Promise<Running & StartedSession> => {
  if (ctx.config.platformRegistration === 'closed') throw new Failure('sign_up_disabled')
  const tenant = newTenant(ctx, { name: tenantName, slug: tenantSlug })
  const signedUp = await signUpWithPassword(ctx, policy, {
    ...person,
    environment: await consoleEnvironment(ctx),
    client: null,
    organizationName: null,
    alongside: async (db, user) => {
      await insertNewTenant(db, tenant)
      await insertAdministrator(db, ownerOf(tenant, user))
      await record(ctx, db, 'tenant.created', {
        environmentId: user.environmentId,
        tenantId: tenant.id,
        userId: user.id,
        data: { tenantId: tenant.id },
      })
    },
  })
  if (signedUp.kind === 'verification_required') throw new Failure('email_not_verified')
  const { user, ...started } = signedUp
  return { ...started, user, tenant, administrator: ownerOf(tenant, user) }
}

const ownerOf = ({ id, createdAt }: Tenant, user: User): Administrator => ({
  userId: user.id,
  tenantId: id,
  role: 'owner',
  invitedBy: null,
  invitedUntil: null,
  createdAt,
})

/** Signs an administrator in by password, whatever their tenant. A user of the console who runs none is nobody. */
export const signInAdministrator = async (
  ctx: Context,
  policy: Policy,
  proof: { email: string; password: string },
): Promise<({ kind: 'signed_in' } & Running & StartedSession) | VerificationRequired | Challenged> => {
  const signedIn = await signInInSteps(ctx, policy, {
    ...proof,
    environment: await consoleEnvironment(ctx),
    client: null,
  })
  if (signedIn.kind !== 'signed_in') return signedIn
  const running = await findAdministrator(ctx.db, signedIn.user.id)
  if (!running?.tenant.isActive) throw new Failure('invalid_credentials')
  return { ...signedIn, ...running }
}

/** The same by a passkey, with nothing typed. All that does not hold is `invalid_passkey`. */
export const signInAdministratorByPasskey = async (
  ctx: Context,
  policy: Policy,
  credential: Assertion,
): Promise<Running & StartedSession> => {
  const place = { environment: await consoleEnvironment(ctx), client: null, holder: null }
  return provePasskey(ctx, policy, place, credential, async (db, user) => {
    const running = await administratorOf({ db }, user, 'invalid_passkey')
    const proven = { by: 'passkey', secondFactor: 'passed', otherwise: 'invalid_passkey' } as const
    return { ...running, ...(await startSignedInSession(ctx, db, policy, { user, client: null, ...proven })) }
  })
}

/** What a user of the console runs; nobody runs a tenant that is switched off: refused with `otherwise`. */
export const administratorOf = async (
  ctx: Pick<Context, 'db'>,
  user: User,
  otherwise: Failure['code'] = 'invalid_token',
): Promise<Running> => {
  const running = await findAdministrator(ctx.db, user.id)
  if (!running?.tenant.isActive) throw new Failure(otherwise)
  return { user, ...running }
}

/** As `refreshSession`. While the tenant is off the refresh token is refused and not used up: it may be on again. */
export const refreshAdministrator = async (
  ctx: Context,
  policy: Policy,
  presented: string,
): Promise<Running & StartedSession> => {
  const live = await findSessionOfRefreshToken(ctx, presented)
  if (live?.session.surface === policy.surface) await administratorOf(ctx, live.user, 'invalid_refresh_token')
  const refreshed = await refreshSession(ctx, policy, presented)
  return { ...refreshed, ...(await administratorOf(ctx, refreshed.user, 'invalid_refresh_token')) }
}

/** The administrator who asks, read fresh: one who was taken off is nobody at once. */
export const requireAdministrator = async (ctx: Context): Promise<Running & { session: Session }> => {
  const { user, session } = requireUser(ctx)
  return { ...(await administratorOf(ctx, user)), session }
}

/**
 * Whose tenant a request is about, and who asks: an administrator for their own, a program for that of its key, or the operator for the
 * one they name.
 */
export const requireTenant = async (ctx: Context): Promise<{ tenant: Tenant; userId: string | null }> => {
  if (ctx.caller.kind === 'tenant') return { tenant: ctx.caller.tenant, userId: null }
  if (ctx.caller.kind !== 'operator') {
    const { tenant, user } = await requireAdministrator(ctx)
    return { tenant, userId: user.id }
  }
  const tenant = ctx.caller.tenantId === null ? undefined : await findTenant(ctx.db, ctx.caller.tenantId)
  if (!tenant) throw new Failure('unauthorized')
  return { tenant, userId: null }
}
