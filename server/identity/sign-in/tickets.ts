// Between the two steps of a sign-in: a ticket says that the first was right, and what the second has to be.
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import { secondFactorPurpose } from '../../model/proofs.ts'
import { type DueEnrolment, ticketSeconds } from '../../model/second-factor.ts'
import type { User } from '../../model/user.ts'
import { sha256 } from '../../outside/secrets.ts'
import type { Database } from '../../storage/database.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { type OneTimeToken, findToken, insertToken } from '../../storage/one-time-tokens.ts'
import { hasTotpFactor } from '../../storage/second-factors.ts'
import { findUser } from '../../storage/users.ts'
import { type PendingEnrolment, askedNext, dueEnrolment, newEnrolment } from '../factors/required-factor.ts'

export interface Ticket {
  readonly ticket: string
  /** To be set up first; null where the person has a second factor. */
  readonly enrolment: DueEnrolment | null
}

/** The first proof was right; a code of the second factor has to come within five minutes. */
export interface Challenged extends Ticket {
  readonly kind: 'challenged'
}

/** The sign-in, where surfaces have no other answer for a challenge than a refusal with its ticket. */
export const requireSignedIn = <T extends { readonly kind: string }>(step: T | Challenged): Exclude<T, Challenged> => {
  if (isChallenged(step)) {
    const { ticket, enrolment } = step
    throw new Failure('second_factor_required', undefined, { ticket, enrolment })
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
  return { ticket, enrolment: pending && environment ? await dueEnrolment(db, environment, user, pending) : null }
}

export const clientOfTicket = (token: OneTimeToken | undefined): string | null => keptOf(token).clientId ?? null

export const enrolmentOfTicket = async (ctx: Context, token: OneTimeToken): Promise<PendingEnrolment | null> => {
  const { enrolment } = keptOf(token)
  return enrolment === undefined ? null : (JSON.parse(await ctx.secrets.open(enrolment)) as PendingEnrolment)
}

/** What a page has to ask for. */
export type AskedByPage =
  | { readonly kind: 'code' }
  /** Of somebody who has passkeys and no authenticator app. */
  | { readonly kind: 'passkey' }
  | { readonly kind: 'enrolment'; readonly enrolment: DueEnrolment }

/** What the ticket of a page asks for; nothing is taken from it. One that is not good any more asks for a code, which is refused. */
export const askedByTicket = async (
  ctx: Context,
  { surface }: Policy,
  environment: Environment,
  ticket: string,
): Promise<AskedByPage> => {
  const shown = { purpose: secondFactorPurpose(surface), surface, hash: sha256(ticket) }
  const token = await findToken(ctx.db, shown, ctx.clock.now())
  const user = token?.userId ? await findUser(ctx.db, environment.id, token.userId) : undefined
  if (!token || !user) return { kind: 'code' }
  const pending = await enrolmentOfTicket(ctx, token)
  if (pending) return { kind: 'enrolment', enrolment: await dueEnrolment(ctx.db, environment, user, pending) }
  return { kind: (await hasTotpFactor(ctx.db, user.id)) ? 'code' : 'passkey' }
}
