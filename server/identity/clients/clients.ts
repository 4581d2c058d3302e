import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Session } from '../../model/session.ts'
import { findClient, findClientOfRefreshToken } from '../../storage/clients.ts'
import { sha256 } from '../../outside/secrets.ts'
import { findCachedEnvironment } from '../../storage/environments.ts'
import type { Proven } from '../proofs/one-time-proofs.ts'
import { requireOrigin } from './origins.ts'
import { findSessionIdOf } from '../sessions/sessions.ts'

/**
 * The client that a request names, and its environment. An origin that was sent must be one of the client's. One that
 * registered itself has people sent to our pages, which ask them: it has no other way to them, and is unknown here.
 */
export const requireClient = async (
  ctx: Context,
  clientId: string | undefined,
): Promise<{ client: Client; environment: Environment }> => {
  const named = await requireAnyClient(ctx, clientId)
  if (named.client.registrationHash !== null) throw new Failure('unknown_client')
  return named
}

/** The same for what all clients may ask. */
export const requireAnyClient = async (
  ctx: Context,
  clientId: string | undefined,
): Promise<{ client: Client; environment: Environment }> => {
  const client = ctx.client?.id === clientId ? ctx.client : clientId ? await findClient(ctx.db, clientId) : undefined
  const environment = client?.isActive ? await findCachedEnvironment(ctx.db, client.environmentId) : undefined
  if (!client || !environment?.isActive) throw new Failure('unknown_client')
  requireOrigin(ctx, client)
  return { client, environment }
}

/**
 * The client whose session a refresh token continues; null where it has none, or nobody knows the token. A page that calls
 * must be one of its own, and without a client one of ours.
 */
export const requireClientOfRefreshToken = async (ctx: Context, presented: string): Promise<Client | null> => {
  const client = await findClientOfRefreshToken(ctx.db, sha256(presented))
  if (!client) {
    if (await findSessionIdOf(ctx, presented)) requireOrigin(ctx, { allowedOrigins: [] })
    return null
  }
  requireOrigin(ctx, client)
  return client
}

/** The client that somebody signed in with; null when they needed none. */
export const clientOfSession = async (ctx: Context, { clientId }: Session): Promise<Client | null> =>
  (clientId ? await findClient(ctx.db, clientId) : undefined) ?? null

/**
 * The client that a mail was asked for by; null where the environment alone was. A page that calls must be one of its own,
 * and without a client one of ours. A link outlives no client.
 */
export const requireClientOfProof = async (ctx: Context, { clientId, environment }: Proven): Promise<Client | null> => {
  if (clientId === null) {
    requireOrigin(ctx, { allowedOrigins: [] })
    return null
  }
  const client = await findClient(ctx.db, clientId)
  if (!client?.isActive || client.environmentId !== environment.id) throw new Failure('invalid_link')
  requireOrigin(ctx, client)
  return client
}
