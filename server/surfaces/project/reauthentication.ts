import { proveAgain } from '../../identity/factors/fresh-proof.ts'
import type { Handle } from '../handle.ts'

export const reauthenticate: Handle<'project.reauthenticate'> = async ({ body }, ctx) => ({
  status: 200,
  body: { freshUntil: new Date(await proveAgain(ctx, body)).toISOString() },
})
