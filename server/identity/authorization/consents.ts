// What people have allowed clients that their environment does not answer for.
import type { Context } from '../../context.ts'
import type { AuthorizationRequest } from '../../model/authorization-request.ts'
import { type Client, isOwnClient } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { type ClaimName, scopeOfClaim } from '../../model/openid-claims.ts'
import { wordsOf } from '../../model/scopes.ts'
import type { User } from '../../model/user.ts'
import {
  type NamedConsent,
  deleteConsent,
  findConsent,
  listConsentsOfUser,
  saveConsent,
} from '../../storage/consents.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { endSessionsOfUserAtClient } from '../../storage/ended-sessions.ts'
import { lockUser } from '../../storage/users.ts'
import { byCaller, record } from '../administration/audit.ts'
import { type CursorPage, type CursorWish, rowsBehind, toPageBy } from '../administration/cursors.ts'
import { requireUser } from '../sessions/callers.ts'
import { keptClaims } from './claims-requests.ts'
import { revokePendingCodesAtClient } from './pending-codes.ts'

/** What a request is for, in words of scopes: a single claim counts as the scope that it is a part of. */
export const wordsAsked = ({ scope, claims }: { scope: string | null; claims: string | null }): string[] => {
  const { idToken, userinfo } = keptClaims(claims)
  const byName = [...idToken, ...userinfo].map((name) => scopeOfClaim[name as ClaimName])
  return [...new Set([...wordsOf(scope), ...byName])]
}

/** Whether the person has to be asked first. The environment's own clients are its own. */
export const needsConsent = async (
  db: Database,
  { client, user, words, resource }: { client: Client; user: User; words: readonly string[]; resource: string | null },
): Promise<boolean> => {
  if (isOwnClient(client)) return false
  const consent = await findConsent(db, user.id, client.id)
  // To be let in at all is something to allow, even where nothing is asked for.
  if (!consent || (resource !== null && !consent.resources.includes(resource))) return true
  return words.some((word) => !wordsOf(consent.scope).includes(word))
}

/**
 * Refuses what somebody has taken back since they were looked up, in a transaction that has locked them: what is made in it is not
 * what that has ended. Where no page is shown again for who is signed in, `demands` is null, and nobody is asked.
 */
export const requireConsent = async (
  db: Database,
  {
    client,
    user,
    demands,
    resource,
    ...asked
  }: Pick<AuthorizationRequest, 'scope' | 'claims' | 'demands' | 'resource'> & { client: Client; user: User },
): Promise<void> => {
  if (demands && (await needsConsent(db, { client, user, words: wordsAsked(asked), resource }))) {
    throw new Failure('consent_required')
  }
}

/** Remembers a yes. What was allowed before stays so. */
export const giveConsent = (
  ctx: Context,
  { client, user, words, resource }: { client: Client; user: User; words: readonly string[]; resource: string | null },
  outer: Database = ctx.db,
): Promise<void> =>
  transaction(outer, async (db) => {
    const now = ctx.clock.now()
    const before = await findConsent(db, user.id, client.id)
    const scope = [...new Set([...wordsOf(before?.scope ?? null), ...words])].join(' ')
    const resources = [...new Set([...(before?.resources ?? []), ...(resource === null ? [] : [resource])])]
    await saveConsent(db, { userId: user.id, clientId: client.id, scope, resources, createdAt: now, updatedAt: now })
    await record(ctx, db, 'consent.given', {
      environmentId: user.environmentId,
      userId: user.id,
      data: { clientId: client.id, scope, resources },
    })
  })

export type { NamedConsent } from '../../storage/consents.ts'

/** Those of the caller, the newest first. */
export const listOwnConsents = async (
  ctx: Context,
  { limit, cursor }: CursorWish,
): Promise<CursorPage<NamedConsent>> => {
  const rows = await listConsentsOfUser(ctx.db, requireUser(ctx).user.id, rowsBehind({ limit, cursor }))
  return toPageBy(rows, limit, ({ createdAt, clientId }) => ({ createdAt, id: clientId }))
}

/** Takes it back, and ends what the client has: `consent_not_found` where there was none. */
export const revokeOwnConsent = async (ctx: Context, clientId: string): Promise<void> => {
  const { user, environment } = requireUser(ctx)
  await transaction(ctx.db, async (db) => {
    await lockUser(db, user)
    if (!(await deleteConsent(db, user.id, clientId))) throw new Failure('consent_not_found')
    await revokePendingCodesAtClient(db, user.id, clientId)
    await endSessionsOfUserAtClient(db, user.id, clientId, ctx.clock.now(), 'consent_revoked')
    await record(ctx, db, 'consent.revoked', {
      environmentId: environment.id,
      ...byCaller(ctx),
      data: { clientId },
    })
  })
}
