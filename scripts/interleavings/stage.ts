// The rules of refresh with what they stand on: a database in memory, a clock of one's own, and people who ask.
import { contextFor } from '../../tests/identity/context-for-tests.ts'
import { configForTests } from '../../tests/server-for-tests.ts'
import type { Context } from '../../server/context.ts'
import { refreshSession } from '../../server/identity/sessions/refresh.ts'
import { findSessionOfToken } from '../../server/identity/sessions/session-tokens.ts'
import { Failure } from '../../server/model/failure.ts'
import { policies } from '../../server/model/policies.ts'
import { sandboxEnvironmentId } from '../../server/model/sandbox-credentials.ts'
import { createIds } from '../../server/outside/ids.ts'
import { createLog } from '../../server/outside/log.ts'
import { sha256 } from '../../server/outside/secrets.ts'
import { openWorldOnly } from '../../server/world.ts'
import { ensureSandbox } from '../../server/sandbox/sandbox.ts'

export interface Tokens {
  readonly refresh: string
  /** When its access token was made. */
  readonly access: { readonly sid: string; readonly jti: string }
}

export interface Stage {
  advance(seconds: number): void
  /** A session that has just begun. */
  begin(): Promise<Tokens>
  /** Undefined where the session is refused. */
  refresh(token: string, userAgent: string): Promise<Tokens | undefined>
  /** Asks us something by an access token; whether the session is alive. */
  use(access: Tokens['access']): Promise<boolean>
  /** Forgets all sessions. */
  forget(): Promise<void>
  close(): Promise<void>
}

const origin = 1_800_000_000_000

/** Opens it. Nothing travels: what is called is what every surface calls. */
export const openStage = async (): Promise<Stage> => {
  let now = origin
  const clock = { now: () => now }
  const config = configForTests({ LOG_LEVEL: 'silent' })
  const log = createLog({ level: 'silent' })
  const { world, close } = await openWorldOnly(config, log, { migrating: true })
  await ensureSandbox(world)
  const ids = createIds(clock)
  const contextOf = (userAgent: string): Context => contextFor({ ...world, clock, ids }, { userAgent })
  const { db } = world
  const user = { id: ids.uuid(), environmentId: sandboxEnvironmentId }
  await db
    .insertInto('users')
    .values({
      ...user,
      email: 'person@interleavings.example',
      status: 'active',
      createdAt: now,
      updatedAt: now,
      ...{ emailVerifiedAt: null, contestedAt: null, passwordHash: null, firstName: null, lastName: null },
      ...{ avatarUrl: null, externalId: null, profile: null, metadata: null, lastSignInAt: null },
    })
    .execute()
  const year = 365 * 24 * 60 * 60_000
  const tokens = (sid: string, refresh: string): Tokens => ({ refresh, access: { sid, jti: ids.uuid() } })
  return {
    advance: (seconds) => void (now += Math.round(seconds * 1000)),
    begin: async () => {
      const [sid, refresh] = [ids.uuid(), ids.secret()]
      const whose = { userId: user.id, environmentId: user.environmentId, surface: 'account' as const }
      await db
        .insertInto('sessions')
        .values({
          id: sid,
          ...whose,
          createdAt: now,
          expiresAt: now + year,
          ...{ clientId: null, organizationId: null, confinedTo: null, scope: null, userAgent: null, ip: null },
          ...{ endedAt: null, endReason: null, authenticatedAt: null, authenticatedBy: null, browserSessionId: null },
          ...{ keyThumbprint: null, claims: null, provenAt: null, resource: null },
        })
        .execute()
      const times = { createdAt: now, expiresAt: now + year, usedAt: null, successorSalt: null, keyThumbprint: null }
      await db
        .insertInto('refreshTokens')
        .values({ hash: sha256(refresh), sessionId: sid, ...times })
        .execute()
      return tokens(sid, refresh)
    },
    refresh: async (token, userAgent) => {
      try {
        const { session, refreshToken } = await refreshSession(contextOf(userAgent), policies.account, token)
        return tokens(session.id, refreshToken)
      } catch (error) {
        if (error instanceof Failure && error.code === 'invalid_refresh_token') return undefined
        throw error
      }
    },
    use: async ({ sid, jti }) => {
      const context = contextOf('any')
      const iat = Math.floor(now / 1000)
      const claims = {
        sid,
        jti,
        iat,
        exp: iat + 60,
        iss: '',
        aud: '',
        sub: `uid_${user.id}`,
        client_id: user.environmentId,
      }
      return (await findSessionOfToken(context, claims, () => undefined)) !== undefined
    },
    forget: async () => {
      await db.deleteFrom('sessions').execute()
      await db.deleteFrom('auditEvents').execute()
      await db.deleteFrom('outbox').execute()
      now += 3 * 60 * 60_000
    },
    close,
  }
}
