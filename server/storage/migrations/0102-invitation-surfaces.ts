// An invitation is good at the surface that sent it. Which one that was is not known of earlier ones.
import { required } from './migration.ts'
import type { Migration } from './migration.ts'

export const invitationSurfaces: Migration = {
  name: '0102-invitation-surfaces',
  up: async (db) => {
    await db.schema
      .alterTable('invitations')
      .addColumn('surface', 'text', (column) => required(column).defaultTo('account'))
      .execute()
  },
}
