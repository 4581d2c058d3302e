import { proveAgain } from '../../identity/factors/fresh-proof.ts'
import type { Handle } from '../handle.ts'

export const reauthenticate: Handle<'account.reauthenticate'> = async ({ body }, ctx) => ({
  status: 200,
  body: { fresh_until: new Date(await proveAgain(ctx, body)).toISOString() },
})
