// The clients of an organization: its owners register them, everybody in it sees them, and nobody sees a secret twice.
import type { Context } from '../../context.ts'
import type { AuditAction } from '../../model/audit.ts'
import { type Client, type OpenIdSettings, isConfidential } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import type { Role } from '../../model/organization.ts'
import { openIdScopes } from '../../model/scopes.ts'
import { sha256 } from '../../outside/secrets.ts'
import {
  countClientsOfOrganization,
  deleteClient as removeClient,
  findClient,
  insertClient,
  listClientsOfOrganization,
  listClientsWithoutOrganization,
  updateClient,
} from '../../storage/clients.ts'
import type { Database } from '../../storage/database.ts'
import { byCaller, record } from '../administration/audit.ts'
import { queueOwnNotice } from '../proofs/notices.ts'
import { requireProven, requireUser } from '../sessions/callers.ts'
import { requireFresh } from '../sessions/fresh.ts'
import { isRegistrableOrigin, isRegistrableRedirectUri, requireRegistrable } from './client-addresses.ts'
import { requireMetadata, requireSector } from './client-metadata.ts'
import { writeThirdParty } from './write-third-party.ts'
import { requireRoom } from '../limits/quotas.ts'
import { inOrganization, requireAccess } from '../organizations/access.ts'
import {
  type ClientSettings,
  type ClientChanges,
  withChanges,
  requirePublic,
  requireSameKind,
  givesKey,
  keptOpenId,
} from './client-settings.ts'

/** A client with its new secret, which is kept as a hash and said this once; null where it has none. */
export interface ClientWithSecret {
  readonly client: Client
  readonly secret: string | null
}

export const listClients = async (
  ctx: Context,
  organizationId: string,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ found: Client[]; total: number }> => {
  await requireAccess(ctx, ctx.db, organizationId)
  const found = await listClientsOfOrganization(ctx.db, organizationId, page)
  return { found, total: await countClientsOfOrganization(ctx.db, organizationId) }
}

export const registerClient = async (
  ctx: Context,
  organizationId: string,
  { settings, keepsSecrets }: { readonly settings: ClientSettings; readonly keepsSecrets: boolean },
): Promise<ClientWithSecret> => {
  const createdBy = requirePerson(ctx, keepsSecrets)
  await requireAccess(ctx, ctx.db, organizationId, 'owner')
  // Nobody waits for another server in a transaction.
  await requireSector(ctx, settings)
  return inOrganization(ctx, organizationId, async (db) => {
    const { organization } = await requireAccess(ctx, db, organizationId, 'owner')
    if (!keepsSecrets) requirePublic(settings.openid)
    const secret = keepsSecrets && settings.openid.authMethod !== 'private_key_jwt' ? newSecret(ctx) : null
    const now = ctx.clock.now()
    const client: Client = {
      ...settings,
      id: `cid_${ctx.ids.uuid()}`,
      environmentId: organization.environmentId,
      organizationId,
      ...keptSecret(ctx, settings.openid, secret),
      isActive: true,
      createdBy,
      registrationHash: null,
      documentUntil: null,
      createdAt: now,
      updatedAt: now,
    }
    await requireAllowed(ctx, db, client)
    requireRoom(ctx, 'clientsPerAccount', await countClientsOfOrganization(db, organizationId))
    await insertClient(db, client)
    await recordClient(ctx, db, 'client.registered', client)
    await queueOwnNotice(ctx, db, 'client_added', client.name)
    return { client, secret }
  })
}

/** A client of an organization that the caller is in. Any other is refused as one that does not exist. */
export const requireOwnClient = async (ctx: Context, id: string, atLeast: Role = 'viewer'): Promise<Client> =>
  findOwnClient(ctx, ctx.db, id, atLeast)

export const changeClient = async (ctx: Context, id: string, changes: ClientChanges): Promise<Client> => {
  if (changes.redirectUris || changes.openid?.sectorIdentifierUri) {
    requirePerson(ctx)
    await requireSector(ctx, withChanges(await findOwnClient(ctx, ctx.db, id, 'owner'), changes))
  }
  return atOwnClient(ctx, id, async (db, client) => {
    // Its keys are what its secret is to others.
    if (givesKey(changes)) requireFresh(ctx)
    const wanted = withChanges(client, changes)
    requireSameKind(client, wanted)
    await requireAllowed(ctx, db, wanted)
    const maker = isConfidential(client) && givesKey(changes) ? { createdBy: requireProven(ctx).user.id } : {}
    const changed = await writeThirdParty(db, client, {
      ...changes,
      ...keptOpenId(wanted),
      ...maker,
      updatedAt: ctx.clock.now(),
    })
    if (!changed) throw new Failure('client_not_found')
    await recordClient(ctx, db, 'client.changed', changed)
    return changed
  })
}

/** Takes the sessions signed in through it along. Its tokens are good for nothing here at once. */
export const deleteClient = (ctx: Context, id: string): Promise<void> =>
  atOwnClient(ctx, id, async (db, client) => {
    await removeClient(db, id)
    await recordClient(ctx, db, 'client.deleted', client)
  })

