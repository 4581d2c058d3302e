// Who asks the project: a user, an administrator, an API key, or a client with no user. Each has exactly its rights.
import type { Caller, Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import type { SignedClaims } from '../../outside/jwt.ts'
import { equal, sha256 } from '../../outside/secrets.ts'
import { findLiveAdminSession } from '../../storage/admin-sessions.ts'
import { findLiveApiKey } from '../../storage/api-keys.ts'
import { isTokenOfAdminSession } from './access-tokens.ts'
import { callerOfAccessToken, verifyOwnToken } from './callers.ts'
import { findProject } from '../administration/project.ts'

/** Whoever a credential of this project stands for. Where there is none, or it is switched off, it is one that nobody knows. */
export const callerOfProjectCredential = async (ctx: Context, credential: string): Promise<Caller> => {
  const project = await findProject(ctx)
  if (credential.startsWith('ik_')) {
    if (!project || !(await isApiKey(ctx, project, credential))) throw new Failure('invalid_api_key')
    return { kind: 'project_admin', environment: project, session: null }
  }
  if (credential.startsWith('anon_')) {
    if (!project || !(await isKeyOf(ctx, project, credential, 'anon'))) throw new Failure('unauthorized')
    return { kind: 'guest', environment: project }
  }
  const claims = await verifyOwnToken(ctx, credential)
  if (!project) throw new Failure('invalid_token')
  if (claims?.role === 'project_admin') return callerOfAdminSession(ctx, project, claims)
  const caller = await callerOfAccessToken(ctx, credential, policies.project.surface)
  if (caller.environment.id !== project.id) throw new Failure('invalid_token')
  return caller
}

/** A user of the project; every other credential is refused as none. */
export const callerOfProjectUser = async (ctx: Context, credential: string): Promise<Caller> => {
  const caller = await callerOfProjectCredential(ctx, credential)
  if (caller.kind !== 'user') throw new Failure('unauthorized')
  return caller
}

/** An administrator or an API key; users and guests learn that they are neither. */
export const callerOfProjectAdmin = async (ctx: Context, credential: string): Promise<Caller> => {
  const caller = await callerOfProjectCredential(ctx, credential)
  if (caller.kind !== 'project_admin') throw new Failure('admin_only')
  return caller
}

/** The project that the administrator who asks may administer. */
export const requireAdministered = (ctx: Context): Environment => {
  if (ctx.caller.kind !== 'project_admin') throw new Failure('admin_only')
  return ctx.caller.environment
}

const isApiKey = async (ctx: Context, project: Environment, key: string): Promise<boolean> =>
  (ctx.config.projectApiKey !== null && equal(key, ctx.config.projectApiKey)) || isKeyOf(ctx, project, key, 'secret')

const isKeyOf = async (ctx: Context, project: Environment, key: string, type: 'secret' | 'anon'): Promise<boolean> => {
  const found = await findLiveApiKey(ctx.db, sha256(key), ctx.clock.now())
  return found?.environmentId === project.id && found.keyType === type
}

const callerOfAdminSession = async (ctx: Context, project: Environment, claims: SignedClaims): Promise<Caller> => {
  const { sid } = claims
  const session = typeof sid === 'string' ? await findLiveAdminSession(ctx.db, sid, ctx.clock.now()) : undefined
  if (session?.environmentId !== project.id || !isTokenOfAdminSession(session, claims))
    throw new Failure('invalid_token')
  return { kind: 'project_admin', environment: project, session }
}
