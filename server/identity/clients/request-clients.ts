// Whose client a request is: CORS, limits and lifetimes follow from it.
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import { sha256 } from '../../outside/secrets.ts'
import type { ClientRules } from '../../request-context.ts'
import { findCachedClient, findClientOfRefreshToken } from '../../storage/clients.ts'
import { findInvitationByToken } from '../../storage/invitations.ts'
import { findClientIdOfToken } from '../../storage/one-time-tokens.ts'
import { verifyOwnToken } from '../sessions/callers.ts'

type Find = (ctx: Context, value: string) => Promise<Client | null>

const byId: Find = async (ctx, id) => (await findCachedClient(ctx.db, id)) ?? null

/** Who shows a token of one session and the id of another client asks for the client, which is what its contract names first. */
const rules = (byField: Readonly<Record<string, Find>>): ClientRules<Context> => ({
  byField,
  ofCaller: async (ctx, caller) => {
    if (caller.kind === 'machine') return caller.client
    // Only a page of another origin asks for what follows from it.
    const id = caller.kind === 'user' && ctx.origin !== null ? caller.session.clientId : null
    return id === null ? null : byId(ctx, id)
  },
  ofRefused: async (ctx, token) => {
    if (ctx.origin === null) return null
    const claims = await verifyOwnToken(ctx, token, issuedAt(token))
    return typeof claims?.cid === 'string' ? byId(ctx, claims.cid) : null
  },
})

/** Where a client is named by its id alone: what else comes with it proves the client, or is looked at after that. */
export const clientsById: ClientRules<Context> = rules({ client_id: byId })

/** Where a mailed link and a refresh token stand for the client that they began at, too. */
export const clientsOfRequests: ClientRules<Context> = rules({
  client_id: byId,
  token: async (ctx, token) => {
    const hash = sha256(token)
    const id = (await findClientIdOfToken(ctx.db, hash)) ?? (await findInvitationByToken(ctx.db, hash))?.clientId
    return id ? byId(ctx, id) : null
  },
  refresh_token: async (ctx, token) => (await findClientOfRefreshToken(ctx.db, sha256(token))) ?? null,
})

/** When a token says that it was issued, ms: nothing of it is believed yet. */
const issuedAt = (token: string): number => {
  try {
    const { iat } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { iat?: unknown }
    return typeof iat === 'number' ? iat * 1000 : 0
  } catch {
    return 0
  }
}
