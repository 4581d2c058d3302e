import type { Context } from '../../context.ts'
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
    data: ctx.caller.kind === 'machine' ? { ...about.data, clientId: ctx.caller.client.id } : (about.data ?? null),
    createdAt: ctx.clock.now(),
  })
}

/** Who did it, where a signed-in user did. */
export const byCaller = ({ caller }: Context): Pick<About, 'userId' | 'sessionId'> =>
  caller.kind === 'user' ? { userId: caller.user.id, sessionId: caller.session.id } : {}
