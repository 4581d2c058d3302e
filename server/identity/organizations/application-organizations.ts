// The organizations of an application, for its administrators.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { Organization } from '../../model/organization.ts'
import type { User } from '../../model/user.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { countOrganizations, findOrganizationAmong, listOrganizations } from '../../storage/organizations.ts'
import { findUser } from '../../storage/users.ts'
import { requireEnvironmentOf, requireEnvironments } from '../administration/applications.ts'
import { rowsOfPage, toPage } from '../administration/cursors.ts'
import type { Page } from '../people/tenant-users.ts'
import { requireProvenMaker } from '../sessions/callers.ts'
import { tellAdded } from './added-members.ts'
import {
  type OrganizationChanges,
  type OrganizationFields,
  makeOrganization,
  recordChange,
  removeWhole,
  writeChanges,
} from './organizations.ts'
import { inOrganization } from './access.ts'

export interface OrganizationsWish {
  readonly environmentId?: string | undefined
  /** Any part of a name or a slug. */
  readonly search?: string | undefined
  /** As the page before gave it; then `page` says nothing. */
  readonly cursor?: string | undefined
}

/** Newest first. */
export const listApplicationOrganizations = async (
  ctx: Context,
  applicationId: string,
  { environmentId, search, cursor }: OrganizationsWish,
  page: Page,
): Promise<{ found: Organization[]; total: number; nextCursor: string | null }> => {
  const ids = (await requireEnvironments(ctx, applicationId, environmentId)).map(({ id }) => id)
  const [rows, total] = await Promise.all([
    listOrganizations(ctx.db, ids, { ...rowsOfPage(page, cursor), search }),
    countOrganizations(ctx.db, ids, search),
  ])
  return { ...toPage(rows, page.limit), total }
}

export interface NewApplicationOrganization extends OrganizationFields {
  readonly environmentId: string
  /** A user of the environment who has proven their address; undefined: nobody owns it. */
  readonly ownerId: string | undefined
}

/** Its owner is told, and no token of theirs speaks for it before they choose it. */
export const makeApplicationOrganization = async (
  ctx: Context,
  applicationId: string,
  { ownerId, environmentId, ...given }: NewApplicationOrganization,
): Promise<Organization> => {
  const environment = await requireEnvironmentOf(ctx, applicationId, environmentId)
  if (ownerId !== undefined) requireProvenMaker(ctx)
  return transaction(ctx.db, async (db) => {
    const owner = ownerId === undefined ? null : ((await findUser(db, environmentId, ownerId)) ?? null)
    if (ownerId !== undefined && (!owner || owner.status === 'deleted')) throw new Failure('user_not_found')
    if (owner) requireProvenOwner(owner)
    const made = await makeOrganization(ctx, db, { ...given, environmentId, parentId: null, owner, hasJoined: false })
    if (owner) await tellAdded(ctx, db, environment, owner, made.organization)
    await recordChange(ctx, db, 'organization.made', made.organization)
    return made.organization
  })
}

/** What is given to somebody unproven would be emptied when the address is proven. */
export const requireProvenOwner = ({ emailVerifiedAt }: User): void => {
  if (emailVerifiedAt === null)
    throw new Failure(
      'email_not_verified',
      'Whoever is to be an owner has not proven their address: have them open the link in their mail.',
    )
}

export const changeApplicationOrganization = (
  ctx: Context,
  applicationId: string,
  id: string,
  changes: OrganizationChanges,
): Promise<Organization> =>
  inOrganizationOfApplication(ctx, applicationId, id, (db) => writeChanges(ctx, db, id, changes))

/** Takes its memberships, invitations and clients along. Refused while another organization stands below it. */
export const removeApplicationOrganization = (ctx: Context, applicationId: string, id: string): Promise<void> =>
  inOrganizationOfApplication(ctx, applicationId, id, (db, organization) => removeWhole(ctx, db, organization))

/** Does `work` with an organization of the application, as `inOrganization` does; or refuses with `account_not_found`. */
export const inOrganizationOfApplication = async <T>(
  ctx: Context,
  applicationId: string,
  id: string,
  work: (db: Database, organization: Organization) => Promise<T>,
): Promise<T> => {
  const find = await organizationsOf(ctx, applicationId)
  return inOrganization(ctx, id, async (db) => work(db, await find(db, id)))
}

/** The same for what only reads. */
export const requireOrganizationOfApplication = async (
  ctx: Context,
  applicationId: string,
  id: string,
): Promise<Organization> => (await organizationsOf(ctx, applicationId))(ctx.db, id)

const organizationsOf = async (ctx: Context, applicationId: string) => {
  const ids = (await requireEnvironments(ctx, applicationId, undefined)).map((environment) => environment.id)
  return async (db: Database, id: string): Promise<Organization> => {
    const organization = await findOrganizationAmong(db, ids, id)
    if (!organization) throw new Failure('account_not_found')
    return organization
  }
}
