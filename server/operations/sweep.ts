import { setImmediate as nextTurn } from 'node:timers/promises'
import type { World } from '../context.ts'
import { deleteExpiredAdminSessions } from '../storage/admin-sessions.ts'
import { deleteOldAuditEvents, deleteOldFailures } from '../storage/audit-events.ts'
import { deleteExpiredCodes } from '../storage/authorization-codes.ts'
import { deleteIdleDocumentClients } from '../storage/third-party-clients.ts'
import { deleteSpentCounts, foldCounts } from '../storage/counts.ts'
import type { Database } from '../storage/database.ts'
import { deleteExpiredDeviceCodes } from '../storage/device-codes.ts'
import { deleteOldStreaks } from '../storage/failure-streaks.ts'
import { deleteOldInvitations } from '../storage/invitations.ts'
import { deleteExpiredKeys } from '../storage/publishable-keys.ts'
import { deleteExpiredTokens } from '../storage/retired-tokens.ts'
import { deleteExpiredProviderFlows } from '../storage/provider-flows.ts'
import { deleteExpiredPushedRequests } from '../storage/pushed-requests.ts'
import { deleteExpiredLimits } from '../storage/rate-limits.ts'
import { deleteExpiredRevokedTokens } from '../storage/revoked-tokens.ts'
import { deleteOldEnrolments } from '../storage/second-factors.ts'
import { deleteTokensOfSessions, deleteUsedTokens } from '../storage/refresh-tokens.ts'
import { deleteEndedSessions, listEndedSessionIds } from '../storage/ended-sessions.ts'
import { deleteOldSignUps } from '../storage/sign-ups.ts'
import { deleteExpiredAssertions } from '../storage/spent-assertions.ts'
import { deleteSettledDeliveries } from '../storage/webhook-deliveries.ts'
import { trimMailbox } from '../identity/mails/mail.ts'
import { attemptMs } from '../identity/people/sign-up-attempts.ts'
import { enrolmentSeconds } from '../model/second-factor.ts'

const dayMs = 24 * 60 * 60_000

/** How long an ended session is kept, so that "when did I sign in from there" has an answer. */
const endedSessionLifeMs = 30 * 24 * 60 * 60_000

/** How long a code is kept past its end, so that a late second use is still known for one. */
const usedCodeLifeMs = 60 * 60_000

/** How long an invitation that nobody took is still listed. */
const openInvitationLifeMs = 30 * 24 * 60 * 60_000

/** As many guesses as a streak allows, in as much time, are fewer than its longest pauses let through. */
const streakLifeMs = 180 * 24 * 60 * 60_000

/** Failures are kept for as long as somebody may look into them: anybody can cause as many as they like. */
const failureLifeMs = 90 * dayMs

/** Some at a time, and others have their turn in between. */
const batch = 100

/** What was taken is kept for as long as somebody may ask whether it was; what is dead for as long as it may be sent again. */
const settledLifeMs = { delivered: 7 * dayMs, dead: 30 * dayMs } as const

/** Goes on with the next few for as long as there are more, and lets others have their turn in between. */
const inBatches = async ({ draining }: World, deleteSome: (limit: number) => Promise<number>): Promise<void> => {
  while (!draining() && (await deleteSome(batch)) === batch) await nextTurn()
}

const sweepDeliveries = async (world: World, now: number): Promise<void> => {
  for (const state of ['delivered', 'dead'] as const) {
    await inBatches(world, (limit) => deleteSettledDeliveries(world.db, state, now - settledLifeMs[state], limit))
  }
}

const sweepAudit = async (world: World, now: number): Promise<void> => {
  const before = now - world.config.auditDays * dayMs
  await inBatches(world, (limit) => deleteOldFailures(world.db, Math.max(before, now - failureLifeMs), limit))
  await inBatches(world, (limit) => deleteOldAuditEvents(world.db, before, limit))
}

/** Of sessions that go on: until then, a thief who shows one ends its session. */
const sweepUsedTokens = (world: World, now: number): Promise<void> =>
  inBatches(world, (limit) => deleteUsedTokens(world.db, now - world.config.usedTokenDays * dayMs, limit))

/** A session may have thousands of tokens that were used. */
const sweepSessions = async (world: World, now: number): Promise<void> => {
  const before = now - endedSessionLifeMs
  await inBatches(world, async (limit) => {
    const ids = await listEndedSessionIds(world.db, before, limit)
    if (ids.length === 0) return 0
    await inBatches(world, (some) => deleteTokensOfSessions(world.db, ids, some))
    // Where the service drains, tokens may be left: they go with the rest next time.
    return world.draining() ? 0 : deleteEndedSessions(world.db, before, ids)
  })
}

type Deletion = (db: Database, before: number, limit: number) => Promise<number>

const upTo =
  (deleteSome: Deletion, lifeMs = 0) =>
  (world: World, now: number): Promise<void> =>
    inBatches(world, (limit) => deleteSome(world.db, now - lifeMs, limit))

const steps: Readonly<Record<string, (world: World, now: number) => Promise<unknown>>> = {
  limits: upTo(deleteExpiredLimits),
  streaks: upTo(deleteOldStreaks, streakLifeMs),
  audit: sweepAudit,
  tokens: upTo(deleteExpiredTokens),
  invitations: upTo(deleteOldInvitations, openInvitationLifeMs),
  codes: upTo(deleteExpiredCodes, usedCodeLifeMs),
  deviceCodes: upTo(deleteExpiredDeviceCodes, usedCodeLifeMs),
  publishableKeys: upTo(deleteExpiredKeys),
  providerFlows: upTo(deleteExpiredProviderFlows),
  pushedRequests: upTo(deleteExpiredPushedRequests, usedCodeLifeMs),
  revokedTokens: upTo(deleteExpiredRevokedTokens),
  documentClients: upTo(deleteIdleDocumentClients, dayMs),
  usedTokens: sweepUsedTokens,
  sessions: sweepSessions,
  adminSessions: upTo(deleteExpiredAdminSessions),
  assertions: upTo(deleteExpiredAssertions),
  enrolments: upTo(deleteOldEnrolments, enrolmentSeconds * 1000),
  signUps: upTo(deleteOldSignUps, attemptMs),
  deliveries: sweepDeliveries,
  counts: ({ db }, now) => deleteSpentCounts(db, now),
  mailbox: trimMailbox,
}

/** Deletes what nobody can use any more, so that no table grows without bound. A step that fails keeps no other one from its work. */
export const sweep = async (world: World): Promise<void> => {
  const now = world.clock.now()
  const failed: unknown[] = []
  for (const [step, run] of Object.entries(steps)) {
    if (world.draining()) return
    await run(world, now).catch((error: unknown) => {
      world.log.error({ err: error, step }, 'A step of the sweep failed')
      failed.push(error)
    })
  }
  if (failed.length > 0) throw failed[0]
}

/** Adds up what has changed in the counts since. */
export const foldAllCounts = (world: World): Promise<void> => inBatches(world, (limit) => foldCounts(world.db, limit))
