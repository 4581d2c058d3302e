import { type Client, type OpenIdSettings, defaultOpenId } from '../model/client.ts'
import { cacheOf } from './cached-rows.ts'
import { transaction } from './database.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import { fromJson, toFlag, toJson } from './rows.ts'
import type { Patch } from './rows.ts'
import type { ClientsTable } from './schema.ts'

export const clientsWithOrigins = (db: Database) =>
  db
    .selectFrom('clients')
    .leftJoin('clientOrigins', 'clientOrigins.clientId', 'clients.id')
    .selectAll('clients')
    .select('clientOrigins.origin')

/** One client from the rows of its origins. */
export const toClient = (rows: readonly (ClientsTable & { origin: string | null })[]): Client | undefined => {
  if (!rows[0]) return undefined
  const { origin: _, ...row } = rows[0]
  return {
    ...row,
    allowedOrigins: rows.flatMap(({ origin }) => origin ?? []).sort(),
    redirectUris: JSON.parse(row.redirectUris) as string[],
    audiences: JSON.parse(row.audiences) as string[],
    scopes: JSON.parse(row.scopes) as string[],
    defaultScopes: JSON.parse(row.defaultScopes) as string[],
    openid: { ...defaultOpenId, ...fromJson<Partial<OpenIdSettings>>(row.openid) },
    isActive: row.isActive === 1,
  }
}

const insertOrigins = async (db: Database, clientId: string, origins: readonly string[]) => {
  const rows = [...new Set(origins)].map((origin) => ({ clientId, origin }))
  if (rows.length > 0) await db.insertInto('clientOrigins').values(rows).execute()
}

/** With its origins, in alphabetical order. */
export const findClient = async (db: Database, id: string): Promise<Client | undefined> => toClient(await byId(db, id))

const byId = prepared((db, id: string) => clientsWithOrigins(db).where('clients.id', '=', id))

/** The same, as it is or was less than a second ago: for who asks, not for what is changed. */
export const findCachedClient = (db: Database, id: string): Promise<Client | undefined> =>
  cacheOf(db).find(db, `client ${id}`, () => findClient(db, id))

const clientIdOfRefreshToken = prepared((db, hash: string) =>
  db
    .selectFrom('refreshTokens')
    .innerJoin('sessions', 'sessions.id', 'refreshTokens.sessionId')
    .select('sessions.clientId')
    .where('refreshTokens.hash', '=', hash),
)

/**
 * The one that the session of a refresh token is of, whether the token or the session is still good or not; the client is as it
 * is or was less than a second ago.
 */
export const findClientOfRefreshToken = async (db: Database, hash: string): Promise<Client | undefined> => {
  // A request asks twice, and a token stays with its session, as that does with its client.
  const ask = async () => {
    const [session] = await clientIdOfRefreshToken(db, hash)
    return session?.clientId ?? undefined
  }
  const id = await cacheOf(db).find(db, `client of token ${hash}`, ask, 'session')
  return id === undefined ? undefined : findCachedClient(db, id)
}

export const toClients = (rows: readonly (ClientsTable & { origin: string | null })[]): Client[] =>
  [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((group) => toClient(group) ?? [])

/** Oldest first. */
export const listClientsOfOrganization = async (
  db: Database,
  organizationId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number } = { limit: 1000, offset: 0 },
): Promise<Client[]> => {
  const rows = await clientsWithOrigins(db)
    // A client has a row for each of its origins, so the page is cut before they are joined.
    .where('clients.id', 'in', ({ selectFrom }) =>
      selectFrom('clients')
        .select('id')
        .where('organizationId', '=', organizationId)
        .orderBy('createdAt')
        .orderBy('id')
        .limit(limit)
        .offset(offset),
    )
    .orderBy('clients.createdAt')
    .orderBy('clients.id')
    .execute()
  return toClients(rows)
}

