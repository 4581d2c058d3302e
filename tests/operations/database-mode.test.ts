// A database that a sandbox filled is never taken for a real one, nor the reverse; on both databases.
import { afterEach, describe, expect, it } from 'vitest'
import { kinds, openFresh } from '../storage/databases-for-tests.ts'
import type { OpenDatabase } from '../../server/storage/database.ts'
import { insertTenant } from '../../server/storage/tenants.ts'
import { requireDatabaseMode } from '../../server/operations/database-mode.ts'
import { sandboxTenantId } from '../../server/model/sandbox-credentials.ts'

const tenant = { name: 'Shop', slug: 'shop', plan: 'free', isActive: true, createdAt: 1, updatedAt: 1 }
const refused = {
  sandbox: /filled by the sandbox.*set DATABASE_URL/,
  production: /is one of production.*set NODE_ENV/,
}

describe.each(kinds)('on %s', (kind) => {
  let opened: OpenDatabase
  afterEach(() => opened.close())

  const start = (mode: 'sandbox' | 'production') =>
    requireDatabaseMode({ db: opened.db, config: { mode }, clock: { now: () => 1 } } as Parameters<
      typeof requireDatabaseMode
    >[0])

  it.each(['sandbox', 'production'] as const)('a new one stays what it was first opened for: %s', async (mode) => {
    opened = await openFresh(kind)
    await start(mode)
    await start(mode)
    const other = mode === 'sandbox' ? 'production' : 'sandbox'
    await expect(start(other)).rejects.toThrow(refused[mode])
    await start(mode)
  })

  it('an older one of the sandbox is known by its tenant', async () => {
    opened = await openFresh(kind)
    await insertTenant(opened.db, { ...tenant, id: sandboxTenantId })
    await expect(start('production')).rejects.toThrow(refused.sandbox)
    await start('sandbox')
    await expect(start('production')).rejects.toThrow(refused.sandbox)
  })

  it('an older one of production is known by having anything', async () => {
    opened = await openFresh(kind)
    await insertTenant(opened.db, { ...tenant, id: '0199c0de-0000-7000-8000-00000000000a' })
    await expect(start('sandbox')).rejects.toThrow(refused.production)
    await start('production')
  })

  it('is asked once by instances that start together', async () => {
    opened = await openFresh(kind)
    await Promise.all([start('sandbox'), start('sandbox'), start('sandbox')])
    await expect(start('production')).rejects.toThrow(refused.sandbox)
  })
})
