import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failureActions } from '../../server/model/audit.ts'
import { emptyDatabase } from '../../server/storage/all-tables.ts'
import {
  countAuditEvents,
  deleteOldAuditEvents,
  deleteOldFailures,
  insertAuditEvent,
  listAuditEvents,
} from '../../server/storage/audit-events.ts'
import type { AuditEvent, AuditFilter } from '../../server/storage/audit-events.ts'
import { openDatabase } from '../../server/storage/database.ts'
import type { Database, OpenDatabase } from '../../server/storage/database.ts'
import { kinds, openFresh } from './databases-for-tests.ts'
import { patientLimits } from '../patient-limits-for-tests.ts'
import {
  claimDueMails,
  deleteMail,
  deleteOldSent,
  dropExpired,
  insertMail,
  listMails,
  markSent,
  rescheduleMail,
} from '../../server/storage/outbox.ts'
import { addFailure, deleteOldStreaks, endStreak, findStreak } from '../../server/storage/failure-streaks.ts'
import { deleteExpiredLimits, hit, peek, refund } from '../../server/storage/rate-limits.ts'
import {
  deleteSigningKey,
  insertSigningKey,
  listSigningKeys,
  updateSigningKey,
} from '../../server/storage/signing-keys.ts'
import * as world from './world-for-tests.ts'

const { start } = world
const atOnce = <T>(times: number, call: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: times }, (_, index) => call(index)))
const second = { max: 100, windowMs: 1000, slides: false }
const key = (kid: string) => ({
  kid,
  alg: 'ES256' as const,
  publicJwk: { kty: 'EC', crv: 'P-256' },
  sealedPrivateJwk: 'sealed',
  createdAt: start,
  signsFrom: start,
  retiresAt: null,
})

