// The keys of an application's own backend.
import type { Caller, Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { sha256 } from '../../outside/secrets.ts'
import { findLiveApiKey, noteUseOfApiKey } from '../../storage/api-keys.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { requireEnvironment } from './publishable-keys.ts'

/** The backend that a secret key, `sk_…`, stands for. It counts only beside a publishable key of its own environment. */
export const callerOfSecretKey = async (ctx: Context, key: string): Promise<Caller> => {
  const environment = requireEnvironment(ctx)
  const found = key.startsWith('sk_') ? await findLiveApiKey(ctx.db, sha256(key), ctx.clock.now()) : undefined
  if (found?.keyType !== 'secret' || found.environmentId !== environment.id) throw new Failure('invalid_api_key')
  return { kind: 'backend', environment, keyId: found.id }
}

/** The same where no publishable key stands beside it: the key itself says which environment is meant. */
export const callerOfSecretKeyAlone = async (ctx: Context, key: string): Promise<Caller> => {
  const found = key.startsWith('sk_') ? await findLiveApiKey(ctx.db, sha256(key), ctx.clock.now()) : undefined
  const isMeant = found?.keyType === 'secret' && found.environmentId !== null
  const environment = isMeant ? await findEnvironment(ctx.db, found.environmentId!) : undefined
  if (!found || !environment?.isActive) throw new Failure('invalid_api_key')
  return { kind: 'backend', environment, keyId: found.id }
}

/** Whether a backend asks, by its secret key; notes that the key was used. */
export const isBackend = async (ctx: Context): Promise<boolean> => {
  if (ctx.caller.kind !== 'backend') return false
  await noteUseOfApiKey(ctx.db, ctx.caller.keyId, ctx.clock.now())
  return true
}
