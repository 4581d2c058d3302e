// Tokens of companies' directories: each keeps the users of one environment, or of one organization of it, by SCIM.
import type { Caller, Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { sha256 } from '../../outside/secrets.ts'
import { findLiveApiKey } from '../../storage/api-keys.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { findOrganization } from '../../storage/organizations.ts'

export const scimTokenStart = 'scim_'

/** The directory that a token, `scim_…`, stands for, while its environment is on. */
export const callerOfScimToken = async (ctx: Context, token: string): Promise<Caller> => {
  const now = ctx.clock.now()
  const found = token.startsWith(scimTokenStart) ? await findLiveApiKey(ctx.db, sha256(token), now) : undefined
  if (found?.keyType !== 'scim' || found.environmentId === null) throw new Failure('invalid_api_key')
  const environment = await findEnvironment(ctx.db, found.environmentId)
  if (!environment?.isActive) throw new Failure('invalid_api_key')
  const { organizationId } = found
  const organization = organizationId === null ? null : await findOrganization(ctx.db, environment.id, organizationId)
  if (organization === undefined) throw new Failure('invalid_api_key')
  return { kind: 'directory', environment, organization, keyId: found.id }
}
