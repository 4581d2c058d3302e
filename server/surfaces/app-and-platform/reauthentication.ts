import { beginFreshProof, proveAgain } from '../../identity/factors/fresh-proof.ts'
import type { Handle } from '../handle.ts'
import { toTime } from './views.ts'

export const reauthenticate: Handle<'app.reauthenticate'> & Handle<'platform.reauthenticate'> = async (
  { body },
  ctx,
) => ({ status: 200, body: { data: { freshUntil: toTime(await proveAgain(ctx, body)) } } })

export const beginReauthentication: Handle<'app.beginReauthentication'> &
  Handle<'platform.beginReauthentication'> = async (_request, ctx) => ({
  status: 200,
  body: { data: { request: await beginFreshProof(ctx) } },
})
