// Sign-in in two steps: the password gives a ticket, the ticket and a code of the second factor give a session.
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import { secondFactorPurpose } from '../../model/proofs.ts'
import { ticketSeconds, ticketTries } from '../../model/second-factor.ts'
import type { User } from '../../model/user.ts'
import { sha256 } from '../../outside/secrets.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { type OneTimeToken, insertToken, spendAttemptOfToken, useToken } from '../../storage/one-time-tokens.ts'
import { findUser } from '../../storage/users.ts'
import {
  type CodeExchange,
  type RedeemedCode,
  redeemCodeFor,
  signInMethodOf,
  startSessionOfCode,
} from '../authorization/authorization-codes.ts'
import { isWithinReach } from '../clients/client-members.ts'
import { hasSecondFactor, readSecondFactor, useSecondFactor } from '../factors/second-factor.ts'
import { type StartedSession, isBothFactors } from '../sessions/sessions.ts'
import { type PasswordProof, type SignIn, provePassword, startSignedInSession } from './sign-in.ts'

/** The password was right; a code of the second factor has to come within five minutes. */
export interface Challenged {
  readonly kind: 'challenged'
  readonly ticket: string
}

/** The sign-in, where surfaces have no other answer for a challenge than a refusal with its ticket. */
export const requireSignedIn = <T extends { readonly kind: string }>(step: T | Challenged): Exclude<T, Challenged> => {
  if (step.kind === 'challenged')
    throw new Failure('second_factor_required', undefined, { ticket: (step as Challenged).ticket })
  return step as Exclude<T, Challenged>
}

/** Signs in by password as far as that goes. Every surface comes through here. */
export const signInInSteps = async (
  ctx: Context,
  policy: Policy,
  proof: PasswordProof,
): Promise<SignIn | Challenged> => {
  const proven = await provePassword(ctx, proof, { secondFactor: 'later' })
  if (proven.kind === 'verification_required') return proven
  const { user } = proven
  return orOnceMore(async () => {
    if (await hasSecondFactor(ctx.db, user))
      return { kind: 'challenged', ticket: await issueTicket(ctx, ctx.db, policy, user, proof.client) }
    const { client } = proof
    const started = await transaction(ctx.db, async (db) => {
      // Put out of the account meanwhile: to its client as if they had never been in it.
      if (!(await isWithinReach(db, client, user))) throw new Failure('invalid_credentials')
      return startSignedInSession(ctx, db, policy, { user, client, by: 'password' })
    })
    return { kind: 'signed_in', user, ...started }
  })
}

/** A second factor that is switched on at the same time is asked for like any other. */
const orOnceMore = <T>(step: () => Promise<T>): Promise<T> =>
  step().catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'second_factor_required') return step()
    throw error
  })

/** The same for a code of a sign-in elsewhere: it is used up, and the second factor is asked for all the same. */
export const redeemCodeInSteps = (
  ctx: Context,
  policy: Policy,
  exchange: CodeExchange,
): Promise<({ readonly kind: 'signed_in' } & RedeemedCode) | Challenged> =>
  orOnceMore(() =>
    redeemCodeFor<({ readonly kind: 'signed_in' } & RedeemedCode) | Challenged>(
      ctx,
      policy,
      exchange,
      async (db, found) => {
        if (!isBothFactors(signInMethodOf(found.code)) && (await hasSecondFactor(db, found.user))) {
          return { kind: 'challenged', ticket: await issueTicket(ctx, db, policy, found.user) }
        }
        return { kind: 'signed_in', ...(await startSessionOfCode(ctx, db, policy, exchange, found)) }
      },
    ),
  )

/** Only this surface, environment and client take it, once, and no try is free. */
export const issueTicket = async (
  ctx: Context,
  db: Database,
  { surface }: Policy,
  user: User,
  client: Client | null = null,
): Promise<string> => {
  const ticket = ctx.ids.secret()
  const now = ctx.clock.now()
  await insertToken(db, {
    id: ctx.ids.uuid(),
    environmentId: user.environmentId,
    userId: user.id,
    purpose: secondFactorPurpose(surface),
    surface,
    email: user.email,
    requestId: ctx.ids.uuid(),
    hash: sha256(ticket),
    attempts: 0,
    data: { clientId: client?.id ?? null },
    createdAt: now,
    expiresAt: now + ticketSeconds * 1000,
    usedAt: null,
  })
  return ticket
}

interface SecondStep {
  readonly environment: Environment
  /** For whom the sign-in is; absent: the environment itself. */
  readonly client?: Client | null
  readonly ticket: string
  readonly code: string
}

/**
 * The second step. A ticket that is unknown, used, expired, tried too often or of elsewhere is `invalid_mfa_token`; a
 * wrong code is `invalid_code`, and may be tried again.
 */
export const completeSignIn = (
  ctx: Context,
  policy: Policy,
  step: SecondStep,
): Promise<StartedSession & { user: User }> =>
  passSecondFactor(ctx, policy, step, async (db, user) => {
    const { client = null } = step
    if (!(await isWithinReach(db, client, user))) throw new Failure('invalid_mfa_token')
    const started = await startSignedInSession(ctx, db, policy, {
      user,
      client,
      by: 'second_factor',
      secondFactor: 'passed',
      otherwise: 'invalid_mfa_token',
    })
    return { ...started, user }
  })

/** The same, for what `begin` makes of it in the transaction that takes ticket and code. */
export const passSecondFactor = async <Begun>(
  ctx: Context,
  { surface }: Policy,
  { environment, client = null, ticket, code }: SecondStep,
  begin: (db: Database, user: User) => Promise<Begun>,
): Promise<Begun> => {
  const shown = { purpose: secondFactorPurpose(surface), surface, hash: sha256(ticket) }
  const token = await spendAttemptOfToken(ctx.db, {
    environmentId: environment.id,
    ...shown,
    now: ctx.clock.now(),
    max: ticketTries,
  })
  const user = token?.userId ? await findUser(ctx.db, environment.id, token.userId) : undefined
  if (user?.status !== 'active' || clientOf(token) !== (client?.id ?? null)) throw new Failure('invalid_mfa_token')
  // One that was taken away since asks for nothing any more: the sign-in begins anew.
  const proof = await readSecondFactor(ctx, user, code, 'invalid_mfa_token')
  return transaction(ctx.db, async (db) => {
    await useSecondFactor(ctx, db, user, proof)
    if (!(await useToken(db, shown, ctx.clock.now()))) throw new Failure('invalid_mfa_token')
    return begin(db, user)
  })
}

const clientOf = (token: OneTimeToken | undefined): string | null =>
  (token?.data as { readonly clientId?: string | null } | null | undefined)?.clientId ?? null
