// An app's request, met by a provider: the person goes there, and the app gets its code when they are back.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { type Policy, policies, policyOfClient } from '../../model/policies.ts'
import type { JsonObject, User } from '../../model/user.ts'
import { findClient } from '../../storage/clients.ts'
import { keepForPage } from '../authorization/pushed-requests.ts'
import { comeBackSignedIn } from '../authorization/authorization-steps.ts'
import { mayEnterAt } from '../clients/application-redirects.ts'
import { askedNext } from '../factors/required-factor.ts'
import { issueTicket } from '../sign-in/tickets.ts'
import type { AuthorizationRequest } from '../../model/authorization-request.ts'
import {
  type AuthorizationRefused,
  type CodeRequested,
  answerAuthorization,
} from '../authorization/answered-requests.ts'
import {
  type ProviderCallback,
  type ProviderStart,
  type StartedProviderFlow,
  finishProviderFlow,
  startProviderFlow,
} from './provider-flows.ts'

import { isCodeLink, keepForLink } from './link-by-code.ts'
import { isLinkTarget, linkIdentity } from './own-identities.ts'
import { personOfProvider } from './provider-identities.ts'

/** Of the request, what is kept until the person is back. */
type Target = Omit<CodeRequested, 'client' | 'environment'> & { readonly clientId: string | null }

/** Sends the person of a checked request to a provider. A provider that is off or down is the app's to know. */
export const sendToProvider = async (
  ctx: Context,
  { client, environment, ...request }: CodeRequested,
  start: Pick<ProviderStart, 'provider' | 'callbackUrl' | 'hints'>,
): Promise<({ readonly kind: 'sent' } & StartedProviderFlow) | AuthorizationRefused> => {
  // A provider sends people back by redirect, and the page that the form needs is where the request is.
  if (request.responseMode === 'form_post' && !request.demands) {
    throw new Failure('invalid_request', 'response_mode: form_post needs openid in the scope beside a connection')
  }
  const target: Target = { ...request, clientId: client?.id ?? null }
  try {
    return { kind: 'sent', ...(await startProviderFlow(ctx, { ...start, environment, target: { ...target } })) }
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'too_many_requests') throw error
    const { redirectUri, state, responseMode } = request
    return { kind: 'refused', environment, redirectUri, state, responseMode, failure: error }
  }
}

/** The answer to the app, or a request to go on with at our pages. */
export type BackFromProvider = (
  | { readonly kind: 'code'; readonly code: string; readonly request: CodeRequested }
  | { readonly kind: 'resume'; readonly request: AuthorizationRequest; readonly requestUri: string }
  /** The same, at the step that asks for a second factor, which the ticket is for. */
  | {
      readonly kind: 'second_factor'
      readonly request: AuthorizationRequest
      readonly requestUri: string
      readonly ticket: string
    }
  | AuthorizationRefused
  /** Of somebody who was signed in already: their account there signs them in from now on, or not. */
  | {
      readonly kind: 'linked'
      readonly redirectUri: string | null
      readonly provider: string
      readonly failure?: Failure
      /** Links it, in the session that began; absent where it is linked. */
      readonly code?: string
    }
) & { readonly started?: string }

/** What the app gets for a person who is back from a provider. Throws where no request of an app is waiting for them. */
export const answerFromProvider = async (
  ctx: Context,
  policy: Policy,
  callback: ProviderCallback,
  /** The cookie of the browser's session at our pages. */
  browser?: string,
): Promise<BackFromProvider> => {
  const clientOf = async (target: JsonObject) => {
    const { clientId = null } = target as Partial<Target>
    return clientId === null ? null : ((await findClient(ctx.db, clientId)) ?? null)
  }
  const { environment, provider, target, result } = await finishProviderFlow(
    ctx,
    policy,
    callback,
    clientOf,
    (_ctx, told, begun) => {
      if (isCodeLink(begun)) return keepForLink(ctx, told, begun)
      return isLinkTarget(begun) ? linkIdentity(ctx, { ...told, target: begun }) : personOfProvider(ctx, told)
    },
  )
  if (isCodeLink(target)) {
    const { redirectUri } = target
    if (!(await mayEnterAt(ctx, environment, redirectUri))) throw new Failure('provider_flow_invalid')
    const came = 'refusal' in result ? { failure: result.refusal } : { code: result.linkCode }
    return { kind: 'linked', redirectUri, provider, ...came }
  }
  if (isLinkTarget(target)) {
    const { redirectUri } = target
    return { kind: 'linked', redirectUri, provider, ...('refusal' in result && { failure: result.refusal }) }
  }
  const { clientId, ...asked } = target as Target
  const client = await clientOf(target)
  const { redirectUri, state } = asked
  // The client, or the address, may have been taken away meanwhile.
  const isWaiting = clientId === null ? await mayEnterAt(ctx, environment, redirectUri) : client?.isActive
  if (!isWaiting) throw new Failure('provider_flow_invalid')
  if ('refusal' in result) {
    return {
      kind: 'refused',
      environment,
      redirectUri,
      state,
      responseMode: asked.responseMode,
      failure: result.refusal,
    }
  }
  const request = { ...asked, client, environment }
  const step = await secondStep(ctx, request, result.user)
  if (step) return step
  if (isOfOpenId(request)) {
    const step = await comeBackSignedIn(ctx, request, result.user, browser)
    switch (step.kind) {
      case 'code':
      case 'resume':
        return { ...step, request }
      case 'refused':
        return step
      default:
        return {
          kind: 'resume',
          request,
          requestUri: await keepForPage(ctx, request, step.sessionId),
          ...(step.started !== undefined && { started: step.started }),
        }
    }
  }
  const answer = await answerAuthorization(ctx, client ? policyOfClient(client) : policy, request, {
    user: result.user,
    provider,
  })
  return answer.kind === 'code' ? { ...answer, request } : answer
}

/**
 * The provider's word is one proof. Who is asked for more goes on at our page as after a password, where the request is one of a client;
 * elsewhere the code's exchange asks. Nobody sets a factor up before they have proven their address.
 */
const secondStep = async (ctx: Context, request: CodeRequested, user: User): Promise<BackFromProvider | undefined> => {
  if (!isOfClient(request)) return undefined
  const next = await askedNext(ctx.db, user)
  if (next === 'nothing' || (next === 'enrolment' && user.emailVerifiedAt === null)) return undefined
  const requestUri = await keepForPage(ctx, request)
  const { ticket } = await issueTicket(ctx, ctx.db, policies.account, user)
  return { kind: 'second_factor', request, requestUri, ticket }
}

const isOfClient = (request: CodeRequested): request is AuthorizationRequest =>
  request.client !== null && request.responseType !== undefined

/** Such a sign-in also begins the browser's session at our pages. */
const isOfOpenId = (request: CodeRequested): request is AuthorizationRequest =>
  request.client !== null && (request.demands ?? null) !== null
