import type { Caller, Context } from '../../context.ts'
import { type AuditAction, type AuditActor, provesNobody } from '../../model/audit.ts'
import type { JsonObject } from '../../model/user.ts'
import { insertAuditEvent } from '../../storage/audit-events.ts'
import type { Database } from '../../storage/database.ts'
import { queueForWebhooks } from '../webhooks/queue.ts'
import { consoleEnvironmentId } from '../sign-in/console.ts'

interface About {
  /** Null for what stands above environments: then it says whose it is. */
  readonly environmentId: string | null
  readonly tenantId?: string
  readonly applicationId?: string
  /** Who did it; or, where that is somebody else, whom it happened to. */
  readonly userId?: string
  readonly sessionId?: string
  readonly data?: JsonObject
}

/** Who did it, from where, and when; the service itself has no address. */
export type Writer = Pick<Context, 'caller' | 'clock' | 'ids' | 'userAgent'> & { readonly ip: string | null }

/**
 * Writes down what happened, by whom and from where, in the transaction of what happened. Never a secret, nor an address:
 * whoever is deleted is named no more.
 */
export const record = async (ctx: Writer, db: Database, action: AuditAction, about: About): Promise<void> => {
  const { caller } = ctx
  const { environmentId } = about
  const inConsole = environmentId === consoleEnvironmentId
  const { actor, actorId } = actorOf(caller, action, about)
  // An administrator is no user of the environments that they change.
  const isElsewhere = actor === 'administrator' && !inConsole && about.userId === actorId
  const userId = isElsewhere ? null : (about.userId ?? null)
  const event = {
    id: ctx.ids.uuid(),
    tenantId: about.tenantId ?? (caller.kind === 'operator' ? caller.tenantId : null),
    applicationId: about.applicationId ?? null,
    environmentId,
    actor,
    actorId: actorId === userId && !inConsole ? null : actorId,
    userId,
    sessionId: about.sessionId ?? null,
    action,
    ip: caller.kind === 'operator' ? null : ctx.ip,
    userAgent: ctx.userAgent,
    data: about.data === undefined ? null : shortened(about.data),
    createdAt: ctx.clock.now(),
  }
  // One query for known and unknown people: time does not tell them apart.
  const ofAdministrator = (actor === 'administrator' ? actorId : userId) ?? ''
  const { mayBeTold, ...whose } = await insertAuditEvent(
    db,
    event,
    inConsole || environmentId === null ? { ofAdministrator } : {},
  )
  if (mayBeTold) await queueForWebhooks(ctx, db, { ...event, ...whose })
}

/** A scope may be as long as a request. */
const longestText = 500

const shortened = (data: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, longestText) : value,
    ]),
  )

const actorOf = (
  caller: Caller,
  action: AuditAction,
  { environmentId, userId }: About,
): { actor: AuditActor; actorId: string | null } => {
  switch (caller.kind) {
    case 'user':
      return {
        actor: caller.environment.id === consoleEnvironmentId ? 'administrator' : 'user',
        actorId: caller.user.id,
      }
    case 'machine':
      return { actor: 'client', actorId: caller.client.id }
    case 'registration':
      return caller.client
        ? { actor: 'client', actorId: caller.client.id }
        : { actor: 'registration_key', actorId: null }
    case 'backend':
    case 'directory':
    case 'tenant':
      return { actor: 'secret_key', actorId: caller.keyId }
    case 'project_admin':
      return { actor: 'project_admin', actorId: caller.session?.subject ?? null }
    case 'operator':
      return { actor: 'operator', actorId: null }
    default:
      // Whoever has no credential yet may prove themselves by the very thing that is written down.
      if (userId === undefined || provesNobody(action)) return { actor: 'nobody', actorId: null }
      return environmentId === consoleEnvironmentId
        ? { actor: 'administrator', actorId: userId }
        : { actor: 'user', actorId: userId }
  }
}

/** Who did it, where a signed-in user did. */
export const byCaller = ({ caller }: Pick<Context, 'caller'>): Pick<About, 'userId' | 'sessionId'> =>
  caller.kind === 'user' ? { userId: caller.user.id, sessionId: caller.session.id } : {}
