import type { ProviderFlow } from '../model/provider.ts'
import type { JsonObject } from '../model/user.ts'
import type { Database } from './database.ts'

export const insertProviderFlow = async (db: Database, flow: ProviderFlow): Promise<void> => {
  await db
    .insertInto('providerFlows')
    .values({ ...flow, target: JSON.stringify(flow.target) })
    .execute()
}

/** Takes a flow out, for the one caller who wins. One of another browser, provider or surface stays where it is. */
export const takeProviderFlow = async (
  db: Database,
  {
    stateHash,
    browserHash,
    provider,
    callbackUrl,
  }: Pick<ProviderFlow, 'stateHash' | 'browserHash' | 'provider' | 'callbackUrl'>,
  now: number,
): Promise<ProviderFlow | undefined> => {
  const row = await db
    .deleteFrom('providerFlows')
    .where('stateHash', '=', stateHash)
    .where('browserHash', '=', browserHash)
    .where('provider', '=', provider)
    .where('callbackUrl', '=', callbackUrl)
    .where('expiresAt', '>', now)
    .returningAll()
    .executeTakeFirst()
  return row && { ...row, target: JSON.parse(row.target) as JsonObject }
}

/** Drops those whose end lies before. Answers how many. */
export const deleteExpiredProviderFlows = async (db: Database, before: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('providerFlows')
    .where('stateHash', 'in', ({ selectFrom }) =>
      selectFrom('providerFlows').select('stateHash').where('expiresAt', '<', before).orderBy('expiresAt').limit(limit),
    )
    .where('expiresAt', '<', before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
