import { sql } from 'kysely'
import type { Consent } from '../model/consent.ts'
import type { Database } from './database.ts'
import type { Page } from './newest.ts'
import { fromJson, toJson } from './rows.ts'

/** What a person has allowed a client; undefined where nothing. */
export const findConsent = async (db: Database, userId: string, clientId: string): Promise<Consent | undefined> => {
  const row = await db
    .selectFrom('consents')
    .selectAll()
    .where('userId', '=', userId)
    .where('clientId', '=', clientId)
    .executeTakeFirst()
  return row && toConsent(row)
}

const toConsent = <Row extends { readonly resources: string }>(row: Row) => ({
  ...row,
  resources: fromJson<readonly string[]>(row.resources),
})

/** A consent, and whom it is to. */
export interface NamedConsent extends Consent {
  readonly clientName: string
}

/** The newest first. */
export const listConsentsOfUser = async (
  db: Database,
  userId: string,
  { limit, after }: Pick<Page, 'limit' | 'after'>,
): Promise<NamedConsent[]> => {
  const [createdAt, clientId] = [sql.ref('consents.createdAt'), sql.ref('consents.clientId')]
  const rows = await db
    .selectFrom('consents')
    .innerJoin('clients', 'clients.id', 'consents.clientId')
    .selectAll('consents')
    .select('clients.name as clientName')
    .where('consents.userId', '=', userId)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(${createdAt}, ${clientId}) < (${after!.createdAt}, ${after!.id})`),
    )
    .orderBy(createdAt, 'desc')
    .orderBy(clientId, 'desc')
    .limit(limit)
    .execute()
  return rows.map(toConsent)
}

/** The consent of a person to a client is this one from now on. */
export const saveConsent = async (db: Database, consent: Consent): Promise<void> => {
  const { scope, updatedAt } = consent
  const resources = toJson(consent.resources)
  await db
    .insertInto('consents')
    .values({ ...consent, resources })
    .onConflict((conflict) => conflict.columns(['userId', 'clientId']).doUpdateSet({ scope, resources, updatedAt }))
    .execute()
}

/** True for the one caller who took it away. */
export const deleteConsent = async (db: Database, userId: string, clientId: string): Promise<boolean> => {
  const { numDeletedRows } = await db
    .deleteFrom('consents')
    .where('userId', '=', userId)
    .where('clientId', '=', clientId)
    .executeTakeFirst()
  return numDeletedRows > 0
}

/** Everybody's. */
export const deleteConsentsOfClient = async (db: Database, clientId: string): Promise<void> => {
  await db.deleteFrom('consents').where('clientId', '=', clientId).execute()
}

export const deleteConsentsOfUser = async (db: Database, userId: string): Promise<void> => {
  await db.deleteFrom('consents').where('userId', '=', userId).execute()
}
