import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyDatabase } from '../../server/storage/all-tables.ts'
import type { Database, OpenDatabase } from '../../server/storage/database.ts'
import { kinds, openFresh } from './databases-for-tests.ts'
import {
  deleteOldInvitations,
  findInvitation,
  findInvitationByToken,
  insertInvitation,
  renewInvitation,
  revokeInvitation,
  revokeInvitationsTo,
  updateGuest,
  useInvitation,
  useInvitationTo,
} from '../../server/storage/invitations.ts'
import {
  listGuests,
  listInvitations,
  listInvitationsOfPerson,
  listInvitationsTo,
} from '../../server/storage/invitation-lists.ts'
import { insertMembership } from '../../server/storage/memberships.ts'
import type { Aged } from '../../server/storage/newest.ts'
import { insertOrganization } from '../../server/storage/organizations.ts'
import { insertUser } from '../../server/storage/users.ts'
import {
  deleteWaitlistEntry,
  findWaitlistEntry,
  insertWaitlistEntry,
  listWaitlistEntries,
} from '../../server/storage/waitlist-entries.ts'
import * as world from './world-for-tests.ts'

const { start } = world
const here = { tenantId: 'tenant', environmentId: 'environment' }
const tenantItself = { tenantId: 'tenant', environmentId: null }

