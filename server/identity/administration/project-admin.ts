// How administrators of the project come in, and the keys that they hand out.
import type { Context } from '../../context.ts'
import type { AdminSession } from '../../model/admin-session.ts'
import { Failure } from '../../model/failure.ts'
import { adminSessionSeconds } from '../../model/policies.ts'
import { signJwt } from '../../outside/jwt.ts'
import { equal, sha256 } from '../../outside/secrets.ts'
import { endAdminSession, insertAdminSession } from '../../storage/admin-sessions.ts'
import { countApiKeys, insertApiKey } from '../../storage/api-keys.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { insertSpentAssertion } from '../../storage/spent-assertions.ts'
import { issueAdminToken } from '../sessions/access-tokens.ts'
import { inKeysOf } from '../clients/api-keys.ts'
import { record } from './audit.ts'
import { requireProject } from './project.ts'
import { requireAdministered } from '../sessions/project-callers.ts'
import { requireRoom } from '../limits/quotas.ts'
import { sandboxAdmin, sandboxCredentials } from '../../model/sandbox-credentials.ts'

export interface AdminSignedIn {
  readonly session: AdminSession
  readonly accessToken: string
}

/** Longer than any code is good, so that a used one is known for as long as it could come back. */
const rememberCodeMs = 30 * 60_000

/** Exchanges an administrator's code for a session (RFC 7523 section 3: each `jti` once). */
export const exchangeAdminCode = async (ctx: Context, code: string): Promise<AdminSignedIn> => {
  if (!ctx.adminCodes) throw new Failure('not_found', 'No issuer of admin codes is set up here.')
  const read = await ctx.adminCodes.read(code).catch((error: unknown) => {
    throw new Failure('unavailable', 'The issuer of admin codes does not answer.', { cause: error })
  })
  if (!read) throw new Failure('invalid_admin_code')
  const session = await transaction(ctx.db, async (db) => {
    const now = ctx.clock.now()
    const isFirst = await insertSpentAssertion(db, sha256(`${read.issuer} ${read.id}`), now + rememberCodeMs)
    return isFirst ? await startAdminSession(ctx, db, read) : undefined
  })
  if (!session) throw new Failure('invalid_admin_code')
  return { session, accessToken: await signAdminToken(ctx, session) }
}

/** The sandbox's administrator, by fixed values that everybody knows. */
export const signInSandboxAdmin = async (ctx: Context, email: string, password: string): Promise<AdminSignedIn> => {
  const { adminEmail, adminPassword } = sandboxCredentials.project
  const matches = equal(`${email.trim().toLowerCase()} ${password}`, `${adminEmail} ${adminPassword}`)
  if (!ctx.sandbox || !matches) throw new Failure('invalid_credentials')
  const session = await transaction(ctx.db, (db) => startAdminSession(ctx, db, sandboxAdmin))
  return { session, accessToken: await signAdminToken(ctx, session) }
}

/** Ends the session of the administrator who asks. */
export const endCurrentAdminSession = async (ctx: Context): Promise<void> => {
  if (ctx.caller.kind === 'project_admin' && ctx.caller.session) {
    const { id, environmentId, subject } = ctx.caller.session
    await transaction(ctx.db, async (db) => {
      if (!(await endAdminSession(db, id, ctx.clock.now()))) return
      await record(ctx, db, 'project.admin_signed_out', { environmentId, data: { subject } })
    })
  }
}

/** A key for clients without a user. It is told once; only its hash is kept. */
export const createAnonKey = async (ctx: Context): Promise<string> => {
  const environment = requireAdministered(ctx)
  const key = `anon_${ctx.ids.secret()}`
  await inKeysOf(ctx, environment.id, async (db) => {
    requireRoom(ctx, 'keysPerEnvironment', await countApiKeys(db, [environment.id]))
    await insertApiKey(db, {
      id: ctx.ids.uuid(),
      tenantId: environment.tenantId,
      applicationId: environment.applicationId,
      environmentId: environment.id,
      organizationId: null,
      name: 'Anonymous',
      keyType: 'anon',
      keyPrefix: key.slice(0, 9),
      hash: sha256(key),
      createdBy: null,
      lastUsedAt: null,
      expiresAt: null,
      revokedAt: null,
      createdAt: ctx.clock.now(),
    })
    await record(ctx, db, 'project.anon_key_created', { environmentId: environment.id })
  })
  return key
}

/** Who vouches for administrators in the sandbox, and to whom: the service itself, under a name of its own. */
export const sandboxAdminIssuer = ({ publicUrl }: { readonly publicUrl: string }) => ({
  issuer: `${publicUrl}/sandbox`,
  audience: `${publicUrl}/api/auth`,
})

/** A code as a cloud console would give it, for the sandbox's administrator. Good for five minutes. */
export const issueSandboxAdminCode = async (ctx: Context): Promise<string> => {
  const { issuer, audience } = sandboxAdminIssuer(ctx.config)
  const now = Math.floor(ctx.clock.now() / 1000)
  const { subject, email } = sandboxAdmin
  const claims = { iss: issuer, aud: audience, sub: subject, email, iat: now, exp: now + 300, jti: ctx.ids.uuid() }
  return signJwt(claims, await ctx.keyring.signingKey(), 'JWT')
}

const startAdminSession = async (
  ctx: Context,
  db: Database,
  { subject, email }: { subject: string; email: string },
): Promise<AdminSession> => {
  const environment = await requireProject(ctx, db)
  const now = ctx.clock.now()
  const session: AdminSession = {
    id: ctx.ids.uuid(),
    environmentId: environment.id,
    subject,
    email,
    createdAt: now,
    expiresAt: now + adminSessionSeconds * 1000,
    endedAt: null,
  }
  await insertAdminSession(db, session)
  await record(ctx, db, 'project.admin_signed_in', { environmentId: environment.id, data: { subject } })
  return session
}

// The address is its issuer's word, and nothing that was proven here.
const signAdminToken = async (ctx: Context, session: AdminSession): Promise<string> => {
  const claims = { email: session.email, email_verified: false, role: 'project_admin' }
  return (await issueAdminToken(ctx, session, claims)).token
}
