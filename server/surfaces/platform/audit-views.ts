import { type AuditActor, auditActors, thingOf } from '../../model/audit.ts'
import type { NamedAuditEvent } from '../../identity/administration/audit-log.ts'
import { consoleEnvironmentId } from '../../identity/sign-in/console.ts'
import { toTime } from '../app-and-platform/views.ts'
import type { Wire } from '../handle.ts'

/** As long as the contract lets the id of an issuer's subject be. */
const longestId = 255

export const toAuditLog = (event: NamedAuditEvent): Wire['AuditLog'] => {
  const { userId, userEmail, actorId, actorEmail, sessionId, data } = event
  const thing = thingOf(event)
  // The users of the console are administrators, whatever happened to them there.
  const inConsole = event.environmentId === consoleEnvironmentId
  const byAdministrator = event.actor === 'administrator'
  const person = { userId: inConsole ? null : userId, userEmail: inConsole ? null : userEmail }
  const administrator =
    inConsole && !byAdministrator
      ? { administratorId: userId, administratorEmail: userEmail }
      : byAdministrator
        ? { administratorId: actorId, administratorEmail: actorEmail }
        : { administratorId: null, administratorEmail: null }
  return {
    id: event.id,
    action: event.action,
    actorType: isActor(event.actor) ? event.actor : 'nobody',
    actorId: (actorId ?? (event.actor === 'user' ? userId : null))?.slice(0, longestId) ?? null,
    ...person,
    ...administrator,
    resource: thing.kind,
    resourceId: thing.id?.slice(0, longestId) ?? null,
    environmentId: inConsole ? null : event.environmentId,
    sessionId,
    details: data,
    ipAddress: event.ip,
    userAgent: event.userAgent,
    createdAt: toTime(event.createdAt),
  }
}

const isActor = (text: string | null): text is AuditActor => auditActors.some((actor) => actor === text)
