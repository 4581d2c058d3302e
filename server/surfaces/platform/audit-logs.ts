import { type ListedEvents, listApplicationAudit, listTenantAudit } from '../../identity/administration/audit-log.ts'
import { Failure } from '../../model/failure.ts'
import type { Handle, Wire } from '../handle.ts'
import { toAuditLog } from './audit-views.ts'

type Query = Parameters<Handle<'platform.listAuditLogs'>>[0]['query']

export const listAuditLogs: Handle<'platform.listAuditLogs'> = async ({ query }, ctx) => {
  const page = pageOf(query)
  return { status: 200, body: toPage(await listTenantAudit(ctx, wishOf(query), page), page) }
}

export const listAppAuditLogs: Handle<'platform.listAppAuditLogs'> = async ({ path, query }, ctx) => {
  const page = pageOf(query)
  const listed = await listApplicationAudit(ctx, path.appId, query.environmentId, wishOf(query), page)
  return { status: 200, body: toPage(listed, page) }
}

const pageOf = ({ page = 1, limit = 100, cursor }: Query) => ({ page, limit, cursor })

const wishOf = ({ action, userId, administratorId, since, until }: Query) => ({
  action,
  userId,
  actorId: administratorId,
  since: since === undefined ? undefined : toMoment('since', since),
  until: until === undefined ? undefined : toMoment('until', until),
})

const toMoment = (name: string, text: string): number => {
  const moment = Date.parse(text)
  if (Number.isNaN(moment))
    throw new Failure('invalid_request', `${name}: must be a moment such as 2026-01-01T00:00:00Z`)
  return moment
}

const toPage = (
  { events, total, nextCursor }: ListedEvents,
  { page, limit }: { page: number; limit: number },
): Wire['AuditLogPage'] => ({ data: events.map(toAuditLog), total, page, limit, nextCursor })
