import type { JsonObject } from '../model/user.ts'
import type { Database } from './database.ts'
import { fromJson, toJson } from './rows.ts'
import type { AuditEventsTable } from './schema.ts'

/** Something that happened, kept after those it happened to are gone. */
export interface AuditEvent {
  readonly id: string
  readonly environmentId: string | null
  readonly userId: string | null
  readonly sessionId: string | null
  readonly action: string
  readonly ip: string | null
  readonly userAgent: string | null
  readonly data: JsonObject | null
  readonly createdAt: number
}

const toAuditEvent = (row: AuditEventsTable): AuditEvent => ({ ...row, data: fromJson(row.data) })

export const insertAuditEvent = async (db: Database, event: AuditEvent): Promise<void> => {
  await db
    .insertInto('auditEvents')
    .values({ ...event, data: toJson(event.data) })
    .execute()
}

/** Newest first; of one person where `userId` is given. */
export const listAuditEvents = async (
  db: Database,
  environmentId: string,
  { limit, userId }: { readonly limit: number; readonly userId?: string },
): Promise<AuditEvent[]> => {
  const events = db.selectFrom('auditEvents').selectAll().where('environmentId', '=', environmentId)
  const rows = await (userId ? events.where('userId', '=', userId) : events)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toAuditEvent)
}

/** Drops those of an action that happened before. Answers how many. */
export const deleteOldAuditEvents = async (db: Database, action: string, before: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('auditEvents')
    .where('action', '=', action)
    .where('createdAt', '<', before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
