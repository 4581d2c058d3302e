// The resource server that somebody was asked for (RFC 8707): of a code, and of the session that it began.
import type { Migration } from './migration.ts'

export const resources: Migration = {
  name: '0250-resources',
  up: async ({ schema }) => {
    for (const table of ['sessions', 'authorizationCodes']) {
      await schema.alterTable(table).addColumn('resource', 'text').execute()
    }
  },
}
