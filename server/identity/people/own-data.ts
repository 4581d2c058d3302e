// All that is kept about somebody, for themselves (GDPR article 15), and their end (article 17).
import type { Context } from '../../context.ts'
import { transaction } from '../../storage/database.ts'
import { type NamedAuditEvent, listAuditEvents } from '../../storage/audit-events.ts'
import { listDirectoryEntriesOfUser } from '../../storage/directory-users.ts'
import { listIdentitiesOfUser } from '../../storage/identities.ts'
import { listPasskeysOfUser } from '../../storage/passkeys.ts'
import { listOrganizationsOfUser } from '../../storage/organizations.ts'
import { listRolesOfUsers } from '../../storage/roles.ts'
import { listWaitlistEntriesOfUser } from '../../storage/waitlist-entries.ts'
import { listOwnConsents } from '../authorization/consents.ts'
import { listOwnApps } from '../factors/authenticator-apps.ts'
import { listOwnDevices } from '../factors/remembered-devices.ts'
import { stateOfSecondFactor } from '../factors/second-factor.ts'
import { queueMail } from '../mails/mail.ts'
import { requireFresh } from '../sessions/fresh.ts'
import { lastUses, listOwnSessions } from '../sessions/own-sessions.ts'
import { deleteUsers } from './delete-users.ts'
import { profileOf } from './people.ts'

const mostEvents = 1000
const mostConsents = 1000

/** No hash and no secret is in it. */
export const ownData = async (ctx: Context) => {
  const { user, session, environment } = requireFresh(ctx)
  const profile = await profileOf(ctx, user, environment.applicationId, session.organizationId, null)
  const sessions = await listOwnSessions(ctx)
  const about = { environmentId: environment.id, userId: user.id }
  return {
    profile,
    roles: (await listRolesOfUsers(ctx.db, [user.id])).map(({ role }) => role.name),
    waitlists: await listWaitlistEntriesOfUser(ctx.db, user.id),
    organizations: await listOrganizationsOfUser(ctx.db, user.id),
    sessions,
    used: await lastUses(ctx, sessions),
    identities: await listIdentitiesOfUser(ctx.db, user.id),
    passkeys: await listPasskeysOfUser(ctx.db, user.id),
    apps: await listOwnApps(ctx),
    devices: await listOwnDevices(ctx),
    directoryEntries: await listDirectoryEntriesOfUser(ctx.db, user.id),
    hasSecondFactor: (await stateOfSecondFactor(ctx)).isOn,
    consents: (await listOwnConsents(ctx, { limit: mostConsents })).found,
    events: (await listAuditEvents(ctx.db, about, { limit: mostEvents })).map(toOwnEvent),
  }
}

export type OwnEvent = Pick<NamedAuditEvent, 'action' | 'ip' | 'userAgent' | 'createdAt'>

/** From where an administrator did it is theirs; from where strangers tried to get in is not. */
const toOwnEvent = ({ action, actor, actorId, ip, userAgent, createdAt }: NamedAuditEvent): OwnEvent => {
  const isShown = actor === 'nobody' || (actor === 'user' && actorId === null)
  return { action, ip: isShown ? ip : null, userAgent: isShown ? userAgent : null, createdAt }
}

/** Deletes the caller, with all that is theirs alone. */
export const deleteOneself = async (ctx: Context): Promise<void> => {
  const { user, environment } = requireFresh(ctx)
  await transaction(ctx.db, async (db) => {
    await deleteUsers(ctx, environment.id, [user.id], db)
    await queueMail(ctx, db, environment, 'account_deleted', user.email, {})
  })
}
