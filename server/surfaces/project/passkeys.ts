import { requireProject } from '../../identity/administration/project.ts'
import {
  addPasskey as addOwnPasskey,
  listOwnPasskeys,
  passkeyCreation,
  removeOwnPasskey,
  renameOwnPasskey,
} from '../../identity/factors/passkeys.ts'
import { passkeyRequest, signInWithPasskey as signIn } from '../../identity/sign-in/passkey.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toPasskey } from '../second-factor-answers.ts'
import { toSession } from './signed-in.ts'

export const beginPasskeySignIn: Handle<'project.beginPasskeySignIn'> = async (_request, ctx) => {
  const place = { environment: await requireProject(ctx), client: null, holder: null }
  return { status: 200, body: { publicKey: passkeyRequest(ctx, policies.project, place) } }
}

export const signInWithPasskey: Handle<'project.signInWithPasskey'> = async ({ body, query }, ctx) => {
  const place = { environment: await requireProject(ctx), client: null, holder: null }
  const started = await signIn(ctx, policies.project, place, body.credential)
  return { status: 200, ...(await toSession(ctx, started, query.client_type)) }
}

export const listPasskeys: Handle<'project.listPasskeys'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await listOwnPasskeys(ctx)).map(toPasskey) },
})

export const beginPasskey: Handle<'project.beginPasskey'> = async (_request, ctx) => ({
  status: 200,
  body: { publicKey: await passkeyCreation(ctx) },
})

export const addPasskey: Handle<'project.addPasskey'> = async ({ body }, ctx) => ({
  status: 200,
  body: toPasskey(await addOwnPasskey(ctx, body)),
})

export const renamePasskey: Handle<'project.renamePasskey'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: toPasskey(await renameOwnPasskey(ctx, path.passkeyId, body.name)),
})

export const removePasskey: Handle<'project.removePasskey'> = async ({ path }, ctx) => {
  await removeOwnPasskey(ctx, path.passkeyId)
  return { status: 200, body: { message: 'Passkey removed successfully' } }
}
