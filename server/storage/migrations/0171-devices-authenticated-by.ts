// How somebody who lets a device in had proved who they are: `provider` told a password and a provider apart, and no more.
// That column stays, as instances of before still write it.
import { type Kysely } from 'kysely'
import type { Migration } from './migration.ts'

interface Then {
  deviceCodes: { userId: string | null; provider: string | null; authenticatedBy: string | null }
}

export const devicesAuthenticatedBy: Migration = {
  name: '0171-devices-authenticated-by',
  up: async (untyped) => {
    const db = untyped as Kysely<Then>
    await db.schema.alterTable('deviceCodes').addColumn('authenticatedBy', 'text').execute()
    await db.updateTable('deviceCodes').set({ authenticatedBy: 'provider' }).where('provider', 'is not', null).execute()
  },
}
