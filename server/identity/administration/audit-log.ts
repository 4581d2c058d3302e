// What has happened, for a tenant's administrators and for the operator: newest first, page by page.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import {
  type AuditCursor,
  type AuditFilter,
  type NamedAuditEvent,
  countAuditEvents,
  listAuditEvents,
} from '../../storage/audit-events.ts'
import { requireTenant } from './administrators.ts'
import { requireApplication, requireEnvironmentOf } from './applications.ts'

export type { NamedAuditEvent } from '../../storage/audit-events.ts'

/** What an administrator narrows a list by. */
export type AuditWish = Pick<AuditFilter, 'userId' | 'actorId' | 'action' | 'since' | 'until'>

export interface AuditPage {
  readonly page: number
  readonly limit: number
  /** As the page before gave it; then `page` says nothing. */
  readonly cursor?: string | undefined
}

export interface ListedEvents {
  readonly events: readonly NamedAuditEvent[]
  /** No more than `mostCounted`, which is as far as page numbers lead. */
  readonly total: number
  readonly nextCursor: string | null
}

/** A count of all would read all, and so would a page far behind. */
const mostCounted = 10_000

/** Of the caller's tenant: its applications, and its administrators. */
export const listTenantAudit = async (ctx: Context, wish: AuditWish, page: AuditPage): Promise<ListedEvents> => {
  const { tenant } = await requireTenant(ctx)
  return listPage(ctx, { ...wish, tenantId: tenant.id }, page)
}

/** Of one application of the caller's tenant, or of one environment of that. */
export const listApplicationAudit = async (
  ctx: Context,
  applicationId: string,
  environmentId: string | undefined,
  wish: AuditWish,
  page: AuditPage,
): Promise<ListedEvents> => {
  const { application } = await requireApplication(ctx, applicationId)
  const of =
    environmentId === undefined
      ? { applicationId: application.id }
      : { environmentId: (await requireEnvironmentOf(ctx, applicationId, environmentId)).id }
  return listPage(ctx, { ...wish, ...of }, page)
}

/** All of them, in pieces: for the operator, who reads everybody's. */
export async function* readAudit(ctx: Context, filter: AuditFilter, most: number): AsyncGenerator<NamedAuditEvent> {
  if (ctx.caller.kind !== 'operator') throw new Failure('unauthorized')
  let after: AuditCursor | undefined
  for (let left = most; left > 0;) {
    const limit = Math.min(left, 500)
    const events = await listAuditEvents(ctx.db, filter, { limit, ...(after && { after }) })
    yield* events
    after = events.at(-1)
    left -= events.length
    if (events.length < limit) return
  }
}

const listPage = async (
  ctx: Context,
  filter: AuditFilter,
  { page, limit, cursor }: AuditPage,
): Promise<ListedEvents> => {
  const after = cursor === undefined ? undefined : readCursor(cursor)
  const offset = (page - 1) * limit
  const total = await countAuditEvents(ctx.db, filter, mostCounted)
  if (!after && offset >= mostCounted) return { events: [], total, nextCursor: null }
  const rows = await listAuditEvents(ctx.db, filter, { limit: limit + 1, ...(after ? { after } : { offset }) })
  const events = rows.slice(0, limit)
  const last = events.at(-1)
  return { events, total, nextCursor: rows.length > limit && last ? writeCursor(last) : null }
}

const writeCursor = ({ createdAt, id }: AuditCursor): string => Buffer.from(`${createdAt}.${id}`).toString('base64url')

const readCursor = (text: string): AuditCursor => {
  const [, createdAt, id] = /^(\d{1,15})\.([\w-]{1,64})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (createdAt === undefined || id === undefined) {
    throw new Failure('invalid_request', 'cursor: must be what the page before gave')
  }
  return { createdAt: Number(createdAt), id }
}
