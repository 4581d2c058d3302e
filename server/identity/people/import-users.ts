// Users of another service, brought in by those who answer for them: with the hashes of their passwords, which are kept as they are
// until the first right sign-in makes one of ours.
import type { Context } from '../../context.ts'
import { canonicalEmail } from '../../model/email.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { brokenBound } from '../../model/free-form.ts'
import type { JsonObject, User } from '../../model/user.ts'
import { type Database, exclusively } from '../../storage/database.ts'
import { type ScratchUsers, openScratchUsers } from '../../storage/scratch-users.ts'
import { updateUser } from '../../storage/users.ts'
import { findUsersByEmails, findUsersByExternalIds, insertNewUsers } from '../../storage/many-users.ts'
import { byCaller, record } from '../administration/audit.ts'
import { type ImportedRoles, readImportedRoles } from './imported-roles.ts'
import { hashPassword, requireStrongPassword } from '../passwords/passwords.ts'

export interface ImportedUser {
  readonly email: string
  readonly emailVerified?: boolean | undefined
  /** In clear: it is hashed here. */
  readonly password?: string | undefined
  readonly passwordHash?: string | undefined
  readonly firstName?: string | null | undefined
  readonly lastName?: string | null | undefined
  readonly externalId?: string | null | undefined
  /** False where they may not sign in. */
  readonly isActive?: boolean | undefined
  readonly metadata?: JsonObject | null | undefined
  /** Names of roles of the environment, which they hold from now on beside those that they held. */
  readonly roles?: readonly string[] | undefined
}

export interface ImportOutcome {
  readonly imported: number
  readonly updated: number
  /** Those that were there. */
  readonly skipped: number
  /** By the place of the user in what was given. */
  readonly errors: readonly { readonly index: number; readonly email: string | null; readonly problem: string }[]
}

interface ImportRules {
  /** Whether those who are there get the names and the external id that are given. Their password stays. */
  readonly updating: boolean
  /** Says what would be, and changes nothing. */
  readonly dry?: DryRun | undefined
}

/** Whom the batches of a dry run so far would have left: a run says the same of the later ones. */
export type DryRun = ScratchUsers

/** To be closed when the run is over. */
export const beginDryRun = (): DryRun => openScratchUsers()

/** Users as they will be behind the rows so far. */
interface Known {
  readonly byEmail: Map<string, User>
  readonly byExternalId: Map<string, User>
}

/**
 * Brings some users in, together: those who are good, whoever else is not. One who is there is found by the external id or the
 * address, so that doing it again changes nothing.
 */
export const importUsers = async (
  ctx: Context,
  environment: Environment,
  given: readonly ImportedUser[],
  { updating, dry }: ImportRules,
): Promise<ImportOutcome> => {
  const errors: { index: number; email: string | null; problem: string }[] = []
  const good: { index: number; user: User; roles: readonly string[] }[] = []
  for (const [index, one] of given.entries()) {
    try {
      good.push({ index, user: await toNewUser(ctx, environment, one, dry !== undefined), roles: one.roles ?? [] })
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'overloaded') throw error
      const email = typeof one.email === 'string' ? one.email.slice(0, 254) : null
      errors.push({ index, email, problem: error.detail ?? error.code })
    }
  }
  // Two imports at once would give one external id to two people.
  const counted = await exclusively(ctx.db, `users brought into ${environment.id}`, async (db) => {
    const emails = good.map(({ user }) => user.email)
    const externalIds = good.flatMap(({ user }) => user.externalId ?? [])
    const known = [
      ...(await findUsersByEmails(db, environment.id, emails)),
      ...(await findUsersByExternalIds(db, environment.id, externalIds)),
      ...(dry?.find(emails, externalIds) ?? []),
    ]
    const now: Known = { byEmail: new Map(), byExternalId: new Map() }
    for (const user of known) keep(now, user)
    const fresh = new Map<string, User>()
    const roles = await readImportedRoles(ctx, db, environment, known)
    let [updated, skipped] = [0, 0]
    for (const { index, user, roles: named } of good) {
      const sameAddress = now.byEmail.get(user.email)
      const there = (user.externalId !== null && now.byExternalId.get(user.externalId)) || sameAddress
      const lacking = roles.lacking(there, named)
      const isChange = updating && there !== undefined && (differs(there, user) || lacking.ids.length > 0)
      const mismatch =
        there && (mismatchOf(there, sameAddress, user) ?? (isChange ? refusalOf(there, user) : undefined))
      const problem = mismatch ?? (there && !updating ? undefined : lacking.problem)
      if (problem !== undefined) {
        errors.push({ index, email: user.email, problem })
      } else if (there && !isChange) {
        skipped += 1
      } else {
        const left = there ? { ...there, ...merged(there, user) } : user
        if (there) updated += 1
        if (!there || fresh.has(left.id)) fresh.set(left.id, left)
        else if (!dry) await updateUser(db, left.id, { ...merged(there, user), updatedAt: ctx.clock.now() })
        roles.give(left, lacking.ids)
        keep(now, left)
        dry?.keep(left)
      }
    }
    // Somebody may have signed up meanwhile with an address of these.
    const imported = dry || fresh.size === 0 ? fresh.size : await insertNewUsers(db, [...fresh.values()])
    if (!dry) await saveRoles(db, environment, roles, fresh)
    if (!dry && imported + updated > 0) {
      const data = { imported, updated }
      await record(ctx, db, 'users.imported', { environmentId: environment.id, ...byCaller(ctx), data })
    }
    return { imported, updated, skipped: skipped + fresh.size - imported }
  })
  return { ...counted, errors: errors.sort((a, b) => a.index - b.index) }
}

