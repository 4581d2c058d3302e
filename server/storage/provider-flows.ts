import type { ProviderFlow } from '../model/provider.ts'
import type { JsonObject } from '../model/user.ts'
import type { Database } from './database.ts'
import type { ProviderFlowsTable } from './schema.ts'
import { prepared } from './prepared.ts'

export const insertProviderFlow = async (db: Database, flow: ProviderFlow): Promise<void> => {
  await insert(db, { ...flow, target: JSON.stringify(flow.target) })
}

const insert = prepared((db, row: ProviderFlowsTable) => db.insertInto('providerFlows').values(row))

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
  const [row] = await take(db, { stateHash, browserHash, provider, callbackUrl }, now)
  return row && { ...row, target: JSON.parse(row.target) as JsonObject }
}

type Meant = Pick<ProviderFlow, 'stateHash' | 'browserHash' | 'provider' | 'callbackUrl'>

const take = prepared((db, { stateHash, browserHash, provider, callbackUrl }: Meant, now: number) =>
  db
    .deleteFrom('providerFlows')
    .where('stateHash', '=', stateHash)
    .where('browserHash', '=', browserHash)
    .where('provider', '=', provider)
    .where('callbackUrl', '=', callbackUrl)
    .where('expiresAt', '>', now)
    .returningAll(),
)

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
