import type { Context } from '../context.ts'
import type { Environment } from '../model/environment.ts'
import type { Organization } from '../model/organization.ts'
import type { User } from '../model/user.ts'
import type { Database } from '../storage/database.ts'
import { record } from './audit.ts'
import { queueMail } from './mail.ts'
import { makeOrganization } from './organizations.ts'
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
  readonly organizationName: string | null
}

/**
 * Makes a user, their own organization and their ownership of it, in the caller's transaction. Greets them where there is
 * nothing else to mail: whoever has to prove their address hears from us anyway. Fails with a unique violation where the
 * environment has that address already.
 */
export const addPerson = async (
  ctx: Context,
  db: Database,
  person: NewPerson,
): Promise<{ user: User; organization: Organization }> => {
  const { environment, organizationName, ...known } = person
  const user = await makeUser(ctx, db, { ...known, environmentId: environment.id, lastSignInAt: ctx.clock.now() })
  const { organization } = await makeOrganization(ctx, db, {
    environmentId: environment.id,
    parentId: null,
    name: organizationName,
    owner: user,
  })
  await record(ctx, db, 'user.signed_up', { environmentId: user.environmentId, userId: user.id })
  if (user.emailVerifiedAt !== null) await queueMail(ctx, db, person.environment, 'welcome', user.email, {})
  return { user, organization }
}
