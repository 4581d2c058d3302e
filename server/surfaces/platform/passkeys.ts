import {
  addPasskey as addOwnPasskey,
  listOwnPasskeys,
  passkeyCreation,
  removeOwnPasskey,
  renameOwnPasskey,
} from '../../identity/factors/passkeys.ts'
import type { Passkey } from '../../model/passkey.ts'
import { toTime } from '../app-and-platform/views.ts'
import type { Handle, Wire } from '../handle.ts'

const toPasskey = ({ id, name, isBackedUp, createdAt, lastUsedAt }: Passkey): Wire['PlatformPasskey'] => ({
  id,
  name,
  backedUp: isBackedUp,
  createdAt: toTime(createdAt),
  lastUsedAt: lastUsedAt === null ? null : toTime(lastUsedAt),
})

export const listPasskeys: Handle<'platform.listPasskeys'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await listOwnPasskeys(ctx)).map(toPasskey) },
})

export const beginPasskey: Handle<'platform.beginPasskey'> = async (_request, ctx) => ({
  status: 200,
  body: { data: await passkeyCreation(ctx) },
})

export const addPasskey: Handle<'platform.addPasskey'> = async ({ body }, ctx) => ({
  status: 200,
  body: { data: toPasskey(await addOwnPasskey(ctx, body)) },
})

export const renamePasskey: Handle<'platform.renamePasskey'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: toPasskey(await renameOwnPasskey(ctx, path.passkeyId, body.name)) },
})

export const removePasskey: Handle<'platform.removePasskey'> = async ({ path }, ctx) => {
  await removeOwnPasskey(ctx, path.passkeyId)
  return { status: 200, body: { success: true } }
}
