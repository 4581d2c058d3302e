// The second step of a sign-in: one question for a second factor, and whatever answers it, for every surface and page.
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import { typedCode } from '../../model/codes.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import { secondFactorPurpose } from '../../model/proofs.ts'
import { type DueEnrolment, ticketTries } from '../../model/second-factor.ts'
import type { User } from '../../model/user.ts'
import { type Assertion, readAttestation } from '../../outside/passkeys.ts'
import { sha256 } from '../../outside/secrets.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { type OneTimeToken, findToken, spendAttemptOfToken, useToken } from '../../storage/one-time-tokens.ts'
import { findUser } from '../../storage/users.ts'
import type { ChallengeFor } from '../factors/passkey-challenges.ts'
import { assertionOfForm, passkeyRequestOf, readPasskeyProof, usePasskeyProof } from '../factors/passkey-proof.ts'
import { type Made, creationFor, nameOfPasskey, readNewPasskeyProof } from '../factors/passkeys.ts'
import {
  type FirstFactor,
  type PendingEnrolment,
  completeEnrolment,
  dueEnrolment,
  factorsOf,
  readFirstCode,
} from '../factors/required-factor.ts'
import { readSecondFactor, useSecondFactor } from '../factors/second-factor.ts'
import type { SignInMethod } from '../sessions/sessions.ts'
import { clientOfTicket, enrolmentOfTicket } from './tickets.ts'

/** What somebody answers with: a code of their app, a backup code, one of their passkeys; or the first of what they were to set up. */
export type FactorAnswer =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'passkey'; readonly credential: Assertion }
  | { readonly kind: 'new_passkey'; readonly made: Made }

/** The same from a form, which carries text: what was typed, or what an authenticator has answered. */
export const answerOfForm = ({ code, credential, name = '' }: AnswerTyped): FactorAnswer => {
  if (credential === undefined) {
    if (code === undefined) throw new Failure('invalid_request', 'code: is missing')
    return { kind: 'code', code }
  }
  const made = readAttestation(credential)
  if (made) return { kind: 'new_passkey', made: { credential: made, name: nameOfPasskey(name) } }
  return { kind: 'passkey', credential: assertionOfForm(credential) }
}

export interface AnswerTyped {
  readonly code?: string | undefined
  /** `PublicKeyCredential.toJSON()`, as text. */
  readonly credential?: string | undefined
  /** How a new passkey is called. */
  readonly name?: string | undefined
}

/** Whose ticket it is, as whoever shows it says. */
export interface TicketShown {
  readonly environment: Environment
  /** For whom the sign-in is; absent: the environment itself. */
  readonly client?: Client | null
  readonly ticket: string
}

export interface SecondStep extends TicketShown {
  readonly answer: FactorAnswer
}

/** A ticket that is good, and whose it is. */
interface Opened {
  readonly token: OneTimeToken
  readonly user: User
  readonly environment: Environment
  readonly client: Client | null
  readonly pending: PendingEnrolment | null
}

const toShown = ({ surface }: Policy, { ticket }: Pick<TicketShown, 'ticket'>) => ({
  purpose: secondFactorPurpose(surface),
  surface,
  hash: sha256(ticket),
})

const open = async (
  ctx: Context,
  { environment, client = null }: TicketShown,
  token: OneTimeToken | undefined,
): Promise<Opened | undefined> => {
  const user = token?.userId ? await findUser(ctx.db, environment.id, token.userId) : undefined
  if (!token || user?.status !== 'active' || clientOfTicket(token) !== (client?.id ?? null)) return undefined
  return { token, user, environment, client, pending: await enrolmentOfTicket(ctx, token) }
}

/** Passkeys of a step sign what was asked for its ticket, and for no other. */
const boundTo = ({ surface }: Policy, { token, environment, client, pending }: Opened): ChallengeFor => ({
  purpose: pending ? 'enrol' : 'second_factor',
  surface,
  environmentId: environment.id,
  clientId: client?.id ?? null,
  holder: token.id,
})

/**
 * Takes the answer and the ticket, and begins what `begin` makes of it in the same transaction. A ticket that is unknown, used, expired,
 * tried too often or of elsewhere is `invalid_mfa_token`; a wrong answer is `invalid_code` or `invalid_passkey`, and may be tried again.
 */
