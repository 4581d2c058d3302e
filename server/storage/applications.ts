import type { JsonObject } from '../model/user.ts'
import { cacheOf } from './cached-rows.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import { fromFreeForm, fromJson, toFlag, toJson } from './rows.ts'
import type { Patch } from './rows.ts'
import type { ApplicationsTable } from './schema.ts'

/** A tenant's product; its environments hold the people. */
export interface Application {
  readonly id: string
  readonly tenantId: string
  readonly name: string
  /** Unique in its tenant. */
  readonly slug: string
  readonly domain: string | null
  readonly logoUrl: string | null
  readonly homeUrl: string | null
  readonly callbackUrls: readonly string[] | null
  readonly settings: JsonObject | null
  readonly authConfig: JsonObject | null
  readonly isActive: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

const toApplication = ({ deletedAt: _, ...row }: ApplicationsTable): Application => ({
  ...row,
  callbackUrls: fromJson(row.callbackUrls),
  settings: fromFreeForm(row.settings),
  authConfig: fromFreeForm(row.authConfig),
  isActive: row.isActive === 1,
})

export const findApplication = async (db: Database, tenantId: string, id: string): Promise<Application | undefined> => {
  const [row] = await byId(db, tenantId, id)
  return row && toApplication(row)
}

const byId = prepared((db, tenantId: string, id: string) =>
  db
    .selectFrom('applications')
    .selectAll()
    .where('id', '=', id)
    .where('tenantId', '=', tenantId)
    .where('deletedAt', 'is', null),
)

/** The same, as it is or was less than a second ago: for what it is called where people see it. */
export const findCachedApplication = (db: Database, tenantId: string, id: string): Promise<Application | undefined> =>
  cacheOf(db).find(db, `application ${id} of ${tenantId}`, () => findApplication(db, tenantId, id))

export const findApplicationBySlug = async (
  db: Database,
  tenantId: string,
  slug: string,
): Promise<Application | undefined> => {
  const row = await db
    .selectFrom('applications')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('slug', '=', slug)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  return row && toApplication(row)
}

/** By slug; the first thousand. */
export const listApplications = async (db: Database, tenantId: string): Promise<Application[]> => {
  const rows = await ofTenant(db, tenantId)
  return rows.map(toApplication)
}

const ofTenant = prepared((db, tenantId: string) =>
  db
    .selectFrom('applications')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('deletedAt', 'is', null)
    .orderBy('slug')
    .limit(1000),
)

export const insertApplication = async (db: Database, application: Application): Promise<void> => {
  await insert(db, {
    ...application,
    callbackUrls: toJson(application.callbackUrls),
    settings: toJson(application.settings),
    authConfig: toJson(application.authConfig),
    isActive: toFlag(application.isActive),
  })
}

const insert = prepared((db, row: Omit<ApplicationsTable, 'deletedAt'>) => db.insertInto('applications').values(row))

export const updateApplication = async (
  db: Database,
  id: string,
  patch: Patch<Application, 'id' | 'tenantId' | 'createdAt'>,
): Promise<Application | undefined> => {
  const row = await db
    .updateTable('applications')
    .set({
      ...patch,
      callbackUrls: toJson(patch.callbackUrls),
      settings: toJson(patch.settings),
      authConfig: toJson(patch.authConfig),
      isActive: toFlag(patch.isActive),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return row && toApplication(row)
}
