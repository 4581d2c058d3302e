import type { Caller, Context } from '../../context.ts'
import type { JsonObject } from '../../model/user.ts'
import { insertAuditEvent } from '../../storage/audit-events.ts'
import type { Database } from '../../storage/database.ts'

interface About {
  readonly environmentId: string | null
  readonly userId?: string
  readonly sessionId?: string
  readonly data?: JsonObject
}

/** Writes down what happened, by whom and from where. Never a secret. */
export const record = async (ctx: Context, db: Database, action: string, about: About): Promise<void> => {
  await insertAuditEvent(db, {
    id: ctx.ids.uuid(),
    environmentId: about.environmentId,
    userId: about.userId ?? null,
    sessionId: about.sessionId ?? null,
    action,
    ip: ctx.ip,
    userAgent: ctx.userAgent,
    data: dataOf(ctx.caller, about.data),
    createdAt: ctx.clock.now(),
  })
}

/** Callers that are no user are said with what they did. */
const dataOf = (caller: Caller, data: JsonObject | undefined): JsonObject | null => {
  if (caller.kind === 'machine') return { ...data, clientId: caller.client.id }
  if (caller.kind === 'operator') return { ...data, by: 'operator' }
  return data ?? null
}

/** Who did it, where a signed-in user did. */
export const byCaller = ({ caller }: Context): Pick<About, 'userId' | 'sessionId'> =>
  caller.kind === 'user' ? { userId: caller.user.id, sessionId: caller.session.id } : {}
