// Invitations as they are listed and counted.
import { type SelectQueryBuilder, sql } from 'kysely'
import type { Invitation } from '../model/invitation.ts'
import type { Database } from './database.ts'
import { type Page, isBehind, listNewest } from './newest.ts'
import { toInvitation, type InvitationPlace } from './invitations.ts'
import type { Schema } from './schema.ts'

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

/** Of a tenant's environments, newest first. */
export const listInvitations = async (
  db: Database,
  tenantId: string,
  environmentIds: readonly string[],
  page: Page,
): Promise<Invitation[]> => {
  const rowsOf = (environmentId: string) => invitationsAt(db, { tenantId, environmentId }).selectAll()
  return (await listNewest(db, environmentIds, rowsOf, page)).map(toInvitation)
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
 * organizations they own; and those to no organization that they sent. Each part has an index of its own, and is read as far as
 * the page may need it.
 */
export const listInvitationsOfPerson = async (
  db: Database,
  person: {
    readonly tenantId: string
    readonly environmentId: string
    readonly userId: string
    readonly provenEmail: string | null
    /** Those to no organization, whoever sent them. */
    readonly seesAll: boolean
  },
  { now, limit, after }: Pick<Page, 'limit' | 'after'> & { readonly now: number },
): Promise<Invitation[]> => {
  const { userId, provenEmail, seesAll } = person
  const [createdAt, id] = [sql.ref('invitations.createdAt'), sql.ref('invitations.id')]
  const newest = <Table extends keyof Schema>(part: SelectQueryBuilder<Schema, Table, { id: string }>) => {
    const rest = after ? part.where(isBehind(after, 'invitations')) : part
    const page = rest.orderBy(createdAt, 'desc').orderBy(id, 'desc').limit(limit)
    return db.selectFrom(page.as('newest')).select('newest.id')
  }
  const ids = db.selectFrom('invitations').select('invitations.id')
  const toThem = ids
    .where('environmentId', '=', person.environmentId)
    .where('email', '=', provenEmail)
    .where('state', '=', 'pending')
    .where('expiresAt', '>', now)
  const bySender = (
    seesAll ? invitationsAt(db, person).select('invitations.id') : ids.where('invitedBy', '=', userId)
  ).where('organizationId', 'is', null)
  const toTheirs = ids
    .innerJoin('memberships', 'memberships.organizationId', 'invitations.organizationId')
    .where('memberships.userId', '=', userId)
    .where('memberships.role', '=', 'owner')
  const rows = await db
    .selectFrom('invitations')
    .selectAll()
    .where('id', 'in', newest(toThem).unionAll(newest(bySender)).unionAll(newest(toTheirs)))
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
  { now, limit, after }: Pick<Page, 'limit' | 'after'> & { readonly now: number },
): Promise<Invitation[]> => {
  const rows = await db
    .selectFrom('invitations')
    .selectAll()
    .where('environmentId', '=', environmentId)
    .where('email', '=', email)
    .where('state', '=', 'pending')
    .where('expiresAt', '>', now)
    .$if(after !== undefined, (query) => query.where(isBehind(after!)))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toInvitation)
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
