import type { Invitation } from '../model/invitation.ts'
import type { Database } from './database.ts'
import { type Page, isBehind } from './newest.ts'
import type { InvitationsTable } from './schema.ts'

const toInvitation = (row: InvitationsTable): Invitation => ({ ...row, state: row.state as Invitation['state'] })

/** In which tenant, environment and organization; null means: in none. */
export type InvitationPlace = Pick<Invitation, 'tenantId' | 'environmentId' | 'organizationId'>

export const insertInvitation = async (db: Database, invitation: Invitation): Promise<void> => {
  await db.insertInto('invitations').values(invitation).execute()
}

/** Whatever has become of it. */
export const findInvitationByToken = async (db: Database, tokenHash: string): Promise<Invitation | undefined> => {
  const row = await db.selectFrom('invitations').selectAll().where('tokenHash', '=', tokenHash).executeTakeFirst()
  return row && toInvitation(row)
}

export const findInvitation = async (
  db: Database,
  { tenantId, environmentId }: Pick<InvitationPlace, 'tenantId' | 'environmentId'>,
  id: string,
): Promise<Invitation | undefined> => {
  const row = await db
    .selectFrom('invitations')
    .selectAll()
    .where('id', '=', id)
    .where('tenantId', '=', tenantId)
    .where('environmentId', environmentId === null ? 'is' : '=', environmentId)
    .executeTakeFirst()
  return row && toInvitation(row)
}

const invitationsAt = (db: Database, place: Pick<InvitationPlace, 'tenantId' | 'environmentId'>) =>
  db
    .selectFrom('invitations')
    .where('tenantId', '=', place.tenantId)
    .where('environmentId', place.environmentId === null ? 'is' : '=', place.environmentId)

const countPending = (db: Database, now: number) =>
  db
    .selectFrom('invitations')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('state', '=', 'pending')
    .where('expiresAt', '>', now)

/** Those that can still be accepted. */
export const countPendingInvitationsOfOrganization = async (
  db: Database,
  organizationId: string,
  now: number,
): Promise<number> => {
  const { total } = await countPending(db, now).where('organizationId', '=', organizationId).executeTakeFirstOrThrow()
  return Number(total)
}