export const passSecondFactor = async <Begun>(
  ctx: Context,
  policy: Policy,
  { answer, ...shownBy }: SecondStep,
  begin: (db: Database, user: User, by: SignInMethod) => Promise<Begun>,
): Promise<Begun> => {
  const shown = toShown(policy, shownBy)
  const slot = { environmentId: shownBy.environment.id, ...shown, now: ctx.clock.now(), max: ticketTries }
  const opened = await open(ctx, shownBy, await spendAttemptOfToken(ctx.db, slot))
  if (!opened) throw new Failure('invalid_mfa_token')
  const { user, environment, pending } = opened
  const finish = async (db: Database) => {
    if (!(await useToken(db, shown, ctx.clock.now()))) throw new Failure('invalid_mfa_token')
    return begin(db, user, answer.kind === 'code' ? 'second_factor' : 'passkey')
  }
  if (pending) {
    const first = await readFirst(ctx, policy, { ...opened, pending }, answer)
    return transaction(ctx.db, async (db) => {
      await completeEnrolment(ctx, db, environment, user, pending, first)
      return finish(db)
    }).catch((error: unknown) => {
      // Of somebody else, or none may be had at all: here it is an answer like another wrong one.
      const isTaken = error instanceof Failure && ['passkey_exists', 'quota_exceeded'].includes(error.code)
      throw isTaken ? new Failure('invalid_passkey', undefined, { cause: error }) : error
    })
  }
  switch (answer.kind) {
    case 'code': {
      // One that was taken away since asks for nothing any more: the sign-in begins anew.
      const proof = await readSecondFactor(ctx, user, answer.code, 'invalid_mfa_token')
      return transaction(ctx.db, async (db) => {
        await useSecondFactor(ctx, db, user, proof)
        return finish(db)
      })
    }
    case 'passkey': {
      const proof = await readPasskeyProof(ctx, boundTo(policy, opened), opened, answer.credential, user)
      return usePasskeyProof(ctx, proof, finish)
    }
    case 'new_passkey':
      // Whoever has a factor shows it, and sets up another one later.
      throw new Failure('invalid_passkey')
  }
}

const readFirst = async (
  ctx: Context,
  policy: Policy,
  opened: Opened & { readonly pending: PendingEnrolment },
  answer: FactorAnswer,
): Promise<FirstFactor> => {
  switch (answer.kind) {
    case 'code':
      return { kind: 'totp', step: await readFirstCode(ctx, opened.user, opened.pending, typedCode(answer.code)) }
    case 'new_passkey':
      return { kind: 'passkey', proof: await readNewPasskeyProof(ctx, boundTo(policy, opened), opened, answer.made) }
    case 'passkey':
      throw new Failure('invalid_passkey')
  }
}

type RequestOptions = Awaited<ReturnType<typeof passkeyRequestOf>>
type CreationOptions = Awaited<ReturnType<typeof creationFor>>

/** What a browser hands to an authenticator: to sign, or to make a passkey that is the factor to set up. */
export type PasskeyStep =
  | { readonly kind: 'request'; readonly options: RequestOptions }
  | { readonly kind: 'creation'; readonly options: CreationOptions }

const passkeyStepOf = async (ctx: Context, policy: Policy, opened: Opened): Promise<PasskeyStep | null> => {
  const bound = boundTo(policy, opened)
  if (opened.pending) return { kind: 'creation', options: await creationFor(ctx, bound, opened) }
  const options = await passkeyRequestOf(ctx, bound, opened.user)
  return options.allowCredentials.length > 0 ? { kind: 'request', options } : null
}

const look = async (ctx: Context, policy: Policy, shownBy: TicketShown): Promise<Opened | undefined> =>
  open(ctx, shownBy, await findToken(ctx.db, toShown(policy, shownBy), ctx.clock.now()))

/**
 * A passkey is to answer. Nothing is taken from the ticket; one that is not good is `invalid_mfa_token`, and that of somebody who has
 * no passkey `second_factor_missing`.
 */
export const beginPasskeyStep = async (ctx: Context, policy: Policy, shownBy: TicketShown): Promise<PasskeyStep> => {
  const opened = await look(ctx, policy, shownBy)
  if (!opened) throw new Failure('invalid_mfa_token')
  const step = await passkeyStepOf(ctx, policy, opened)
  if (!step) throw new Failure('second_factor_missing', 'There is no passkey. Answer with a code.')
  return step
}

/** What a page has to ask for. */
export type AskedByPage =
  | {
      readonly kind: 'factor'
      /** What may be typed; null where a passkey alone will do. */
      readonly code: 'totp' | 'backup_code' | null
      readonly passkey: RequestOptions | null
    }
  | { readonly kind: 'enrolment'; readonly enrolment: DueEnrolment; readonly passkey: CreationOptions }

/** What the ticket of a page asks for; nothing is taken from it. One that is not good any more asks for a code, which is refused. */
export const askedByTicket = async (ctx: Context, policy: Policy, shownBy: TicketShown): Promise<AskedByPage> => {
  const opened = await look(ctx, policy, shownBy)
  if (!opened) return { kind: 'factor', code: 'totp', passkey: null }
  const { pending, environment, user } = opened
  const step = await passkeyStepOf(ctx, policy, opened)
  if (pending && step?.kind === 'creation') {
    const enrolment = await dueEnrolment(ctx.db, environment, user, pending)
    return { kind: 'enrolment', enrolment, passkey: step.options }
  }
  const factors = await factorsOf(ctx.db, user)
  const code = factors.includes('totp') ? 'totp' : factors.includes('backup_code') ? 'backup_code' : null
  return { kind: 'factor', code, passkey: step?.kind === 'request' ? step.options : null }
}
