// What a group is to a directory, and what it is kept in.
import { Failure } from '../../model/failure.ts'
import type { Database } from '../../storage/database.ts'

export interface GroupMember {
  readonly id: string
  readonly name: string
}

/** As many members as are named at once. */
export const mostMembers = 10_000

/** As many as a request can name. Each is written down, and nobody else changes anything meanwhile. */
const mostLeaving = 2000

export const requireFewLeaving = (count: number): void => {
  if (count <= mostLeaving) return
  throw new Failure('invalid_request', `members: more than ${mostLeaving} would leave at once; name some at a time`)
}

/** A group without its members. */
export interface GroupName {
  readonly id: string
  readonly name: string
}

/** A group as it is kept, which is not what the directory calls it. */
export interface Group extends GroupName {
  readonly members: readonly GroupMember[]
  readonly createdAt: number
  readonly updatedAt: number
}

/** What becomes of the members; `userIds` undefined: of all of them. */
export interface MemberStep {
  readonly op: 'add' | 'remove' | 'replace'
  readonly userIds: readonly string[] | undefined
}

/** What groups a directory has, and what they are kept in. */
export interface Groups {
  readonly list: (db: Database) => Promise<readonly GroupName[]>
  readonly find: (db: Database, id: string) => Promise<Group | undefined>
  readonly make: (db: Database, name: string) => Promise<string>
  readonly rename: (db: Database, id: string, name: string) => Promise<void>
  readonly change: (db: Database, id: string, step: MemberStep) => Promise<void>
  readonly remove: (db: Database, id: string) => Promise<void>
  /** Does `work` while nobody else changes them. */
  readonly alone: <T>(db: Database, work: (db: Database) => Promise<T>) => Promise<T>
}
