import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyDatabase } from '../../server/storage/all-tables.ts'
import { findClientOfRefreshToken, insertClient } from '../../server/storage/clients.ts'
import type { Database, OpenDatabase } from '../../server/storage/database.ts'
import { kinds, openFresh } from './databases-for-tests.ts'
import { insertMembership } from '../../server/storage/memberships.ts'
import {
  findNewestToken,
  findToken,
  giveAttemptBack,
  insertToken,
  spendAttempt,
  useToken,
} from '../../server/storage/one-time-tokens.ts'
import { deleteExpiredTokens, retireTokens, retireTokensOfRequest } from '../../server/storage/retired-tokens.ts'
import { insertOrganization } from '../../server/storage/organizations.ts'
import { findRefreshToken, insertRefreshToken, useRefreshToken } from '../../server/storage/refresh-tokens.ts'
import { findLiveSession, hasSessionFrom, insertSession } from '../../server/storage/sessions.ts'
import { listSessionsOfUser } from '../../server/storage/session-lists.ts'
import {
  deleteEndedSessions,
  listEndedSessionIds,
  endSession,
  endSessionsOfUser,
} from '../../server/storage/ended-sessions.ts'
import { insertUser } from '../../server/storage/users.ts'
import * as world from './world-for-tests.ts'

const { start } = world
const use = { usedAt: start + 1, successorSalt: 'salt' }
const atOnce = <T>(times: number, call: () => Promise<T>) => Promise.all(Array.from({ length: times }, call))
const won = (results: readonly unknown[]) => results.filter(Boolean).length

