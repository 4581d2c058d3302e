import { type ExpressionBuilder, sql } from 'kysely'
import { type AuditAction, failureActions } from '../model/audit.ts'
import type { JsonObject } from '../model/user.ts'
import type { Database } from './database.ts'
import { inSearch } from './lanes.ts'
import { prepared } from './prepared.ts'
import { fromJson, toJson } from './rows.ts'
import type { AuditEventsTable, Schema } from './schema.ts'

/** Something that happened, kept after those it happened to are gone. */
export interface AuditEvent {
  readonly id: string
  readonly tenantId: string | null
  readonly applicationId: string | null
  readonly environmentId: string | null
  /** The kind of who did it. */
  readonly actor: string | null
  /** Who did it, where that is no user of the environment. */
  readonly actorId: string | null
  /** The user who did it; where somebody else did, the one it happened to. */
  readonly userId: string | null
  readonly sessionId: string | null
  readonly action: string
  readonly ip: string | null
  readonly userAgent: string | null
  readonly data: JsonObject | null
  readonly createdAt: number
}

/** With the addresses of those who are still there. */
export interface NamedAuditEvent extends AuditEvent {
  readonly userEmail: string | null
  readonly actorEmail: string | null
}

const toAuditEvent = <Row extends AuditEventsTable>(row: Row) => ({ ...row, data: fromJson<JsonObject>(row.data) })

/** What is found as an event is written down. */
interface WrittenEvent extends Pick<AuditEvent, 'tenantId' | 'applicationId'> {
  /** Whether some webhook of the tenant is on. */
  readonly mayBeTold: boolean
}

/**
 * Whose it is is found with it, where it is not said: that of the environment, or the tenant that `ofAdministrator`, a user
 * of the console, runs. Answers that.
 */
export const insertAuditEvent = async (
  db: Database,
  event: AuditEvent,
  { ofAdministrator }: { readonly ofAdministrator?: string | undefined } = {},
): Promise<WrittenEvent> => {
  const row = { ...event, data: toJson(event.data) }
  const [written] = await (ofAdministrator === undefined
    ? inserting(db, row, { environmentId: event.environmentId ?? '' })
    : insertingOfAdministrator(db, row, ofAdministrator))
  const { webhookId, ...whose } = written!
  return { ...whose, mayBeTold: webhookId !== null }
}

const whatIsFound = ({ selectFrom }: ExpressionBuilder<Schema, 'auditEvents'>) =>
  [
    'tenantId',
    'applicationId',
    selectFrom('webhooks')
      .select('webhooks.id')
      .whereRef('webhooks.tenantId', '=', 'auditEvents.tenantId')
      .where('webhooks.isActive', '=', 1)
      .limit(1)
      .as('webhookId'),
  ] as const

const inserting = prepared((db, event: AuditEventsTable, of: { readonly environmentId: string }) =>
  db
    .insertInto('auditEvents')
    .values(({ selectFrom, fn, val }) => {
      const place = selectFrom('environments').where('environments.id', '=', of.environmentId)
      const applications = place.innerJoin('applications', 'applications.id', 'environments.applicationId')
      return {
        ...event,
        tenantId: fn.coalesce(val(event.tenantId), applications.select('applications.tenantId')),
        applicationId: fn.coalesce(val(event.applicationId), place.select('environments.applicationId')),
      }
    })
    .returning(whatIsFound),
)

const insertingOfAdministrator = prepared((db, event: AuditEventsTable, userId: string) =>
  db
    .insertInto('auditEvents')
    .values(({ selectFrom, fn, val }) => {
      const administrator = selectFrom('administrators').where('userId', '=', userId)
      return { ...event, tenantId: fn.coalesce(val(event.tenantId), administrator.select('administrators.tenantId')) }
    })
    .returning(whatIsFound),
)

/** Where one ends, the next page begins. */
export interface AuditCursor {
  readonly createdAt: number
  readonly id: string
}

