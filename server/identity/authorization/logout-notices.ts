// Tells clients that somebody has signed out (OpenID Connect Back-Channel Logout 1.0). What to tell was queued where the
// session ended.
import type { World } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { LogoutNotice } from '../../model/logout-notice.ts'
import { signJwt } from '../../outside/jwt.ts'
import { findClient } from '../../storage/clients.ts'
import { claimDueLogoutNotices, deleteLogoutNotice, rescheduleLogoutNotice } from '../../storage/logout-notices.ts'
import { subjectOf } from './id-tokens.ts'

const leaseMs = 60_000
const batch = 20
/** A receiver that has not answered by then learns of it when its tokens end. */
const lifeMs = 60 * 60_000
/** Section 2.4 asks for two minutes at most. */
const tokenSeconds = 120
const event = 'http://schemas.openid.net/event/backchannel-logout'

/** Sends what is due; several instances may. What fails is tried again, later each time, for an hour. */
export const deliverLogoutNotices = async (world: World): Promise<void> => {
  const due = await claimDueLogoutNotices(world.db, world.clock.now(), leaseMs, batch)
  await Promise.all(due.map((notice) => deliver(world, notice)))
}

const deliver = async (world: World, notice: LogoutNotice): Promise<void> => {
  const client = await findClient(world.db, notice.clientId)
  const url = client?.isActive ? client.openid.backchannelLogoutUri : null
  const problem = client && url !== null ? await tell(world, client, url, notice) : undefined
  if (problem === undefined) return deleteLogoutNotice(world.db, notice.id)
  const now = world.clock.now()
  const waitMs = Math.min(2 ** Math.min(notice.attempts, 10) * 1000, 5 * 60_000)
  world.log.warn({ client: notice.clientId, problem, attempts: notice.attempts }, 'A client did not take a logout')
  if (now + waitMs > notice.createdAt + lifeMs) await deleteLogoutNotice(world.db, notice.id)
  else await rescheduleLogoutNotice(world.db, notice.id, now + waitMs)
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
