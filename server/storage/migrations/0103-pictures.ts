// Pictures from before they had to be at https addresses, without a name or password.
import type { Kysely } from 'kysely'
import type { Migration } from './migration.ts'

type Pictures = Record<'users' | 'organizations', { id: string; avatarUrl: string | null }>

const isGood = /^https:\/\/[^/?#@]+([/?#]|$)/

export const pictures: Migration = {
  name: '0103-pictures',
  up: async (db) => {
    for (const table of ['users', 'organizations'] as const) {
      const rows = (db as Kysely<Pictures>).updateTable(table).set({ avatarUrl: null })
      await rows.where('avatarUrl', 'not like', 'https://%').execute()
      // Few have the sign, and most of those in their path.
      const suspects = await (db as Kysely<Pictures>)
        .selectFrom(table)
        .select(['id', 'avatarUrl'])
        .where('avatarUrl', 'like', '%@%')
        .execute()
      const bad = suspects.filter(({ avatarUrl }) => !isGood.test(avatarUrl ?? '')).map(({ id }) => id)
      for (const id of bad) await rows.where('id', '=', id).execute()
    }
  },
}
