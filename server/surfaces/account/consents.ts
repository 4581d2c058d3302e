import { listOwnConsents, revokeOwnConsent } from '../../identity/authorization/consents.ts'
import type { Handle } from '../handle.ts'
import { toConsent } from './views.ts'

export const listConsents: Handle<'account.listConsents'> = async ({ query }, ctx) => {
  const { found, nextCursor } = await listOwnConsents(ctx, { limit: query.limit ?? 1000, cursor: query.cursor })
  return { status: 200, body: { data: found.map(toConsent), ...(nextCursor && { next_cursor: nextCursor }) } }
}

export const revokeConsent: Handle<'account.revokeConsent'> = async ({ path }, ctx) => {
  await revokeOwnConsent(ctx, path.client_id)
  return { status: 204 }
}
