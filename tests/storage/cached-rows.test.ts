import { AsyncLocalStorage } from 'node:async_hooks'
import { isDeepStrictEqual } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { MailTemplate } from '../../server/model/mail-template.ts'
import { cacheOf, createRowCache } from '../../server/storage/cached-rows.ts'
import { findCachedClient, insertClient, updateClient } from '../../server/storage/clients.ts'
import { type OpenDatabase, openDatabase, transaction } from '../../server/storage/database.ts'
import { findCachedEnvironment, updateEnvironment } from '../../server/storage/environments.ts'
import { markTenantDeleted } from '../../server/storage/deleted-tenants.ts'
import { insertMailTemplate, listTemplatesOfMail } from '../../server/storage/mail-templates.ts'
import { insertOrganization } from '../../server/storage/organizations.ts'
import {
  findEnvironmentOfKey,
  insertPublishableKey,
  retirePublishableKeys,
} from '../../server/storage/publishable-keys.ts'
import { updateTenant } from '../../server/storage/tenants.ts'
import { kinds, openFresh } from './databases-for-tests.ts'
import { client, environment as anEnvironment, insertWorld, organization } from './world-for-tests.ts'

const aClient = client('web')

const mailTemplate: MailTemplate = {
  id: 'template',
  tenantId: anEnvironment.tenantId,
  applicationId: null,
  environmentId: null,
  name: 'welcome',
  language: null,
  subject: 'Welcome',
  htmlBody: '<p>Welcome</p>',
  textBody: 'Welcome',
  variables: [],
  isActive: true,
  createdAt: 1,
  updatedAt: 1,
}

describe.each(kinds)('rows that are cached, on %s', (kind) => {
  const open: OpenDatabase[] = []
  afterEach(async () => {
    for (const database of open.splice(0)) await database.close()
  })
  const start = async () => {
    const one = await openFresh(kind)
    const other = await openDatabase(one.url)
    open.push(other, one)
    await insertWorld(one.db)
    await insertClient(one.db, aClient)
    return { one: one.db, other: other.db }
  }
  const updatedAt = 2
  const namesOf = async (db: OpenDatabase['db']) => [
    (await findCachedEnvironment(db, anEnvironment.id))?.name,
    (await findCachedClient(db, aClient.id))?.name,
  ]

  it('show what this process has changed at once, and what another has within a second', async () => {
    const { one, other } = await start()
    expect(await namesOf(one)).toEqual(await namesOf(other))
    await updateEnvironment(one, anEnvironment.id, { name: 'renamed', updatedAt })
    await updateClient(one, aClient.id, { name: 'Renamed', updatedAt })
    expect(await namesOf(one)).toEqual(['renamed', 'Renamed'])
    const changedAt = performance.now()
    for (let isSeen = false; !isSeen;) {
      const askedAt = performance.now()
      isSeen = isDeepStrictEqual(await namesOf(other), ['renamed', 'Renamed'])
      // Whoever asks later sees it, however long the answer takes.
      if (!isSeen) expect(askedAt - changedAt).toBeLessThan(1000)
    }
  })

  it('go out with what they hang on', async () => {
    const { one } = await start()
    await namesOf(one)
    await updateTenant(one, anEnvironment.tenantId, { isActive: false, updatedAt })
    expect(await findCachedEnvironment(one, anEnvironment.id)).toMatchObject({ isActive: false })
    await markTenantDeleted(one, anEnvironment.tenantId, updatedAt)
    expect((await namesOf(one))[0]).toBeUndefined()
    await one.deleteFrom('environments').execute()
    expect(await namesOf(one)).toEqual([undefined, undefined])
  })

  it('show others a change once its transaction ends, and not one that was taken back', async () => {
    const { one } = await start()
    const before = await namesOf(one)
    const attempt = transaction(one, async (trx) => {
      await updateEnvironment(trx, anEnvironment.id, { name: 'renamed', updatedAt })
      expect(await namesOf(trx)).toEqual(['renamed', before[1]])
      throw new Error('taken back')
    })
    await expect(attempt).rejects.toThrow('taken back')
    expect(await namesOf(one)).toEqual(before)
    let during = Promise.resolve(before)
    const outside = AsyncLocalStorage.snapshot()
    await transaction(one, async (trx) => {
      await updateEnvironment(trx, anEnvironment.id, { name: 'renamed', updatedAt })
      // On SQLite it waits for this transaction.
      during = new Promise((resolve) => setImmediate(() => outside(() => resolve(namesOf(one)))))
      if (kind === 'postgres') expect(await during).toEqual(before)
    })
    await during
    expect(await namesOf(one)).toEqual(['renamed', before[1]])
  })

  it('are forgotten by no change of anything else, nor by what comes beside them', async () => {
    const { one } = await start()
    const before = cacheOf(one).changes()
    await one.updateTable('users').set({ updatedAt }).execute()
    await one.deleteFrom('sessions').execute()
    await insertOrganization(one, organization('o'))
    await one.updateTable('organizations').set({ name: 'Renamed' }).execute()
    await insertClient(one, { ...client('another'), allowedOrigins: [] })
    expect(cacheOf(one).changes()).toBe(before)
  })

  it('may be read first in a transaction, unless it has changed or added something', async () => {
    const { one } = await start()
    await transaction(one, async (trx) => void (await namesOf(trx)))
    const load = vi.fn(async () => undefined)
    await cacheOf(one).find(one, `client ${aClient.id}`, load)
    expect(load).not.toHaveBeenCalled()
    const added = transaction(one, async (trx) => {
      await insertClient(trx, client('added'))
      expect(await findCachedClient(trx, 'added')).toBeDefined()
      throw new Error('taken back')
    })
    await expect(added).rejects.toThrow('taken back')
    expect(await findCachedClient(one, 'added')).toBeUndefined()
  })

  it('show a first template of a mail at once', async () => {
    const { one } = await start()
    const templates = () => listTemplatesOfMail(one, anEnvironment, 'welcome')
    expect(await templates()).toEqual([])
    await insertMailTemplate(one, mailTemplate)
    expect(await templates()).toEqual([mailTemplate])
  })

  it('have each origin that a client gets', async () => {
    const { one } = await start()
    await namesOf(one)
    await one.insertInto('clientOrigins').values({ clientId: aClient.id, origin: 'https://new.example.com' }).execute()
    expect((await findCachedClient(one, aClient.id))?.allowedOrigins).toContain('https://new.example.com')
  })

  it('go out with an organization whose they are, and with a publishable key that ends', async () => {
    const { one } = await start()
    await insertOrganization(one, organization('o'))
    const owned = { ...client('owned'), organizationId: 'o' }
    await insertClient(one, owned)
    expect(await findCachedClient(one, owned.id)).toBeDefined()
    await one.deleteFrom('organizations').execute()
    expect(await findCachedClient(one, owned.id)).toBeUndefined()
    await insertPublishableKey(one, { key: 'pk', environmentId: anEnvironment.id, createdAt: 1, expiresAt: null })
    expect(await findEnvironmentOfKey(one, 'pk', 5)).toMatchObject({ id: anEnvironment.id })
    await retirePublishableKeys(one, anEnvironment.id, 10)
    expect(await findEnvironmentOfKey(one, 'pk', 9)).toMatchObject({ id: anEnvironment.id })
    expect(await findEnvironmentOfKey(one, 'pk', 10)).toBeUndefined()
  })
})

