// Deleting people, and what becomes of the organizations that nobody else owns.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Context } from '../../context.ts'
import { reaches } from '../../model/organization.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { listMembers } from '../../storage/members.ts'
import { countOwners, listOwnedOrganizationIds, updateRole } from '../../storage/memberships.ts'
import { deleteOrganization } from '../../storage/organizations.ts'
import { deleteSessionsOfUsers } from '../../storage/ended-sessions.ts'
import { lockUser, deleteUsers as removeUsers } from '../../storage/users.ts'
import { byCaller, record } from '../administration/audit.ts'
import { inOrganizationOf } from '../organizations/access.ts'

/** What goes with each is deleted in the same statement, and on SQLite everybody waits for that. */
const atOnce = 10

/**
 * Deletes those of the environment, all or none, with all that they held; foreign and unknown ids are passed over. An
 * organization that loses its last owner passes on to the longest-standing of those who may do most in it; one that
 * nobody else is in goes with them. Answers how many are gone.
 */
export const deleteUsers = (
  ctx: Context,
  environmentId: string,
  userIds: readonly string[],
  outer: Database = ctx.db,
): Promise<number> =>
  transaction(outer, async (db) => {
    const ids = [...new Set(userIds)]
    // Locked in one order, so that two deletions never wait for each other.
    const owned = await listOwnedOrganizationIds(db, environmentId, ids)
    for (const organizationId of owned) await inOrganizationOf(db, organizationId, () => Promise.resolve())
    for (const id of ids.sort()) await lockUser(db, { id, environmentId })
    const deleted: string[] = []
    for (let at = 0; at < ids.length; at += atOnce) {
      const some = ids.slice(at, at + atOnce)
      // Before the people: what hangs on them goes with them, and their clients have to be told.
      await deleteSessionsOfUsers(db, environmentId, some, ctx.clock.now())
      deleted.push(...(await removeUsers(db, environmentId, some)))
      await nextTurn()
    }
    for (const userId of deleted) await record(ctx, db, 'user.deleted', { environmentId, userId })
    for (const organizationId of owned) await passOn(ctx, db, environmentId, organizationId)
    return deleted.length
  })

/** An organization that may have lost its last owner gets another one, or goes with them. */
export const passOn = async (
  ctx: Context,
  db: Database,
  environmentId: string,
  organizationId: string,
): Promise<void> => {
  if ((await countOwners(db, organizationId)) > 0) return
  const members = (await listMembers(db, organizationId)).map(({ membership }) => membership)
  const heir = members.find(({ role }) => reaches(role, 'member')) ?? members[0]
  if (heir) await updateRole(db, organizationId, heir.userId, 'owner', ctx.clock.now())
  else await deleteOrganization(db, organizationId)
  await record(ctx, db, heir ? 'organization.passed_on' : 'organization.deleted', {
    environmentId,
    ...byCaller(ctx),
    data: { organizationId, ...(heir && { memberId: heir.userId }) },
  })
}
