import { requireProvenClient } from '../../identity/authorization/client-authentication.ts'
import { requirePushable } from '../../identity/authorization/authorization-requests.ts'
import { pushRequest } from '../../identity/authorization/pushed-requests.ts'
import type { Handle } from '../handle.ts'
import { fromAuthorizationQuery } from './authorization-views.ts'
import { fromCredentials, noStore } from './views.ts'

export const pushAuthorizationRequest: Handle<'oauth.pushAuthorizationRequest'> = async ({ body }, ctx) => {
  const proven = await requireProvenClient(ctx, fromCredentials(body))
  const asked = { ...body, max_age: body.max_age === undefined ? undefined : Number(body.max_age) }
  const sent = fromAuthorizationQuery({ ...asked, client_id: proven.client.id })
  const { requestUri, seconds } = await pushRequest(ctx, proven, await requirePushable(ctx, proven.client, sent))
  return { status: 201, headers: noStore, body: { request_uri: requestUri, expires_in: seconds } }
}
