// The keys that clients prove to hold (RFC 9449): of whose tokens, and of whose codes.
import type { Migration } from './migration.ts'

export const keysOfTokens: Migration = {
  name: '0140-keys-of-tokens',
  up: async ({ schema }) => {
    for (const table of ['sessions', 'authorizationCodes']) {
      await schema.alterTable(table).addColumn('keyThumbprint', 'text').execute()
    }
  },
}
