// Clients that register themselves (RFC 7591) and look after what they have registered (RFC 7592). They are third parties:
// any user of the environment may sign in to one, and is asked each time for what was not allowed yet.
import type { Caller, Context } from '../../context.ts'
import type { AuditAction } from '../../model/audit.ts'
import { type Client, type RegistrationAsked, isConfidential } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { openIdScopes } from '../../model/scopes.ts'
import { equal, sha256 } from '../../outside/secrets.ts'
import { findLiveApiKey, noteUseOfApiKey } from '../../storage/api-keys.ts'
import { deleteClient, insertClient, listClientsWithoutOrganization } from '../../storage/clients.ts'
import { countRegisteredClients, findClientOfRegistration } from '../../storage/third-party-clients.ts'
import { type Database, exclusively, transaction } from '../../storage/database.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { record } from '../administration/audit.ts'
import { findProject } from '../administration/project.ts'
import { requireRoom } from '../limits/quotas.ts'
import { isRegistrableRedirectUri } from './client-addresses.ts'
import { requireMetadata, requireSector } from './client-metadata.ts'
import { keptSecret, newSecret } from './client-registry.ts'
import { writeThirdParty } from './write-third-party.ts'

type Registration = Extract<Caller, { kind: 'registration' }>

export interface RegisteredClient {
  readonly client: Client
  /** Said once, where it is new. */
  readonly secret: string | null
  /** What it looks after its registration with. */
  readonly token: string
}

/** By the name of its kind a scanner of secrets knows it. */
const tokenStart = 'rat_'
export const registrationKeyStart = 'rt_'

/** The program that a token stands for: one that may register a client, or the registered client itself. */
export const callerOfRegistration = async (ctx: Context, token: string): Promise<Registration> => {
  const [client, environmentId] = token.startsWith(registrationKeyStart)
    ? [null, await environmentOfKey(ctx, token)]
    : await findRegistered(ctx, token)
  const environment = environmentId === undefined ? undefined : await findEnvironment(ctx.db, environmentId)
  if (!environment?.isActive) throw new Failure('invalid_token')
  return { kind: 'registration', environment, client }
}

const findRegistered = async (ctx: Context, token: string): Promise<[Client | null, string | undefined]> => {
  const client = token.startsWith(tokenStart) ? await findClientOfRegistration(ctx.db, sha256(token)) : undefined
  return [client ?? null, client?.isActive ? client.environmentId : undefined]
}

const environmentOfKey = async (ctx: Context, token: string): Promise<string | undefined> => {
  const key = await findLiveApiKey(ctx.db, sha256(token), ctx.clock.now())
  if (key?.keyType !== 'registration') return undefined
  await noteUseOfApiKey(ctx.db, key.id, ctx.clock.now())
  return key.environmentId ?? undefined
}

/** Who may register: in the sandbox anybody, elsewhere as the environment says. */
export const registrationOf = (
  { sandbox }: Pick<Context, 'sandbox'>,
  { settings }: Pick<Environment, 'settings'>,
): 'off' | 'token' | 'open' => settings.clientRegistration ?? (sandbox === null ? 'off' : 'open')

export const registerItself = async (ctx: Context, asked: RegistrationAsked): Promise<RegisteredClient> => {
  const environment = await requireRegistration(ctx)
  await ctx.spend('registrationsPerIp', ctx.ip)
  const now = ctx.clock.now()
  const id = `cid_${ctx.ids.uuid()}`
  const token = tokenOf(ctx, { id, createdAt: now })
  const hasSecret = !['none', 'private_key_jwt'].includes(asked.openid.authMethod ?? '')
  const secret = hasSecret ? newSecret(ctx) : null
  const client: Client = {
    ...(await toSettings(ctx, ctx.db, environment.id, asked)),
    id,
    environmentId: environment.id,
    organizationId: null,
    ...keptSecret(ctx, asked.openid, secret),
    allowedOrigins: [],
    defaultScopes: [],
    accessTokenSeconds: null,
    refreshTokenSeconds: null,
    isActive: true,
    createdBy: null,
    registrationHash: sha256(token),
    documentUntil: null,
    createdAt: now,
    updatedAt: now,
  }
  requireMetadata(ctx, client, refuseMetadata)
  await requireSector(ctx, client, refuseMetadata)
  await exclusively(ctx.db, `registrations ${environment.id}`, async (db) => {
    requireRoom(ctx, 'registeredClientsPerEnvironment', await countRegisteredClients(db, environment.id))
    await insertClient(db, client)
    await recordRegistration(ctx, db, 'client.registered', client)
  })
  return { client, secret, token }
}

/** The client whose token was shown, if it is the one that is named. Any other is as one that nobody knows. */
export const requireRegistered = (ctx: Context, id: string): RegisteredClient => {
  const { caller } = ctx
  const client = caller.kind === 'registration' && caller.client?.id === id ? caller.client : undefined
  if (!client) throw new Failure('invalid_token')
  return { client, secret: null, token: tokenOf(ctx, client) }
}

