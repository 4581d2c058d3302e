import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { Policy } from '../../model/policies.ts'
import { signInSeconds } from '../../model/proofs.ts'
import type { User } from '../../model/user.ts'
import { transaction } from '../../storage/database.ts'
import { claimAddress, verifyAddress } from '../people/addresses.ts'
import { type Proven, useProof } from '../proofs/one-time-proofs.ts'
import { type MailAsked, type MailQueued, requestProof } from '../proofs/proof-mails.ts'
import { askedNext, isMoreAsked } from '../factors/required-factor.ts'
import { type Challenged, issueTicket } from './tickets.ts'
import { type SignIn, startSignedInSession } from './sign-in.ts'
import { lockPlaces } from '../people/unproven-time.ts'

/** Mails a link that signs in, if the address has a user. */
export const requestMagicLink = (ctx: Context, policy: Policy, asked: MailAsked): Promise<MailQueued> =>
  requestProof(ctx, policy, 'magic_link', asked)

/**
 * Uses a proof of purpose `magic_link` and signs its person in. It is asked for by address alone, so it claims one that nobody
 * had proved.
 */
export const signInWithMagicLink = (
  ctx: Context,
  policy: Policy,
  proven: Proven,
  client: Client | null,
): Promise<SignedIn | Challenged> =>
  transaction(ctx.db, async (db) => {
    await lockPlaces(db, proven.user)
    await useProof(ctx, db, proven)
    const user = await claimAddress(ctx, db, proven.user)
    // A page has nothing to type a code into: its link stays good.
    if (!ctx.wantsPage && (await isMoreAsked(db, user))) {
      return { kind: 'challenged', ...(await issueTicket(ctx, db, policy, user, client)) }
    }
    const started = await startSignedInSession(ctx, db, policy, {
      user,
      client,
      by: 'magic_link',
      otherwise: 'invalid_link',
    })
    return { kind: 'signed_in', ...started, user }
  })

/** The same where a page of ours goes on with the person, and asks for more where more is needed. */
export const proveByMagicLink = (ctx: Context, proven: Proven): Promise<User> =>
  transaction(ctx.db, async (db) => {
    await lockPlaces(db, proven.user)
    await useProof(ctx, db, proven)
    return claimAddress(ctx, db, proven.user)
  })

/** Uses a proof of purpose `verify_email`, and signs in with it while it is fresh: see `verifyAddress`. */
export const signInWithVerification = (
  ctx: Context,
  policy: Policy,
  proven: Proven,
): Promise<SignedIn | { readonly kind: 'proven'; readonly user: User }> =>
  transaction(ctx.db, async (db) => {
    await lockPlaces(db, proven.user)
    await useProof(ctx, db, proven)
    const user = await verifyAddress(ctx, db, proven.user)
    // Whoever comes by the mail later finds nothing to sign in with.
    const isLate = ctx.clock.now() - proven.proof.createdAt > signInSeconds * 1000
    // Nor does who is asked for more than a mail: their next sign-in asks.
    if (isLate || (await askedNext(db, user)) === 'enrolment') return { kind: 'proven', user }
    const started = await startSignedInSession(ctx, db, policy, { user, client: null, by: 'verify_email' })
    return { kind: 'signed_in', ...started, user }
  })

type SignedIn = Extract<SignIn, { kind: 'signed_in' }>