describe.each(kinds)('invitations and waitlists on %s', (kind) => {
  let opened: OpenDatabase
  let db: Database
  beforeAll(async () => {
    opened = await openFresh(kind)
    db = opened.db
  })
  afterAll(() => opened.close())
  beforeEach(async () => {
    await emptyDatabase(db, { keep: [] })
    await world.insertWorld(db)
    await insertOrganization(db, world.organization('acme'))
    await insertUser(db, world.user('ann'))
  })

  const idsFrom = async (after?: Aged, limit = 10) =>
    (await listInvitations(db, 'tenant', ['environment'], { limit, after })).map(({ id }) => id)

  it('gives an invitation to one of many who take it at once', async () => {
    await insertInvitation(db, world.invitation('one'))
    const taken = await Promise.all(Array.from({ length: 8 }, () => useInvitation(db, 'hash-one', start)))
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(await findInvitationByToken(db, 'hash-one')).toMatchObject({ state: 'accepted', acceptedAt: start })
  })

  it('gives none that is over, revoked or unknown', async () => {
    await insertInvitation(db, world.invitation('late'))
    await insertInvitation(db, world.invitation('revoked'))
    expect(await revokeInvitation(db, 'revoked', start)).toMatchObject({ state: 'revoked' })
    expect(await revokeInvitation(db, 'revoked', start)).toBeUndefined()
    expect(await useInvitation(db, 'hash-late', start + 1000)).toBeUndefined()
    expect(await useInvitation(db, 'hash-revoked', start)).toBeUndefined()
    expect(await useInvitation(db, 'hash-unknown', start)).toBeUndefined()
  })

  it('revokes what is pending for an address at one place, and nothing elsewhere', async () => {
    const inAcme = { organizationId: 'acme' }
    await insertInvitation(db, world.invitation('acme', inAcme))
    await insertInvitation(db, world.invitation('other', { ...inAcme, email: 'other@example.test' }))
    await insertInvitation(db, world.invitation('nowhere'))
    await insertInvitation(db, world.invitation('tenant', { environmentId: null }))
    expect(await revokeInvitationsTo(db, { ...here, ...inAcme }, 'guest@example.test', start)).toBe(1)
    expect(await revokeInvitationsTo(db, { ...tenantItself, organizationId: null }, 'guest@example.test', start)).toBe(
      1,
    )
    const states = (await listInvitations(db, 'tenant', ['environment'], { limit: 10 })).map(
      ({ id, state }) => `${id} ${state}`,
    )
    expect(states).toEqual(['other pending', 'nowhere pending', 'acme revoked'])
  })

  it('lists those of an environment apart from those of its tenant', async () => {
    await insertInvitation(db, world.invitation('here'))
    await insertInvitation(db, world.invitation('tenant', { environmentId: null }))
    expect(await idsFrom()).toEqual(['here'])
    expect(await findInvitation(db, tenantItself, 'here')).toBeUndefined()
    expect(await findInvitation(db, here, 'here')).toEqual(world.invitation('here'))
  })

  it('goes on behind any invitation, also among those of one moment', async () => {
    await insertUser(db, world.user('bob'))
    const ids = ['a', 'b', 'c', 'd', 'e']
    const made = ids.map((id, at) => world.invitation(id, { invitedBy: 'bob', createdAt: start + Math.floor(at / 3) }))
    for (const invitation of made) await insertInvitation(db, invitation)
    const newest = ids.toReversed()
    expect(await idsFrom()).toEqual(newest)
    const person = { ...here, userId: 'bob', provenEmail: null, seesAll: false }
    const to = { environmentId: 'environment', email: 'guest@example.test' }
    for (const after of made) {
      const next = newest.slice(newest.indexOf(after.id) + 1, newest.indexOf(after.id) + 3)
      const page = { now: start, limit: 2, after }
      expect(await idsFrom(after, 2)).toEqual(next)
      for (const seesAll of [false, true]) {
        expect((await listInvitationsOfPerson(db, { ...person, seesAll }, page)).map(({ id }) => id)).toEqual(next)
      }
      expect((await listInvitationsTo(db, to, page)).map(({ id }) => id)).toEqual(next)
    }
  })

  it('lists to a person what waits for them and what is theirs to decide', async () => {
    await insertMembership(db, world.membership('acme', 'ann', { role: 'owner' }))
    const elsewhere = { email: 'other@example.test' }
    await insertInvitation(db, world.invitation('waits'))
    await insertInvitation(db, world.invitation('late', { expiresAt: start }))
    await insertInvitation(db, world.invitation('over', { state: 'revoked' }))
    await insertInvitation(db, world.invitation('owned', { ...elsewhere, organizationId: 'acme', state: 'revoked' }))
    await insertInvitation(db, world.invitation('sent', { ...elsewhere, invitedBy: 'ann' }))
    await insertInvitation(db, world.invitation('of others', { ...elsewhere, invitedBy: 'bob' }))
    const ann = { ...here, userId: 'ann', provenEmail: 'guest@example.test', seesAll: false }
    const idsOf = async (person: typeof ann | (Omit<typeof ann, 'provenEmail'> & { provenEmail: null })) =>
      (await listInvitationsOfPerson(db, person, { now: start, limit: 10 })).map(({ id }) => id)
    expect(await idsOf(ann)).toEqual(['waits', 'sent', 'owned'])
    expect(await idsOf({ ...ann, provenEmail: null })).toEqual(['sent', 'owned'])
    expect(await idsOf({ ...ann, userId: 'bob', environmentId: 'another' })).toEqual(['of others'])
  })

  it('gives one by its id to the invited address alone, once', async () => {
    await insertInvitation(db, world.invitation('one'))
    const slot = { id: 'one', environmentId: 'environment', email: 'guest@example.test' }
    expect(await useInvitationTo(db, { ...slot, email: 'other@example.test' }, start)).toBeUndefined()
    expect(await useInvitationTo(db, { ...slot, environmentId: 'another' }, start)).toBeUndefined()
    const taken = await Promise.all(Array.from({ length: 8 }, () => useInvitationTo(db, slot, start)))
    expect(taken.filter(Boolean)).toHaveLength(1)
  })

  it('renews what is pending or expired, and nothing else', async () => {
    await insertInvitation(db, world.invitation('late', { expiresAt: start }))
    await insertInvitation(db, world.invitation('over', { state: 'accepted' }))
    const patch = { tokenHash: 'new', expiresAt: start + 5, invitedBy: 'ann', updatedAt: start }
    expect(await renewInvitation(db, 'late', patch)).toMatchObject({ state: 'pending', ...patch })
    expect(await renewInvitation(db, 'over', { ...patch, tokenHash: 'newer' })).toBeUndefined()
  })

  it('remembers who took one, and drops those that nobody took', async () => {
    await insertInvitation(db, world.invitation('taken', { organizationId: 'acme' }))
    await insertInvitation(db, world.invitation('left', { organizationId: 'acme' }))
    await useInvitation(db, 'hash-taken', start)
    await updateGuest(db, 'taken', 'ann')
    expect(await listGuests(db, 'acme', ['ann', 'bob'])).toEqual(['ann'])
    expect(await listGuests(db, 'acme', [])).toEqual([])
    expect(await deleteOldInvitations(db, start + 2000, 10)).toBe(1)
    expect(await idsFrom()).toEqual(['taken'])
  })

  it('keeps one entry of a waitlist however often it is made', async () => {
    const entry = { organizationId: 'acme', userId: 'ann', feature: 'exports', createdAt: start }
    await Promise.all(Array.from({ length: 8 }, () => insertWaitlistEntry(db, entry)))
    expect(await insertWaitlistEntry(db, { ...entry, createdAt: start + 1 })).toEqual(entry)
    expect(await listWaitlistEntries(db, 'acme', 'ann', { limit: 10, offset: 0 })).toEqual([entry])
    expect(await deleteWaitlistEntry(db, entry)).toBe(true)
    expect(await deleteWaitlistEntry(db, entry)).toBe(false)
    expect(await findWaitlistEntry(db, entry)).toBeUndefined()
  })
})
