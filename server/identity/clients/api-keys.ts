// Keys of an application, for its administrators.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { ApiKey } from '../../model/keys.ts'
import { sha256 } from '../../outside/secrets.ts'
import {
  countApiKeys,
  insertApiKey,
  listApiKeys as listRows,
  revokeApiKey as revokeRow,
} from '../../storage/api-keys.ts'
import { type Database, exclusively, transaction } from '../../storage/database.ts'
import {
  countLivePublishableKeys,
  insertPublishableKey,
  retirePublishableKeys,
} from '../../storage/publishable-keys.ts'
import { findOrganization } from '../../storage/organizations.ts'
import { requireTenant } from '../administration/administrators.ts'
import { queueOwnNotice } from '../proofs/notices.ts'
import { requireProvenMaker } from '../sessions/callers.ts'
import { requireApplication, requireEnvironmentOf, requireEnvironments } from '../administration/applications.ts'
import { byCaller, record } from '../administration/audit.ts'
import { type CursorPage, type CursorWish, rowsBehind, toPage } from '../administration/cursors.ts'
import { newPublishableKey, stageOf } from './publishable-keys.ts'
import { registrationKeyStart } from './dynamic-registration.ts'
import { scimTokenStart } from './scim-tokens.ts'
import { requireRoom } from '../limits/quotas.ts'
import { requireFreshMaker } from '../sessions/fresh.ts'

/** A key as it is kept: its hash, and as much of it as tells it from others. */
export const newApiKey = (
  ctx: Context,
  key: string,
  about: Pick<
    ApiKey,
    'tenantId' | 'applicationId' | 'environmentId' | 'organizationId' | 'createdBy' | 'name' | 'keyType'
  >,
): ApiKey => ({
  id: ctx.ids.uuid(),
  ...about,
  keyPrefix: key.slice(0, 12),
  hash: sha256(key),
  lastUsedAt: null,
  expiresAt: null,
  revokedAt: null,
  createdAt: ctx.clock.now(),
})

/** Of one environment of the application, of all of them where none is named; newest first, without those that are revoked. */
export const listApiKeys = async (
  ctx: Context,
  applicationId: string,
  environmentId: string | undefined,
  { limit, cursor }: CursorWish,
): Promise<CursorPage<ApiKey>> => {
  const environments = await requireEnvironments(ctx, applicationId, environmentId)
  const ids = environments.map(({ id }) => id)
  return toPage(await listRows(ctx.db, ids, rowsBehind({ limit, cursor })), limit)
}

export interface NewApiKey {
  readonly environmentId: string
  readonly name: string
  readonly keyType: 'secret' | 'registration' | 'scim'
  /** The one whose directory it is for. */
  readonly organizationId?: string | null
}

const starts = { secret: 'sk_', registration: registrationKeyStart, scim: scimTokenStart } as const

/** An organization has a directory and no other keys. */
const requireOrganizationOf = async (
  ctx: Context,
  environmentId: string,
  keyType: NewApiKey['keyType'],
  organizationId: string | null,
): Promise<void> => {
  if (organizationId === null) return
  if (keyType !== 'scim') throw new Failure('invalid_request', 'organizationId: goes with the keyType scim alone')
  if (!(await findOrganization(ctx.db, environmentId, organizationId))) throw new Failure('account_not_found')
}

/** The key itself is in the answer, and nowhere else: only its hash is kept. */
export const createApiKey = async (
  ctx: Context,
  applicationId: string,
  { environmentId, name, keyType, organizationId = null }: NewApiKey,
): Promise<{ apiKey: ApiKey; key: string }> => {
  const { userId, tenant } = await requireTenant(ctx)
  requireProvenMaker(ctx)
  const environment = await requireEnvironmentOf(ctx, applicationId, environmentId)
  await requireOrganizationOf(ctx, environmentId, keyType, organizationId)
  const key = `${starts[keyType]}${stageOf(environment.name)}_${ctx.ids.secret()}`
  const owner = { tenantId: tenant.id, applicationId, environmentId, organizationId, createdBy: userId }
  const apiKey = newApiKey(ctx, key, { ...owner, name, keyType })
  await inKeysOf(ctx, environmentId, async (db) => {
    if ((await countApiKeys(db, [environmentId])) >= ctx.config.quotas.keysPerEnvironment.max) {
      throw new Failure('too_many_keys')
    }
    await insertApiKey(db, apiKey)
    await record(ctx, db, 'api_key.created', about(ctx, environment, apiKey.id))
    await queueOwnNotice(ctx, db, 'key_added', name)
  })
  return { apiKey, key }
}

/** Does `work` while nobody else adds a key to the environment. */
export const inKeysOf = <T>(ctx: Context, environmentId: string, work: (db: Database) => Promise<T>): Promise<T> =>
  exclusively(ctx.db, `api-keys ${environmentId}`, work)

/** Dead at once, or `api_key_not_found`. */
export const revokeApiKey = async (ctx: Context, applicationId: string, id: string): Promise<void> => {
  const { application } = await requireApplication(ctx, applicationId)
  await transaction(ctx.db, async (db) => {
    if (!(await revokeRow(db, applicationId, id, ctx.clock.now()))) throw new Failure('api_key_not_found')
    const ofApplication = { environmentId: null, tenantId: application.tenantId, applicationId }
    await record(ctx, db, 'api_key.revoked', { ...ofApplication, ...byCaller(ctx), data: { keyId: id } })
  })
}

/** Makes a new publishable key; the one before goes on working for the overlap. */
export const rotatePublishableKey = async (
  ctx: Context,
  applicationId: string,
  { environmentId, overlapSeconds }: { environmentId: string; overlapSeconds: number },
): Promise<{ publishableKey: string; previousKeyExpiresAt: number }> => {
  const environment = await requireEnvironmentOf(ctx, applicationId, environmentId)
  requireFreshMaker(ctx)
  const next = newPublishableKey(ctx, environment)
  const previousKeyExpiresAt = ctx.clock.now() + overlapSeconds * 1000
  await exclusively(ctx.db, `publishable-keys ${environmentId}`, async (db) => {
    requireRoom(ctx, 'keysPerEnvironment', await countLivePublishableKeys(db, environmentId, ctx.clock.now()))
    await retirePublishableKeys(db, environmentId, previousKeyExpiresAt)
    await insertPublishableKey(db, next)
    await record(ctx, db, 'publishable_key.rotated', about(ctx, environment, null))
  })
  return { publishableKey: next.key, previousKeyExpiresAt }
}

const about = (ctx: Context, environment: Environment, keyId: string | null) => ({
  environmentId: environment.id,
  ...byCaller(ctx),
  data: { keyId },
})
