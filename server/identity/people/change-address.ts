// Another address for somebody who is signed in: asked for there, proven from its mailbox, told to the old one.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import { storedPurposesOf } from '../../model/proofs.ts'
import type { User } from '../../model/user.ts'
import { type Database, isUniqueViolation, transaction } from '../../storage/database.ts'
import { retireTokensOfUser } from '../../storage/retired-tokens.ts'
import { findSession } from '../../storage/sessions.ts'
import { findUserByEmail, lockUser, moveUser } from '../../storage/users.ts'
import { record } from '../administration/audit.ts'
import { revokePendingSignIns } from '../authorization/pending-codes.ts'
import { clientOfSession } from '../clients/clients.ts'
import { queueNotice } from '../proofs/notices.ts'
import { type Proven, retireProofs, useProof } from '../proofs/one-time-proofs.ts'
import { type MailQueued, queueProof } from '../proofs/proof-mails.ts'
import { requireProven } from '../sessions/callers.ts'
import { requireFresh } from '../sessions/fresh.ts'
import { mailAccountExists } from './account-exists.ts'
import { requireEmail } from './emails.ts'
import { lockPlaces, removeAll } from './unproven-time.ts'

/**
 * Whether somebody has only signed up with their address: whoever proves it takes it. One that an application made, or that
 * nobody was ever in, may belong to them, but for those who came `since` then.
 */
const isSquatter = (user: User, since = Infinity): boolean =>
  user.emailVerifiedAt === null && (user.lastSignInAt !== null || user.createdAt >= since)

/** What a proof of a new address has to fit to. */
interface Change {
  readonly from: string
  readonly sessionId: string
}

/**
 * Mails a link to a new address. The answer, and the work done for it, are the same for an address that somebody has: its owner
 * is told that somebody wanted it.
 */
export const requestAddressChange = async (
  ctx: Context,
  policy: Policy,
  { email, redirectUri }: { readonly email: string; readonly redirectUri: string | null },
): Promise<MailQueued> => {
  requireProven(ctx)
  const { user, session, environment } = requireFresh(ctx)
  const address = requireEmail(email)
  if (address === user.email) throw new Failure('invalid_request', 'email: is your address already')
  await ctx.spend('mailsPerIp', ctx.ip)
  const client = await clientOfSession(ctx, session)
  const about: Change = { from: user.email, sessionId: session.id }
  return transaction(ctx.db, async (db) => {
    const holder = await findUserByEmail(db, environment.id, address)
    const isTaken = holder !== undefined && !isSquatter(holder)
    const request = {
      environment,
      surface: policy.proofSurface,
      purpose: 'change_address',
      email: address,
      clientId: client?.id ?? null,
      redirectUri,
      about: { ...about },
    } as const
    // Whether the address is taken or not, an earlier link is dead: it would tell.
    await retireTokensOfUser(db, user.id, ctx.clock.now(), storedPurposesOf('change_address'))
    const queued = await queueProof(ctx, db, { ...request, user: isTaken ? null : user }, 'link')
    await mailAccountExists(ctx, db, environment, { email: address, user: holder ?? null }, { isDecoy: !isTaken })
    return queued
  })
}

/**
 * Uses a proof of purpose `change_address`, if whoever asked is still signed in where they asked: who was put out there asks for
 * nothing any more. What was mailed to the old address is worth nothing, but for the notice that takes the change back.
 */
export const changeAddress = async (ctx: Context, proven: Proven): Promise<User> => {
  const { user, environment, proof } = proven
  const { from = '', sessionId = '' } = proof.data as Partial<Change>
  const holder = await findUserByEmail(ctx.db, environment.id, proof.email)
  return transaction(ctx.db, async (db) => {
    await lockWithSquatter(db, user, holder)
    const session = await findSession(db, sessionId, ctx.clock.now())
    if (session?.userId !== user.id) throw new Failure('invalid_link')
    await useProof(ctx, db, proven)
    if (!(await freeAddress(ctx, db, environment.id, proof.email))) throw new Failure('invalid_link')
    const moved = await moveUser(db, user.id, { from, to: proof.email, now: ctx.clock.now() })
    if (!moved) throw new Failure('invalid_link')
    await retireProofs(ctx, db, { ...user, email: from })
    await revokePendingSignIns(db, user.id)
    await record(ctx, db, 'user.address_changed', { environmentId: user.environmentId, userId: user.id })
    await queueNotice(ctx, db, environment, 'address_changed', { ...user, email: from })
    return moved
  }).catch((error: unknown) => {
    // Somebody was first: the same as where they had it before.
    throw isUniqueViolation(error) ? new Failure('invalid_link') : error
  })
}

/**
 * Locks the user, and whoever has only signed up with the address that they are to have, before anything else: in one order, as all
 * that either does begins with their own row.
 */
export const lockWithSquatter = async (
  db: Database,
  user: User,
  holder: User | undefined,
  since?: number,
): Promise<void> => {
  const squatter = holder && isSquatter(holder, since) ? holder : undefined
  await lockPlaces(db, squatter)
  const both = [user, ...(squatter ? [squatter] : [])]
  for (const one of both.sort((a, b) => (a.id < b.id ? -1 : 1))) await lockUser(db, one)
}

/** Whether nobody has the address; who has only signed up with it, or came `since` then unproven, goes, with all that they prepared. */
export const freeAddress = async (
  ctx: Context,
  db: Database,
  environmentId: string,
  email: string,
  since?: number,
): Promise<boolean> => {
  const holder = await findUserByEmail(db, environmentId, email)
  if (!holder) return true
  return isSquatter(holder, since) && (await removeAll(ctx, db, holder))
}