/** Not of those who have signed up meanwhile. */
const saveRoles = async (db: Database, { id }: Environment, roles: ImportedRoles, fresh: Map<string, User>) => {
  const emails = [...fresh.values()].map(({ email }) => email)
  const made = new Set((await findUsersByEmails(db, id, emails)).map((user) => user.id))
  await roles.save((user) => !fresh.has(user.id) || made.has(user.id))
}

const keep = ({ byEmail, byExternalId }: Known, user: User): void => {
  byEmail.set(user.email, user)
  if (user.externalId !== null) byExternalId.set(user.externalId, user)
}

/** Why what is given is not about the one who was found. */
const mismatchOf = (there: User, sameAddress: User | undefined, given: User): string | undefined => {
  if (sameAddress !== undefined && sameAddress.id !== there.id) return 'externalId: is of another user'
  if (given.externalId === null || there.externalId === null || there.externalId === given.externalId) return undefined
  return 'externalId: the address has a user with another one'
}

/**
 * Why the one who was found gets nothing that is given. Anybody can sign up with an address: until it is proven, what is known of
 * its owner is not theirs. Whoever has an external id got it here.
 */
const refusalOf = (there: User, given: User): string | undefined => {
  const hasBeenUsed = there.passwordHash !== null || there.lastSignInAt !== null
  if (there.emailVerifiedAt !== null || there.externalId !== null || !hasBeenUsed) return undefined
  const field = given.externalId === null ? 'email' : 'externalId'
  return `${field}: somebody has signed up with the address and not proven it`
}

const merged = (there: User, given: User) => ({
  firstName: given.firstName ?? there.firstName,
  lastName: given.lastName ?? there.lastName,
  externalId: there.externalId ?? given.externalId,
})

const differs = (there: User, given: User): boolean =>
  Object.entries(merged(there, given)).some(([name, value]) => there[name as keyof User] !== value)

/** Longest names and ids, as the contract has them. */
const longest = { name: 100, externalId: 200, metadata: { maxBytes: 4096, maxDepth: 16 } }

const toNewUser = async (ctx: Context, environment: Environment, one: ImportedUser, dry: boolean): Promise<User> => {
  const email = typeof one.email === 'string' ? canonicalEmail(one.email) : undefined
  if (!email) throw new Failure('invalid_request', 'email: must be an email address')
  const names = { firstName: nameOf('firstName', one.firstName), lastName: nameOf('lastName', one.lastName) }
  const now = ctx.clock.now()
  return {
    id: ctx.ids.uuid(),
    environmentId: environment.id,
    email,
    emailVerifiedAt: one.emailVerified === true ? now : null,
    contestedAt: null,
    passwordHash: await hashOf(ctx, environment, one, { email, ...names }, dry),
    status: one.isActive === false ? 'suspended' : 'active',
    ...names,
    avatarUrl: null,
    externalId: externalIdOf(one.externalId),
    profile: null,
    metadata: metadataOf(one.metadata),
    lastSignInAt: null,
    createdAt: now,
    updatedAt: now,
  }
}

const nameOf = (field: string, value: string | null | undefined): string | null => {
  const name = value?.trim() ?? ''
  if (name === '') return null
  if ([...name].length <= longest.name && !/\p{Cc}/u.test(name)) return name
  throw new Failure(
    'invalid_request',
    `${field}: must have at most ${longest.name} characters, all of which people see`,
  )
}

const externalIdOf = (value: string | null | undefined): string | null => {
  if (value === undefined || value === null || value === '') return null
  if ([...value].length <= longest.externalId && !/\p{Cc}/u.test(value)) return value
  throw new Failure('invalid_request', `externalId: must have at most ${longest.externalId} characters`)
}

const metadataOf = (value: JsonObject | null | undefined): JsonObject | null => {
  if (value === undefined || value === null) return null
  if (!brokenBound(value, longest.metadata)) return value
  const { maxBytes, maxDepth } = longest.metadata
  throw new Failure('invalid_request', `metadata: must have at most ${maxBytes} bytes and ${maxDepth} levels`)
}

const hashOf = async (
  ctx: Context,
  environment: Environment,
  { password, passwordHash }: ImportedUser,
  about: Pick<User, 'email' | 'firstName' | 'lastName'>,
  dry: boolean,
): Promise<string | null> => {
  if (passwordHash !== undefined && passwordHash !== '') {
    const problem = ctx.passwords.problemWith(passwordHash)
    if (problem) throw new Failure('invalid_request', `passwordHash: ${problem}`)
    return passwordHash
  }
  if (password === undefined || password === '') return null
  await requireStrongPassword(ctx, environment, password, about)
  return dry ? 'not hashed' : hashPassword(ctx, password)
}
