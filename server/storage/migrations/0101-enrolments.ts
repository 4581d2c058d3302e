// An authenticator app that is being enrolled is of one session, and waits for its first code only so long.
import type { Migration } from './migration.ts'

export const enrolments: Migration = {
  name: '0101-enrolments',
  up: async ({ schema }) => {
    // What waits now is of no session, and has to be begun anew.
    await schema.alterTable('totpFactors').addColumn('sessionId', 'text').execute()
    await schema.createIndex('totpFactorsByTime').on('totpFactors').columns(['confirmedAt', 'createdAt']).execute()
    await schema.createIndex('signUpsByTime').on('signUps').column('createdAt').execute()
  },
}
