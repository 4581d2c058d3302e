// Until when what a client's own document said counts, where one speaks for it.
import type { Migration } from './migration.ts'

export const clientDocuments: Migration = {
  name: '0270-client-documents',
  up: async ({ schema }) => {
    await schema.alterTable('clients').addColumn('documentUntil', 'bigint').execute()
    await schema.createIndex('clientsByDocument').on('clients').columns(['documentUntil', 'environmentId']).execute()
  },
}
