// A client pushes its request to us, and sends the browser with no more than a reference to it (RFC 9126).
import type { Context } from '../../context.ts'
import { type Client, isConfidential } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { sha256 } from '../../outside/secrets.ts'
import type { Database } from '../../storage/database.ts'
import {
  findPushedRequest,
  insertPushedRequest,
  updatePushedRequest,
  usePushedRequest,
} from '../../storage/pushed-requests.ts'
import { spend } from '../limits/limits.ts'
import { provenKey } from '../sessions/key-possession.ts'
import { type AuthorizationAsked, requirePushable } from './authorization-requests.ts'
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
  asked: AuthorizationAsked,
): Promise<{ requestUri: string; seconds: number }> => {
  if (asked.requestUri !== undefined) throw new Failure('invalid_request', 'request_uri: is what this gives')
  const meant = await boundToProof(ctx, client, await requirePushable(ctx, client, asked))
  // Anybody can say the id of a public client; one that proves itself has a limit of its own.
  if (!isConfidential(client)) await spend(ctx, 'pushedRequestsPerIp', ctx.ip)
  const reference = ctx.ids.secret()
  const now = ctx.clock.now()
  await insertPushedRequest(ctx.db, {
    hash: sha256(reference),
    clientId: client.id,
    parameters: JSON.stringify(meant),
    createdAt: now,
    expiresAt: now + pushedRequestSeconds * 1000,
  })
  return { requestUri: `${start}${reference}`, seconds: pushedRequestSeconds }
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

/** The person has signed in at a provider meanwhile: what asked them to is done, and they come with it once more. */
export const settlePushed = async (
  ctx: Context,
  { clientId, requestUri }: { clientId: string; requestUri: string },
) => {
  const asked = await readPushedRequest(ctx, { clientId, requestUri, isFromPage: true })
  const prompt = asked.prompt?.split(' ').includes('consent') ? 'consent' : undefined
  await updatePushedRequest(ctx.db, hashOf(requestUri), {
    parameters: JSON.stringify({ ...asked, prompt, maxAgeSeconds: undefined }),
    expiresAt: ctx.clock.now() + pushedRequestSeconds * 1000,
  })
}

const hashOf = (requestUri: string): string => sha256(requestUri.slice(start.length))
