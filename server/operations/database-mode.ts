// The sandbox's passwords and keys are known to everybody. A database that it filled stays a sandbox's.
import type { World } from '../context.ts'
import { type Database, exclusively } from '../storage/database.ts'
import { type DatabaseMode, findDatabaseMode, insertDatabaseMode } from '../storage/database-mode.ts'
import { findTenant, listTenants } from '../storage/tenants.ts'
import { sandboxTenantId } from '../model/sandbox-credentials.ts'

const refusals: Record<DatabaseMode, string> = {
  sandbox:
    'The database was filled by the sandbox, whose passwords and keys everybody knows: set DATABASE_URL to another one for production.',
  production:
    'The database is one of production, and the sandbox would put passwords and keys into it that everybody knows: set NODE_ENV=production, or DATABASE_URL to another one.',
}

/** Throws with a sentence where the database is of the other mode. A new one takes this mode. */
export const requireDatabaseMode = (world: Pick<World, 'config' | 'db' | 'clock'>): Promise<void> =>
  exclusively(world.db, 'database mode', async (db) => {
    const { mode } = world.config
    const known = await findDatabaseMode(db)
    const found = known ?? (await modeOfOlder(db)) ?? mode
    if (found !== mode) throw new Error(refusals[found])
    if (!known) await insertDatabaseMode(db, mode, world.clock.now())
  })

/** Of a database that is older than its mode; undefined where nothing is in it yet. */
const modeOfOlder = async (db: Database): Promise<DatabaseMode | undefined> => {
  if (await findTenant(db, sandboxTenantId)) return 'sandbox'
  return (await listTenants(db)).length > 0 ? 'production' : undefined
}