/** All that it says of itself, anew; what is left out is as if it had never been said (RFC 7592 section 2.2). */
export const registerAgain = async (
  ctx: Context,
  id: string,
  asked: RegistrationAsked,
  said: { readonly clientId: string; readonly clientSecret: string | undefined },
): Promise<RegisteredClient> => {
  const { client: before, token } = requireRegistered(ctx, id)
  if (said.clientId !== id) throw refuseMetadata('client_id', 'is not the client of this address')
  const { secretHash } = before
  if (said.clientSecret !== undefined && (secretHash === null || !equal(sha256(said.clientSecret), secretHash))) {
    throw refuseMetadata('client_secret', 'is not the one that the client has')
  }
  const hasSecret = !['none', 'private_key_jwt'].includes(asked.openid.authMethod ?? '')
  const isSealed = asked.openid.authMethod !== 'client_secret_jwt' || before.sealedSecret !== null
  // One that has it goes on with it; one that needs it gets it, and loses it where it proves itself otherwise.
  const secret = hasSecret && (secretHash === null || !isSealed) ? newSecret(ctx) : null
  const isReadable = asked.openid.authMethod === 'client_secret_jwt'
  const same = { secretHash, ...(!isReadable && { sealedSecret: null }) }
  const kept = hasSecret && secret === null ? same : keptSecret(ctx, asked.openid, secret)
  const changes = { ...(await toSettings(ctx, ctx.db, before.environmentId, asked)), ...kept }
  const client = { ...before, ...changes }
  requireMetadata(ctx, client, refuseMetadata)
  await requireSector(ctx, client, refuseMetadata)
  return transaction(ctx.db, async (db) => {
    // What was said, and no more: while another server was asked, an administrator may have changed the rest.
    const changed = await writeThirdParty(db, before, { ...changes, updatedAt: ctx.clock.now() })
    if (!changed) throw new Failure('invalid_token')
    await recordRegistration(ctx, db, 'client.changed', changed)
    return { client: changed, secret, token }
  })
}

/** Ends its sessions, and what people have allowed it (RFC 7592 section 2.3). */
export const unregister = async (ctx: Context, id: string): Promise<void> => {
  const { client } = requireRegistered(ctx, id)
  await transaction(ctx.db, async (db) => {
    await deleteClient(db, id)
    await recordRegistration(ctx, db, 'client.deleted', client)
  })
}

/** Derived, so that it can be said again and is kept nowhere. */
const tokenOf = ({ secrets }: Context, { id, createdAt }: Pick<Client, 'id' | 'createdAt'>): string =>
  `${tokenStart}${secrets.derive('client registration', JSON.stringify([id, createdAt]))}`

/** The environment that a client may be registered for: that of the token, or the project's. */
const requireRegistration = async (ctx: Context): Promise<Environment> => {
  const { caller } = ctx
  if (caller.kind === 'registration' && caller.client) throw new Failure('invalid_token')
  const environment = caller.kind === 'registration' ? caller.environment : await findProject(ctx)
  const mode = environment ? registrationOf(ctx, environment) : 'off'
  if (!environment || mode === 'off') throw new Failure('registration_closed')
  if (mode === 'token' && caller.kind !== 'registration') throw new Failure('unauthorized')
  return environment
}

/** What the environment's own clients vouch for is all that there is to ask for; of the rest nobody speaks. */
export const toSettings = async (
  ctx: Context,
  db: Database,
  environmentId: string,
  { name, redirectUris, scopes, openid }: RegistrationAsked,
): Promise<Pick<Client, 'name' | 'redirectUris' | 'scopes' | 'audiences' | 'openid'>> => {
  const where = { isSandbox: ctx.sandbox !== null }
  const isByRedirect = openid.grantTypes.some((grant) => grant === 'authorization_code' || grant === 'implicit')
  const bad = redirectUris.find((uri) => !isRegistrableRedirectUri(uri, where))
  if (bad !== undefined || (isByRedirect && redirectUris.length === 0)) {
    const problem =
      bad === undefined ? 'is missing' : 'must be https, http on a loopback address, or the scheme of an app'
    throw new Failure('unregistrable_redirect_uri', `redirect_uris: ${problem}`)
  }
  const badLogout = openid.postLogoutRedirectUris.find((uri) => !isRegistrableRedirectUri(uri, where))
  if (badLogout !== undefined) throw refuseMetadata('post_logout_redirect_uris', 'must be https, without a fragment')
  if (openid.grantTypes.includes('client_credentials')) {
    throw refuseMetadata('grant_types', 'client_credentials is not for clients that register themselves')
  }
  const own = await listClientsWithoutOrganization(db, environmentId)
  const known = [...new Set([...openIdScopes, ...own.flatMap((client) => client.scopes)])]
  // The address of an app's own scheme may have none.
  const host = redirectUris.map((uri) => new URL(uri).host).find((one) => one !== '')
  return {
    name: name ?? host?.slice(0, 100) ?? 'An app without a name',
    redirectUris,
    scopes: scopes === null ? known : known.filter((word) => scopes.includes(word)),
    audiences: [...new Set(own.flatMap((client) => client.audiences))],
    openid: { ...openid, requiresPkce: openid.requiresPkce || openid.authMethod === 'none' },
  }
}

export const refuseMetadata = (field: string, problem: string): Failure =>
  new Failure('invalid_client_metadata', `${field}: ${problem}`)

const recordRegistration = (ctx: Context, db: Database, action: AuditAction, client: Client): Promise<void> =>
  record(ctx, db, action, {
    environmentId: client.environmentId,
    data: { clientId: client.id, name: client.name, isConfidential: isConfidential(client) },
  })
