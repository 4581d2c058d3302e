// Tells clients that somebody has signed out (OpenID Connect Back-Channel Logout 1.0). What to tell was queued where the
// session ended.
import { setTimeout as pause } from 'node:timers/promises'
import type { World } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { LogoutNotice } from '../../model/logout-notice.ts'
import { signJwt } from '../../outside/jwt.ts'
import { findClient } from '../../storage/clients.ts'
import { claimDueLogoutNotices, deleteLogoutNotice, rescheduleLogoutNotice } from '../../storage/logout-notices.ts'
import { subjectOf } from './id-tokens.ts'

const leaseMs = 60_000
const mostInFlight = 20
/** Of one client at once. */
const perClient = 4
/** A round takes nothing on after that. */
const roundMs = 10_000
const lookEveryMs = 250
/** A receiver that has not answered by then learns of it when its tokens end. */
const lifeMs = 60 * 60_000
/** Section 2.4 asks for two minutes at most. */
const tokenSeconds = 120
const event = 'http://schemas.openid.net/event/backchannel-logout'

/**
 * Sends what is due; several instances may. What fails is tried again, later each time, for an hour. Who is slow holds up
 * nobody else: while one is waited for, others get theirs.
 */
export const deliverLogoutNotices = async (world: World): Promise<void> => {
  const begun = performance.now()
  const inFlight = new Map<string, { readonly clientId: string; readonly sent: Promise<void> }>()
  const failed = new Set<string>()
  for (;;) {
    const isOver = performance.now() - begun > roundMs
    const busy = new Set([...inFlight.values()].map(({ clientId }) => clientId))
    const room = { limit: mostInFlight - inFlight.size, perClient, except: [...busy, ...failed] }
    const due = isOver || room.limit <= 0 ? [] : await claimDueLogoutNotices(world.db, world.clock.now(), leaseMs, room)
    for (const notice of due) {
      const sent = deliver(world, notice).then((isTaken) => {
        inFlight.delete(notice.id)
        if (!isTaken) failed.add(notice.clientId)
      })
      inFlight.set(notice.id, { clientId: notice.clientId, sent })
    }
    if (inFlight.size === 0) return
    const anySent = [...inFlight.values()].map(({ sent }) => sent)
    await Promise.race([...anySent, ...(isOver ? [] : [pause(lookEveryMs, undefined, { ref: false })])])
  }
}

/** True where it is done with. */
const deliver = async (world: World, notice: LogoutNotice): Promise<boolean> => {
  const client = await findClient(world.db, notice.clientId)
  const url = client?.isActive ? client.openid.backchannelLogoutUri : null
  const problem = client && url !== null ? await tell(world, client, url, notice) : undefined
  if (problem === undefined) {
    await deleteLogoutNotice(world.db, notice.id)
    return true
  }
  const now = world.clock.now()
  const waitMs = Math.min(2 ** Math.min(notice.attempts, 10) * 1000, 5 * 60_000)
  world.log.warn({ client: notice.clientId, problem, attempts: notice.attempts }, 'A client did not take a logout')
  if (now + waitMs > notice.createdAt + lifeMs) await deleteLogoutNotice(world.db, notice.id)
  else await rescheduleLogoutNotice(world.db, notice.id, now + waitMs)
  return false
}

/** What went wrong; nothing where the client has taken it. One that says it cannot (400) is not asked again. */
const tell = async (world: World, client: Client, url: string, notice: LogoutNotice): Promise<string | undefined> => {
  const body = new URLSearchParams({ logout_token: await logoutToken(world, client, notice) }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await world.fetchOutside(url, { method: 'POST', headers, body })
  if (answer.kind === 'refused') return answer.why
  return (answer.status >= 200 && answer.status < 300) || answer.status === 400 ? undefined : String(answer.status)
}

/** Section 2.4: never a nonce, so that nobody takes it for an ID token. */
const logoutToken = async (
  { clock, config, ids, keyring }: World,
  { id, openid }: Client,
  { userId, browserSessionId }: LogoutNotice,
): Promise<string> => {
  const now = Math.floor(clock.now() / 1000)
  const claims = {
    iss: config.publicUrl,
    aud: id,
    iat: now,
    exp: now + tokenSeconds,
    jti: ids.uuid(),
    events: { [event]: {} },
    sub: subjectOf({ id: userId }),
    sid: browserSessionId,
  }
  return signJwt(claims, await keyring.signingKey(openid.idTokenAlg), 'logout+jwt')
}
