// Whether the page that asks may. A browser says where a page is from (Fetch standard, section 3.2; Fetch Metadata,
// section 2.3); who says nothing is no browser.
import type { Request } from 'express'
import { Failure } from '../model/failure.ts'
import { isLoopbackHost, isLoopbackOrigin, originOf } from '../model/origins.ts'
import type { RequestContext, Spoken } from '../request-context.ts'
import { isFromElsewhere } from './accept.ts'
import type { OperationObject } from './document.ts'

/** What the contract says of who may ask for an operation. */
export interface OriginPolicy {
  /** Changes something (RFC 9110 section 9.2.1). */
  readonly isUnsafe: boolean
  /** From any page: it acts only once a state or a form of ours that came with it was checked. */
  readonly fromAnywhere: boolean
  /** What stands on a page of ours is sent from there alone, where it comes as a form. */
  readonly hasOwnForm: boolean
  /** For who develops on this machine, and nobody else. */
  readonly isLocal: boolean
}

const form = 'application/x-www-form-urlencoded'

export const originPolicyOf = (method: string, operation: OperationObject, isSandbox: boolean): OriginPolicy => {
  const answersPages = Object.values(operation.responses).some(({ content }) => content && 'text/html' in content)
  return {
    isUnsafe: !['get', 'head', 'options'].includes(method),
    fromAnywhere: operation['x-any-origin'] !== undefined,
    hasOwnForm: answersPages && form in (operation.requestBody?.content ?? {}),
    isLocal: operation['x-sandbox'] === true || (isSandbox && operation['x-local-in-sandbox'] === true),
  }
}

const refuse = (detail?: string): never => {
  throw new Failure('origin_not_allowed', detail)
}

export const isOwn = ({ config, origin }: Pick<RequestContext, 'config' | 'origin'>): boolean =>
  origin === originOf(config.publicUrl)

/** Before anything else of the request is read: what can be refused without knowing for whom it asks. Undefined where nobody has to be asked. */
export const requireKnownOrigin = <Ctx extends RequestContext>(
  req: Request,
  ctx: Ctx,
  policy: OriginPolicy,
  { origins }: Pick<Spoken<Ctx>, 'origins'>,
): Promise<void> | undefined => {
  if (policy.isLocal) requireLocal(req, ctx)
  if (!policy.isUnsafe || policy.fromAnywhere) return undefined
  if (ctx.origin === null) {
    // Every browser that says the one says the other: without it, somebody has taken it away.
    if (isFromElsewhere(req.headers)) refuse()
    return undefined
  }
  if (isOwn(ctx)) return undefined
  if (policy.hasOwnForm && req.get('content-type')?.toLowerCase().startsWith(form)) refuse()
  return origins.isKnown(ctx, ctx.origin).then((isKnown) => (isKnown ? undefined : refuse()))
}

/** Once it is known for whom the request asks, and before anything is done. Undefined where nobody has to be asked. */
export const requireAllowedOrigin = <Ctx extends RequestContext>(
  req: Request,
  ctx: Ctx,
  policy: OriginPolicy,
  { origins }: Pick<Spoken<Ctx>, 'origins'>,
): Promise<void> | undefined => {
  if (policy.fromAnywhere) requireOwnPageOfForm(req, ctx, policy)
  if (!policy.isUnsafe || policy.fromAnywhere || ctx.origin === null || isOwn(ctx)) return undefined
  return origins.mayAct(ctx, ctx.origin).then((may) => (may ? undefined : refuse()))
}

/** What comes from anywhere may be an app's request. With the hidden field it is a form of ours, which stands on our pages alone. */
const requireOwnPageOfForm = (req: Request, ctx: RequestContext, { hasOwnForm }: OriginPolicy): void => {
  const body = (req.body ?? {}) as { form_token?: unknown }
  if (!hasOwnForm || body.form_token === undefined || isOwn(ctx)) return
  if (ctx.origin !== null || isFromElsewhere(req.headers)) {
    throw new Failure('csrf_mismatch', 'The form was sent from a page of another site.')
  }
}

/**
 * Neither another page nor another name of this machine, which is how pages get around where they are from (DNS rebinding).
 * The public name counts where it leads to this machine: through a tunnel or a proxy it would be everybody's.
 */
const requireLocal = (req: Request, ctx: RequestContext): void => {
  if (ctx.origin !== null && !isOwn(ctx) && !isServedHere(req, ctx.origin)) refuse()
  if (ctx.origin === null && isFromElsewhere(req.headers) && !isNavigation(req)) refuse()
  const host = hostnameOf(req.headers.host ?? '')
  const isPublicName = host === new URL(ctx.config.publicUrl).hostname && isFromThisMachine(req)
  if (!host || !(isLoopbackHost(host) || isPublicName || isThisAddress(req, host))) {
    refuse('The sandbox answers to names of this machine alone.')
  }
}

/** A page of this very process, by another name of this machine: no page of elsewhere has such an origin, nor another program's port. */
const isServedHere = ({ headers }: Request, origin: string): boolean =>
  isLoopbackOrigin(origin) && origin === `http://${headers.host?.toLowerCase()}`

/** A link to the mailbox, or a provider's stand-in that somebody is sent to. */
const isNavigation = (req: Request): boolean => req.method === 'GET' && req.get('sec-fetch-mode') === 'navigate'

const hostnameOf = (host: string): string | undefined =>
  URL.canParse(`http://${host}`) && !/[/?#@\\]/.test(host) ? new URL(`http://${host}`).hostname : undefined

/** How this process reaches itself, where it listens on an address of the network. */
const isThisAddress = ({ socket }: Request, host: string): boolean => {
  const [from, to] = [socket.remoteAddress, socket.localAddress].map((address) => address?.replace(/^::ffff:/, ''))
  return from !== undefined && from === to && host.replace(/^\[(.*)\]$/, '$1') === to
}

const isFromThisMachine = (req: Request): boolean =>
  /^(::ffff:)?127\.|^::1$/.test(req.socket.remoteAddress ?? '') &&
  req.headers['x-forwarded-for'] === undefined &&
  req.headers.forwarded === undefined
