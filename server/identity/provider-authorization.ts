// An app's request, met by a provider: the person goes there, and the app gets its code when they are back.
import type { Context } from '../context.ts'
import { Failure } from '../model/failure.ts'
import type { Policy } from '../model/policies.ts'
import { findClient } from '../storage/clients.ts'
import { type AuthorizationRefused, type AuthorizationRequest, answerAuthorization } from './authorization-requests.ts'
import {
  type ProviderCallback,
  type ProviderStart,
  type StartedProviderFlow,
  finishProviderFlow,
  startProviderFlow,
} from './provider-flows.ts'

/** Of the request, what is kept until the person is back. */
type Target = Omit<AuthorizationRequest, 'client' | 'environment'> & { readonly clientId: string }

/** Sends the person of a checked request to a provider. A provider that is off or down is the app's to know. */
export const sendToProvider = async (
  ctx: Context,
  { client, environment, ...request }: AuthorizationRequest,
  start: Pick<ProviderStart, 'provider' | 'callbackUrl' | 'hints'>,
): Promise<({ readonly kind: 'sent' } & StartedProviderFlow) | AuthorizationRefused> => {
  const target: Target = { ...request, clientId: client.id }
  try {
    return { kind: 'sent', ...(await startProviderFlow(ctx, { ...start, environment, target: { ...target } })) }
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'too_many_requests') throw error
    return { kind: 'refused', redirectUri: request.redirectUri, state: request.state, failure: error }
  }
}

/** What the app gets for a person who is back from a provider. Throws where no request of an app is waiting for them. */
export const answerFromProvider = async (
  ctx: Context,
  policy: Policy,
  callback: ProviderCallback,
): Promise<
  { readonly kind: 'code'; readonly code: string; readonly request: AuthorizationRequest } | AuthorizationRefused
> => {
  const { environment, provider, target, result } = await finishProviderFlow(ctx, policy, callback)
  const { clientId, ...asked } = target as unknown as Target
  const client = await findClient(ctx.db, clientId)
  if (!client?.isActive) throw new Failure('provider_flow_invalid')
  const { redirectUri, state } = asked
  if ('refusal' in result) return { kind: 'refused', redirectUri, state, failure: result.refusal }
  const request = { ...asked, client, environment }
  const answer = await answerAuthorization(ctx, policy, request, { user: result.user, provider })
  return answer.kind === 'code' ? { ...answer, request } : answer
}
