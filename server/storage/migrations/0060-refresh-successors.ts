// What the successor of a used refresh token is derived with, beside the token itself.
import type { Migration } from './migration.ts'

export const refreshSuccessors: Migration = {
  name: '0060-refresh-successors',
  up: async ({ schema }) => {
    await schema.alterTable('refreshTokens').addColumn('successorSalt', 'text').execute()
  },
}
