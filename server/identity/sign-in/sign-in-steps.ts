// Sign-in in two steps: the password gives a ticket, the ticket and a code of the second factor give a session.
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import { typedCode } from '../../model/codes.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import { secondFactorPurpose } from '../../model/proofs.ts'
import { ticketTries } from '../../model/second-factor.ts'
import type { User } from '../../model/user.ts'
import { sha256 } from '../../outside/secrets.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { spendAttemptOfToken, useToken } from '../../storage/one-time-tokens.ts'
import { findUser } from '../../storage/users.ts'
import {
  type CodeExchange,
  type RedeemedCode,
  redeemCodeFor,
  signInMethodOf,
  startSessionOfCode,
} from '../authorization/authorization-codes.ts'
import { isWithinReach } from '../clients/client-members.ts'
import { askedNext, completeEnrolment, isMoreAsked, readFirstCode } from '../factors/required-factor.ts'
import { readSecondFactor, useSecondFactor } from '../factors/second-factor.ts'
import { type StartedSession, isBothFactors } from '../sessions/sessions.ts'
import { type PasswordProof, type SignIn, provePassword, startSignedInSession } from './sign-in.ts'
import { type Challenged, clientOfTicket, enrolmentOfTicket, issueTicket } from './tickets.ts'

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
    const next = await askedNext(ctx.db, user)
    if (next === 'enrolment' && user.emailVerifiedAt === null) return { kind: 'verification_required', user }
    if (next !== 'nothing')
      return { kind: 'challenged', ...(await issueTicket(ctx, ctx.db, policy, user, proof.client)) }
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
        if (!isBothFactors(signInMethodOf(found.code)) && (await isMoreAsked(db, found.user))) {
          return { kind: 'challenged', ...(await issueTicket(ctx, db, policy, found.user)) }
        }
        return { kind: 'signed_in', ...(await startSessionOfCode(ctx, db, policy, exchange, found)) }
      },
    ),
  )

interface SecondStep {
  readonly environment: Environment
  /** For whom the sign-in is; absent: the environment itself. */
  readonly client?: Client | null
  readonly ticket: string
  readonly code: string
}

/**
 * The second step: a code of the factor that the person has, or the first of the one that they were shown. A ticket that is unknown, used, expired, tried too often or of elsewhere is `invalid_mfa_token`; a
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
  if (!token || user?.status !== 'active' || clientOfTicket(token) !== (client?.id ?? null))
    throw new Failure('invalid_mfa_token')
  const pending = await enrolmentOfTicket(ctx, token)
  if (pending) {
    const step = await readFirstCode(ctx, user, pending, typedCode(code))
    return transaction(ctx.db, async (db) => {
      await completeEnrolment(ctx, db, environment, user, { ...pending, step })
      if (!(await useToken(db, shown, ctx.clock.now()))) throw new Failure('invalid_mfa_token')
      return begin(db, user)
    })
  }
  // One that was taken away since asks for nothing any more: the sign-in begins anew.
  const proof = await readSecondFactor(ctx, user, code, 'invalid_mfa_token')
  return transaction(ctx.db, async (db) => {
    await useSecondFactor(ctx, db, user, proof)
    if (!(await useToken(db, shown, ctx.clock.now()))) throw new Failure('invalid_mfa_token')
    return begin(db, user)
  })
}
