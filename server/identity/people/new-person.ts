import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import type { Organization } from '../../model/organization.ts'
import type { Policy } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { record } from '../administration/audit.ts'
import { queueMail } from '../mails/mail.ts'
import { makeOrganization } from '../organizations/organizations.ts'
import { makeUser } from './users.ts'

export interface NewPerson {
  readonly environment: Environment
  /** Canonical. */
  readonly email: string
  readonly emailVerifiedAt: number | null
  readonly passwordHash: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly avatarUrl: string | null
  /** Whether they get an organization of their own, and its name. */
  readonly organizations: Policy['organizations']
  readonly organizationName: string | null
}

/**
 * Makes a user, with an organization of their own where people get one, in the caller's transaction. Greets them where there is
 * nothing else to mail: whoever has to prove their address hears from us anyway. Fails with a unique violation where the
 * environment has that address already.
 */
export const addPerson = async (
  ctx: Context,
  db: Database,
  person: NewPerson,
): Promise<{ user: User; organization: Organization | null }> => {
  const { environment, organizations, organizationName, ...known } = person
  const user = await makeUser(ctx, db, { ...known, environmentId: environment.id, lastSignInAt: ctx.clock.now() })
  const own = { environmentId: environment.id, parentId: null, name: organizationName, owner: user }
  const organization = organizations === 'own' ? (await makeOrganization(ctx, db, own)).organization : null
  await record(ctx, db, 'user.signed_up', { environmentId: user.environmentId, userId: user.id })
  if (user.emailVerifiedAt !== null) await queueMail(ctx, db, person.environment, 'welcome', user.email, {})
  return { user, organization }
}
