import { proveAgain } from '../../identity/factors/fresh-proof.ts'
import type { Handle } from '../handle.ts'
import { toTime } from './views.ts'

export const reauthenticate: Handle<'app.reauthenticate'> & Handle<'platform.reauthenticate'> = async (
  { body },
  ctx,
) => ({ status: 200, body: { data: { freshUntil: toTime(await proveAgain(ctx, body)) } } })
