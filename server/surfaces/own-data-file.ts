import type { Context } from '../context.ts'
import { type OwnEvent, ownData } from '../identity/people/own-data.ts'
import type { Reply, Wire } from './handle.ts'
import { toApp, toIdentity, toPasskey, toSessions } from './own-views.ts'
import { toConsent, toProfile, toTime } from './person-views.ts'

/** All that is kept about the caller, with a name to save it by: the same file at every surface. */
export const toDataFile = async (
  ctx: Context,
): Promise<
  Reply<'account.exportData'> & Reply<'app.exportData'> & Reply<'platform.exportData'> & Reply<'project.exportData'>
> => {
  const kept = await ownData(ctx)
  const { roles, waitlists, apps, devices, directoryEntries } = kept
  const { profile, organizations, sessions, used, identities, passkeys, hasSecondFactor, consents, events } = kept
  const { user } = profile
  return {
    status: 200,
    headers: { 'Content-Disposition': 'attachment; filename="account.json"' },
    body: {
      exported_at: toTime(ctx.clock.now()),
      profile: toProfile(profile),
      about: user.profile,
      metadata: user.metadata,
      external_id: user.externalId,
      roles,
      created_at: toTime(user.createdAt),
      last_sign_in_at: user.lastSignInAt === null ? null : toTime(user.lastSignInAt),
      accounts: organizations.map(({ organization, membership }) => ({
        account_id: `acc_${organization.id}`,
        name: organization.name,
        role: membership.role,
        joined_at: membership.joinedAt === null ? null : toTime(membership.joinedAt),
      })),
      sessions: toSessions(ctx, sessions, used),
      identities: identities.map(toIdentity),
      passkeys: passkeys.map(toPasskey),
      authenticator_apps: apps.map(toApp),
      second_factor: hasSecondFactor,
      remembered_browsers: devices.map(({ data, createdAt, expiresAt }) => ({
        user_agent: typeof data?.userAgent === 'string' ? data.userAgent : null,
        remembered_at: toTime(createdAt),
        expires_at: toTime(expiresAt),
      })),
      directories: directoryEntries.map(({ organizationId, userName, externalId, createdAt }) => ({
        account_id: organizationId === null ? null : `acc_${organizationId}`,
        user_name: userName,
        external_id: externalId,
        created_at: toTime(createdAt),
      })),
      consents: consents.map(toConsent),
      waitlists: waitlists.map(({ organizationId, feature, createdAt }) => ({
        account_id: `acc_${organizationId}`,
        feature,
        joined_at: toTime(createdAt),
      })),
      events: events.map(toEvent),
    },
  }
}

const toEvent = ({ action, ip, userAgent, createdAt }: OwnEvent): Wire['AccountDataEvent'] => ({
  action,
  ip_address: ip,
  user_agent: userAgent,
  created_at: toTime(createdAt),
})
