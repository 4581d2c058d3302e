// Users of another service, brought in by those who answer for them: with the hashes of their passwords, which are kept as they are
// until the first right sign-in makes one of ours.
import type { Context } from '../../context.ts'
import { canonicalEmail } from '../../model/email.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { brokenBound } from '../../model/free-form.ts'
import type { JsonObject, User } from '../../model/user.ts'
import { transaction } from '../../storage/database.ts'
import { findUsersByEmails, findUsersByExternalIds, insertNewUsers, updateUser } from '../../storage/users.ts'
import { record } from '../administration/audit.ts'
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
  readonly metadata?: JsonObject | null | undefined
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
  readonly dry?: boolean
}

/**
 * Brings some users in, together: those who are good, whoever else is not. One who is there is found by the external id or the
 * address, so that doing it again changes nothing.
 */
export const importUsers = async (
  ctx: Context,
  environment: Environment,
  given: readonly ImportedUser[],
  { updating, dry = false }: ImportRules,
): Promise<ImportOutcome> => {
  const errors: { index: number; email: string | null; problem: string }[] = []
  const good: { index: number; user: User }[] = []
  for (const [index, one] of given.entries()) {
    try {
      good.push({ index, user: await toNewUser(ctx, environment, one, dry) })
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'overloaded') throw error
      const email = typeof one.email === 'string' ? one.email.slice(0, 254) : null
      errors.push({ index, email, problem: error.detail ?? error.code })
    }
  }
  const counted = await transaction(ctx.db, async (db) => {
    const emails = good.map(({ user }) => user.email)
    const externalIds = good.flatMap(({ user }) => user.externalId ?? [])
    const known = [
      ...(await findUsersByEmails(db, environment.id, emails)),
      ...(await findUsersByExternalIds(db, environment.id, externalIds)),
    ]
    const byEmail = new Map(known.map((user) => [user.email, user]))
    const byExternalId = new Map(known.flatMap((user) => (user.externalId === null ? [] : [[user.externalId, user]])))
    const fresh: User[] = []
    let [updated, skipped] = [0, 0]
    for (const { index, user } of good) {
      const there = (user.externalId !== null && byExternalId.get(user.externalId)) || byEmail.get(user.email)
      if (there && user.externalId !== null && there.externalId !== null && there.externalId !== user.externalId) {
        errors.push({ index, email: user.email, problem: 'externalId: the address has a user with another one' })
      } else if (!there) {
        fresh.push(user)
        byEmail.set(user.email, user)
        if (user.externalId !== null) byExternalId.set(user.externalId, user)
      } else if (updating && differs(there, user) && !fresh.includes(there)) {
        updated += 1
        const { firstName, lastName, externalId } = merged(there, user)
        if (!dry) await updateUser(db, there.id, { firstName, lastName, externalId, updatedAt: ctx.clock.now() })
      } else skipped += 1
    }
    // Somebody may have signed up meanwhile with an address of these.
    const imported = dry || fresh.length === 0 ? fresh.length : await insertNewUsers(db, fresh)
    if (!dry && imported + updated > 0) {
      const data = { imported, updated }
      await record(ctx, db, 'users.imported', { environmentId: environment.id, data })
    }
    return { imported, updated, skipped: skipped + fresh.length - imported }
  })
  return { ...counted, errors: errors.sort((a, b) => a.index - b.index) }
}

const merged = (there: User, given: User) => ({
  firstName: given.firstName ?? there.firstName,
  lastName: given.lastName ?? there.lastName,
  externalId: there.externalId ?? given.externalId,
})

const differs = (there: User, given: User): boolean =>
  Object.entries(merged(there, given)).some(([name, value]) => there[name as keyof User] !== value)

/** Longest names and ids, as the contract has them. */
const longest = { name: 100, externalId: 255, metadata: { maxBytes: 4096, maxDepth: 16 } }

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
    status: 'active',
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
  if (value.length <= longest.externalId && !/\p{Cc}/u.test(value)) return value
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
  return dry ? null : hashPassword(ctx, password)
}
