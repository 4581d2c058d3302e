import type { AuthSettings, Environment } from '../model/environment.ts'
import { defaultSettings } from '../model/policies.ts'
import { adminRole, adminRoleId, systemPermissionId, systemPermissions } from '../model/role.ts'
import { cacheOf } from './cached-rows.ts'
import { ofApplicationColumns } from './columns.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import { toFlag } from './rows.ts'
import type { Patch } from './rows.ts'
import type { EnvironmentsTable } from './schema.ts'

/** What an environment has of its application, and of the tenant above. */
export interface OfApplication {
  readonly tenantId: string
  readonly applicationIsActive: number
  readonly tenantIsActive: number
}

/** Model of a row: it is switched off with its application or its tenant, too, whatever it says itself. */
export const toEnvironment = (
  row: EnvironmentsTable,
  { tenantId, applicationIsActive, tenantIsActive }: OfApplication,
): Environment => ({
  ...row,
  tenantId,
  isActive: row.isActive === 1 && applicationIsActive === 1 && tenantIsActive === 1,
  settings: { ...defaultSettings, ...(JSON.parse(row.settings) as Partial<AuthSettings>) },
})

// Only what differs is kept, so that a better default reaches those who never chose.
const toSettingsText = (settings: AuthSettings) =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(settings).filter(([name, value]) => value !== defaultSettings[name as keyof AuthSettings]),
    ),
  )

const environments = (db: Database) =>
  db
    .selectFrom('environments')
    .innerJoin('applications', 'applications.id', 'environments.applicationId')
    .innerJoin('tenants', 'tenants.id', 'applications.tenantId')
    .selectAll('environments')
    .select(ofApplicationColumns)
    .where('applications.deletedAt', 'is', null)

const toModel = ({ tenantId, applicationIsActive, tenantIsActive, ...row }: EnvironmentsTable & OfApplication) =>
  toEnvironment(row, { tenantId, applicationIsActive, tenantIsActive })

export const findEnvironment = async (db: Database, id: string): Promise<Environment | undefined> => {
  const [row] = await byId(db, id)
  return row && toModel(row)
}

const byId = prepared((db, id: string) => environments(db).where('environments.id', '=', id))

/** The same, as it is or was less than a second ago: for who asks, not for what is changed. */
export const findCachedEnvironment = (db: Database, id: string): Promise<Environment | undefined> =>
  cacheOf(db).find(db, `environment ${id}`, () => findEnvironment(db, id))

/** Oldest first. */
export const listEnvironments = async (db: Database, applicationId: string): Promise<Environment[]> => {
  const rows = await ofApplication(db, applicationId)
  return rows.map(toModel)
}

const ofApplication = prepared((db, applicationId: string) =>
  environments(db)
    .where('environments.applicationId', '=', applicationId)
    .orderBy('environments.createdAt')
    .orderBy('environments.id'),
)

/** Of all its applications, oldest first. */
export const listEnvironmentsOfTenant = async (db: Database, tenantId: string): Promise<Environment[]> => {
  const rows = await ofTenant(db, tenantId)
  return rows.map(toModel)
}

const ofTenant = prepared((db, tenantId: string) =>
  environments(db)
    .where('applications.tenantId', '=', tenantId)
    .orderBy('environments.createdAt')
    .orderBy('environments.id'),
)

/**
 * With the role and the permissions that every environment begins with. The tenant is that of the application, whatever the model
 * says.
 */
export const insertEnvironment = async (db: Database, environment: Environment): Promise<void> => {
  const { tenantId: _, ...row } = environment
  await insert(db, { ...row, isActive: toFlag(row.isActive), settings: toSettingsText(row.settings) })
  await insertSystemRole(db, environment)
}

const insert = prepared((db, row: EnvironmentsTable) => db.insertInto('environments').values(row))

const insertSystemRole = async (db: Database, { id: environmentId, createdAt }: Environment): Promise<void> => {
  const roleId = adminRoleId(environmentId)
  const ids = Object.fromEntries(
    Object.keys(systemPermissions).map((word) => [word, systemPermissionId(word, environmentId)]),
  )
  await insertAdminRole(db, roleId, environmentId, createdAt)
  await insertSystemPermissions(db, ids, environmentId, createdAt)
  await giveToRole(db, ids, roleId, createdAt)
}

const insertAdminRole = prepared((db, id: string, environmentId: string, createdAt: number) =>
  db.insertInto('roles').values({ environmentId, isSystem: 1, createdAt, updatedAt: createdAt, ...adminRole, id }),
)

/** Ids by the word of each permission. */
type SystemIds = Readonly<Record<string, string>>

const insertSystemPermissions = prepared((db, ids: SystemIds, environmentId: string, createdAt: number) =>
  db.insertInto('permissions').values(
    Object.entries(systemPermissions).map(([word, name]) => {
      const [resource = '', action = ''] = word.split(':')
      const known = { environmentId, isSystem: 1, createdAt, updatedAt: createdAt }
      return { ...known, id: ids[word]!, name, description: null, resource, action }
    }),
  ),
)

const giveToRole = prepared((db, ids: SystemIds, roleId: string, createdAt: number) =>
  db
    .insertInto('rolePermissions')
    .values(Object.values(ids).map((permissionId) => ({ roleId, permissionId, createdAt }))),
)

/** `settings`, where given, are all of them. */
export const updateEnvironment = async (
  db: Database,
  id: string,
  patch: Patch<Environment, 'id' | 'applicationId' | 'tenantId' | 'createdAt'>,
): Promise<Environment | undefined> => {
  await db
    .updateTable('environments')
    .set({
      ...patch,
      isActive: toFlag(patch.isActive),
      settings: patch.settings && toSettingsText(patch.settings),
    })
    .where('id', '=', id)
    .execute()
  return findEnvironment(db, id)
}

/** Takes its users, organizations, clients and sessions along. True when there was one. */
export const deleteEnvironment = async (db: Database, id: string): Promise<boolean> => {
  const { numDeletedRows } = await db.deleteFrom('environments').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0
}
