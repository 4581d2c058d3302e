// What each session was last given for a refresh token: a lost answer is no theft.
import { partOf } from './migration.ts'
import type { Migration } from './migration.ts'

export const refreshAnswers: Migration = {
  name: '0340-refresh-answers',
  expands: true,
  up: async ({ schema }) => {
    await schema
      .createTable('refreshAnswers')
      .addColumn('sessionId', 'text', (column) => partOf('sessions.id')(column).primaryKey())
      .addColumn('answeredAt', 'bigint')
      .addColumn('userAgent', 'text')
      .addColumn('repeatedAt', 'bigint')
      .execute()
  },
}
