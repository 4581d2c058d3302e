// What a tenant owns, for conditions of statements about rows below it.
import type { Database } from './database.ts'

/** The ids of its environments. */
export const environmentsOfTenant = (db: Database, tenantId: string) =>
  db
    .selectFrom('environments')
    .innerJoin('applications', 'applications.id', 'environments.applicationId')
    .select('environments.id')
    .where('applications.tenantId', '=', tenantId)
