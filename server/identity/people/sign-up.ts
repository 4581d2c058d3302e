import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import { noAddressFor } from '../../model/email.ts'
import { type Environment, isProofRequired } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import { type Database, isUniqueViolation, transaction } from '../../storage/database.ts'
import { contestUser, findUserByEmail } from '../../storage/users.ts'
import { findUserForClient } from '../clients/client-members.ts'
import { requireEmail } from './emails.ts'
import { mailAccountExists } from './account-exists.ts'
import { addPerson } from './new-person.ts'
import { hashPassword, passwordMatches, requireStrongPassword } from '../passwords/passwords.ts'
import { methodOf, queueProof } from '../proofs/proof-mails.ts'
import { type StartedSession, startSession } from '../sessions/sessions.ts'
import { isKept, keepSignUp } from './sign-up-attempts.ts'

export interface SignUp {
  readonly environment: Environment
  readonly client: Client | null
  readonly email: string
  readonly password: string
  readonly firstName: string | null
  readonly lastName: string | null
  /** Of their own organization, where the policy makes one. */
  readonly organizationName: string | null
  /** What else comes into being with them, or not at all. */
  readonly alongside?: (db: Database, user: User) => Promise<void>
  /** Where the mailed link goes on to, from an allow list; a page of ours without. */
  readonly redirectUri?: string | null
}

/** How a sign-up goes on. */
export type SignedUp =
  | ({ readonly kind: 'signed_up'; readonly user: User } & StartedSession)
  /** The environment lets nobody in before their address is proven. Known addresses get this answer too. */
  | { readonly kind: 'verification_required'; readonly email: string }

/** What a sign-up goes on with, in its transaction: a session, say. */
type Begin<Begun> = (db: Database, user: User, organizationId: string | null) => Promise<Begun>

type Joined<Begun> =
  | { readonly kind: 'joined'; readonly user: User; readonly begun: Begun }
  | Extract<SignedUp, { kind: 'verification_required' }>

/** Makes a user, as `joinWithPassword` does, and starts a session. */
export const signUpWithPassword = async (ctx: Context, policy: Policy, person: SignUp): Promise<SignedUp> => {
  const { client } = person
  const joined = await joinWithPassword(ctx, policy, person, (db, user, organizationId) =>
    startSession(ctx, db, policy, { user, client, organizationId, by: 'sign_up' }),
  )
  return joined.kind === 'joined' ? { kind: 'signed_up', user: joined.user, ...joined.begun } : joined
}

/**
 * Makes a user, with an organization of their own where the policy says so, mails a proof of the address, and goes on
 * with `begin`: all or nothing. Where addresses have to be proven first, nobody learns whether this one has a user: its
 * owner is told by mail, and nothing begins.
 */
export const joinWithPassword = async <Begun>(
  ctx: Context,
  policy: Policy,
  person: SignUp,
  begin: Begin<Begun>,
): Promise<Joined<Begun>> => {
  await ctx.spend('signUpPerIp', ctx.ip)
  const { environment } = person
  const { disableSignUp } = environment.settings
  const isProofFirst = isProofRequired(environment.settings)
  if (disableSignUp) throw new Failure('sign_up_disabled')
  const email = requireEmail(person.email)
  await requireStrongPassword(ctx, environment, person.password, { ...person, email })
  if (person.client?.organizationId && !(await findUserForClient(ctx.db, person, email))) {
    return turnAway(ctx, person)
  }
  const known = await findUserByEmail(ctx.db, environment.id, email)
  const passwordHash = await hashPassword(ctx, person.password).catch(async (error: unknown) => {
    await ctx.giveBack('signUpPerIp', ctx.ip)
    throw error
  })

  const joining = { ...person, email, passwordHash }
  // Asked of everybody where nobody is told who is known, so that time does not tell either.
  const isAsked = isProofFirst || known !== undefined
  const isSame = isAsked && (await passwordMatches(ctx, person.password, known?.passwordHash ?? null))
  if (known && !isProofFirst) return refuseKnown(ctx, policy, joining, known, isSame)
  if (known) return joinKnown(ctx, policy, joining, known, isSame, begin)
  return transaction(ctx.db, (db) => insertJoined(ctx, db, policy, joining, begin)).catch(async (error: unknown) => {
    // Two sign-ups at once: the other one won.
    if (!isUniqueViolation(error)) throw error
    const winner = await findUserByEmail(ctx.db, environment.id, email)
    if (winner) {
      const isTwice = await passwordMatches(ctx, person.password, winner.passwordHash)
      if (!isProofFirst) return refuseKnown(ctx, policy, joining, winner, isTwice)
      return joinKnown(ctx, policy, joining, winner, isTwice, begin)
    }
    throw new Failure('user_exists', undefined, { cause: error })
  })
}

