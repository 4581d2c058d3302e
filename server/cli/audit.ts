// What has happened, for whoever runs the service: on a screen, or as lines of JSON for a log store.
import { once } from 'node:events'
import { readAudit } from '../identity/administration/audit-log.ts'
import { findNamedTenant } from '../identity/administration/tenants.ts'
import { thingOf } from '../model/audit.ts'
import { systemClock } from '../outside/clock.ts'
import type { NamedAuditEvent } from '../storage/audit-events.ts'
import { findEnvironment } from '../storage/environments.ts'
import { sentenceOf } from './actions.ts'
import { asOperator } from './operator.ts'
import { readOptions, refuse } from './options.ts'

const usage = `usage: countersign audit [options]

Shows what has happened, newest first: sign-ins and those that failed, and every change of rights, keys, factors, clients and
settings, with who did it and from where. docs/audit.md says which actions there are.

  --since TIME        not before: 2026-01-31, 2026-01-31T12:00:00Z, or how long ago, such as 90m, 24h, 7d
  --until TIME        before
  --action NAME       only this action, such as user.signed_in
  --user ID           only what this user did, or what happened to them
  --tenant TENANT     only of this tenant: its id or slug
  --environment ID    only of this environment
  --limit N           no more than so many: 100 unless said, all of them with --json
  --json              one line of JSON for each
  --help, -h          this
`

const unitsMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

export const run = async (args: readonly string[]): Promise<void> => {
  const options = readOptions(args, usage, {
    since: { type: 'string' },
    until: { type: 'string' },
    action: { type: 'string' },
    user: { type: 'string' },
    tenant: { type: 'string' },
    environment: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'boolean' },
  })
  if (!options) return
  const text = (name: string) => options[name] as string | undefined
  const [since, until] = [readTime(text('since')), readTime(text('until'))]
  const odd = since === 'odd' ? 'since' : until === 'odd' ? 'until' : undefined
  if (odd || since === 'odd' || until === 'odd') {
    return refuse(`--${odd} "${text(odd ?? 'since')}" is no time such as 2026-01-31 or 24h.`, usage)
  }
  const isJson = options.json === true
  const limit = text('limit') ?? (isJson ? String(Number.MAX_SAFE_INTEGER) : '100')
  if (!/^[1-9]\d{0,15}$/.test(limit)) return refuse(`--limit "${limit}" is no whole number from 1.`, usage)
  try {
    await asOperator(async (ctx) => {
      const tenant = text('tenant') === undefined ? undefined : await findNamedTenant(ctx, text('tenant')!)
      if (text('tenant') !== undefined && !tenant) {
        throw new Error(`There is no tenant "${text('tenant')}": countersign tenants list shows them.`)
      }
      const environmentId = text('environment')
      if (environmentId !== undefined && !(await findEnvironment(ctx.db, environmentId))) {
        throw new Error(`There is no environment "${environmentId}": countersign applications list shows their ids.`)
      }
      const filter = { since, until, action: text('action'), userId: text('user'), tenantId: tenant?.id, environmentId }
      for await (const event of readAudit(ctx, filter, Number(limit))) {
        const line = isJson ? `${JSON.stringify(toJson(event))}\n` : toLine(event)
        if (!process.stdout.write(line)) await once(process.stdout, 'drain')
      }
    })
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`)
    process.exitCode = 1
  }
}

const readTime = (text: string | undefined): number | undefined | 'odd' => {
  if (text === undefined) return undefined
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? []
  if (count !== undefined) return systemClock.now() - Number(count) * unitsMs[unit as keyof typeof unitsMs]
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return 'odd'
  const moment = Date.parse(text)
  return Number.isNaN(moment) ? 'odd' : moment
}

const toJson = (event: NamedAuditEvent) => {
  const thing = thingOf(event)
  return {
    id: event.id,
    created_at: new Date(event.createdAt).toISOString(),
    action: event.action,
    actor: event.actor,
    actor_id: event.actorId ?? (event.actor === 'user' ? event.userId : null),
    user_id: event.userId,
    user_email: event.userEmail,
    resource: thing.kind,
    resource_id: thing.id,
    tenant_id: event.tenantId,
    application_id: event.applicationId,
    environment_id: event.environmentId,
    session_id: event.sessionId,
    ip: event.ip,
    user_agent: event.userAgent,
    details: event.data,
  }
}

const toLine = (event: NamedAuditEvent): string => {
  const thing = thingOf(event)
  const who = event.actorEmail ?? event.actorId ?? (event.actor === 'user' ? (event.userEmail ?? event.userId) : null)
  const whom = event.userId !== null && event.actor !== 'user' && (event.userEmail ?? event.userId)
  const parts = [
    new Date(event.createdAt).toISOString(),
    event.action.padEnd(28),
    [event.actor ?? 'unknown', who].filter(Boolean).join(' '),
    whom && whom !== who ? `user ${whom}` : '',
    thing.id === null || thing.id === event.userId ? '' : `${thing.kind} ${thing.id}`,
    event.ip === null ? '' : `from ${event.ip}`,
  ]
  return `${parts.filter((part) => part !== '').join('  ')}\n`
}
