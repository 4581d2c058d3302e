import { sql } from 'kysely'
import type { Client } from '../model/client.ts'
import type { Database } from './database.ts'
import { clientsWithOrigins, toClient, toClients } from './clients.ts'

/** Who answers for a client that the environment does not: itself, once or by its document; or an account. */
export type ThirdPartyKind = 'registered' | 'document' | 'account'

/** Those of the environments that registered themselves or are of accounts, newest first, from the one behind `after`. */
export const listThirdPartyClients = async (
  db: Database,
  environmentIds: readonly string[],
  {
    kind,
    limit,
    after,
  }: {
    readonly kind?: ThirdPartyKind | undefined
    readonly limit: number
    readonly after?: Pick<Client, 'createdAt' | 'id'> | undefined
  },
): Promise<Client[]> => {
  const rows = await clientsWithOrigins(db)
    .where('clients.id', 'in', ({ selectFrom }) => {
      let page = selectFrom('clients').select('id').where('environmentId', 'in', environmentIds)
      if (kind === 'account') page = page.where('organizationId', 'is not', null)
      if (kind === 'registered') {
        page = page.where('registrationHash', 'is not', null).where('documentUntil', 'is', null)
      }
      if (kind === 'document') page = page.where('documentUntil', 'is not', null)
      if (kind === undefined) {
        page = page.where(({ or, eb }) =>
          or([eb('organizationId', 'is not', null), eb('registrationHash', 'is not', null)]),
        )
      }
      if (after) {
        page = page.where(sql<boolean>`(${sql.ref('createdAt')}, ${sql.ref('id')}) < (${after.createdAt}, ${after.id})`)
      }
      return page.orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(limit)
    })
    .orderBy('clients.createdAt', 'desc')
    .orderBy('clients.id', 'desc')
    .execute()
  return toClients(rows)
}

/** How many registered themselves. */
export const countRegisteredClients = async (db: Database, environmentId: string): Promise<number> => {
  const { total } = await db
    .selectFrom('clients')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('environmentId', '=', environmentId)
    .where('registrationHash', 'is not', null)
    .where('documentUntil', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** How many a document speaks for. */
export const countDocumentClients = async (db: Database, environmentId: string): Promise<number> => {
  const { total } = await db
    .selectFrom('clients')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('environmentId', '=', environmentId)
    .where('documentUntil', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(total)
}

/**
 * Drops some that somebody named before then, and that nobody uses, of an environment where one is given: they come back as they were
 * whenever somebody names them. One that is suspended stays so. Answers how many.
 */
export const deleteIdleDocumentClients = async (
  db: Database,
  before: number,
  limit: number,
  environmentId?: string,
): Promise<number> => {
  const idle = db
    .selectFrom('clients')
    .select('id')
    // Of all that have a document; so an index finds them.
    .where('documentUntil', '>', 0)
    .where('createdAt', '<', before)
    .where('isActive', '=', 1)
    .$if(environmentId !== undefined, (query) => query.where('environmentId', '=', environmentId!))
    .where(({ and, not, exists, selectFrom }) =>
      and(
        (['sessions', 'consents', 'authorizationCodes', 'pushedRequests', 'deviceCodes', 'logoutNotices'] as const).map(
          (table) => not(exists(selectFrom(table).select('clientId').whereRef(`${table}.clientId`, '=', 'clients.id'))),
        ),
      ),
    )
    .orderBy('documentUntil')
    .limit(limit)
  const { numDeletedRows } = await db.deleteFrom('clients').where('id', 'in', idle).executeTakeFirst()
  return Number(numDeletedRows)
}

/** The one that looks after its registration with a token. */
export const findClientOfRegistration = async (db: Database, hash: string): Promise<Client | undefined> =>
  toClient(await clientsWithOrigins(db).where('clients.registrationHash', '=', hash).execute())
