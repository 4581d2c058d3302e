import { setImmediate as nextTurn } from 'node:timers/promises'
import type { World } from '../context.ts'
import { deleteExpiredAdminSessions } from '../storage/admin-sessions.ts'
import { deleteOldAuditEvents } from '../storage/audit-events.ts'
import { deleteExpiredCodes } from '../storage/authorization-codes.ts'
import { deleteIdleDocumentClients } from '../storage/clients.ts'
import { deleteExpiredDeviceCodes } from '../storage/device-codes.ts'
import { deleteOldStreaks } from '../storage/failure-streaks.ts'
import { deleteOldInvitations } from '../storage/invitations.ts'
import { deleteExpiredKeys } from '../storage/publishable-keys.ts'
import { deleteExpiredTokens } from '../storage/one-time-tokens.ts'
import { deleteExpiredProviderFlows } from '../storage/provider-flows.ts'
import { deleteExpiredPushedRequests } from '../storage/pushed-requests.ts'
import { deleteExpiredLimits } from '../storage/rate-limits.ts'
import { deleteExpiredRevokedTokens } from '../storage/revoked-tokens.ts'
import { deleteOldEnrolments } from '../storage/second-factors.ts'
import { deleteEndedSessions } from '../storage/sessions.ts'
import { deleteOldSignUps } from '../storage/sign-ups.ts'
import { deleteExpiredAssertions } from '../storage/spent-assertions.ts'
import { deleteSettledDeliveries } from '../storage/webhook-deliveries.ts'
import { failureActions } from '../identity/limits/failed-proofs.ts'
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
const batch = 200

/** What was taken is kept for as long as somebody may ask whether it was; what is dead for as long as it may be sent again. */
const settledLifeMs = { delivered: 7 * dayMs, dead: 30 * dayMs } as const

const sweepDeliveries = async ({ db, draining }: World, now: number): Promise<void> => {
  for (const state of ['delivered', 'dead'] as const) {
    while ((await deleteSettledDeliveries(db, state, now - settledLifeMs[state], batch)) === batch) {
      if (draining()) return
      await nextTurn()
    }
  }
}

const sweepAudit = async ({ db, config, draining }: World, now: number): Promise<void> => {
  const before = now - config.auditDays * dayMs
  const old = failureActions.map((action) => ({ action, before: Math.max(before, now - failureLifeMs) }))
  for (const which of [...old, { before }]) {
    while ((await deleteOldAuditEvents(db, { ...which, limit: batch })) === batch) {
      if (draining()) return
      await nextTurn()
    }
  }
}

/** Deletes what nobody can use any more, so that no table grows without bound. */
export const sweep = async (world: World): Promise<void> => {
  const now = world.clock.now()
  await deleteExpiredLimits(world.db, now)
  await deleteOldStreaks(world.db, now - streakLifeMs)
  await sweepAudit(world, now)
  await deleteExpiredTokens(world.db, now)
  await deleteOldInvitations(world.db, now - openInvitationLifeMs)
  await deleteExpiredCodes(world.db, now - usedCodeLifeMs)
  await deleteExpiredDeviceCodes(world.db, now - usedCodeLifeMs)
  await deleteExpiredKeys(world.db, now)
  await deleteExpiredProviderFlows(world.db, now)
  await deleteExpiredPushedRequests(world.db, now - usedCodeLifeMs)
  await deleteExpiredRevokedTokens(world.db, now)
  await deleteIdleDocumentClients(world.db, now - dayMs)
  await deleteEndedSessions(world.db, now - endedSessionLifeMs)
  await deleteExpiredAdminSessions(world.db, now)
  await deleteExpiredAssertions(world.db, now)
  await deleteOldEnrolments(world.db, now - enrolmentSeconds * 1000)
  await deleteOldSignUps(world.db, now - attemptMs)
  await sweepDeliveries(world, now)
  await trimMailbox(world)
}
