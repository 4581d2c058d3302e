// What has happened, for a tenant's administrators and for the operator: newest first, page by page.
import type { Context } from '../../context.ts'
import { failureActions } from '../../model/audit.ts'
import { Failure } from '../../model/failure.ts'
import {
  type AuditCursor,
  type AuditFilter,
  type NamedAuditEvent,
  countAuditEvents,
  listAuditEvents,
} from '../../storage/audit-events.ts'
import { type countedActions, countEventsByDay } from '../../storage/counts.ts'
import { requireTenant } from './administrators.ts'
import { requireApplication, requireEnvironmentOf, requireEnvironments } from './applications.ts'
import { readCursor, toPage } from './cursors.ts'

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
  const of = await requirePart(ctx, applicationId, environmentId)
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

/** What is counted of each day, by the actions that say so. */
const counted = {
  signUps: ['user.signed_up'],
  signIns: ['user.signed_in'],
  failedSignIns: failureActions,
} as const satisfies Readonly<Record<string, readonly (typeof countedActions)[number][]>>

export type ActivityOfDay = { readonly [name in keyof typeof counted]: number } & {
  /** As in 2026-01-15, of UTC. */
  readonly day: string
}

const dayMs = 24 * 60 * 60 * 1000

/** The last days of an application, or of one of its environments, oldest first; a day on which nothing happened, too. */
export const countActivity = async (
  ctx: Context,
  applicationId: string,
  environmentId: string | undefined,
  days: number,
): Promise<ActivityOfDay[]> => {
  const ids = (await requireEnvironments(ctx, applicationId, environmentId)).map(({ id }) => id)
  const today = Math.floor(ctx.clock.now() / dayMs)
  const first = today - days + 1
  const counts = await countEventsByDay(ctx.db, ids, first)
  const sum = (day: number, actions: readonly string[]) =>
    counts
      .filter((found) => found.day === day && actions.includes(found.action))
      .reduce((total, { count }) => total + count, 0)
  return Array.from({ length: days }, (_, index) => ({
    day: new Date((first + index) * dayMs).toISOString().slice(0, 10),
    signUps: sum(first + index, counted.signUps),
    signIns: sum(first + index, counted.signIns),
    failedSignIns: sum(first + index, counted.failedSignIns),
  }))
}

const requirePart = async (ctx: Context, applicationId: string, environmentId: string | undefined) => {
  const { application } = await requireApplication(ctx, applicationId)
  return environmentId === undefined
    ? { applicationId: application.id }
    : { environmentId: (await requireEnvironmentOf(ctx, applicationId, environmentId)).id }
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
  const { found: events, nextCursor } = toPage(rows, limit)
  return { events, total, nextCursor }
}
