import { listOwnConsents, revokeOwnConsent } from '../../identity/authorization/consents.ts'
import type { Handle } from '../handle.ts'
import { toConsent } from './views.ts'

export const listConsents: Handle<'account.listConsents'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await listOwnConsents(ctx)).map(toConsent) },
})

export const revokeConsent: Handle<'account.revokeConsent'> = async ({ path }, ctx) => {
  await revokeOwnConsent(ctx, path.client_id)
  return { status: 204 }
}