/** Those to the application itself that can still be accepted. */
export const countPendingInvitationsBy = async (db: Database, invitedBy: string, now: number): Promise<number> => {
  const { total } = await countPending(db, now)
    .where('invitedBy', '=', invitedBy)
    .where('organizationId', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** Of one environment, or of the tenant itself; newest first. */
export const listInvitations = async (
  db: Database,
  place: Pick<InvitationPlace, 'tenantId' | 'environmentId'>,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<Invitation[]> => {
  const rows = await invitationsAt(db, place)
    .selectAll()
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows.map(toInvitation)
}

export const countInvitations = async (
  db: Database,
  place: Pick<InvitationPlace, 'tenantId' | 'environmentId'>,
): Promise<number> => {
  const { total } = await invitationsAt(db, place)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** Newest first. */
export const listInvitationsOfOrganization = async (
  db: Database,
  organizationId: string,
  { limit, offset = 0, after }: Page,
): Promise<Invitation[]> => {
  const rows = await db
    .selectFrom('invitations')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .$if(after !== undefined, (query) => query.where(isBehind(after!)))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(after ? 0 : offset)
    .execute()
  return rows.map(toInvitation)
}

export const countInvitationsOfOrganization = async (db: Database, organizationId: string): Promise<number> => {
  const { total } = await db
    .selectFrom('invitations')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('organizationId', '=', organizationId)
    .executeTakeFirstOrThrow()
  return Number(total)
}

/**
 * What is a person's business, newest first: pending ones to their address, where they have proven one; all to
 * organizations they own; and those to no organization that they sent. Each part has an index of its own.
 */
export const listInvitationsOfPerson = async (
  db: Database,
  person: {
    readonly environmentId: string
    readonly userId: string
    readonly provenEmail: string | null
    /** Those to no organization, whoever sent them. */
    readonly seesAll: boolean
  },
  { now, limit }: { readonly now: number; readonly limit: number },
): Promise<Invitation[]> => {
  const { environmentId, userId, provenEmail, seesAll } = person
  const ids = db.selectFrom('invitations').select('invitations.id')
  const toThem = ids
    .where('environmentId', '=', environmentId)
    .where('email', '=', provenEmail)
    .where('state', '=', 'pending')
    .where('expiresAt', '>', now)
  const toNone = ids.where('invitations.organizationId', 'is', null)
  const bySender = seesAll ? toNone.where('environmentId', '=', environmentId) : toNone.where('invitedBy', '=', userId)
  const toTheirs = ids
    .innerJoin('memberships', 'memberships.organizationId', 'invitations.organizationId')
    .where('memberships.userId', '=', userId)
    .where('memberships.role', '=', 'owner')
  const rows = await db
    .selectFrom('invitations')
    .selectAll()
    .where('id', 'in', toThem.unionAll(bySender).unionAll(toTheirs))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toInvitation)
}

/** Pending ones to an address, newest first. */
export const listInvitationsTo = async (
  db: Database,
  { environmentId, email }: { readonly environmentId: string; readonly email: string },
  { now, limit }: { readonly now: number; readonly limit: number },
): Promise<Invitation[]> => {
  const rows = await db
    .selectFrom('invitations')
    .selectAll()
    .where('environmentId', '=', environmentId)
    .where('email', '=', email)
    .where('state', '=', 'pending')
    .where('expiresAt', '>', now)
    .orderBy('createdAt', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toInvitation)
}

const acceptingPending = (db: Database, now: number) =>
  db
    .updateTable('invitations')
    .set({ state: 'accepted', acceptedAt: now, updatedAt: now })
    .where('state', '=', 'pending')
    .where('expiresAt', '>', now)

/** Consumes an invitation. Returns it to the one caller who wins, and to nobody after. */
export const useInvitation = async (db: Database, tokenHash: string, now: number): Promise<Invitation | undefined> => {
  const row = await acceptingPending(db, now).where('tokenHash', '=', tokenHash).returningAll().executeTakeFirst()
  return row && toInvitation(row)
}

/** As `useInvitation`, for the owner of the invited address. */
export const useInvitationTo = async (
  db: Database,
  { id, environmentId, email }: { readonly id: string; readonly environmentId: string; readonly email: string },
  now: number,
): Promise<Invitation | undefined> => {
  const row = await acceptingPending(db, now)
    .where('id', '=', id)
    .where('environmentId', '=', environmentId)
    .where('email', '=', email)
    .returningAll()
    .executeTakeFirst()
  return row && toInvitation(row)
}

/** Gives one that is still pending, or expired, another sender, and another token and time where there are some. */
export const renewInvitation = async (
  db: Database,
  id: string,
  patch: Pick<Invitation, 'invitedBy' | 'updatedAt'> & Partial<Pick<Invitation, 'tokenHash' | 'expiresAt' | 'surface'>>,
): Promise<Invitation | undefined> => {
  const row = await db
    .updateTable('invitations')
    .set(patch)
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .returningAll()
    .executeTakeFirst()
  return row && toInvitation(row)
}

/** Notes who took the place. */
export const updateGuest = async (db: Database, id: string, userId: string): Promise<void> => {
  await db.updateTable('invitations').set({ acceptedBy: userId }).where('id', '=', id).execute()
}

/** The invitation, if it was still pending. */
export const revokeInvitation = async (db: Database, id: string, now: number): Promise<Invitation | undefined> => {
  const row = await db
    .updateTable('invitations')
    .set({ state: 'revoked', updatedAt: now })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .returningAll()
    .executeTakeFirst()
  return row && toInvitation(row)
}

/** Changes what the invitation gives that still stands for an address at one place, and leaves its token and time. */
export const amendInvitationTo = async (
  db: Database,
  { tenantId, environmentId, organizationId }: InvitationPlace,
  email: string,
  patch: Pick<Invitation, 'role' | 'roleId' | 'clientId' | 'redirectUri' | 'invitedBy' | 'updatedAt'>,
): Promise<Invitation | undefined> => {
  const row = await db
    .updateTable('invitations')
    .set(patch)
    .where('tenantId', '=', tenantId)
    .where('environmentId', environmentId === null ? 'is' : '=', environmentId)
    .where('organizationId', organizationId === null ? 'is' : '=', organizationId)
    .where('email', '=', email)
    .where('state', '=', 'pending')
    .where('expiresAt', '>', patch.updatedAt)
    .returningAll()
    .executeTakeFirst()
  return row && toInvitation(row)
}

/** Revokes what is pending for an address at one place. Answers how many. */
export const revokeInvitationsTo = async (
  db: Database,
  { tenantId, environmentId, organizationId }: InvitationPlace,
  email: string,
  now: number,
): Promise<number> => {
  const { numUpdatedRows } = await db
    .updateTable('invitations')
    .set({ state: 'revoked', updatedAt: now })
    .where('tenantId', '=', tenantId)
    .where('environmentId', environmentId === null ? 'is' : '=', environmentId)
    .where('organizationId', organizationId === null ? 'is' : '=', organizationId)
    .where('email', '=', email)
    .where('state', '=', 'pending')
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Revokes what is pending of those who sent it: everywhere, or to one organization. Answers how many. */
export const revokeInvitationsBy = async (
  db: Database,
  senders: readonly string[],
  now: number,
  organizationId?: string,
): Promise<number> => {
  const all = db
    .updateTable('invitations')
    .set({ state: 'revoked', updatedAt: now })
    .where('invitedBy', 'in', senders)
    .where('state', '=', 'pending')
  const { numUpdatedRows } = await (
    organizationId === undefined ? all : all.where('organizationId', '=', organizationId)
  ).executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Revokes all that is pending to an organization. Answers how many. */
export const revokeInvitationsOfOrganization = async (
  db: Database,
  organizationId: string,
  now: number,
): Promise<number> => {
  const { numUpdatedRows } = await db
    .updateTable('invitations')
    .set({ state: 'revoked', updatedAt: now })
    .where('organizationId', '=', organizationId)
    .where('state', '=', 'pending')
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Who of these people took an invitation to the organization. */
export const listGuests = async (
  db: Database,
  organizationId: string,
  userIds: readonly string[],
): Promise<string[]> => {
  if (userIds.length === 0) return []
  const rows = await db
    .selectFrom('invitations')
    .select('acceptedBy')
    .where('organizationId', '=', organizationId)
    .where('acceptedBy', 'in', userIds)
    .execute()
  return rows.flatMap(({ acceptedBy }) => acceptedBy ?? [])
}

/** Drops those that nobody accepted before. Answers how many. */
export const deleteOldInvitations = async (db: Database, before: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('invitations')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('invitations')
        .select('id')
        .where('expiresAt', '<', before)
        .where('state', '!=', 'accepted')
        .limit(limit),
    )
    .where('expiresAt', '<', before)
    .where('state', '!=', 'accepted')
    .executeTakeFirst()
  return Number(numDeletedRows)
}
