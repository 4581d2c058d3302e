// What somebody prepared with an address that was not proven to be theirs, and how it goes.
import type { Context } from '../../context.ts'
import type { User } from '../../model/user.ts'
import { findAdministrator } from '../../storage/administrators.ts'
import { deleteClientsOfOrganization } from '../../storage/clients.ts'
import { deleteConsentsOfUser } from '../../storage/consents.ts'
import type { Database } from '../../storage/database.ts'
import { deleteIdentitiesOfUser } from '../../storage/identities.ts'
import { revokeInvitationsBy, revokeInvitationsOfOrganization } from '../../storage/invitations.ts'
import {
  type Place,
  deleteMembership,
  deleteMembershipsAddedBy,
  deleteOtherMemberships,
  listPlaces,
} from '../../storage/memberships.ts'
import { retireTokensOfUser } from '../../storage/retired-tokens.ts'
import { listChildren, updateOrganization } from '../../storage/organizations.ts'
import { deletePasskeysOfUser } from '../../storage/passkeys.ts'
import { deleteSecondFactors } from '../../storage/second-factors.ts'
import { deleteSessionsOfUsers } from '../../storage/ended-sessions.ts'
import { deleteSignUps } from '../../storage/sign-ups.ts'
import { markTenantDeleted } from '../../storage/deleted-tenants.ts'
import { contestUser, deleteUnprovenUser, updateUser } from '../../storage/users.ts'
import { deleteWaitlistEntriesOfUser } from '../../storage/waitlist-entries.ts'
import { revokePendingSignIns } from '../authorization/pending-codes.ts'
import { passOn } from './delete-users.ts'
import { retireProofs } from '../proofs/one-time-proofs.ts'
import { inOrganizationOf } from '../organizations/access.ts'

/**
 * Keeps everybody from changing the people of the user's organizations until the transaction ends. Before anything else in it, and
 * in one order, so that no two wait for each other. `also` is one more organization that the transaction is about.
 */
export const lockPlaces = async (db: Database, user: User | undefined, also: string | null = null): Promise<void> => {
  const places = user?.emailVerifiedAt === null ? await listPlaces(db, user.id) : []
  const ids = new Set(places.map(({ organizationId }) => organizationId))
  if (also !== null) ids.add(also)
  for (const id of [...ids].sort()) await inOrganizationOf(db, id, () => Promise.resolve())
}

/**
 * Leaves of a user what a sign-up makes: themselves, and an account of their own that nobody else is in. What the application
 * gave stays theirs: it did not ask who had the password. The password goes, and whatever is found here is gone for all
 * surfaces.
 */
export const removePrepared = async (ctx: Context, db: Database, user: User): Promise<User> => {
  const now = ctx.clock.now()
  // The user first: a sign-in at the same time waits for this row, and then sees that its password is gone.
  const cleared = await updateUser(db, user.id, {
    passwordHash: null,
    contestedAt: null,
    updatedAt: now,
    // Nobody was ever in: names and all else are from whoever made the user, and not from a stranger.
    ...(user.lastSignInAt !== null && {
      firstName: null,
      lastName: null,
      avatarUrl: null,
      profile: null,
      metadata: null,
      lastSignInAt: null,
    }),
  })
  await deleteSessionsOfUsers(db, user.environmentId, [user.id], now)
  await retireProofs(ctx, db, user)
  // Those that went to another address, too.
  await retireTokensOfUser(db, user.id, now)
  await revokePendingSignIns(db, user.id)
  await deleteIdentitiesOfUser(db, user.id)
  await deleteConsentsOfUser(db, user.id)
  await deleteSecondFactors(db, user.id)
  await deletePasskeysOfUser(db, user.id)
  await deleteSignUps(db, user.id)
  await deleteWaitlistEntriesOfUser(db, user.id)
  await revokeInvitationsBy(db, [user.id], now)
  if (user.lastSignInAt !== null) await clearPlaces(ctx, db, user)
  return cleared ?? user
}

const clearPlaces = async (ctx: Context, db: Database, user: User): Promise<void> => {
  const places = await listPlaces(db, user.id)
  const isOwn = ({ createdBy, parentId, isProvisioned }: Place) =>
    createdBy === user.id && parentId === null && !isProvisioned
  const own = places.find(isOwn)
  for (const place of places) {
    if (place === own) await empty(ctx, db, place, user)
    else if (place.isProvisioned) await removeAdded(ctx, db, place.organizationId, [user.id])
    else await leave(ctx, db, place, user)
  }
}

/** The account that came with the sign-up. */
const empty = async (ctx: Context, db: Database, { organizationId }: Place, user: User): Promise<void> => {
  const now = ctx.clock.now()
  const clients = await deleteClientsOfOrganization(db, organizationId)
  await deleteOtherMemberships(db, organizationId, user.id)
  await revokeInvitationsOfOrganization(db, organizationId, now)
  const blank = { name: null, slug: null, avatarUrl: null, metadata: null, updatedAt: now }
  await updateOrganization(db, organizationId, blank)
  // Accounts that machines made below it: what its own clients did there was done for the stranger.
  const children = (await listChildren(db, organizationId)).filter(({ createdBy }) => createdBy === null)
  for (const { id } of children) await removeAdded(ctx, db, id, [user.id, ...clients])
}

/** Out of an organization goes whom somebody added, what those added in turn, and the clients that they registered. */
const removeAdded = async (
  ctx: Context,
  db: Database,
  organizationId: string,
  by: readonly string[],
): Promise<void> => {
  const found = new Set<string>(by)
  for (let adders = [...by]; adders.length > 0;) {
    const members = await deleteMembershipsAddedBy(db, organizationId, adders)
    const clients = await deleteClientsOfOrganization(db, organizationId, adders)
    adders = [...members, ...clients].filter((id) => !found.has(id))
    for (const id of adders) found.add(id)
  }
  await revokeInvitationsBy(db, [...found], ctx.clock.now(), organizationId)
}

const leave = async (ctx: Context, db: Database, { organizationId }: Place, user: User): Promise<void> => {
  await removeAdded(ctx, db, organizationId, [user.id])
  await deleteMembership(db, organizationId, user.id)
  await passOn(ctx, db, user.environmentId, organizationId)
}

/** The user too, with all that is theirs alone. False where the address is proven: then nothing goes. */
export const removeAll = async (ctx: Context, db: Database, user: User): Promise<boolean> => {
  const places = await listPlaces(db, user.id)
  const running = await findAdministrator(db, user.id)
  // First, so that nobody proves the address meanwhile.
  if (!(await contestUser(db, user.id, ctx.clock.now()))) return false
  await removePrepared(ctx, db, user)
  await deleteUnprovenUser(db, user.id)
  for (const { organizationId } of places) await passOn(ctx, db, user.environmentId, organizationId)
  if (running) await markTenantDeleted(db, running.tenant.id, ctx.clock.now())
  return true
}
