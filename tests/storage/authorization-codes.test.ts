import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyDatabase } from '../../server/storage/all-tables.ts'
import {
  deleteExpiredCodes,
  findCode,
  insertCode,
  nameSessionOfCode,
  useCode,
} from '../../server/storage/authorization-codes.ts'
import { insertClient } from '../../server/storage/clients.ts'
import type { Database, OpenDatabase } from '../../server/storage/database.ts'
import { kinds, openFresh } from './databases-for-tests.ts'
import { insertSession } from '../../server/storage/sessions.ts'
import { insertUser } from '../../server/storage/users.ts'
import * as world from './world-for-tests.ts'

const { start } = world

describe.each(kinds)('authorization codes on %s', (kind) => {
  let opened: OpenDatabase
  let db: Database
  beforeAll(async () => {
    opened = await openFresh(kind)
    db = opened.db
  })
  afterAll(() => opened.close())

  const code = world.authorizationCode('code', 'alice', { clientId: 'web', scope: 'read', keyThumbprint: 'jkt' })
  const { hash, environmentId, clientId, surface, codeChallenge, redirectUri, keyThumbprint } = code
  const proof = { hash, environmentId, clientId, surface, codeChallenge, redirectUri, keyThumbprint, now: start + 1 }

  beforeEach(async () => {
    await emptyDatabase(db, { keep: [] })
    await world.insertWorld(db)
    await insertUser(db, world.user('alice'))
    await insertClient(db, world.client('web'))
    await insertCode(db, code)
  })

  it('go to exactly one of twenty callers', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => useCode(db, proof)))
    expect(results.filter(Boolean)).toEqual([{ ...code, usedAt: start + 1 }])
  })

  it.each([
    ['another environment', { environmentId: 'other' }],
    ['another client', { clientId: 'app' }],
    ['no client', { clientId: null }],
    ['another surface', { surface: 'project' }],
    ['another challenge', { codeChallenge: 'other' }],
    ['another redirect URI', { redirectUri: `${redirectUri}/` }],
    ['another key', { keyThumbprint: 'other' }],
    ['nobody who proves a key', { keyThumbprint: null }],
    ['a moment too late', { now: start + 1000 }],
  ])('are not given to %s, which takes nothing from them', async (_, wrong) => {
    expect(await useCode(db, { ...proof, ...wrong })).toBeUndefined()
    expect(await useCode(db, proof)).toBeDefined()
  })

  it('need no redirect URI where the exchange does not repeat it, and no client where they have none', async () => {
    await insertCode(db, world.authorizationCode('bare', 'alice'))
    const bare = { ...proof, hash: 'bare', clientId: null, redirectUri: undefined }
    expect(await useCode(db, { ...bare, clientId: 'web' })).toBeUndefined()
    expect(await useCode(db, bare)).toBeDefined()
  })

  it('remember the session they started, and are dropped after their end', async () => {
    await insertSession(db, world.session('phone', 'alice'))
    await nameSessionOfCode(db, 'code', 'phone')
    expect(await findCode(db, 'code')).toMatchObject({ sessionId: 'phone' })
    expect(await deleteExpiredCodes(db, start + 1000, 10)).toBe(0)
    expect(await deleteExpiredCodes(db, start + 1001, 10)).toBe(1)
    expect(await findCode(db, 'code')).toBeUndefined()
  })
})
