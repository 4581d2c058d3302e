// The clients of an environment itself: its administrators answer for them, and so for every audience and scope.
import type { Context } from '../../context.ts'
import type { AuditAction } from '../../model/audit.ts'
import { type Client, isOwnClient } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import {
  deleteClient,
  findClient,
  insertClient,
  listClientsWithoutOrganization,
  updateClient,
} from '../../storage/clients.ts'
import { type Database, exclusively } from '../../storage/database.ts'
import { requireApplication, requireEnvironmentOf, requireEnvironments } from '../administration/applications.ts'
import { byCaller, record } from '../administration/audit.ts'
import { type Cursor, type CursorPage, type CursorWish, readCursor, toPage } from '../administration/cursors.ts'
import { requireRoom } from '../limits/quotas.ts'
import { queueOwnNotice } from '../proofs/notices.ts'
import { requireProvenMaker } from '../sessions/callers.ts'
import { requireFreshMaker } from '../sessions/fresh.ts'
import { type ClientWithSecret, keptSecret, newSecret, requireAddresses } from './client-registry.ts'
import {
  type ClientChanges,
  type ClientSettings,
  givesKey,
  keptOpenId,
  requirePublic,
  requireSameKind,
  withChanges,
} from './client-settings.ts'
import { requireMetadata, requireSector } from './client-metadata.ts'

/** Of one environment of the application, of all of them where none is named; oldest first. */
export const listOwnClients = async (
  ctx: Context,
  applicationId: string,
  environmentId: string | undefined,
): Promise<Client[]> => {
  const environments = await requireEnvironments(ctx, applicationId, environmentId)
  const found = await Promise.all(environments.map(({ id }) => listClientsWithoutOrganization(ctx.db, id)))
  return found.flat().sort(inOrder)
}

/** A page of them. */
export const pageOwnClients = async (
  ctx: Context,
  applicationId: string,
  environmentId: string | undefined,
  { limit, cursor }: CursorWish,
): Promise<CursorPage<Client>> => {
  const after = cursor === undefined ? undefined : readCursor(cursor)
  const all = await listOwnClients(ctx, applicationId, environmentId)
  return toPage(after === undefined ? all : all.filter((one) => inOrder(after, one) < 0), limit)
}

const inOrder = (a: Cursor, b: Cursor): number => a.createdAt - b.createdAt || (a.id < b.id ? -1 : Number(a.id > b.id))

/** Who answers for its secret: nobody, where a program or the operator has made it. */
const maker = ({ caller }: Context): string | null => (caller.kind === 'user' ? caller.user.id : null)

export const createOwnClient = async (
  ctx: Context,
  applicationId: string,
  {
    environmentId,
    settings,
    keepsSecrets,
  }: { readonly environmentId: string; readonly settings: ClientSettings; readonly keepsSecrets: boolean },
): Promise<ClientWithSecret> => {
  const environment = await requireEnvironmentOf(ctx, applicationId, environmentId)
  if (keepsSecrets) requireProvenMaker(ctx)
  // Nobody waits for another server in a transaction.
  await requireSector(ctx, settings, refuse)
  const secret = keepsSecrets && settings.openid.authMethod !== 'private_key_jwt' ? newSecret(ctx) : null
  const now = ctx.clock.now()
  const client: Client = {
    ...settings,
    id: `cid_${ctx.ids.uuid()}`,
    environmentId,
    organizationId: null,
    ...keptSecret(ctx, settings.openid, secret),
    isActive: true,
    createdBy: maker(ctx),
    registrationHash: null,
    documentUntil: null,
    createdAt: now,
    updatedAt: now,
  }
  if (!keepsSecrets) requirePublic(settings.openid, refuse)
  requireGood(ctx, client)
  return inClientsOf(ctx, environment, async (db) => {
    requireRoom(ctx, 'clientsPerEnvironment', (await listClientsWithoutOrganization(db, environmentId)).length)
    await insertClient(db, client)
    await recordClient(ctx, db, 'client.registered', client)
    await queueOwnNotice(ctx, db, 'client_added', client.name)
    return { client, secret }
  })
}

