// Words of an owner's for the hosted pages of an environment, in each language.
import { partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const pageTexts: Migration = {
  name: '0300-page-texts',
  up: async ({ schema }) => {
    await schema
      .createTable('pageTexts')
      .addColumn('environmentId', 'text', partOf('environments.id'))
      .addColumn('language', 'text', required)
      .addColumn('texts', 'text', required)
      .addColumn('updatedAt', 'bigint', required)
      .addPrimaryKeyConstraint('pageTextsKey', ['environmentId', 'language'])
      .execute()
  },
}
