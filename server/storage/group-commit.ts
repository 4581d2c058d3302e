// Transactions of SQLite that end in one turn of the event loop are on the disk by one commit: the disk takes as long for a
// hundred as for one. Nobody hears of the end of their transaction before.
import type { Database } from 'better-sqlite3'
import { commitAtEnd } from '../model/turn.ts'
import { unavailable } from './unavailable.ts'

/** What commits need of the one connection that writes. */
interface Writer {
  readonly database: Pick<Database, 'inTransaction'>
  readonly execute: (
    sql: 'begin immediate' | 'commit' | 'rollback' | `${string}savepoint ${'member' | 'marked'}`,
  ) => Promise<unknown>
}

/**
 * A state of a database in memory to come back to. It is a savepoint that stays open, in a transaction that is never committed: there is no disk to
 * be on, and to take back what was written since takes less than to delete it and write the same again.
 */
export interface Mark {
  /** Marks the end of the transaction that is open, once it is kept; the version tells one such state from another. */
  readonly atEnd: (version: string) => void
  /** Goes back to the mark at the end of the transaction that is open. False, and nothing of it, where that version is not marked. */
  readonly backAtEnd: (version: string) => boolean
}

export interface GroupCommit {
  /** Begins a transaction, once those before it have ended. It ends by `commit` or by `rollback`, once. */
  begin(): Promise<void>
  /** Keeps what the transaction did. Resolves once that is on the disk; rejects where it is not, and then nothing of it is. */
  commit(): Promise<void>
  /** Takes back what the transaction did. */
  rollback(): Promise<void>
  readonly mark: Mark
  /** Runs a statement that changes something as a transaction of its own. */
  single<T>(statement: () => Promise<T>): Promise<T>
  /** Runs between two transactions. Some before it may not be on the disk yet. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** Runs between two transactions, with all before it on the disk. */
  settled<T>(work: () => Promise<T>): Promise<T>
}

const takenBack = new Error('It took back what was not on the disk yet.')

interface Member {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Each transaction is a savepoint of the one that is committed, but the first, which is alone in it: SQLite copies each page that is changed
 * after a savepoint. A refusal for what another of its group did is also told only once that is on the disk, so that nothing is said of what
 * may never have been.
 */
export const createGroupCommit = ({ database, execute }: Writer): GroupCommit => {
  const { enter, leave } = turnstile()
  let ended: Member[] = []
  /** Whether the member that is inside has others before it in what is committed. */
  let isSavepoint = false
  let marked: string | undefined
  /** What the transaction that is open does at its end. */
  let toMark: string | undefined
  let goesBack = false

  const settle = (tell: (member: Member) => void) => {
    const members = ended
    ended = []
    for (const member of members) tell(member)
  }
  /** SQLite itself takes all back where the disk is full or fails. */
  const loseAll = (error: unknown) => settle(({ reject }) => reject(unavailable(error)))

  /** Takes back whatever is not on the disk, and tells all who wait. */
  const takeBack = async (error: unknown) => {
    if (database.inTransaction) await execute('rollback').catch(() => undefined)
    marked = undefined
    loseAll(error)
  }
  const commitAll = async () => {
    try {
      if (database.inTransaction && marked === undefined) await execute('commit')
    } catch (error) {
      return takeBack(error)
    }
    settle(({ resolve }) => resolve())
  }
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
  const settled = <T>(work: () => Promise<T>): Promise<T> =>
    inTurn(async () => {
      await commitAll()
      return work()
    })
  /** Leaves, and waits for the commit. */
  const end = (): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    if (ended.length === 0) commitAtEnd(() => void settled(async () => undefined))
    ended.push({ resolve, reject })
    leave()
    return promise
  }
  const begin = async (isMember: boolean) => {
    await enter()
    try {
      isSavepoint = isMember && database.inTransaction
      if (!database.inTransaction) await execute('begin immediate')
      if (isSavepoint) await execute('savepoint member')
    } catch (error) {
      await takeBack(error)
      leave()
      throw error
    }
  }
  /** Ends the member's part, and waits. Gives why all was taken back instead, where it was. */
  const finish = async (...statements: Parameters<typeof execute>[0][]): Promise<unknown> => {
    let fault: unknown
    try {
      if (!database.inTransaction) throw takenBack
      for (const sql of statements) await execute(sql)
      if (toMark !== undefined && statements.includes('savepoint marked')) marked = toMark
    } catch (error) {
      fault = error
      await takeBack(error)
    }
    toMark = undefined
    goesBack = false
    await end()
    return fault
  }
  const lastOfAll = (): Parameters<typeof execute>[0][] => {
    if (goesBack) return ['rollback to savepoint marked']
    if (toMark === undefined) return []
    return marked === undefined ? ['savepoint marked'] : ['release savepoint marked', 'savepoint marked']
  }

  return {
    begin: () => begin(true),
    commit: async () => {
      const fault = await finish(...(isSavepoint ? (['release savepoint member'] as const) : []), ...lastOfAll())
      if (fault) throw unavailable(fault)
    },
    rollback: async () =>
      void (await (isSavepoint
        ? finish('rollback to savepoint member', 'release savepoint member')
        : finish('rollback'))),
    mark: {
      atEnd: (version) => void (toMark = version),
      backAtEnd: (version) => (goesBack = version === marked),
    },
    single: async (statement) => {
      await begin(false)
      // One that fails does nothing.
      const [outcome] = await Promise.allSettled([statement()])
      if (!database.inTransaction) loseAll(takenBack)
      await end()
      if (outcome.status === 'rejected') throw outcome.reason
      return outcome.value
    },
    inTurn,
    settled,
  }
}

/** Lets one caller in after the other, in the order they came. */
const turnstile = () => {
  let taken = false
  const waiting: (() => void)[] = []
  return {
    enter: async () => {
      if (taken) await new Promise<void>((resolve) => waiting.push(resolve))
      taken = true
    },
    leave: () => {
      const next = waiting.shift()
      if (next) next()
      else taken = false
    },
  }
}