export const countClientsOfOrganization = async (db: Database, organizationId: string): Promise<number> => {
  const { total } = await db
    .selectFrom('clients')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('organizationId', '=', organizationId)
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** The environment's own: those that its owner answers for. */
export const listClientsWithoutOrganization = async (db: Database, environmentId: string): Promise<Client[]> =>
  toClients(
    await clientsWithOrigins(db)
      .where('clients.environmentId', '=', environmentId)
      .where('clients.organizationId', 'is', null)
      .where('clients.registrationHash', 'is', null)
      .execute(),
  )

/** Whether any active client allows that origin. */
export const isRegisteredOrigin = async (db: Database, origin: string): Promise<boolean> => {
  return (await anyOwner(db, origin)).length > 0
}

const anyOwner = prepared((db, origin: string) =>
  db
    .selectFrom('clientOrigins')
    .innerJoin('clients', 'clients.id', 'clientOrigins.clientId')
    .select('clients.id')
    .where('clientOrigins.origin', '=', origin)
    .where('clients.isActive', '=', 1)
    .limit(1),
)

/** Whether a client of the environment itself allows that origin: those that an organization owns vouch for nobody else. */
export const isOriginOfEnvironment = async (db: Database, environmentId: string, origin: string): Promise<boolean> => {
  return (await ownerInEnvironment(db, environmentId, origin)).length > 0
}

/** Whether a client of any environment itself does. */
export const isOriginOfSomeEnvironment = async (db: Database, origin: string): Promise<boolean> =>
  (await ownerAnywhere(db, origin)).length > 0

const ownersOfOrigin = (db: Database, origin: string) =>
  db
    .selectFrom('clientOrigins')
    .innerJoin('clients', 'clients.id', 'clientOrigins.clientId')
    .select('clients.id')
    .where('clientOrigins.origin', '=', origin)
    .where('clients.isActive', '=', 1)
    .where('clients.organizationId', 'is', null)
    .where('clients.registrationHash', 'is', null)
    .limit(1)

const ownerAnywhere = prepared(ownersOfOrigin)

const ownerInEnvironment = prepared((db, environmentId: string, origin: string) =>
  ownersOfOrigin(db, origin).where('clients.environmentId', '=', environmentId),
)

export const insertClient = (db: Database, client: Client): Promise<void> =>
  transaction(db, async (trx) => {
    const { allowedOrigins, ...row } = client
    await insert(trx, {
      ...row,
      redirectUris: toJson(row.redirectUris),
      audiences: toJson(row.audiences),
      scopes: toJson(row.scopes),
      defaultScopes: toJson(row.defaultScopes),
      openid: toJson(row.openid),
      isActive: toFlag(row.isActive),
    })
    await insertOrigins(trx, client.id, allowedOrigins)
  })

const insert = prepared((db, row: ClientsTable) => db.insertInto('clients').values(row))

/** `allowedOrigins`, where given, replaces all of them. */
export const updateClient = (
  db: Database,
  id: string,
  patch: Patch<Client, 'id' | 'environmentId' | 'createdAt'>,
): Promise<Client | undefined> =>
  transaction(db, async (trx) => {
    const { allowedOrigins, ...row } = patch
    const { numUpdatedRows } = await trx
      .updateTable('clients')
      .set({
        ...row,
        redirectUris: toJson(row.redirectUris),
        audiences: toJson(row.audiences),
        scopes: toJson(row.scopes),
        defaultScopes: toJson(row.defaultScopes),
        openid: toJson(row.openid),
        isActive: toFlag(row.isActive),
      })
      .where('id', '=', id)
      .executeTakeFirst()
    if (numUpdatedRows > 0 && allowedOrigins) {
      await trx.deleteFrom('clientOrigins').where('clientId', '=', id).execute()
      await insertOrigins(trx, id, allowedOrigins)
    }
    return findClient(trx, id)
  })

/** Takes the sessions signed in through it along. True when there was one. */
export const deleteClient = async (db: Database, id: string): Promise<boolean> => {
  const { numDeletedRows } = await db.deleteFrom('clients').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0
}

/** Those of an organization that these users registered; without `creators`, all of it. Answers their ids. */
export const deleteClientsOfOrganization = async (
  db: Database,
  organizationId: string,
  creators?: readonly string[],
): Promise<string[]> => {
  const all = db.deleteFrom('clients').where('organizationId', '=', organizationId)
  const rows = await (creators ? all.where('createdBy', 'in', creators) : all).returning('id').execute()
  return rows.map(({ id }) => id)
}