/** The old secret, and the tokens it brought, die at once. From now on the client is of whoever has the new one. */
export const renewSecret = (ctx: Context, id: string): Promise<ClientWithSecret> =>
  atOwnClient(ctx, id, async (db, client) => {
    if (!client.secretHash) throw new Failure('invalid_request', 'This client has no secret.')
    const createdBy = requireProven(ctx).user.id
    requireFresh(ctx)
    const secret = newSecret(ctx)
    const renewed = { ...keptSecret(ctx, client.openid, secret), createdBy, updatedAt: ctx.clock.now() }
    const changed = await updateClient(db, id, renewed)
    if (!changed) throw new Failure('client_not_found')
    await recordClient(ctx, db, 'client.secret_renewed', changed)
    await queueOwnNotice(ctx, db, 'client_secret_renewed', changed.name)
    return { client: changed, secret }
  })

/** A hash; and sealed beside it where the client signs with it, as whoever verifies has to have it too. */
export const keptSecret = (
  { secrets }: Pick<Context, 'secrets'>,
  { authMethod }: Pick<OpenIdSettings, 'authMethod'>,
  secret: string | null,
): Pick<Client, 'secretHash' | 'sealedSecret'> => ({
  secretHash: secret && sha256(secret),
  sealedSecret: secret !== null && authMethod === 'client_secret_jwt' ? secrets.seal(secret) : null,
})

/** For secret scanners to know by its beginning; 256 random bits follow. */
export const newSecret = (ctx: Context): string => `sec_${ctx.ids.secret()}`

const atOwnClient = async <T>(
  ctx: Context,
  id: string,
  work: (db: Database, client: Client) => Promise<T>,
): Promise<T> => {
  const { organizationId } = await findOwnClient(ctx, ctx.db, id, 'viewer')
  return inOrganization(ctx, organizationId, async (db) => {
    requirePerson(ctx)
    return work(db, await findOwnClient(ctx, db, id, 'owner'))
  })
}

const findOwnClient = async (
  ctx: Context,
  db: Database,
  id: string,
  atLeast: Role,
): Promise<Client & { organizationId: string }> => {
  const client = await findClient(db, id)
  const { organizationId } = client ?? {}
  if (!client || !organizationId) throw new Failure('client_not_found')
  await requireAccess(ctx, db, organizationId, atLeast).catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'account_not_found') throw new Failure('client_not_found')
    throw error
  })
  return { ...client, organizationId }
}

/** A machine makes no other one, and gives itself no new secret: whoever stole one would never have to leave. */
const requirePerson = (ctx: Context, makesSecret = false): string => {
  if (ctx.caller.kind === 'machine') throw new Failure('insufficient_role', 'Only people register and change clients.')
  return (makesSecret ? requireProven(ctx) : requireUser(ctx)).user.id
}

/** Refuses addresses that lead elsewhere than to one place. Each kind bears the name that its surface has for it. */
export const requireAddresses = (
  ctx: Context,
  { redirectUris, allowedOrigins, openid }: ClientSettings,
  { redirects, logout, origins } = {
    redirects: 'redirectUris',
    logout: 'postLogoutRedirectUris',
    origins: 'allowedOrigins',
  },
): void => {
  const where = { isSandbox: ctx.sandbox !== null }
  requireRegistrable(redirects, redirectUris, (uri) => isRegistrableRedirectUri(uri, where))
  requireRegistrable(logout, openid.postLogoutRedirectUris, (uri) => isRegistrableRedirectUri(uri, where))
  requireRegistrable(origins, allowedOrigins, (origin) => isRegistrableOrigin(origin, where))
}

const accountWords = {
  redirects: 'redirect_uris',
  logout: 'post_logout_redirect_uris',
  origins: 'allowed_origins',
}

/**
 * Anyone may found an account and register clients for it. Such a client gets no audience and no scope that none of the
 * environment's own clients has, but for those of OpenID Connect, which tell of who has signed in: resource servers trust what is in a token, and the environment's owner vouches for it.
 */
const requireAllowed = async (ctx: Context, db: Database, client: Client): Promise<void> => {
  requireAddresses(ctx, client, accountWords)
  requireMetadata(ctx, client)
  const vouching = await listClientsWithoutOrganization(db, client.environmentId)
  const audiences = new Set(vouching.flatMap((own) => own.audiences))
  const scopes = new Set([...openIdScopes, ...vouching.flatMap((own) => own.scopes)])
  if (client.audiences.some((audience) => !audiences.has(audience))) throw new Failure('invalid_audience')
  if (client.scopes.some((scope) => !scopes.has(scope))) throw new Failure('invalid_scope')
  if (client.defaultScopes.some((scope) => !client.scopes.includes(scope))) {
    throw new Failure('invalid_scope', 'default_scope: must be a part of allowed_scope')
  }
}

export const recordClient = (
  ctx: Context,
  db: Database,
  action: AuditAction,
  { id, environmentId, organizationId }: Client,
) => record(ctx, db, action, { environmentId, ...byCaller(ctx), data: { clientId: id, organizationId } })
