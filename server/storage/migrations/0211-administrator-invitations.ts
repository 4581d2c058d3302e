// Who asked an administrator to come, and until when the newest link is good.
import type { Migration } from './migration.ts'

export const administratorInvitations: Migration = {
  name: '0211-administrator-invitations',
  up: async ({ schema }) => {
    await schema.alterTable('administrators').addColumn('invitedBy', 'text').execute()
    await schema.alterTable('administrators').addColumn('invitedUntil', 'bigint').execute()
  },
}
