// Connections are kept apart by what they are for, so that what waits for a lock leaves some to what does not.
import { AsyncLocalStorage } from 'node:async_hooks'

/** Transactions wait for locks, statements by themselves seldom do, and health is asked whatever else waits. */
export const lanes = ['transactions', 'statements', 'health'] as const
export type Lane = (typeof lanes)[number]

const chosen = new AsyncLocalStorage<Lane | 'searches'>()

/** Takes connections of that lane for what `work` asks. */
export const inLane = <T>(lane: Lane, work: () => Promise<T>): Promise<T> => chosen.run(lane, work)

/**
 * For what may look through many rows. SQLite answers it on a thread (sqlite-searches.ts), as whoever else asks would wait for it;
 * PostgreSQL has processes for that, and takes it as any statement.
 */
export const inSearch = <T>(work: () => Promise<T>): Promise<T> => chosen.run('searches', work)

export const isInSearch = (): boolean => chosen.getStore() === 'searches'

export const currentLane = (): Lane => {
  const lane = chosen.getStore()
  return lane === undefined || lane === 'searches' ? 'statements' : lane
}

/** How many connections of a number are for what. */
export const shareOut = (poolSize: number): Record<Lane, number> => {
  const statements = Math.max(1, Math.floor((poolSize - 1) / 2))
  return { health: 1, statements, transactions: poolSize - 1 - statements }
}