describe('createRowCache', () => {
  const db = { isTransaction: false } as OpenDatabase['db']

  it('uses nothing for a second or longer', async () => {
    let now = 0
    const cache = createRowCache(() => now)
    const load = vi.fn(async () => 'row')
    await cache.find(db, 'a', load)
    now = 999
    await cache.find(db, 'a', load)
    expect(load).toHaveBeenCalledTimes(1)
    now = 1000
    await cache.find(db, 'a', load)
    expect(load).toHaveBeenCalledTimes(2)
  })

  it('does not keep what was read before a change, nor what is not there, nor a failure', async () => {
    const cache = createRowCache(() => 0)
    let finish = (_row: string) => {}
    const slow = cache.find(db, 'a', () => new Promise<string>((resolve) => (finish = resolve)))
    cache.clear()
    finish('old')
    expect(await slow).toBe('old')
    expect(await cache.find(db, 'a', async () => 'new')).toBe('new')
    expect(await cache.find(db, 'b', async () => undefined)).toBeUndefined()
    expect(await cache.find(db, 'b', async () => 'there')).toBe('there')
    await expect(cache.find(db, 'c', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
    expect(await cache.find(db, 'c', async () => 'back')).toBe('back')
  })

  it('keeps what it has where a database goes back to a mark and nothing of that has changed, but nothing of a session', async () => {
    const cache = createRowCache(() => 0)
    const load = vi.fn(async () => 'row')
    const loadOfSession = vi.fn(async () => 'row')
    const find = async () => {
      await cache.find(db, 'a', load)
      await cache.find(db, 'of session', loadOfSession, 'session')
      return [load.mock.calls.length, loadOfSession.mock.calls.length]
    }
    cache.mark()
    expect(await find()).toEqual([1, 1])
    cache.note('none')
    cache.goBack()
    expect(await find()).toEqual([1, 2])
    for (const differ of [() => cache.note('adds'), () => cache.note('changes'), () => cache.doubt()]) {
      const [loaded] = await find()
      differ()
      cache.goBack()
      expect(await find()).toEqual([loaded! + 1, expect.any(Number)])
      cache.goBack()
      expect(await find()).toEqual([loaded! + 1, expect.any(Number)])
    }
  })

  it('asks once for those who ask at once', async () => {
    const cache = createRowCache(() => 0)
    const load = vi.fn(async () => 'row')
    expect(await Promise.all([cache.find(db, 'a', load), cache.find(db, 'a', load)])).toEqual(['row', 'row'])
    expect(load).toHaveBeenCalledTimes(1)
  })
})
