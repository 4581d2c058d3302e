import type { Context } from '../context.ts'
import type { Client } from '../model/client.ts'
import { noAddressFor } from '../model/email.ts'
import type { Environment } from '../model/environment.ts'
import { Failure } from '../model/failure.ts'
import type { Policy } from '../model/policies.ts'
import type { User } from '../model/user.ts'
import { type Database, isUniqueViolation, transaction } from '../storage/database.ts'
import { findUserByEmail } from '../storage/users.ts'
import { requireEmail } from './emails.ts'
import { giveBack, spend } from './limits.ts'
import { queueMail } from './mail.ts'
import { addPerson } from './new-person.ts'
import { hashPassword, requireStrongPassword } from './passwords.ts'
import { methodOf, queueProof, spendProofMail } from './proof-mails.ts'
import { type StartedSession, startSession } from './sessions.ts'

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
    startSession(ctx, db, policy, { user, client, organizationId }),
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
  await spend(ctx, 'signUpPerIp', ctx.ip)
  const { environment } = person
  const { requireEmailVerification, disableSignUp } = environment.settings
  if (disableSignUp) throw new Failure('sign_up_disabled')
  const email = requireEmail(person.email)
  await requireStrongPassword(ctx, environment, person.password, { ...person, email })
  const isKnown = (await findUserByEmail(ctx.db, environment.id, email)) !== undefined
  if (isKnown && !requireEmailVerification) throw new Failure('user_exists')
  // Where an address may have a user already, its owner is mailed again and again; elsewhere nobody signs up twice.
  if (requireEmailVerification) {
    const method = methodOf(policy, environment.settings, 'verify_email')
    await spendProofMail(ctx, environment, 'verify_email', method, email)
  }
  const passwordHash = await hashPassword(ctx, person.password).catch(async (error: unknown) => {
    await giveBack(ctx, 'signUpPerIp', ctx.ip)
    throw error
  })

  const joining = { ...person, email, passwordHash }
  if (isKnown) return tellOwner(ctx, policy, joining, begin)
  return transaction(ctx.db, (db) => insertJoined(ctx, db, policy, joining, begin)).catch((error: unknown) => {
    // Two sign-ups at once: the other one won.
    if (!isUniqueViolation(error)) throw error
    if (requireEmailVerification) return tellOwner(ctx, policy, joining, begin)
    throw new Failure('user_exists', undefined, { cause: error })
  })
}

type Joining = SignUp & { readonly passwordHash: string }

/**
 * Mails the owner of an address that somebody signed up with again. A sign-up is made first, under an address that nobody
 * has, and taken back: the answer must not come sooner than to a new person.
 */
const tellOwner = async <Begun>(
  ctx: Context,
  policy: Policy,
  person: Joining,
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
  await queueMail(ctx, ctx.db, environment, 'account_exists', email, {})
  return { kind: 'verification_required', email }
}

const insertJoined = async <Begun>(
  ctx: Context,
  db: Database,
  policy: Policy,
  { client, redirectUri = null, password: _, alongside, ...person }: Joining,
  begin: Begin<Begun>,
): Promise<Joined<Begun>> => {
  const { environment, email } = person
  const { settings } = environment
  const { user, organization } = await addPerson(ctx, db, {
    ...person,
    organizations: policy.organizations,
    emailVerifiedAt: null,
    avatarUrl: null,
  })
  await alongside?.(db, user)
  const proof = {
    environment,
    user,
    purpose: 'verify_email',
    email,
    clientId: client?.id ?? null,
    redirectUri,
  } as const
  await queueProof(ctx, db, proof, methodOf(policy, settings, 'verify_email'))
  if (settings.requireEmailVerification) return { kind: 'verification_required', email }
  return { kind: 'joined', user, begun: await begin(db, user, organization?.id ?? null) }
}
