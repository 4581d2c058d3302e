// Which client asks, where clients prove who they are (RFC 6749 section 2.3).
import type { Caller, Context } from '../../context.ts'
import { type Client, type OpenIdSettings, isConfidential } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { equal, sha256 } from '../../outside/secrets.ts'
import { findClient } from '../../storage/clients.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { type ClientAssertion, findAssertingClient, requireOneProof } from './client-assertions.ts'
import { findNamedClient } from '../clients/client-documents.ts'
import { hasGoodMaker } from '../clients/client-makers.ts'
import { requireOrigin } from '../clients/origins.ts'

export interface ProvenClient {
  readonly client: Client
  readonly environment: Environment
}

/** The client of Basic credentials, whose parts are form-encoded (RFC 6749 section 2.3.1). */
export const callerOfBasic = async (ctx: Context, credential: string): Promise<Caller> => {
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(credential, 'base64').toString()) ?? []
  if (id === undefined || !secret) throw new Failure('unknown_client')
  return { kind: 'machine', ...(await proveClient(ctx, fromForm(id), fromForm(secret), 'client_secret_basic')) }
}

/** What a client shows of itself in the body of a request. */
export interface ClientCredentials {
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  readonly assertion: ClientAssertion | undefined
}

/**
 * The client that asks: by Basic, by its secret in the body, by what it has signed, or by its id alone where it has nothing
 * to prove. One way only. Any other refusal would tell which of id and secret was wrong.
 */
export const requireProvenClient = async (
  ctx: Context,
  { clientId, clientSecret, assertion }: ClientCredentials,
): Promise<ProvenClient> => {
  requireOneProof([
    ['Authorization', ctx.caller.kind === 'machine'],
    ['client_secret', clientSecret !== undefined],
    ['client_assertion', assertion !== undefined],
  ])
  if (ctx.caller.kind === 'machine') {
    if (clientId !== undefined && clientId !== ctx.caller.client.id) {
      throw new Failure('invalid_request', 'client_id: is not the client of the Authorization header')
    }
    return name(ctx, ctx.caller)
  }
  if (assertion) return name(ctx, await requireUsable(ctx, await findAssertingClient(ctx, assertion, clientId)))
  return name(ctx, await proveClient(ctx, clientId ?? '', clientSecret, 'client_secret_post'))
}

/** As `requireProvenClient`, for what only a client that can keep a secret may do. */
export const requireConfidentialClient = async (
  ctx: Context,
  credentials: ClientCredentials,
): Promise<ProvenClient> => {
  const proven = await requireProvenClient(ctx, credentials)
  if (!isConfidential(proven.client)) throw new Failure('unauthorized_client')
  return proven
}

/** A client that is registered to show its secret in one way shows it in no other. */
const proveClient = async (
  ctx: Context,
  id: string,
  secret: string | undefined,
  by: NonNullable<OpenIdSettings['authMethod']>,
): Promise<ProvenClient> => {
  // Whoever shows a secret is none whose document anybody has to ask for.
  const client = await (secret === undefined ? findNamedClient(ctx, id) : findClient(ctx.db, id))
  const isSecret = client !== undefined && isConfidential(client)
  const isRegistered = !isSecret || [null, by].includes(client.openid.authMethod)
  const isShown = isSecret
    ? secret !== undefined && client.secretHash !== null && equal(sha256(secret), client.secretHash)
    : secret === undefined
  return requireUsable(ctx, isRegistered && isShown ? client : undefined)
}

/** One that has proven itself, and is switched on with all around it. */
const requireUsable = async (ctx: Context, client: Client | undefined): Promise<ProvenClient> => {
  const environment = client?.isActive ? await findEnvironment(ctx.db, client.environmentId) : undefined
  if (!client || !environment?.isActive || !(await hasGoodMaker(ctx.db, client))) throw new Failure('unknown_client')
  return { client, environment }
}

const name = (ctx: Context, { client, environment }: ProvenClient): ProvenClient => {
  requireOrigin(ctx, client)
  return { client, environment }
}

/** Visible characters only: no id or secret has others, and no database keeps U+0000 in a text. */
const fromForm = (text: string): string => {
  const decoded = new URLSearchParams(`text=${text.replaceAll('&', '%26')}`).get('text') ?? ''
  if (!/^[!-~]+$/.test(decoded)) throw new Failure('unknown_client')
  return decoded
}
