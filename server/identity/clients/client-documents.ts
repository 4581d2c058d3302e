// Clients that nobody registered: the id of one is the address of a document in which it says of itself what others register with
// (OAuth Client ID Metadata Document). They are third parties, as those that registered themselves are, and the row of one is
// what its document said last.
import type { Context, World } from '../../context.ts'
import { type Client, type RegistrationAsked, isConfidential } from '../../model/client.ts'
import { isDocumentAddress, isDocumentId } from '../../model/client-documents.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { JsonObject } from '../../model/user.ts'
import { sha256 } from '../../outside/secrets.ts'
import { findClient, insertClient } from '../../storage/clients.ts'
import { countDocumentClients, deleteIdleDocumentClients } from '../../storage/third-party-clients.ts'
import { type Database, exclusively } from '../../storage/database.ts'
import { record } from '../administration/audit.ts'
import { findProject } from '../administration/project.ts'
import { requireMetadata } from './client-metadata.ts'
import { refuseMetadata, toSettings } from './dynamic-registration.ts'
import { writeThirdParty } from './write-third-party.ts'

/** How long a public client goes on with what it has while its site is away. */
const graceMs = 24 * 60 * 60_000
/** As many as a registered client may have. */
const mostOrigins = 20
/** Whoever nobody has used for so long makes room for others. */
const idleMs = 60 * 60_000

/** So many go at once where there is no room, so that whoever comes next finds some. */
const roomsMade = 200

/** Whether an address may be a client: in the sandbox it may, elsewhere as the environment says. */
export const allowsDocuments = (
  { sandbox }: Pick<Context, 'sandbox'>,
  { settings }: Pick<Environment, 'settings'>,
): boolean => settings.clientMetadataDocuments ?? sandbox !== null

/** Whether the project, whose issuer discovery describes, takes them: as it was known last where the database is slow or away. */
export const issuerTakesDocuments = (
  world: Pick<World, 'config' | 'db' | 'lastKnownDocumentSupport' | 'sandbox'>,
): Promise<boolean> =>
  world.lastKnownDocumentSupport(async () => {
    const project = await findProject(world)
    return project !== undefined && allowsDocuments(world, project)
  })

/**
 * The client that a request names, as whoever asks for it says of itself now. Its document is asked for where what it said counts no
 * more; a document that is none is refused in a sentence for its makers. For a new authorization it has to be there;
 * a public client that is known goes on for a day while its site is away.
 */
export const findNamedClient = async (
  ctx: Context,
  id: string,
  { isNew = false }: { readonly isNew?: boolean } = {},
): Promise<Client | undefined> => {
  if (!isDocumentId(id)) return findClient(ctx.db, id)
  const environment = await findProject(ctx)
  if (!environment || !allowsDocuments(ctx, environment)) return undefined
  const known = await findClient(ctx.db, id)
  if (known && (known.environmentId !== environment.id || known.documentUntil === null)) return undefined
  // Whoever is suspended has nothing to say.
  if (known && (!known.isActive || known.documentUntil! > ctx.clock.now())) return known
  if (!isDocumentAddress(id, { isSandbox: ctx.sandbox !== null })) {
    throw refuse('is no https address with a path, in plain form, without a query')
  }
  const found = await ctx.clientDocuments.at(id, () => ctx.spend('clientDocumentsPerIp', ctx.ip))
  if (found.kind === 'said') return keep(ctx, environment, id, { ...found, known })
  const goesOn = !isNew && found.isPassing && known && !isConfidential(known)
  if (goesOn && known.documentUntil! + graceMs > ctx.clock.now()) return known
  throw refuse(`its document ${found.problem}`)
}

const refuse = (problem: string): Failure => new Failure('invalid_request', `client_id: ${problem}`)