/**
 * Nobody joins an account by signing up, so that its client makes nobody, mails nobody, and learns of nobody whether they
 * are there: the answer is that of a new person, or the refusal that a new person gets.
 */
const turnAway = async (ctx: Context, { environment, email, password }: SignUp) => {
  await hashPassword(ctx, password)
  if (!isProofRequired(environment.settings)) throw new Failure('access_denied')
  await passwordMatches(ctx, password, null)
  return { kind: 'verification_required', email } as const
}

type Joining = SignUp & { readonly passwordHash: string }

/**
 * Where nobody has proven the address, it is not known from now on whose the first sign-up was. Where both chose one password, it
 * was the same person again.
 */
const contest = async (ctx: Context, db: Database, policy: Policy, person: Joining, known: User, isSame: boolean) => {
  const isOpen = known.emailVerifiedAt === null && (isSame || (await contestUser(db, known.id, ctx.clock.now())))
  if (isOpen && !(isSame && (await isKept(ctx, db, known)))) await keepSignUp(ctx, db, policy, known, person)
}

/**
 * Where it may be said that the address has a user: whoever reads its mail may be the one who is refused. What came into being
 * alongside is not handed on: its owner declines the first sign-up.
 */
const refuseKnown = async (ctx: Context, policy: Policy, person: Joining, known: User, isSame: boolean) => {
  if (!person.alongside) await transaction(ctx.db, (db) => contest(ctx, db, policy, person, known, isSame))
  throw new Failure('user_exists')
}

/**
 * Mails the owner of an address that somebody signed up with again; see `contest`. A sign-up is made first, under an address
 * that nobody has, and taken back: the answer must not come sooner than to a new person.
 */
const joinKnown = async <Begun>(
  ctx: Context,
  policy: Policy,
  person: Joining,
  known: User,
  isSame: boolean,
  begin: Begin<Begun>,
): Promise<Joined<Begun>> => {
  const { environment, email } = person
  const takenBack = new Error('A sign-up that was made to be taken back')
  await transaction(ctx.db, async (db) => {
    await insertJoined(ctx, db, policy, { ...person, email: noAddressFor(ctx.ids.uuid()) }, begin)
    throw takenBack
  }).catch((error: unknown) => {
    if (error !== takenBack) throw error
  })
  await transaction(ctx.db, async (db) => {
    const owner = (await findUserByEmail(db, environment.id, email)) ?? null
    await contest(ctx, db, policy, person, known, isSame)
    await mailAccountExists(ctx, db, environment, { email, user: owner })
  })
  return { kind: 'verification_required', email }
}

const mailProof = async (
  ctx: Context,
  db: Database,
  policy: Policy,
  { environment, email, client, redirectUri = null }: Joining,
  user: User,
): Promise<void> => {
  const about = { environment, surface: policy.proofSurface, user, email, clientId: client?.id ?? null, redirectUri }
  const proof = { ...about, purpose: 'verify_email' } as const
  await queueProof(ctx, db, proof, methodOf(policy, environment.settings, 'verify_email'))
}

const insertJoined = async <Begun>(
  ctx: Context,
  db: Database,
  policy: Policy,
  joining: Joining,
  begin: Begin<Begun>,
): Promise<Joined<Begun>> => {
  const { client: _client, redirectUri: _redirectUri, password: _password, alongside, ...person } = joining
  const { environment, email } = person
  const { settings } = environment
  const { user, organization } = await addPerson(ctx, db, {
    ...person,
    organizations: policy.organizations,
    emailVerifiedAt: null,
    avatarUrl: null,
  })
  await alongside?.(db, user)
  await keepSignUp(ctx, db, policy, user, person)
  await mailProof(ctx, db, policy, joining, user)
  if (isProofRequired(settings)) return { kind: 'verification_required', email }
  return { kind: 'joined', user, begun: await begin(db, user, organization?.id ?? null) }
}
