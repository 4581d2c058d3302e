import type { SignUpAttempt } from '../model/user.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'

export const insertSignUp = async (db: Database, signUp: SignUpAttempt): Promise<void> => {
  await insert(db, signUp)
}

const insert = prepared((db, signUp: SignUpAttempt) => db.insertInto('signUps').values(signUp))

/** Those from a source. */
export const listSignUpsFrom = (
  db: Database,
  { userId, source }: Pick<SignUpAttempt, 'userId' | 'source'>,
): Promise<SignUpAttempt[]> =>
  db.selectFrom('signUps').selectAll().where('userId', '=', userId).where('source', '=', source).execute()

/** Those from a source. */
export const deleteSignUpsFrom = async (
  db: Database,
  { userId, source }: Pick<SignUpAttempt, 'userId' | 'source'>,
): Promise<void> => {
  await db.deleteFrom('signUps').where('userId', '=', userId).where('source', '=', source).execute()
}

/** Those of a user that are older, or all of them. Answers how many. */
export const deleteSignUps = async (
  db: Database,
  userId: string,
  before = Number.MAX_SAFE_INTEGER,
): Promise<number> => {
  const deleted = await deleteOlder(db, userId, before)
  return deleted.length
}

const deleteOlder = prepared((db, userId: string, before: number) =>
  db.deleteFrom('signUps').where('userId', '=', userId).where('createdAt', '<', before).returning('id'),
)

/** Those of everybody that are older. Answers how many. */
export const deleteOldSignUps = async (db: Database, before: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('signUps')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('signUps').select('id').where('createdAt', '<', before).orderBy('createdAt').limit(limit),
    )
    .where('createdAt', '<', before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
