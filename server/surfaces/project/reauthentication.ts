import { beginFreshProof, proveAgain } from '../../identity/factors/fresh-proof.ts'
import type { Handle } from '../handle.ts'

export const reauthenticate: Handle<'project.reauthenticate'> = async ({ body }, ctx) => ({
  status: 200,
  body: { freshUntil: new Date(await proveAgain(ctx, body)).toISOString() },
})

export const beginReauthentication: Handle<'project.beginReauthentication'> = async (_request, ctx) => ({
  status: 200,
  body: { request: await beginFreshProof(ctx) },
})