describe.each(kinds)('what keeps the service going, on %s', (kind) => {
  let opened: OpenDatabase & { readonly url: string }
  let db: Database
  beforeAll(async () => {
    opened = await openFresh(kind)
    db = opened.db
  })
  afterAll(() => opened.close())
  beforeEach(() => emptyDatabase(db, { keep: [] }))

  it('counts fifty hits at once exactly', async () => {
    const counts = (await atOnce(50, () => hit(db, 'ip', start, second))).map((window) => window?.count ?? 0)
    expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
    expect(await peek(db, 'ip', start)).toEqual({ count: 50, resetsAt: start + 1000 })
  })

  it('lets no more in than fit, however many come at once, and does not count the others', async () => {
    const hits = await atOnce(30, () => hit(db, 'ip', start, { ...second, max: 10 }))
    expect(hits.filter((window) => window !== undefined)).toHaveLength(10)
    expect(await peek(db, 'ip', start)).toMatchObject({ count: 10 })
    await refund(db, 'ip')
    expect(await hit(db, 'ip', start, { ...second, max: 10 })).toMatchObject({ count: 10 })
  })

  it('holds no more in any stretch where the window slides', async () => {
    const bounds = { max: 2, windowMs: 1000, slides: true }
    expect(await hit(db, 'ip', start, bounds)).toMatchObject({ resetsAt: start + 1000 })
    expect(await hit(db, 'ip', start + 900, bounds)).toMatchObject({ count: 2, resetsAt: start + 1900 })
    expect(await hit(db, 'ip', start + 1899, bounds)).toBeUndefined()
    expect(await hit(db, 'ip', start + 1900, bounds)).toMatchObject({ count: 1 })
  })

  it('starts a new window when the old one has ended', async () => {
    expect(await hit(db, 'ip', start, second)).toEqual({ count: 1, resetsAt: start + 1000 })
    expect(await hit(db, 'ip', start + 999, second)).toEqual({ count: 2, resetsAt: start + 1000 })
    expect(await peek(db, 'ip', start + 1000)).toBeUndefined()
    expect(await hit(db, 'ip', start + 1000, second)).toEqual({ count: 1, resetsAt: start + 2000 })
  })

  it('lets no more in where clocks differ and requests overtake each other', async () => {
    for (const slides of [false, true]) {
      const bounds = { max: 10, windowMs: 1000, slides }
      const hits = await atOnce(60, (index) => hit(db, `ip ${slides}`, start + 40 * (index % 2) - index, bounds))
      expect(hits.filter((window) => window !== undefined)).toHaveLength(10)
    }
  })

  it('starts a new window where a clock set back would stretch the old one', async () => {
    await hit(db, 'ip', start, second)
    expect(await hit(db, 'ip', start - 50_000, second)).toEqual({ count: 1, resetsAt: start - 49_000 })
  })

  it('gives a hit back, never below nothing', async () => {
    for (let index = 0; index < 2; index++) await hit(db, 'ip', start, second)
    await refund(db, 'ip')
    expect(await peek(db, 'ip', start)).toMatchObject({ count: 1 })
    await refund(db, 'ip')
    await refund(db, 'ip')
    expect(await peek(db, 'ip', start)).toMatchObject({ count: 0 })
    expect(await deleteExpiredLimits(db, start + 999, 10)).toBe(0)
    expect(await deleteExpiredLimits(db, start + 1000, 10)).toBe(1)
  })

  describe('failures in a row', () => {
    const bounds = { max: 5, firstPauseMs: 1000, longestPauseMs: 3500 }

    it('are no more than the bound when thirty come at once, and then there is a pause', async () => {
      const counted = await atOnce(30, () => addFailure(db, 'alice', start, bounds))
      const failures = counted.flatMap((streak) => streak?.failures ?? [])
      expect(failures.sort()).toEqual([1, 2, 3, 4, 5])
      expect(await findStreak(db, 'alice')).toEqual({ failures: 5, pausedUntil: start + 1000 })
    })

    it('are each followed by a pause twice as long as the last, up to the longest', async () => {
      let now = start
      for (let index = 0; index < 4; index++) await addFailure(db, 'alice', now, bounds)
      const pauses = []
      for (let index = 0; index < 5; index++) {
        const { pausedUntil } = (await addFailure(db, 'alice', now, bounds))!
        expect(await addFailure(db, 'alice', pausedUntil - 1, bounds)).toBeUndefined()
        pauses.push(pausedUntil - now)
        now = pausedUntil
      }
      expect(pauses).toEqual([1000, 2000, 3500, 3500, 3500])
    })

    it('count during a pause where they always do', async () => {
      for (let index = 0; index < 5; index++) await addFailure(db, 'alice', start, bounds)
      expect(await addFailure(db, 'alice', start, bounds, { always: true })).toMatchObject({ failures: 6 })
      expect(await addFailure(db, 'bob', start, { ...bounds, max: 1 })).toEqual({
        failures: 1,
        pausedUntil: start + 1000,
      })
    })

    it('are ended by a success, and dropped when they are old', async () => {
      for (let index = 0; index < 4; index++) await addFailure(db, 'alice', start, bounds)
      expect(await findStreak(db, 'alice')).toMatchObject({ failures: 4 })
      await endStreak(db, 'alice')
      expect(await findStreak(db, 'alice')).toBeUndefined()
      await addFailure(db, 'bob', start, bounds)
      expect([await deleteOldStreaks(db, start, 10), await deleteOldStreaks(db, start + 1, 10)]).toEqual([0, 2])
    })

    it('count from one again after a success, also by a clock that is behind', async () => {
      for (let index = 0; index < 5; index++) await addFailure(db, 'alice', start, bounds)
      await endStreak(db, 'alice')
      expect(await addFailure(db, 'alice', start - 1, bounds)).toEqual({ failures: 1, pausedUntil: start - 1 })
      await addFailure(db, 'bob', start, { ...bounds, max: 1 })
      await endStreak(db, 'bob')
      const first = { failures: 1, pausedUntil: start + 1000 }
      expect(await addFailure(db, 'bob', start, { ...bounds, max: 1 })).toEqual(first)
    })
  })

  it('gives every due mail to one of several senders', async () => {
    const second = await openDatabase(opened.url, { limits: patientLimits })
    for (let index = 0; index < 30; index++) await insertMail(db, world.mail(`mail-${String(index).padStart(2, '0')}`))
    const senders = await atOnce(8, (index) => claimDueMails(index % 2 ? db : second.db, start, 60_000, 10))
    await second.close()
    const left = await claimDueMails(db, start, 60_000, 100)
    const ids = [...senders.flat(), ...left].map(({ id }) => id)
    expect(ids.length).toBe(30)
    expect(new Set(ids).size).toBe(30)
  })

  it('claims what is due, longest due first, and again when the lease is over', async () => {
    await insertMail(db, world.mail('late', { nextAttemptAt: start + 5 }))
    await insertMail(db, world.mail('soon', { nextAttemptAt: start + 1 }))
    await insertMail(db, world.mail('dead', { expiresAt: start + 1 }))
    const ids = async (now: number, limit = 10) => (await claimDueMails(db, now, 100, limit)).map(({ id }) => id)
    expect(await ids(start - 1)).toEqual([])
    expect(await ids(start + 5, 1)).toEqual(['soon'])
    expect(await ids(start + 5)).toEqual(['late'])
    expect(await ids(start + 104)).toEqual([])
    expect(await claimDueMails(db, start + 105, 100, 10)).toMatchObject([{ id: 'soon', attempts: 2 }, { id: 'late' }])
    await rescheduleMail(db, 'late', start + 107)
    expect(await ids(start + 106)).toEqual([])
    expect(await ids(start + 107)).toEqual(['late'])
    expect(await dropExpired(db, start + 1)).toBe(1)
  })

  it('keeps the newest of the sent mails', async () => {
    for (const id of ['a', 'b', 'c']) await insertMail(db, world.mail(id))
    await insertMail(db, world.mail('unsent'))
    for (const [index, id] of ['a', 'b', 'c'].entries()) expect(await markSent(db, id, start + index)).toBe(true)
    expect(await markSent(db, 'a', start)).toBe(false)
    expect((await listMails(db, start, 2)).map(({ id }) => id)).toEqual(['unsent', 'c'])
    expect(await dropExpired(db, start + 1000)).toBe(1)
    expect((await listMails(db, start + 1000, 2)).map(({ id }) => id)).toEqual(['c', 'b'])
    expect(await deleteOldSent(db)).toBe(0)
    expect(await deleteOldSent(db, 1)).toBe(2)
    expect((await listMails(db, start + 1000, 9)).map(({ id }) => id)).toEqual(['c'])
    expect(await deleteMail(db, 'c')).toBe(true)
  })

  it('lists signing keys in the order in which they sign', async () => {
    await insertSigningKey(db, { ...key('next'), signsFrom: start + 1 })
    await insertSigningKey(db, key('first'))
    expect((await listSigningKeys(db)).map(({ kid }) => kid)).toEqual(['first', 'next'])
    expect(await updateSigningKey(db, 'first', { retiresAt: start + 9 })).toEqual({
      ...key('first'),
      retiresAt: start + 9,
    })
    expect(await deleteSigningKey(db, 'first')).toBe(true)
    expect(await deleteSigningKey(db, 'first')).toBe(false)
  })

  it('lists audit events newest first, in pages, of whom and what is asked', async () => {
    const event = (id: string, more: Partial<AuditEvent> = {}): AuditEvent => ({
      ...{ id, tenantId: 'tenant', applicationId: 'application', environmentId: null, actor: 'user', actorId: null },
      ...{ userId: null, sessionId: null, action: 'user.signed_in', ip: null, userAgent: null },
      ...{ data: { via: 'password' }, createdAt: start, ...more },
    })
    const named = { userEmail: null, actorEmail: null }
    await insertAuditEvent(db, event('a'))
    await insertAuditEvent(db, event('b', { action: 'user.signed_out' }))
    await insertAuditEvent(db, event('c', { userId: 'alice', createdAt: start + 1 }))
    await insertAuditEvent(db, event('elsewhere', { tenantId: 'another', createdAt: start + 2 }))
    const tenantId = 'tenant'
    const idsOf = async (filter: AuditFilter, page: Parameters<typeof listAuditEvents>[2] = { limit: 9 }) =>
      (await listAuditEvents(db, filter, page)).map(({ id }) => id)
    expect(await listAuditEvents(db, { tenantId }, { limit: 1 })).toEqual([
      { ...event('c', { userId: 'alice', createdAt: start + 1 }), ...named },
    ])
    expect(await idsOf({ tenantId })).toEqual(['c', 'b', 'a'])
    expect(await idsOf({ tenantId }, { limit: 9, after: { createdAt: start, id: 'b' } })).toEqual(['a'])
    expect(await idsOf({ tenantId }, { limit: 9, offset: 1 })).toEqual(['b', 'a'])
    expect(await idsOf({ tenantId, userId: 'alice' })).toEqual(['c'])
    expect(await idsOf({ tenantId, action: 'user.signed_out' })).toEqual(['b'])
    expect(await idsOf({ tenantId, since: start + 1 })).toEqual(['c'])
    expect(await idsOf({ tenantId, until: start + 1 })).toEqual(['b', 'a'])
    expect([await countAuditEvents(db, { tenantId }, 9), await countAuditEvents(db, { tenantId }, 2)]).toEqual([3, 2])
    for (const action of failureActions) await insertAuditEvent(db, event(action, { action, createdAt: start }))
    expect(await deleteOldFailures(db, start, 9)).toBe(0)
    expect(await deleteOldFailures(db, start + 1, 1)).toBe(1)
    expect(await deleteOldFailures(db, start + 1, 9)).toBe(2)
    expect(await deleteOldAuditEvents(db, start + 1, 1)).toBe(1)
    expect(await deleteOldAuditEvents(db, start + 1, 9)).toBe(1)
    expect(await idsOf({ tenantId })).toEqual(['c'])
  })
})
