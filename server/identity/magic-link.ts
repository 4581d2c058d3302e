import type { Context } from '../context.ts'
import type { Client } from '../model/client.ts'
import type { Policy } from '../model/policies.ts'
import { transaction } from '../storage/database.ts'
import { type Proven, useProof } from './one-time-proofs.ts'
import { type MailAsked, type MailQueued, requestProof } from './proof-mails.ts'
import { type SignIn, startProvenSession } from './sign-in.ts'
import { takeOver } from './set-password.ts'
import { markVerified } from './verify-email.ts'

/** Mails a link that signs in, if the address has a user. */
export const requestMagicLink = (ctx: Context, policy: Policy, asked: MailAsked): Promise<MailQueued> =>
  requestProof(ctx, policy, 'magic_link', asked)

/**
 * Uses a proof and signs its person in: one of purpose `magic_link`, or `verify_email` where a surface signs in with it.
 * Either proves the address. Whoever made an account with an address that they never proved is put out when its owner
 * comes by a magic link.
 */
export const signInWithProof = (ctx: Context, policy: Policy, proven: Proven, client: Client | null): Promise<SignIn> =>
  transaction(ctx.db, async (db) => {
    await useProof(ctx, db, proven)
    const { user } = proven
    const isUnproven = proven.purpose === 'magic_link' && user.emailVerifiedAt === null
    const owner = isUnproven ? await takeOver(ctx, db, user) : user
    return startProvenSession(ctx, db, policy, { user: await markVerified(ctx, db, owner), client })
  })
