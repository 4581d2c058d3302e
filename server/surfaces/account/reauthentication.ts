import { beginFreshProof, proveAgain } from '../../identity/factors/fresh-proof.ts'
import type { Handle } from '../handle.ts'

export const reauthenticate: Handle<'account.reauthenticate'> = async ({ body }, ctx) => ({
  status: 200,
  body: { fresh_until: new Date(await proveAgain(ctx, body)).toISOString() },
})

export const beginReauthentication: Handle<'account.beginReauthentication'> = async (_request, ctx) => ({
  status: 200,
  body: { request: await beginFreshProof(ctx) },
})
