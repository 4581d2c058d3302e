// Between the two steps of a sign-in: a ticket says that the first was right, and what the second has to be.
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import { secondFactorPurpose } from '../../model/proofs.ts'
import { type DueEnrolment, type FactorKind, ticketSeconds } from '../../model/second-factor.ts'
import type { User } from '../../model/user.ts'
import { sha256 } from '../../outside/secrets.ts'
import type { Database } from '../../storage/database.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { type OneTimeToken, insertToken } from '../../storage/one-time-tokens.ts'
import { type PendingEnrolment, askedNext, dueEnrolment, factorsOf, newEnrolment } from '../factors/required-factor.ts'

export interface Ticket {
  readonly ticket: string
  /** To be set up first; null where the person has a second factor. */
  readonly enrolment: DueEnrolment | null
  /** What they may answer with, or set up. */
  readonly factors: readonly FactorKind[]
}

/** The first proof was right; a second factor has to come within five minutes. */
export interface Challenged extends Ticket {
  readonly kind: 'challenged'
}

/** The sign-in, where surfaces have no other answer for a challenge than a refusal with its ticket. */
export const requireSignedIn = <T extends { readonly kind: string }>(step: T | Challenged): Exclude<T, Challenged> => {
  if (isChallenged(step)) {
    const { ticket, enrolment, factors } = step
    throw new Failure('second_factor_required', undefined, { ticket, enrolment, factors })
  }
  return step as Exclude<T, Challenged>
}

const isChallenged = <T extends { readonly kind: string }>(step: T | Challenged): step is Challenged =>
  step.kind === 'challenged'

/** What a ticket keeps, beside whom it is for. */
interface Kept {
  readonly clientId: string | null
  /** Sealed; absent where nothing has to be set up. */
  readonly enrolment?: string
}

const keptOf = (token: OneTimeToken | undefined): Partial<Kept> => (token?.data ?? {}) as Partial<Kept>

/**
 * Only this surface, environment and client take it, once, and no try is free. Nobody sets a factor up before they have proven their
 * address: somebody else may have signed up with it.
 */
export const issueTicket = async (
  ctx: Context,
  db: Database,
  { surface }: Policy,
  user: User,
  client: Client | null = null,
): Promise<Ticket> => {
  const pending = (await askedNext(db, user)) === 'enrolment' ? newEnrolment(ctx) : null
  if (pending && user.emailVerifiedAt === null) throw new Failure('second_factor_required')
  const environment = pending && (await findEnvironment(db, user.environmentId))
  const ticket = ctx.ids.secret()
  const now = ctx.clock.now()
  const kept: Kept = {
    clientId: client?.id ?? null,
    ...(pending && { enrolment: ctx.secrets.seal(JSON.stringify(pending)) }),
  }
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
    data: { ...kept },
    createdAt: now,
    expiresAt: now + ticketSeconds * 1000,
    usedAt: null,
  })
  if (!pending || !environment) return { ticket, enrolment: null, factors: await factorsOf(db, user) }
  return { ticket, enrolment: await dueEnrolment(db, environment, user, pending), factors: ['totp', 'passkey'] }
}

export const clientOfTicket = (token: OneTimeToken | undefined): string | null => keptOf(token).clientId ?? null

export const enrolmentOfTicket = async (ctx: Context, token: OneTimeToken): Promise<PendingEnrolment | null> => {
  const { enrolment } = keptOf(token)
  return enrolment === undefined ? null : (JSON.parse(await ctx.secrets.open(enrolment)) as PendingEnrolment)
}
