import {
  addPasskey as addOwnPasskey,
  listOwnPasskeys,
  passkeyCreation,
  removeOwnPasskey,
  renameOwnPasskey,
} from '../../identity/factors/passkeys.ts'
import { requireClient } from '../../identity/clients/clients.ts'
import { requireCsrfOfBrowser } from '../../identity/sessions/csrf.ts'
import { passkeyRequest, signInWithPasskey as signIn } from '../../identity/sign-in/passkey.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toCsrfProof } from './csrf-proof.ts'
import { toPasskey } from '../own-views.ts'
import { toAuthentication } from './signed-in.ts'

export const listPasskeys: Handle<'account.listPasskeys'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await listOwnPasskeys(ctx)).map(toPasskey) },
})

export const beginPasskey: Handle<'account.beginPasskey'> = async (_request, ctx) => ({
  status: 200,
  body: { public_key: await passkeyCreation(ctx) },
})

export const addPasskey: Handle<'account.addPasskey'> = async ({ body }, ctx) => ({
  status: 201,
  body: toPasskey(await addOwnPasskey(ctx, body)),
})

export const renamePasskey: Handle<'account.renamePasskey'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: toPasskey(await renameOwnPasskey(ctx, path.passkey_id, body.name)),
})

export const removePasskey: Handle<'account.removePasskey'> = async ({ path }, ctx) => {
  await removeOwnPasskey(ctx, path.passkey_id)
  return { status: 204 }
}

export const beginPasskeySignIn: Handle<'account.beginPasskeySignIn'> = async ({ body, headers, cookies }, ctx) => {
  const found = await requireClient(ctx, body.client_id)
  await requireCsrfOfBrowser(ctx, toCsrfProof({ cookies, headers, body }))
  const holder = cookies.csrf_session ?? null
  return { status: 200, body: { public_key: passkeyRequest(ctx, policies.account, { ...found, holder }) } }
}

export const signInWithPasskey: Handle<'account.signInWithPasskey'> = async ({ body, headers, cookies }, ctx) => {
  const found = await requireClient(ctx, body.client_id)
  await requireCsrfOfBrowser(ctx, toCsrfProof({ cookies, headers, body }))
  const holder = cookies.csrf_session ?? null
  const started = await signIn(ctx, policies.account, { ...found, holder }, body.credential)
  return { status: 200, ...(await toAuthentication(ctx, { ...started, ...found }, cookies)) }
}
