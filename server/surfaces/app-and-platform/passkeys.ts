// Passkeys of who is signed in: end users and administrators alike.
import {
  addPasskey as addOwnPasskey,
  listOwnPasskeys,
  passkeyCreation,
  renameOwnPasskey,
} from '../../identity/factors/passkeys.ts'
import type { Handle } from '../handle.ts'
import { toPasskey } from '../second-factor-answers.ts'

export const listPasskeys: Handle<'app.listPasskeys'> & Handle<'platform.listPasskeys'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await listOwnPasskeys(ctx)).map(toPasskey) },
})

export const beginPasskey: Handle<'app.beginPasskey'> & Handle<'platform.beginPasskey'> = async (_request, ctx) => ({
  status: 200,
  body: { data: await passkeyCreation(ctx) },
})

export const addPasskey: Handle<'app.addPasskey'> & Handle<'platform.addPasskey'> = async ({ body }, ctx) => ({
  status: 200,
  body: { data: toPasskey(await addOwnPasskey(ctx, body)) },
})

export const renamePasskey: Handle<'app.renamePasskey'> & Handle<'platform.renamePasskey'> = async (
  { path, body },
  ctx,
) => ({
  status: 200,
  body: { data: toPasskey(await renameOwnPasskey(ctx, path.passkeyId, body.name)) },
})
