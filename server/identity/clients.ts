import type { Context } from '../context.ts'
import type { Client } from '../model/client.ts'
import type { Environment } from '../model/environment.ts'
import { Failure } from '../model/failure.ts'
import type { Session } from '../model/session.ts'
import { findClient, findClientOfRefreshToken, isRegisteredOrigin } from '../storage/clients.ts'
import { sha256 } from '../outside/secrets.ts'
import { findEnvironment } from '../storage/environments.ts'
import type { Proven } from './one-time-proofs.ts'

/** The client that a request names, and its environment. An origin that was sent must be one of the client's. */
export const requireClient = async (
  ctx: Context,
  clientId: string | undefined,
): Promise<{ client: Client; environment: Environment }> => {
  const client = clientId ? await findClient(ctx.db, clientId) : undefined
  const environment = client?.isActive ? await findEnvironment(ctx.db, client.environmentId) : undefined
  if (!client || !environment?.isActive) throw new Failure('unknown_client')
  ctx.client = client
  requireOrigin(ctx, client)
  return { client, environment }
}

/** The client whose session a refresh token continues, if it is known; its origins then hold for this request. */
export const nameClientOfRefreshToken = async (ctx: Context, presented: string): Promise<Client | null> => {
  const client = await findClientOfRefreshToken(ctx.db, sha256(presented), ctx.clock.now())
  if (!client) return null
  ctx.client = client
  requireOrigin(ctx, client)
  return client
}

/** The client that somebody signed in with; null when they needed none. */
export const clientOfSession = async (ctx: Context, { clientId }: Session): Promise<Client | null> =>
  (clientId ? await findClient(ctx.db, clientId) : undefined) ?? null

/**
 * The client that a mail was asked for by; null where the environment alone was. Its origins then hold for this request.
 * A link outlives no client.
 */
export const nameClientOfProof = async (ctx: Context, { clientId, environment }: Proven): Promise<Client | null> => {
  if (clientId === null) {
    requireOrigin(ctx, { allowedOrigins: [] })
    return null
  }
  const client = await findClient(ctx.db, clientId)
  if (!client?.isActive || client.environmentId !== environment.id) throw new Failure('invalid_link')
  ctx.client = client
  requireOrigin(ctx, client)
  return client
}

/** Refuses a page that the client was not registered for. No Origin header means no browser page. */
export const requireOrigin = (ctx: Context, client: Pick<Client, 'allowedOrigins'>): void => {
  if (ctx.origin !== null && ctx.origin !== ctx.config.publicUrl && !client.allowedOrigins.includes(ctx.origin)) {
    throw new Failure('origin_not_allowed')
  }
}

/** Whether a page at this origin may read answers: it belongs to the client in question, or to any before one is named. */
export const mayReadAnswers = async (ctx: Context, origin: string): Promise<boolean> =>
  origin === ctx.config.publicUrl ||
  (ctx.client ? ctx.client.allowedOrigins.includes(origin) : await isRegisteredOrigin(ctx.db, origin))
