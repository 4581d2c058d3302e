// A client pushes its request to us, and sends the browser with no more than a reference to it (RFC 9126).
import type { Context } from '../../context.ts'
import { byClientSecret } from '../../model/authorization-code.ts'
import { type Client, isConfidential } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { sha256 } from '../../outside/secrets.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { findPushedRequest, insertPushedRequest, usePushedRequest } from '../../storage/pushed-requests.ts'
import { provenKey } from '../sessions/key-possession.ts'
import type { AuthorizationAsked, AuthorizationRequest } from '../../model/authorization-request.ts'
import { keptClaims } from './claims-requests.ts'
import type { ProvenClient } from './client-authentication.ts'

/** RFC 9126 section 2.2; FAPI 2.0 Security Profile section 5.3.2.2: less than 600. */
export const pushedRequestSeconds = 90

/** How long a person may take with the pages that the request has led them to. */
const pageSeconds = 3600

const start = 'urn:ietf:params:oauth:request_uri:'

/** Keeps a request that could be answered, for a browser to come with. */
export const pushRequest = async (
  ctx: Context,
  { client }: ProvenClient,
  pushable: AuthorizationAsked,
): Promise<{ requestUri: string; seconds: number }> => {
  const meant = await boundToProof(ctx, client, pushable)
  // Anybody can say the id of a public client; one that proves itself has a limit of its own.
  if (!isConfidential(client)) await ctx.spend('pushedRequestsPerIp', ctx.ip)
  return { requestUri: await keep(ctx, ctx.db, client, meant), seconds: pushedRequestSeconds }
}

const keep = async (ctx: Context, db: Database, { id }: Client, meant: AuthorizationAsked): Promise<string> => {
  const reference = ctx.ids.secret()
  const now = ctx.clock.now()
  await insertPushedRequest(db, {
    hash: sha256(reference),
    clientId: id,
    parameters: JSON.stringify(meant),
    createdAt: now,
    expiresAt: now + pushedRequestSeconds * 1000,
  })
  return `${start}${reference}`
}

/**
 * Whoever is to let a device in signs in at the sign-in page, with all that it has, and comes back to `page`. It is a request like
 * those that are pushed, so that each step of the sign-in knows it; but nobody gets anything by it.
 */
export const askForDevice = async (
  ctx: Context,
  client: Client,
  { page, isAgain }: { readonly page: string; readonly isAgain: boolean },
): Promise<string> => {
  await ctx.spend('pushedRequestsPerIp', ctx.ip)
  return keep(ctx, ctx.db, client, {
    clientId: client.id,
    redirectUri: page,
    responseType: 'code',
    responseMode: undefined,
    state: undefined,
    scope: undefined,
    codeChallenge: undefined,
    codeChallengeMethod: undefined,
    nonce: undefined,
    prompt: isAgain ? 'login' : undefined,
    uiLocales: ctx.uiLocales ?? undefined,
    isForDevice: true,
  })
}

/** RFC 9449 section 10.1: a proof beside the request stands for its `dpop_jkt`, and the two agree. */
const boundToProof = async (ctx: Context, client: Client, meant: AuthorizationAsked): Promise<AuthorizationAsked> => {
  if (ctx.possession.proof === null) return meant
  const keyThumbprint = (await provenKey(ctx, client)) ?? undefined
  if (meant.keyThumbprint !== undefined && meant.keyThumbprint !== keyThumbprint) {
    throw new Failure('invalid_dpop_proof', 'DPoP: is of another key than dpop_jkt')
  }
  return { ...meant, keyThumbprint }
}

/** Whether a request object could be meant that is somewhere else. */
export const isPushed = (requestUri: string): boolean => requestUri.startsWith(start)

/**
 * What was pushed by that client: nothing that stands beside the reference counts. It may be looked at until it is answered;
 * whoever has a page of ours before them has the time that they need.
 */
export const readPushedRequest = async (
  ctx: Context,
  { clientId, requestUri, isFromPage }: { clientId: string; requestUri: string; isFromPage: boolean },
): Promise<AuthorizationAsked> => {
  const hash = hashOf(requestUri)
  const now = ctx.clock.now() - (isFromPage ? pageSeconds * 1000 : 0)
  const found = await findPushedRequest(ctx.db, { hash, clientId, now })
  if (!found) throw new Failure('invalid_request_uri')
  return { ...(JSON.parse(found.parameters) as AuthorizationAsked), pushedUri: requestUri }
}

/** The answer uses it up: of two answers to one request there is but one. */
export const usePushed = async (db: Database, requestUri: string | undefined): Promise<void> => {
  if (requestUri !== undefined && !(await usePushedRequest(db, hashOf(requestUri))))
    throw new Failure('invalid_request_uri')
}

/**
 * The person comes back from a provider with their request: as one that was pushed, whatever it came as. It asks for what it asked
 * for before, but in the session that they have begun by it: whoever else comes with it is asked to sign in.
 */
export const keepForPage = (ctx: Context, request: AuthorizationRequest, settledBy?: string): Promise<string> =>
  transaction(ctx.db, async (db) => {
    await usePushed(db, request.pushedUri)
    return keep(ctx, db, request.client, { ...toAskedAgain(request), settledBy })
  })

/**
 * A request object is read once: whoever has a page of ours before them has the time that they need, and what was signed for a
 * minute, or lies at the client's, is not looked at again.
 */
export const keepSigned = async (
  ctx: Context,
  { request: object, requestUri }: Pick<AuthorizationAsked, 'request' | 'requestUri'>,
  request: AuthorizationRequest,
): Promise<AuthorizationRequest> => {
  const isSigned = object !== undefined || (requestUri !== undefined && !isPushed(requestUri))
  if (!isSigned) return request
  // Anybody can write one that nobody has signed. What was fetched has been counted.
  if (object !== undefined) await ctx.spend('pushedRequestsPerIp', ctx.ip)
  return { ...request, pushedUri: await keepForPage(ctx, request) }
}

const toAskedAgain = ({
  client,
  state,
  scope,
  codeChallenge,
  nonce,
  ...request
}: AuthorizationRequest): AuthorizationAsked => {
  const hasChallenge = codeChallenge !== byClientSecret
  return {
    clientId: client.id,
    redirectUri: request.redirectUri,
    responseType: request.responseType,
    responseMode: request.responseMode,
    state: state ?? undefined,
    scope: scope ?? undefined,
    codeChallenge: hasChallenge ? codeChallenge : undefined,
    codeChallengeMethod: hasChallenge ? 'S256' : undefined,
    nonce: nonce ?? undefined,
    prompt: request.demands?.prompt.join(' ') || undefined,
    maxAgeSeconds: request.demands?.maxAgeSeconds ?? undefined,
    claims: toClaims(request),
    loginHint: request.loginHint,
    keyThumbprint: request.keyThumbprint ?? undefined,
    resource: request.resource ?? undefined,
    uiLocales: request.uiLocales,
    isForDevice: request.isForDevice,
  }
}

const toClaims = ({ claims, demands }: Pick<AuthorizationRequest, 'claims' | 'demands'>): string | undefined => {
  const { idToken, userinfo } = keptClaims(claims)
  const named = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, null]))
  const subject = demands?.subject ?? null
  if (idToken.length + userinfo.length === 0 && subject === null) return undefined
  const sub = subject === null ? {} : { sub: { value: subject } }
  return JSON.stringify({ id_token: { ...named(idToken), ...sub }, userinfo: named(userinfo) })
}

const hashOf = (requestUri: string): string => sha256(requestUri.slice(start.length))
