// An application that was deleted answers nobody at once, nor does a tenant; what was in it, which may be a million people, goes here.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { World } from '../context.ts'
import { type Database, exclusively } from '../storage/database.ts'
import {
  type DeletedApplication,
  type TableOfMany,
  deleteMarkedApplication,
  deleteSessionsById,
  deleteSomeDeliveries,
  deleteSomeOfEnvironment,
  listDeletedApplications,
  listSomeSessionIds,
  markApplicationsDeleted,
} from '../storage/deleted-applications.ts'
import { deleteMarkedTenant, listDeletedTenants } from '../storage/deleted-tenants.ts'
import { deleteTokensOfSessions } from '../storage/refresh-tokens.ts'

/** Some at a time: what hangs on each goes with it in the same statement, and others wait for that. */
const batch = 100

/** People are found by each three letters of their names, all of which go with them. */
const batchOf: Readonly<Partial<Record<TableOfMany, number>>> = { users: 20 }

/** Children before what they hang on, so that no row takes many others along. Sessions go before all of these. */
const tables: readonly TableOfMany[] = ['users', 'clients', 'organizations', 'invitations', 'oneTimeTokens']

/** Goes on where it was left, also by a process that died. Several instances may. */
export const clearDeletedApplications = async (world: World): Promise<void> => {
  for (const application of await listDeletedApplications(world.db)) await clear(world, application)
}

/** Those whose applications are gone; the others when that is so. */
export const clearDeletedTenants = async (world: World): Promise<void> => {
  for (const id of await listDeletedTenants(world.db)) {
    // One may have been made by who began before.
    await markApplicationsDeleted(world.db, id, world.clock.now())
    await untilNone(world, (db) => deleteSomeDeliveries(db, { tenantId: id }, batch))
    if (!world.draining()) await deleteMarkedTenant(world.db, id)
  }
}

const clear = async (world: World, { id, tenantId, environmentIds }: DeletedApplication): Promise<void> => {
  for (const environmentId of environmentIds) {
    await untilNone(world, (db) => deleteSomeSessions(db, environmentId))
    for (const table of tables) {
      await untilNone(world, (db) => deleteSomeOfEnvironment(db, table, environmentId, batchOf[table] ?? batch))
    }
  }
  await untilNone(world, (db) => deleteSomeDeliveries(db, { tenantId, applicationId: id }, batch))
  if (!world.draining()) await deleteMarkedApplication(world.db, id)
}

/** One batch at a time, on all instances: else one that finds its batch deleted by another would take it for the last. */
const untilNone = async ({ db, draining }: World, deleteSome: (db: Database) => Promise<number>): Promise<void> => {
  while (!draining() && (await exclusively(db, 'deleted applications', deleteSome)) > 0) await nextTurn()
}

/** A session may have thousands of tokens that were used: they go before it. */
const deleteSomeSessions = async (db: Database, environmentId: string): Promise<number> => {
  const ids = await listSomeSessionIds(db, environmentId, batch)
  if (ids.length === 0) return 0
  const tokens = await deleteTokensOfSessions(db, ids, batch)
  return tokens < batch ? deleteSessionsById(db, ids) : tokens
}