export interface AuditFilter {
  readonly tenantId?: string | undefined
  readonly applicationId?: string | undefined
  readonly environmentId?: string | undefined
  readonly userId?: string | undefined
  readonly actorId?: string | undefined
  readonly action?: string | undefined
  /** Not before. */
  readonly since?: number | undefined
  /** Before. */
  readonly until?: number | undefined
}

/** What most events are: the indexes by action leave it out. */
const usualAction: AuditAction = 'user.signed_in'

/** In the words of those indexes. */
const isUnusual = sql<boolean>`${sql.ref('auditEvents.action')} <> ${sql.lit(usualAction)}`

const matching = (db: Database, { since, until, ...equal }: AuditFilter) => {
  let events = db.selectFrom('auditEvents')
  for (const column of ['tenantId', 'applicationId', 'environmentId', 'userId', 'actorId', 'action'] as const) {
    const value = equal[column]
    if (value !== undefined) events = events.where(`auditEvents.${column}`, '=', value)
  }
  if (equal.action !== undefined && equal.action !== usualAction) events = events.where(isUnusual)
  if (since !== undefined) events = events.where('auditEvents.createdAt', '>=', since)
  if (until !== undefined) events = events.where('auditEvents.createdAt', '<', until)
  return events
}

/** Newest first. */
export const listAuditEvents = async (
  db: Database,
  filter: AuditFilter,
  { limit, offset = 0, after }: { readonly limit: number; readonly offset?: number; readonly after?: AuditCursor },
): Promise<NamedAuditEvent[]> => {
  const events = matching(db, filter)
  // One comparison of rows, which both databases answer from an index.
  const rest = after
    ? events.where(
        sql<boolean>`(${sql.ref('auditEvents.createdAt')}, ${sql.ref('auditEvents.id')}) < (${after.createdAt}, ${after.id})`,
      )
    : events
  const rows = await inSearch(() =>
    rest
      .leftJoin('users', 'users.id', 'auditEvents.userId')
      .leftJoin('users as actors', 'actors.id', 'auditEvents.actorId')
      .selectAll('auditEvents')
      .select(['users.email as userEmail', 'actors.email as actorEmail'])
      .orderBy('auditEvents.createdAt', 'desc')
      .orderBy('auditEvents.id', 'desc')
      .limit(limit)
      .offset(offset)
      .execute(),
  )
  return rows.map(toAuditEvent)
}

/** How many there are; no more than `most` are counted. */
export const countAuditEvents = async (db: Database, filter: AuditFilter, most: number): Promise<number> => {
  const { count } = await inSearch(() =>
    db
      .selectFrom(matching(db, filter).select('auditEvents.id').limit(most).as('counted'))
      .select(({ fn }) => fn.countAll<number | string>().as('count'))
      .executeTakeFirstOrThrow(),
  )
  return Number(count)
}

/** Drops some that happened before. Answers how many. */
export const deleteOldAuditEvents = (db: Database, before: number, limit: number): Promise<number> =>
  deleteAmong(db, oldest(db, before, limit))

/** The same, of failures alone. */
export const deleteOldFailures = (db: Database, before: number, limit: number): Promise<number> =>
  deleteAmong(db, oldest(db, before, limit).where(isFailure))

const oldest = (db: Database, before: number, limit: number) =>
  db.selectFrom('auditEvents').select('id').where('createdAt', '<', before).orderBy('createdAt').limit(limit)

/** In the words of the index that holds failures alone. */
const isFailure = sql<boolean>`(${sql.join(
  failureActions.map((action) => sql`${sql.ref('action')} = ${sql.lit(action)}`),
  sql` or `,
)})`

const deleteAmong = async (db: Database, meant: ReturnType<typeof oldest>): Promise<number> => {
  const { numDeletedRows } = await db.deleteFrom('auditEvents').where('id', 'in', meant).executeTakeFirst()
  return Number(numDeletedRows)
}
