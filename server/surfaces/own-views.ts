// What one person has, as they see it themselves.
import type { Context } from '../context.ts'
import { requireUser } from '../identity/sessions/callers.ts'
import { lastUses, listOwnSessions } from '../identity/sessions/own-sessions.ts'
import { deviceWords, placeWords } from '../model/device-words.ts'
import type { Passkey } from '../model/passkey.ts'
import type { Identity } from '../model/provider.ts'
import type { AuthenticatorApp } from '../model/second-factor.ts'
import type { Session } from '../model/session.ts'
import type { Wire } from './handle.ts'
import { toTime } from './person-views.ts'

type LastUses = ReadonlyMap<string, number>

/** As those of the account surface say it. */
export const toSessions = (ctx: Context, sessions: readonly Session[], used: LastUses): Wire['AccountSession'][] =>
  sessions.map((session) => {
    const { id, ...own } = toOwnSession(ctx, session, used)
    return {
      id: `ses_${id}`,
      current: own.current,
      device: own.device,
      place: own.place,
      client_id: session.clientId,
      ip_address: own.ipAddress,
      user_agent: own.userAgent,
      created_at: own.createdAt,
      last_used_at: own.lastUsedAt,
      expires_at: own.expiresAt,
    }
  })

/** As those of the other surfaces say it. */
export const toOwnSession = (ctx: Context, session: Session, used: LastUses): Wire['OwnSession'] => ({
  id: session.id,
  current: session.id === requireUser(ctx).session.id,
  device: deviceWords(session.userAgent),
  place: placeWords(session.ip, ctx.ip),
  ipAddress: session.ip,
  userAgent: session.userAgent,
  createdAt: toTime(session.createdAt),
  lastUsedAt: toTime(used.get(session.id) ?? session.createdAt),
  expiresAt: toTime(session.expiresAt),
})

/** The caller's own, newest first. */
export const listOwn = async (ctx: Context): Promise<Wire['OwnSessionList']> => {
  const sessions = await listOwnSessions(ctx)
  const used = await lastUses(ctx, sessions)
  return { data: sessions.map((session) => toOwnSession(ctx, session, used)) }
}

export const toIdentity = ({ id, provider, email, createdAt }: Identity): Wire['AccountProviderLink'] => ({
  id: `idn_${id}`,
  provider,
  email,
  created_at: toTime(createdAt),
})

export const toProviderLink = ({ id, provider, email, createdAt }: Identity): Wire['ProviderLink'] => ({
  id,
  provider,
  email,
  createdAt: toTime(createdAt),
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
