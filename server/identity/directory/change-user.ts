// What a company's directory changes of a user, and how it puts one out.
import type { Context } from '../../context.ts'
import { type Directory, type DirectoryEntry, placeOf } from '../../model/directory.ts'
import { canonicalEmail, noAddressFor } from '../../model/email.ts'
import { Failure } from '../../model/failure.ts'
import type { Database } from '../../storage/database.ts'
import { type DirectoryRow, deleteDirectoryEntry, insertOrReplaceEntry } from '../../storage/directory-users.ts'
import { findMembership, listPlaces } from '../../storage/memberships.ts'
import { lockUser, updateUser } from '../../storage/users.ts'
import { record } from '../administration/audit.ts'
import { putOut, requireAnotherOwner } from '../organizations/members.ts'
import { makeMembership } from '../organizations/organizations.ts'
import { deleteUsers } from '../people/delete-users.ts'
import { requireEmail } from '../people/emails.ts'
import { shutOut } from '../people/shut-out.ts'
import { removePrepared } from '../people/unproven-time.ts'
import { inDirectory, requireDirectory, requireVersion } from './directories.ts'
import { type SeenUser, entryOf, refusingTaken, requireFreeName, requireRow, seenOne } from './directory-users.ts'

/** What is said stays as it is where it is undefined. */
export interface UserChanges {
  readonly userName?: string
  readonly externalId?: string | null
  /** Null takes the address away. */
  readonly email?: string | null
  readonly firstName?: string | null
  readonly lastName?: string | null
  readonly isActive?: boolean
}

/**
 * Changes a user, or puts them out. An address that was the user's name goes with it. Refuses with `not_provisioned` what the
 * directory may not change; see `mayChange`.
 */
export const changeUser = async (
  ctx: Context,
  userId: string,
  changes: UserChanges,
  ifMatch: string | undefined,
): Promise<SeenUser> => {
  const directory = requireDirectory(ctx)
  return refusingTaken(() =>
    inDirectory(ctx, directory, async (db) => {
      await lockUser(db, (await requireRow(db, directory, userId)).user)
      const row = await requireRow(db, directory, userId)
      const before = await seenOne(db, directory, row)
      requireVersion(ifMatch, before.version)
      const isOwn = await isItsOwn(db, directory, row)
      if (changes.isActive === false && directory.organization && !isOwn) {
        // What it calls them is its own affair.
        await writeEntry(ctx, db, directory, row, changes)
        await leave(ctx, db, directory, await requireRow(db, directory, userId))
        return seenOne(db, directory, await requireRow(db, directory, userId))
      }
      const fields = [
        ...(await writeEntry(ctx, db, directory, row, changes)),
        // First: whoever is let in again is a member by the time that anything else of them changes.
        ...(await writeActive(ctx, db, directory, row, changes)),
        ...(await writeNames(ctx, db, directory, row, changes)),
        ...(await writeAddress(ctx, db, row, changes, isOwn)),
      ]
      if (fields.length > 0) {
        const about = { environmentId: row.user.environmentId, userId, data: { userId, fields } }
        await record(ctx, db, 'user.updated', about)
      }
      return seenOne(db, directory, await requireRow(db, directory, userId))
    }),
  )
}

/**
 * Deletes whom the directory made; an organization's, as long as they are in no other one and have proven nothing. Of everybody else
 * that ends the membership, and an environment's is refused.
 */
export const removeUser = (ctx: Context, userId: string, ifMatch: string | undefined): Promise<void> => {
  const directory = requireDirectory(ctx)
  return inDirectory(ctx, directory, async (db) => {
    // An environment's own stay its own; an organization's, as long as they prove nothing meanwhile.
    if (directory.organization) await lockUser(db, (await requireRow(db, directory, userId)).user)
    const row = await requireRow(db, directory, userId)
    requireVersion(ifMatch, (await seenOne(db, directory, row)).version)
    const isOwn = await isItsOwn(db, directory, row)
    if (!isOwn && !directory.organization) throw new Failure('not_provisioned')
    if (isOwn) {
      const member = directory.organization && (await findMembership(db, directory.organization.id, userId))
      if (member) await requireAnotherOwner(db, member)
      await deleteUsers(ctx, row.user.environmentId, [userId], db)
    } else {
      await leave(ctx, db, directory, row)
      await deleteDirectoryEntry(db, placeOf(directory), userId)
    }
  })
}

/** Whether the directory made a user who is in its organization, and in no other one. */
const isMade = async (db: Database, { organization }: Directory, { user, entry }: DirectoryRow): Promise<boolean> => {
  if (!entry?.isMaker || !organization) return entry?.isMaker === true
  const places = await listPlaces(db, user.id)
  return places.length === 1 && places[0]!.organizationId === organization.id
}

/**
 * Whether a user is the directory's alone. Whoever has proven their address is their own: an organization's directory may have made a
 * user with the address of a stranger, who must not be at its mercy once they have come.
 */
