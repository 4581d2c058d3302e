// Resource servers that a client names (RFC 8707).
import type { Context } from '../../context.ts'
import { type Client, isOwnClient } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'

/** One that the client is registered for; undefined is this service. Before anything is used up. */
export const requireResource = (
  { config }: Pick<Context, 'config'>,
  { audiences }: Pick<Client, 'audiences'>,
  resource: string | undefined,
): string | undefined => {
  if (resource === undefined || resource === config.publicUrl) return undefined
  if (!audiences.includes(resource)) throw new Failure('invalid_audience')
  return resource
}

/** What is no absolute URI is no resource indicator (section 2): others append such a name to addresses too, and it says nothing. */
export const indicatorOf = (resource: string | undefined): string | undefined =>
  resource !== undefined && URL.canParse(resource) ? resource : undefined

/**
 * Section 2.2: what was asked for when somebody signed in is all that there is to get, whatever is named now. A third party gets
 * nothing that its person was not asked for.
 */
export const resourceOf = (
  ctx: Pick<Context, 'config'>,
  client: Pick<Client, 'audiences' | 'organizationId' | 'registrationHash'>,
  granted: string | null,
  named: string | undefined,
): string | undefined => {
  const resource = requireResource(ctx, client, named ?? granted ?? undefined)
  const isToldAlready = granted === null && isOwnClient(client)
  if (!isToldAlready && resource !== (granted ?? undefined)) throw new Failure('invalid_audience')
  return resource
}
