// What a person, or a form before they are one, may learn.
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import type { Membership } from '../../model/organization.ts'
import type { User } from '../../model/user.ts'
import { findMembership, listMembershipsOfUser } from '../../storage/memberships.ts'
import { findUserForClient } from '../clients/client-members.ts'
import { requireEmail } from './emails.ts'

export interface Profile {
  readonly user: User
  readonly applicationId: string
  readonly memberships: readonly Membership[]
  readonly active: Membership | null
}

/** A person with all their memberships, read fresh; with one of them where the session is confined to it. */
export const profileOf = async (
  ctx: Context,
  user: User,
  applicationId: string,
  activeOrganizationId: string | null,
  confinedTo: string | null,
): Promise<Profile> => {
  const all = await listMembershipsOfUser(ctx.db, user.id)
  // Whoever is in very many organizations has not all of them listed.
  const spokenFor =
    all.find((membership) => membership.organizationId === activeOrganizationId) ??
    (activeOrganizationId === null ? undefined : await findMembership(ctx.db, activeOrganizationId, user.id))
  const active = spokenFor && spokenFor.joinedAt !== null ? spokenFor : null
  const within = active?.organizationId === confinedTo ? [active] : []
  return { user, applicationId, memberships: confinedTo === null ? all : within, active }
}

type LoginMethod = 'password' | 'magic_link'
const allMethods: readonly LoginMethod[] = ['password', 'magic_link']

/** Whether an address has a user, and how they can sign in. Tightly limited; null says: not told. */
export const checkEmail = async (
  ctx: Context,
  asked: { client: Client; environment: Environment },
  email: string,
): Promise<{ email: string; exists: boolean | null; methods: readonly LoginMethod[] }> => {
  await ctx.spend('checkEmailPerIp', ctx.ip)
  const address = requireEmail(email)
  if (asked.environment.settings.checkEmail === 'private') return { email: address, exists: null, methods: allMethods }
  const user = await findUserForClient(ctx.db, asked, address)
  if (!user) return { email: address, exists: false, methods: [] }
  return { email: address, exists: true, methods: user.passwordHash ? allMethods : ['magic_link'] }
}
