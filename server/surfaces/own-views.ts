// What one person has, as they see it themselves.
import type { Context } from '../context.ts'
import { requireUser } from '../identity/sessions/callers.ts'
import { deviceWords, placeWords } from '../model/device-words.ts'
import type { Passkey } from '../model/passkey.ts'
import type { Identity } from '../model/provider.ts'
import type { AuthenticatorApp } from '../model/second-factor.ts'
import type { Session } from '../model/session.ts'
import type { Wire } from './handle.ts'
import { toTime } from './person-views.ts'

export const toSessions = (
  ctx: Context,
  sessions: readonly Session[],
  used: ReadonlyMap<string, number>,
): Wire['AccountSession'][] => {
  const { session: current } = requireUser(ctx)
  return sessions.map((session) => ({
    id: `ses_${session.id}`,
    current: session.id === current.id,
    device: deviceWords(session.userAgent),
    place: placeWords(session.ip, ctx.ip),
    client_id: session.clientId,
    ip_address: session.ip,
    user_agent: session.userAgent,
    created_at: toTime(session.createdAt),
    last_used_at: toTime(used.get(session.id) ?? session.createdAt),
    expires_at: toTime(session.expiresAt),
  }))
}

export const toIdentity = ({ id, provider, email, createdAt }: Identity): Wire['AccountProviderLink'] => ({
  id: `idn_${id}`,
  provider,
  email,
  created_at: toTime(createdAt),
})

export const toPasskey = ({ id, name, isBackedUp, createdAt, lastUsedAt }: Passkey): Wire['AccountPasskey'] => ({
  id,
  name,
  backed_up: isBackedUp,
  created_at: toTime(createdAt),
  last_used_at: lastUsedAt === null ? null : toTime(lastUsedAt),
})

export const toApp = ({ id, name, confirmedAt, lastUsedAt }: AuthenticatorApp): Wire['AccountAuthenticatorApp'] => ({
  id,
  name,
  created_at: toTime(confirmedAt),
  last_used_at: lastUsedAt === null ? null : toTime(lastUsedAt),
})
