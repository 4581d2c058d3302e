// Sign-in in two steps: the first proof gives a ticket, the ticket and a second factor give a session.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import { transaction } from '../../storage/database.ts'
import {
  type CodeExchange,
  type RedeemedCode,
  redeemCodeFor,
  signInMethodOf,
  startSessionOfCode,
} from '../authorization/authorization-codes.ts'
import { isWithinReach } from '../clients/client-members.ts'
import { askedNext, isMoreAsked } from '../factors/required-factor.ts'
import { type StartedSession, isBothFactors } from '../sessions/sessions.ts'
import { type PasswordProof, type SignIn, provePasswordFirst, startSignedInSession } from './sign-in.ts'
import { type SecondStep, passSecondFactor } from './second-step.ts'
import { type Challenged, issueTicket } from './tickets.ts'

/** Signs in by password as far as that goes. Every surface comes through here. */
export const signInInSteps = async (
  ctx: Context,
  policy: Policy,
  proof: PasswordProof,
): Promise<SignIn | Challenged> => {
  const proven = await provePasswordFirst(ctx, proof)
  if (proven.kind === 'verification_required') return proven
  const { user, forgetGuess } = proven
  const { client } = proof
  const steps = orOnceMore<SignIn | Challenged>(async () => {
    const next = await askedNext(ctx.db, user)
    if (next !== 'nothing') {
      const isUnproven = next === 'enrolment' && user.emailVerifiedAt === null
      const ticket = isUnproven ? undefined : await issueTicket(ctx, ctx.db, policy, user, client)
      await forgetGuess(ctx.db)
      return ticket ? { kind: 'challenged', ...ticket } : { kind: 'verification_required', user }
    }
    const started = await transaction(ctx.db, async (db) => {
      // Put out of the account meanwhile: to its client as if they had never been in it.
      if (!(await isWithinReach(db, client, user))) throw new Failure('invalid_credentials')
      const session = await startSignedInSession(ctx, db, policy, { user, client, by: 'password' })
      // The user was locked first: whoever changes a password forgets what was guessed after that, too.
      await forgetGuess(db)
      return session
    })
    return { kind: 'signed_in', user, ...started }
  })
  return steps.catch(async (error: unknown) => {
    // The password was right all the same.
    await forgetGuess(ctx.db)
    throw error
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

/** The second step: see `passSecondFactor`. */
export const completeSignIn = (
  ctx: Context,
  policy: Policy,
  step: SecondStep,
): Promise<StartedSession & { user: User }> =>
  passSecondFactor(ctx, policy, step, async (db, user, by) => {
    const { client = null } = step
    if (!(await isWithinReach(db, client, user))) throw new Failure('invalid_mfa_token')
    const passed = { secondFactor: 'passed', otherwise: 'invalid_mfa_token' } as const
    return { ...(await startSignedInSession(ctx, db, policy, { user, client, by, ...passed })), user }
  })
