import type { Invitation } from '../model/invitation.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import type { InvitationsTable } from './schema.ts'

export const toInvitation = (row: InvitationsTable): Invitation => ({ ...row, state: row.state as Invitation['state'] })

/** In which tenant, environment and organization; null means: in none. */
export type InvitationPlace = Pick<Invitation, 'tenantId' | 'environmentId' | 'organizationId'>

export const insertInvitation = async (db: Database, invitation: Invitation): Promise<void> => {
  await db.insertInto('invitations').values(invitation).execute()
}

/** Whatever has become of it. */
export const findInvitationByToken = async (db: Database, tokenHash: string): Promise<Invitation | undefined> => {
  const [row] = await byToken(db, tokenHash)
  return row && toInvitation(row)
}

const byToken = prepared((db, tokenHash: string) =>
  db.selectFrom('invitations').selectAll().where('tokenHash', '=', tokenHash),
)

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