const keep = async (
  ctx: Context,
  environment: Environment,
  id: string,
  { said, freshMs, known }: { readonly said: JsonObject; readonly freshMs: number; readonly known: Client | undefined },
): Promise<Client | undefined> => {
  const now = ctx.clock.now()
  const settings = await readSettings(ctx, environment, id, said)
  const documentUntil = now + freshMs
  const client: Client = {
    ...(known ?? newClient(ctx, environment, id)),
    ...settings,
    allowedOrigins: originsOf(id, settings.redirectUris),
    documentUntil,
    updatedAt: now,
  }
  await refused(async () => requireMetadata(ctx, client, refuseMetadata))
  return exclusively(ctx.db, `client documents ${environment.id}`, async (db) => {
    // Somebody else may have read it meanwhile, or suspended the client.
    const before = await findClient(db, id)
    if (before && !before.isActive) return before
    if (!before) {
      await makeRoom(ctx, db, environment)
      await insertClient(db, client)
      await recordDocument(ctx, db, 'client.registered', client)
      return client
    }
    const isSame = JSON.stringify(partsOf(before)) === JSON.stringify(partsOf(client))
    const changes = isSame
      ? { documentUntil, updatedAt: before.updatedAt }
      : { ...settings, allowedOrigins: client.allowedOrigins, documentUntil, updatedAt: now }
    const changed = await writeThirdParty(db, before, changes)
    if (changed && !isSame) await recordDocument(ctx, db, 'client.changed', changed)
    return changed
  })
}

/** Where its pages are that ask in a browser: its own site, and where people come back to. */
const originsOf = (id: string, redirectUris: readonly string[]): string[] => {
  const sites = [id, ...redirectUris].filter((uri) => uri.startsWith('https:'))
  return [...new Set(sites.map((uri) => new URL(uri).origin))].slice(0, mostOrigins)
}

const partsOf = ({ name, redirectUris, scopes, audiences, openid }: Client) => [
  name,
  redirectUris,
  scopes,
  audiences,
  // In the order in which they are read.
  Object.entries(openid).sort(([one], [other]) => (one < other ? -1 : 1)),
]

const newClient = (ctx: Context, environment: Environment, id: string): Omit<Client, 'name' | 'openid'> => ({
  id,
  environmentId: environment.id,
  organizationId: null,
  secretHash: null,
  sealedSecret: null,
  allowedOrigins: [],
  redirectUris: [],
  audiences: [],
  scopes: [],
  defaultScopes: [],
  accessTokenSeconds: null,
  refreshTokenSeconds: null,
  isActive: true,
  createdBy: null,
  // Of a token that nobody is told.
  registrationHash: sha256(ctx.ids.secret()),
  documentUntil: null,
  createdAt: ctx.clock.now(),
  updatedAt: ctx.clock.now(),
})

/** Read as a registration is; but there is nobody to share a secret with (section 4.1). */
const readSettings = (ctx: Context, environment: Environment, id: string, said: JsonObject) =>
  refused(() => {
    if (said.client_id !== id) throw refuseMetadata('client_id', 'is not the address of the document')
    for (const field of ['client_secret', 'client_secret_expires_at']) {
      if (said[field] !== undefined) throw refuseMetadata(field, 'is not for a document that everybody reads')
    }
    // One address names no second one to be asked before anybody is known.
    if (said.sector_identifier_uri !== undefined) throw refuseMetadata('sector_identifier_uri', 'is not for a document')
    const method = said.token_endpoint_auth_method ?? 'none'
    if (method !== 'none' && method !== 'private_key_jwt') {
      throw refuseMetadata('token_endpoint_auth_method', 'must be none or private_key_jwt')
    }
    const asked: RegistrationAsked = ctx.readClientMetadata({ ...said, token_endpoint_auth_method: method })
    return toSettings(ctx, ctx.db, environment.id, { ...asked, name: asked.name ?? new URL(id).host.slice(0, 100) })
  })

/** What a registration would be refused for is said of the document. */
const refused = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    const isOfDocument =
      error instanceof Failure && ['invalid_client_metadata', 'unregistrable_redirect_uri'].includes(error.code)
    throw isOfDocument ? refuse(`its document is refused: ${error.detail ?? 'it cannot be read'}`) : error
  }
}

/** Whoever names many addresses takes nobody's place: those whom nobody has used go first. */
const makeRoom = async (ctx: Context, db: Database, environment: Environment): Promise<void> => {
  const { max } = ctx.config.quotas.documentClientsPerEnvironment
  if ((await countDocumentClients(db, environment.id)) >= max) {
    await deleteIdleDocumentClients(db, ctx.clock.now() - idleMs, roomsMade, environment.id)
  }
  if ((await countDocumentClients(db, environment.id)) >= max) {
    throw new Failure('unavailable', 'There are as many clients with a document here as there may be.')
  }
}

const recordDocument = (
  ctx: Context,
  db: Database,
  action: 'client.registered' | 'client.changed',
  client: Client,
): Promise<void> =>
  record(ctx, db, action, {
    environmentId: client.environmentId,
    data: { clientId: client.id, name: client.name, isConfidential: isConfidential(client) },
  })
