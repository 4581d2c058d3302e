// When the person behind a session last proved again who they are.
import type { Migration } from './migration.ts'

export const freshProofs: Migration = {
  name: '0190-fresh-proofs',
  up: async ({ schema }) => {
    await schema.alterTable('sessions').addColumn('provenAt', 'bigint').execute()
  },
}