/** Of any environment of the application, or `client_not_found`. */
export const requireClientOf = async (ctx: Context, applicationId: string, id: string): Promise<Client> => {
  const { environments } = await requireApplication(ctx, applicationId)
  const client = await findClient(ctx.db, id)
  const isHere = environments.some((environment) => environment.id === client?.environmentId)
  if (!client || !isHere || !isOwnClient(client)) throw new Failure('client_not_found')
  return client
}

/** A public client has no secret to renew. */
export const changeOwnClient = async (
  ctx: Context,
  applicationId: string,
  id: string,
  { isActive, ...changes }: ClientChanges & { readonly isActive?: boolean },
): Promise<Client> => {
  if (changes.redirectUris || changes.openid?.sectorIdentifierUri) {
    await requireSector(ctx, withChanges(await requireClientOf(ctx, applicationId, id), changes), refuse)
  }
  return atClient(ctx, applicationId, id, async (db, client) => {
    if (givesKey(changes)) requireFreshMaker(ctx)
    const wanted = withChanges(client, changes)
    requireSameKind(client, wanted, refuse)
    requireGood(ctx, wanted)
    const flag = isActive === undefined ? {} : { isActive }
    const patch = { ...changes, ...flag, ...keptOpenId(wanted), updatedAt: ctx.clock.now() }
    return changed(ctx, db, 'client.changed', await updateClient(db, id, patch))
  })
}

/** The old secret is dead at once. */
export const renewOwnSecret = (ctx: Context, applicationId: string, id: string): Promise<ClientWithSecret> =>
  atClient(ctx, applicationId, id, async (db, client) => {
    requireProvenMaker(ctx)
    requireFreshMaker(ctx)
    if (!client.secretHash) throw new Failure('invalid_request', 'This client has no secret.')
    const secret = newSecret(ctx)
    const kept = keptSecret(ctx, client.openid, secret)
    const renewed = await updateClient(db, id, { ...kept, createdBy: maker(ctx), updatedAt: ctx.clock.now() })
    await queueOwnNotice(ctx, db, 'client_secret_renewed', client.name)
    return { client: await changed(ctx, db, 'client.secret_renewed', renewed), secret }
  })

/** Takes the sessions signed in through it along. */
export const deleteOwnClient = (ctx: Context, applicationId: string, id: string): Promise<void> =>
  atClient(ctx, applicationId, id, async (db, client) => {
    if (!(await deleteClient(db, id))) throw new Failure('client_not_found')
    await recordClient(ctx, db, 'client.deleted', client)
  })

const atClient = async <T>(
  ctx: Context,
  applicationId: string,
  id: string,
  work: (db: Database, client: Client) => Promise<T>,
): Promise<T> => {
  const { environmentId } = await requireClientOf(ctx, applicationId, id)
  return inClientsOf(ctx, { id: environmentId }, async (db) => {
    // Somebody else may have changed it meanwhile.
    const client = await findClient(db, id)
    if (!client) throw new Failure('client_not_found')
    return work(db, client)
  })
}

const inClientsOf = <T>(
  ctx: Context,
  { id }: Pick<Environment, 'id'>,
  work: (db: Database) => Promise<T>,
): Promise<T> => exclusively(ctx.db, `clients of ${id}`, work)

/** Names a field as this surface has it. */
const refuse = (field: string, problem: string): Failure =>
  new Failure('invalid_request', `${field === 'redirect_uris' ? 'redirectUris' : `openid.${field}`}: ${problem}`)

const requireGood = (ctx: Context, settings: Client): void => {
  requireAddresses(ctx, settings)
  requireMetadata(ctx, settings, refuse)
  if (settings.defaultScopes.some((scope) => !settings.scopes.includes(scope))) {
    throw new Failure('invalid_scope', 'defaultScopes: must be a part of scopes')
  }
}

/** Somebody else may have deleted it meanwhile. */
const changed = async (
  ctx: Context,
  db: Database,
  action: AuditAction,
  client: Client | undefined,
): Promise<Client> => {
  if (!client) throw new Failure('client_not_found')
  await recordClient(ctx, db, action, client)
  return client
}

const recordClient = (ctx: Context, db: Database, action: AuditAction, { id, environmentId }: Client) =>
  record(ctx, db, action, { environmentId, ...byCaller(ctx), data: { clientId: id } })