describe.each(kinds)('what proves who asks, on %s', (kind) => {
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
    await insertUser(db, world.user('alice', { profile: { bio: 'Hi' } }))
    await insertSession(db, world.session('phone', 'alice', { ip: '192.0.2.1' }))
  })

  it('finds a live session with its user, its environment and the membership it speaks for', async () => {
    const membership = world.membership('acme', 'alice', { role: 'owner' })
    await insertOrganization(db, world.organization('acme'))
    await insertMembership(db, membership)
    const laptop = world.session('laptop', 'alice', { organizationId: 'acme', userAgent: 'Browser' })
    await insertSession(db, laptop)
    const user = world.user('alice', { profile: { bio: 'Hi' } })
    const { environment } = world
    expect(await findLiveSession(db, 'laptop', start)).toEqual({
      session: laptop,
      user,
      environment,
      membership,
      confinedTo: null,
      unseenAnswerAt: null,
    })
    expect(await findLiveSession(db, 'phone', start)).toMatchObject({ membership: null })
  })

  it('does not find a session that has ended, or is past its end', async () => {
    expect(await findLiveSession(db, 'phone', start + 999)).toBeDefined()
    expect(await findLiveSession(db, 'phone', start + 1000)).toBeUndefined()
    expect(await endSession(db, 'phone', start, 'signed_out')).toBe(true)
    expect(await endSession(db, 'phone', start, 'signed_out')).toBe(false)
    expect(await findLiveSession(db, 'phone', start)).toBeUndefined()
  })

  it('ends all sessions of a person but one', async () => {
    await insertSession(db, world.session('laptop', 'alice', { createdAt: start + 1 }))
    await insertSession(db, world.session('tablet', 'alice', { createdAt: start + 2 }))
    const ids = async () => (await listSessionsOfUser(db, 'alice', start)).map(({ id }) => id)
    expect(await ids()).toEqual(['tablet', 'laptop', 'phone'])
    expect(await endSessionsOfUser(db, 'alice', start, 'password_changed', 'laptop')).toBe(2)
    expect(await ids()).toEqual(['laptop'])
    expect(await endSessionsOfUser(db, 'alice', start, 'password_changed')).toBe(1)
    expect(await ids()).toEqual([])
  })

  it('knows an address by a session from there that is live and whose refresh token is', async () => {
    const knows = (ip: string, now: number) => hasSessionFrom(db, world.user('alice'), ip, now)
    expect(await knows('192.0.2.1', start)).toBe(false)
    const token = {
      hash: 'r',
      sessionId: 'phone',
      createdAt: start,
      expiresAt: start + 10,
      usedAt: null,
      successorSalt: null,
      keyThumbprint: null,
    }
    await insertRefreshToken(db, token)
    expect(await knows('192.0.2.1', start)).toBe(true)
    expect(await knows('192.0.2.2', start)).toBe(false)
    expect(await knows('192.0.2.1', start + 10)).toBe(false)
    await endSession(db, 'phone', start + 1, 'password_changed')
    expect(await knows('192.0.2.1', start + 2)).toBe(false)
  })

  it('drops ended sessions with their refresh tokens, and no earlier', async () => {
    await insertRefreshToken(db, {
      hash: 'r',
      sessionId: 'phone',
      createdAt: start,
      expiresAt: start + 1,
      usedAt: null,
      successorSalt: null,
      keyThumbprint: null,
    })
    await insertSession(db, world.session('laptop', 'alice'))
    await endSession(db, 'phone', start + 10, 'signed_out')
    expect(await deleteEndedSessions(db, start + 10, ['phone'])).toBe(0)
    expect(await deleteEndedSessions(db, start + 11, ['phone'])).toBe(1)
    expect(await findRefreshToken(db, 'r')).toBeUndefined()
    expect(await deleteEndedSessions(db, start + 1001, await listEndedSessionIds(db, start + 1001, 10))).toBe(1)
  })

  it('finds the client of a refresh token, used or not, while its session lives', async () => {
    const web = world.client('web', { allowedOrigins: ['https://a.example', 'https://b.example'] })
    await insertClient(db, web)
    await insertSession(db, world.session('tab', 'alice', { clientId: 'web' }))
    for (const [hash, sessionId] of [
      ['of tab', 'tab'],
      ['of phone', 'phone'],
    ] as const)
      await insertRefreshToken(db, {
        hash,
        sessionId,
        createdAt: start,
        expiresAt: start + 10,
        usedAt: null,
        successorSalt: null,
        keyThumbprint: null,
      })
    const found = (hash: string) => findClientOfRefreshToken(db, hash)
    expect(await found('of tab')).toEqual(web)
    await useRefreshToken(db, 'of tab', use)
    expect(await found('of tab')).toEqual(web)
    expect(await found('of phone')).toBeUndefined()
    expect(await found('of nobody')).toBeUndefined()
    await endSession(db, 'tab', start + 2, 'signed_out')
    expect(await found('of tab')).toEqual(web)
  })

  it('gives a refresh token to exactly one of twenty callers', async () => {
    const token = {
      hash: 'r',
      sessionId: 'phone',
      createdAt: start,
      expiresAt: start + 10,
      usedAt: null,
      successorSalt: null,
      keyThumbprint: null,
    }
    await insertRefreshToken(db, token)
    expect(won(await atOnce(20, () => useRefreshToken(db, 'r', use)))).toBe(1)
    expect(await findRefreshToken(db, 'r')).toEqual({ ...token, ...use })
  })

  it('gives no refresh token that has run out', async () => {
    await insertRefreshToken(db, {
      hash: 'r',
      sessionId: 'phone',
      createdAt: start,
      expiresAt: start + 10,
      usedAt: null,
      successorSalt: null,
      keyThumbprint: null,
    })
    expect(await useRefreshToken(db, 'r', { ...use, usedAt: start + 10 })).toBeUndefined()
  })

  it('gives a one-time token to exactly one of twenty callers, for its purpose', async () => {
    const token = world.oneTimeToken('t', { data: { next: '/' } })
    await insertToken(db, token)
    expect(await useToken(db, { purpose: 'reset_password', hash: 'hash-t', surface: 'account' }, start)).toBeUndefined()
    expect(
      await useToken(db, { purpose: 'verify_email', hash: 'hash-t', surface: 'account' }, start + 1000),
    ).toBeUndefined()
    expect(await findToken(db, { purpose: 'verify_email', hash: 'hash-t', surface: 'account' }, start)).toEqual(token)
    expect(await findToken(db, { purpose: 'verify_email', hash: 'hash-t', surface: null }, start)).toEqual(token)
    expect(await findToken(db, { purpose: 'verify_email', hash: 'hash-t', surface: 'project' }, start)).toBeUndefined()
    expect(await useToken(db, { purpose: 'verify_email', hash: 'hash-t', surface: 'project' }, start)).toBeUndefined()
    expect(
      await findToken(db, { purpose: 'verify_email', hash: 'hash-t', surface: 'account' }, start + 1000),
    ).toBeUndefined()
    const results = await atOnce(20, () =>
      useToken(db, { purpose: 'verify_email', hash: 'hash-t', surface: 'account' }, start + 1),
    )
    expect(results.filter(Boolean)).toEqual([{ ...token, usedAt: start + 1 }])
    expect(await findToken(db, { purpose: 'verify_email', hash: 'hash-t', surface: 'account' }, start)).toBeUndefined()
  })

  it('lets twenty callers spend exactly five attempts at the newest token', async () => {
    await insertToken(db, world.oneTimeToken('old'))
    await insertToken(db, world.oneTimeToken('new', { createdAt: start + 1 }))
    const guess = {
      environmentId: 'environment',
      purpose: 'verify_email',
      surface: 'account',
      email: 'alice@example.test',
      now: start + 2,
    }
    const results = await atOnce(20, async () => spendAttempt(db, (await findNewestToken(db, guess))!.id, 5))
    const spent = results.filter((token) => token !== undefined)
    expect(spent.map(({ attempts }) => attempts).sort()).toEqual([1, 2, 3, 4, 5])
    expect(new Set(spent.map(({ id }) => id))).toEqual(new Set(['new']))
    expect(await findNewestToken(db, { ...guess, email: 'bob@example.test' })).toBeUndefined()
    await giveAttemptBack(db, 'new')
    expect(await spendAttempt(db, 'new', 5)).toMatchObject({ attempts: 5 })
  })

  it('takes no attempt at a token that is used, retired or past its end', async () => {
    await insertToken(db, world.oneTimeToken('t'))
    const guess = {
      environmentId: 'environment',
      purpose: 'verify_email',
      surface: 'account',
      email: 'alice@example.test',
    }
    expect(await findNewestToken(db, { ...guess, now: start + 1000 })).toBeUndefined()
    expect(await findNewestToken(db, { ...guess, surface: 'app', now: start })).toBeUndefined()
    expect(await findNewestToken(db, { ...guess, now: start })).toMatchObject({ id: 't' })
    expect(await spendAttempt(db, 't', 5)).toBeDefined()
    await useToken(db, { purpose: 'verify_email', hash: 'hash-t', surface: 'account' }, start)
    expect(await findNewestToken(db, { ...guess, now: start })).toBeUndefined()
    expect(await spendAttempt(db, 't', 5)).toBeUndefined()
  })

  it('retires the tokens of an address, of the purposes named', async () => {
    await insertToken(db, world.oneTimeToken('verify'))
    await insertToken(db, world.oneTimeToken('reset', { purpose: 'reset_password' }))
    await insertToken(db, world.oneTimeToken('invitation', { purpose: 'invitation' }))
    await insertToken(db, world.oneTimeToken('other', { email: 'bob@example.test' }))
    const of = { environmentId: 'environment', email: 'alice@example.test', now: start }
    expect(await retireTokens(db, { ...of, purposes: ['verify_email'] })).toBe(1)
    expect(await retireTokens(db, { ...of, purposes: ['verify_email', 'reset_password'] })).toBe(1)
    expect(
      await useToken(db, { purpose: 'reset_password', hash: 'hash-reset', surface: 'account' }, start),
    ).toBeUndefined()
    expect(
      await useToken(db, { purpose: 'invitation', hash: 'hash-invitation', surface: 'account' }, start),
    ).toBeDefined()
    expect(await useToken(db, { purpose: 'verify_email', hash: 'hash-other', surface: 'account' }, start)).toBeDefined()
  })

  it('retires what is left of one request', async () => {
    for (const id of ['link', 'code']) await insertToken(db, world.oneTimeToken(id, { requestId: 'request' }))
    await useToken(db, { purpose: 'verify_email', hash: 'hash-link', surface: 'account' }, start)
    expect(await retireTokensOfRequest(db, 'request', start)).toBe(1)
    expect(
      await useToken(db, { purpose: 'verify_email', hash: 'hash-code', surface: 'account' }, start),
    ).toBeUndefined()
  })

  it('drops one-time tokens once they are past their end', async () => {
    await insertToken(db, world.oneTimeToken('t'))
    expect(await deleteExpiredTokens(db, start + 1000, 10)).toBe(0)
    expect(await deleteExpiredTokens(db, start + 1001, 10)).toBe(1)
  })
})
