// Administrators who are invited, and have not come yet.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import { proofRules } from '../../model/proofs.ts'
import { findAdministrator, updateAdministrator } from '../../storage/administrators.ts'
import type { Database } from '../../storage/database.ts'
import type { Tenant } from '../../storage/tenants.ts'
import { findUser, findUserByEmail } from '../../storage/users.ts'
import { mayMail, spendMail } from '../limits/mailboxes.ts'
import { spendInvitation } from '../organizations/invitations.ts'
import { queueMail } from '../mails/mail.ts'
import { resetPassword } from '../passwords/reset-password.ts'
import { requireEmail } from '../people/emails.ts'
import { issueProof, presentProof } from '../proofs/one-time-proofs.ts'
import { requireProven, requireProvenMaker } from '../sessions/callers.ts'
import { consoleEnvironment } from '../sign-in/console.ts'
import { requireTenant } from './administrators.ts'
import { inTenant, recordAbout } from './in-tenant.ts'
import { removeAdministrator } from './remove-administrators.ts'
import {
  type TenantAdministrator,
  type AdministratorNames,
  listAdministrators,
  insertNew,
} from './administrators-of-tenant.ts'

/** As long as every invitation. */
const invitationSeconds = 7 * 24 * 60 * 60

/**
 * Makes an administrator who has nothing to sign in with yet, and mails a link by which the owner of the address chooses a password:
 * good once, for seven days. Whoever was invited and has not come is mailed again, and the link before dies. Where that mailbox
 * has had its mails for now nothing dies: a second invitation is refused with `too_many_requests`, and `isMailed` is false for a first
 * one, and for the operator.
 */
export const inviteAdministrator = async (
  ctx: Context,
  names: AdministratorNames,
): Promise<TenantAdministrator & { readonly isMailed: boolean }> => {
  const { tenant, userId } = await requireTenant(ctx)
  // Whoever has proven nothing may be somebody else, and lets nobody in.
  if (userId !== null) requireProven(ctx)
  const environment = await consoleEnvironment(ctx)
  const email = requireEmail(names.email)
  if (userId !== null) await spendInvitation(ctx, userId)
  const inviter = userId === null ? null : ((await findUser(ctx.db, environment.id, userId))?.email ?? null)
  return inTenant(ctx, tenant, async (db) => {
    const known = await findInvited(db, environment.id, tenant, email)
    const asked = { environment, email, user: null, kind: 'invitation' }
    const isRefusable = known !== undefined && userId !== null
    if (isRefusable) await spendMail(ctx, db, asked)
    const isMailed = isRefusable || (await mayMail(ctx, db, asked))
    const invited = known ?? (await insertNew(ctx, db, tenant, { ...names, email, environmentId: environment.id }))
    const { user } = invited
    if (isMailed) {
      const request = {
        environment,
        surface: policies.platform.proofSurface,
        user,
        purpose: 'reset_password',
        email,
        clientId: null,
        redirectUri: null,
      } as const
      await updateAdministrator(db, user.id, {
        invitedBy: userId,
        invitedUntil: ctx.clock.now() + invitationSeconds * 1000,
      })
      const { secret } = await issueProof(ctx, db, request, 'link', { seconds: invitationSeconds })
      const link = new URL(proofRules.reset_password.page, ctx.config.publicUrl)
      link.searchParams.set('token', secret)
      const letter = { link: link.href, token: secret, minutes: invitationSeconds / 60, inviter, account: tenant.name }
      await queueMail(ctx, db, environment, 'invitation', email, letter)
    }
    await recordAbout(ctx, db, 'administrator.invited', tenant, user)
    return {
      user,
      administrator: (await findAdministrator(db, user.id))?.administrator ?? invited.administrator,
      isMailed,
    }
  })
}

/** Those who were invited and have not come, oldest first. */
export const listInvited = async (ctx: Context): Promise<TenantAdministrator[]> =>
  (await listAdministrators(ctx)).filter(hasNotCome)

const hasNotCome = ({ user }: TenantAdministrator): boolean => user.passwordHash === null

/** Mails somebody who has not come another link; the one before dies. */
export const inviteAgain = async (ctx: Context, userId: string): Promise<TenantAdministrator> => {
  requireProvenMaker(ctx)
  const { user } = await requireInvited(ctx, userId)
  return inviteAdministrator(ctx, user)
}

/** Removes somebody who has not come, and their link with them. */
export const cancelInvitation = async (ctx: Context, userId: string): Promise<void> => {
  await requireInvited(ctx, userId)
  await removeAdministrator(ctx, userId)
}

const requireInvited = async (ctx: Context, userId: string): Promise<TenantAdministrator> => {
  const found = (await listInvited(ctx)).find(({ user }) => user.id === userId)
  if (!found) throw new Failure('invitation_not_found')
  return found
}

/**
 * Takes an invitation by the secret that was mailed: with the password that is chosen, and names where there are some. A link of
 * somebody who has come is for another purpose (`invalid_link`).
 */
export const acceptAdministratorInvitation = async (
  ctx: Context,
  token: string,
  { password, ...names }: { password: string; firstName?: string; lastName?: string },
): Promise<void> => {
  const environment = await consoleEnvironment(ctx)
  const shown = { token, surface: policies.platform.proofSurface, environment }
  const proven = await presentProof(ctx, 'reset_password', shown)
  if (proven.user.passwordHash !== null) throw new Failure('invalid_link')
  await resetPassword(ctx, proven, password, names)
}

/** Somebody of this tenant who has never chosen a password. */
const findInvited = async (
  db: Database,
  environmentId: string,
  tenant: Tenant,
  email: string,
): Promise<TenantAdministrator | undefined> => {
  const user = await findUserByEmail(db, environmentId, email)
  if (!user) return undefined
  const running = await findAdministrator(db, user.id)
  if (running?.tenant.id !== tenant.id || user.passwordHash !== null) throw new Failure('user_exists')
  return { user, administrator: running.administrator }
}