const isItsOwn = async (db: Database, directory: Directory, row: DirectoryRow): Promise<boolean> =>
  (await isMade(db, directory, row)) && (!directory.organization || row.user.emailVerifiedAt === null)

/** An organization's directory puts somebody out who is not its own, and may have them back. */
const leave = async (
  ctx: Context,
  db: Database,
  directory: Directory,
  { user, entry }: DirectoryRow,
): Promise<void> => {
  const organization = directory.organization!
  const member = await findMembership(db, organization.id, user.id)
  if (!member) return
  await putOut(ctx, db, organization, member)
  // Its say ends, and with it what it said: where it was not the last to switch them off, the entry does not say so.
  if (entry?.isSwitchedOff && user.status === 'suspended') {
    await updateUser(db, user.id, { status: 'active', updatedAt: ctx.clock.now() })
  }
  await insertOrReplaceEntry(db, entryOf(ctx, directory, user, { isSwitchedOff: true }, entry))
}

/** What the directory alone knows: the name and the id that it has for the user. */
const writeEntry = async (
  ctx: Context,
  db: Database,
  directory: Directory,
  { user, entry }: DirectoryRow,
  { userName, externalId }: UserChanges,
): Promise<string[]> => {
  const said: Partial<DirectoryEntry> = {
    ...(userName !== undefined && userName !== (entry?.userName ?? user.email) && { userName }),
    ...(externalId !== undefined && externalId !== (entry?.externalId ?? null) && { externalId }),
  }
  const fields = Object.keys(said)
  if (fields.length === 0) return []
  if (said.userName !== undefined) await requireFreeName(db, directory, said.userName, user.id)
  await insertOrReplaceEntry(db, entryOf(ctx, directory, user, said, entry))
  return fields
}

const writeNames = async (
  ctx: Context,
  db: Database,
  directory: Directory,
  row: DirectoryRow,
  { firstName, lastName }: UserChanges,
): Promise<string[]> => {
  const { user } = row
  const said = {
    ...(firstName !== undefined && firstName !== user.firstName && { firstName }),
    ...(lastName !== undefined && lastName !== user.lastName && { lastName }),
  }
  const fields = Object.keys(said)
  if (fields.length === 0) return []
  if (directory.organization && !(await isMade(db, directory, row))) throw new Failure('not_provisioned')
  await updateUser(db, user.id, { ...said, updatedAt: ctx.clock.now() })
  return fields
}

/** Nobody has proven the new address, so whatever signed in with the one before goes. */
const writeAddress = async (
  ctx: Context,
  db: Database,
  { user, entry }: DirectoryRow,
  { userName, email }: UserChanges,
  isOwn: boolean,
): Promise<string[]> => {
  const isNamed = canonicalEmail(entry?.userName ?? user.email) === user.email
  const follows = isNamed && userName !== undefined ? canonicalEmail(userName) : undefined
  const address = email === undefined ? follows : email === null ? noAddressFor(user.id) : requireEmail(email)
  if (address === undefined || address === user.email) return []
  if (!isOwn) throw new Failure('not_provisioned')
  const unproven = { emailVerifiedAt: null, contestedAt: null, lastSignInAt: null }
  const moved = await updateUser(db, user.id, { email: address, ...unproven, updatedAt: ctx.clock.now() })
  if (!moved) throw new Failure('user_not_found')
  await removePrepared(ctx, db, { ...user, ...unproven })
  await record(ctx, db, 'user.address_changed', { environmentId: user.environmentId, userId: user.id })
  return ['email']
}

/** Whoever is switched off is signed out at once. What somebody else switched off stays off. */
const writeActive = async (
  ctx: Context,
  db: Database,
  directory: Directory,
  { user }: DirectoryRow,
  { isActive }: UserChanges,
): Promise<string[]> => {
  const { entry } = await requireRow(db, directory, user.id)
  const now = ctx.clock.now()
  if (isActive === false && user.status === 'active') {
    await updateUser(db, user.id, { status: 'suspended', updatedAt: now })
    await insertOrReplaceEntry(db, entryOf(ctx, directory, user, { isSwitchedOff: true }, entry))
    await shutOut(ctx, db, user)
    return ['isActive']
  }
  if (isActive !== true || !entry?.isSwitchedOff) return []
  const { organization } = directory
  if (organization && !(await findMembership(db, organization.id, user.id))) {
    // Back into the organization, as somebody who was added to it.
    await makeMembership(ctx, db, {
      organizationId: organization.id,
      userId: user.id,
      role: 'member',
      hasJoined: false,
    })
    const data = { organizationId: organization.id, memberId: user.id, role: 'member' }
    await record(ctx, db, 'member.added', { environmentId: user.environmentId, userId: user.id, data })
    return ['isActive']
  }
  if (user.status === 'suspended') {
    await updateUser(db, user.id, { status: 'active', updatedAt: now })
    await insertOrReplaceEntry(db, entryOf(ctx, directory, user, { isSwitchedOff: false }, entry))
    return ['isActive']
  }
  return []
}
