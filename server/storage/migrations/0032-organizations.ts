// A slug names one organization of an environment; invitations are found by whom they go to and by who sent them.
import type { Migration } from './migration.ts'

export const organizations: Migration = {
  name: '0032-organizations',
  up: async ({ schema }) => {
    await schema
      .createIndex('organizationsBySlug')
      .unique()
      .on('organizations')
      .columns(['environmentId', 'slug'])
      .execute()
    await schema
      .createIndex('invitationsToAddress')
      .on('invitations')
      .columns(['environmentId', 'email', 'createdAt'])
      .execute()
    await schema.createIndex('invitationsBySender').on('invitations').columns(['invitedBy', 'createdAt']).execute()
  },
}
