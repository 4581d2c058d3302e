import type { Context } from '../context.ts'
import type { Client } from '../model/client.ts'
import type { Policy } from '../model/policies.ts'
import { transaction } from '../storage/database.ts'
import { claimAddress, markVerified } from './addresses.ts'
import { type Proven, useProof } from './one-time-proofs.ts'
import { type MailAsked, type MailQueued, requestProof } from './proof-mails.ts'
import { type SignIn, startSignedInSession } from './sign-in.ts'

/** Mails a link that signs in, if the address has a user. */
export const requestMagicLink = (ctx: Context, policy: Policy, asked: MailAsked): Promise<MailQueued> =>
  requestProof(ctx, policy, 'magic_link', asked)

/**
 * Uses a proof and signs its person in: one of purpose `magic_link`, or `verify_email` where a surface signs in with it.
 * Either proves the address. A magic link is asked for by address alone, so it claims one that nobody had proved; a
 * verification goes on with what was begun with the password.
 */
export const signInWithProof = (
  ctx: Context,
  policy: Policy,
  proven: Proven,
  client: Client | null,
): Promise<Extract<SignIn, { kind: 'signed_in' }>> =>
  transaction(ctx.db, async (db) => {
    await useProof(ctx, db, proven)
    const prove = proven.purpose === 'magic_link' ? claimAddress : markVerified
    const user = await prove(ctx, db, proven.user)
    const started = await startSignedInSession(ctx, db, policy, { user, client, otherwise: 'invalid_link' })
    return { kind: 'signed_in', ...started, user }
  })
