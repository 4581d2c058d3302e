// The path of a request, from the socket to a handler and back.
import express, { type Express, type Request, type Response } from 'express'
import { type ErrorCode, errors } from '../../generated/errors.ts'
import { type Surface, operations } from '../../generated/operations.ts'
import { Failure } from '../model/failure.ts'
import type { Host, HostOf, RequestContext, Spoken } from '../request-context.ts'
import { isApiCall } from './accept.ts'
import { type Identify, createIdentify } from './authenticate.ts'
import { type OriginPolicy, isOwn, originPolicyOf, requireAllowedOrigin, requireKnownOrigin } from './check-origin.ts'
import { createContexts, nameRequest } from './begin-request.ts'
import type { Checks } from './contract.ts'
import { allowEveryone, allowOrigin, allowRequests } from './cross-origin.ts'
import { type Document, type OperationObject, type OperationTable, resolve } from './document.ts'
import { type FindClient, createFindClient } from './named-client.ts'
import { type Examples, findPreferred, meetFault } from './prefer.ts'
import { dropRest, dropUndeclared, readBody } from './read-body.ts'
import { settleCookies } from './read-cookies.ts'
import { refuse, toFailure } from './refuse.ts'
import { createRoutes } from './routes.ts'
import { securityHeaders } from './security-headers.ts'
import { type Outgoing, send, toAnswer } from './send.ts'
import { requireTextInEscapes, requireTextInHeader } from './text.ts'

export interface AppParts<Ctx extends RequestContext> {
  readonly world: HostOf<Ctx>
  readonly surfaces: { readonly [S in Surface]: Spoken<Ctx> }
  /** Of the operations below, by their ids. */
  readonly checks: ReadonlyMap<string, Checks>
  /** The operations of the world's contract; by default those of ours. */
  readonly operations?: OperationTable
  /** Files below /assets/: the only answers outside the contract. */
  readonly assets: ReadonlyMap<string, { readonly body: Buffer; readonly type: string; readonly etag: string }>
  readonly isUnavailable: (error: unknown) => boolean
  /** A refusal as a page, for a person who followed a link. */
  readonly refusalPage: (refusal: RefusalForPeople, ctx: Ctx) => RefusalPage | Promise<RefusalPage>
  /** What the sandbox answers instead of asking its operations. */
  readonly examples?: Examples<Ctx>
  /** What the next proof of a key shall name, where one came (RFC 9449 section 8.2). */
  readonly dpopNonce?: (ctx: Ctx) => string
  /** Counts a call against who makes it, or refuses it with `too_many_requests`. */
  readonly spendCall: (ctx: Ctx) => void
  /** Operations without a handler are refused with `not_implemented`. */
  readonly isPartial?: boolean
}

type RefusalPage = Pick<Outgoing, 'headers' | 'body'>

export interface RefusalForPeople {
  readonly code: ErrorCode
  /** Whose page it is, where the refusal knows. */
  readonly environmentId: string | undefined
  /** What is wrong, the same for every request. */
  readonly title: string
  /** What is wrong with this one. */
  readonly detail: string | undefined
  /** There are pages of the sandbox to go to. */
  readonly sandbox: boolean
}

type Handler<Ctx> = (parts: object, ctx: Ctx) => Promise<Outgoing>

interface Operation<Ctx extends RequestContext> {
  readonly id: string
  readonly surface: Surface
  readonly checks: Checks
  /** The headers that it reads, in lower case. */
  readonly headers: readonly string[]
  readonly identify: Identify<Ctx>
  readonly policy: OriginPolicy
  readonly findClient: FindClient<Ctx>
  readonly handler: Handler<Ctx>
  readonly consumesLink: boolean
  readonly writes: OperationObject['x-writes']
}

/** One request and the answer to come. */
interface Exchange<Ctx extends RequestContext> {
  readonly parts: AppParts<Ctx>
  readonly req: Request
  readonly res: Response
  /** What is known so far: a later value takes its place, none is changed. */
  ctx: Ctx
  /** Headers that the answer has beside its own, names in lower case. */
  readonly beside: Map<string, string>
}

/** Binds everything once; the app that comes back does no more than look things up. */
export const createApp = <Ctx extends RequestContext>(parts: AppParts<Ctx>): Express => {
  const { world } = parts
  const served = bindOperations(parts)
  const contextOf = createContexts<Ctx>(world)
  const takesHead = (id: string) => {
    const writes = served.get(id)?.writes
    return !writes || writes.when !== undefined
  }
  const document = world.contract.document as Document
  const table: OperationTable = parts.operations ?? operations
  const isMissing = (id: string) =>
    parts.isPartial === true && !served.has(id) && !isLeftOut(world, operationOf(document, table[id]!))
  const findRoute = createRoutes((id) => served.has(id) || isMissing(id), table, takesHead)
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.set('trust proxy', [...world.config.trustedProxies])
  app.use(nameRequest(world))
  app.use('/assets', serveAssets(parts))

  app.use(async (req: Request, res: Response) => {
    const ctx = contextOf(req, res)
    const exchange: Exchange<Ctx> = { parts, req, res, ctx, beside: new Map([['x-request-id', ctx.requestId]]) }
    let operation: Operation<Ctx> | undefined
    try {
      const found = findRoute(req.method, req.path)
      const matched = found?.match && served.get(found.match.id)
      const wouldWrite = req.method === 'HEAD' && [matched?.writes?.when ?? []].flat().some((name) => req.query[name])
      if (found?.match && matched && !wouldWrite) {
        res.locals.operation = matched.id
        if (matched.consumesLink) exchange.ctx = { ...ctx, wantsPage: !isApiCall(req) }
        // Before the operation is asked at all: what is wrong with a preference need not be among its refusals.
        const preferred = await findPreferred(parts, req, res, exchange.ctx, matched.id)
        operation = matched
        if (preferred) await answerWithExample(exchange, matched, preferred)
        else await serve(exchange, matched, found.match.params)
        return
      }
      if (!found) throw new Failure('not_found')
      if (found.match && !matched) throw new Failure('not_implemented')
      const allow = wouldWrite ? found.allow.filter((method) => method !== 'HEAD') : found.allow
      exchange.beside.set('allow', allow.join(', '))
      if (req.method !== 'OPTIONS') throw new Failure('method_not_allowed')
      await letPageRead(exchange, surfaceOf(req.path), 'mayPreflight')
      allowRequests(exchange.beside, allow)
      sendBeside(exchange, { status: 204 })
    } catch (error) {
      answerRefusal(exchange, operation, error)
    }
  })
  return app
}

const bindOperations = <Ctx extends RequestContext>({
  world,
  surfaces,
  checks,
  operations: table = operations,
  isPartial = false,
}: AppParts<Ctx>): ReadonlyMap<string, Operation<Ctx>> => {
  const document = world.contract.document as Document
  const bound = new Map<string, Operation<Ctx>>()
  for (const [id, { surface, method, path }] of Object.entries(table)) {
    const operation = operationOf(document, { method, path })
    const handler = (surfaces[surface].handlers as Record<string, Handler<Ctx>>)[id.slice(surface.length + 1)]!
    if (isLeftOut(world, operation) || (isPartial && !handler)) continue
    bound.set(id, {
      id,
      surface,
      checks: checks.get(id)!,
      headers: ['authorization', ...headersOf(document, operation)],
      identify: createIdentify(document, path, operation, surfaces[surface]),
      policy: originPolicyOf(method, operation, world.sandbox !== null),
      findClient: createFindClient(
        document,
        operation,
        document.paths[path]?.parameters as readonly object[] | undefined,
        surfaces[surface].clients,
      ),
      handler,
      consumesLink: operation['x-consumes-link'] === true,
      writes: operation['x-writes'],
    })
  }
  return bound
}

const operationOf = (document: Document, { method, path }: Pick<OperationTable[string], 'method' | 'path'>) =>
  document.paths[path]?.[method] as OperationObject

/** Of what is the sandbox's there is nothing outside of it; the reference may be switched off. */
const isLeftOut = ({ sandbox, config }: Host, operation: OperationObject): boolean =>
  (operation['x-sandbox'] === true && sandbox === null) || (operation['x-reference'] === true && config.docs === false)

const headersOf = (document: Document, { parameters = [] }: OperationObject): string[] =>
  parameters
    .map((parameter) => resolve<{ in: string; name: string }>(document, parameter))
    .flatMap((parameter) => (parameter.in === 'header' ? [parameter.name.toLowerCase()] : []))

const serve = async <Ctx extends RequestContext>(
  exchange: Exchange<Ctx>,
  operation: Operation<Ctx>,
  params: Record<string, string>,
) => {
  const { parts, req, res, ctx } = exchange
  const surface = parts.surfaces[operation.surface]
  requireTextInEscapes(req.url)
  for (const name of operation.headers) requireTextInHeader(req.headers[name])
  await requireKnownOrigin(req, ctx, operation.policy, surface)
  const fault = await meetFault(parts, req, res, ctx, operation.id)
  if (fault) return answerWithExample(exchange, operation, fault)
  await readBody(req, res, operation.checks)
  const ignored = dropUndeclared(req, operation.checks.names)
  if (ignored.length > 0) ctx.log.debug({ operation: operation.id, ignored }, 'Nobody declares these names')
  req.cookies = await settleCookies(req, ctx, surface)
  exchange.ctx = { ...ctx, client: await operation.findClient(req, ctx) }
  const known = await identify(exchange, operation)
  exchange.ctx = known
  await requireAllowedOrigin(req, known, operation.policy, surface)
  if (operation.checks.produces.has(429)) exchange.parts.spendCall(known)
  const checked = operation.checks.checkRequest(req, res, params)
  const outgoing = await operation.handler(checked, known)
  await letPageRead(exchange, operation.surface)
  deliver(exchange, operation, outgoing)
}

/** Who asks, for which client, and in which environment. Where the credential is refused, its client may still read that. */
const identify = async <Ctx extends RequestContext>(
  exchange: Exchange<Ctx>,
  { surface, identify: ask }: Operation<Ctx>,
): Promise<Ctx> => {
  const { parts, req, ctx } = exchange
  const { clients } = parts.surfaces[surface]
  const found = await ask(req, ctx, async (credential) => {
    if (ctx.client === null && clients) exchange.ctx = { ...ctx, client: await clients.ofRefused(ctx, credential) }
  })
  if (ctx.client !== null || !clients) return found
  return { ...found, client: await clients.ofCaller(found, found.caller) }
}

/** An example of the contract instead of what the operation would do. */
const answerWithExample = async <Ctx extends RequestContext>(
  exchange: Exchange<Ctx>,
  operation: Operation<Ctx>,
  outgoing: Outgoing,
): Promise<void> => {
  const { parts, req, ctx } = exchange
  // An example sets cookies as the operation would.
  await requireKnownOrigin(req, ctx, operation.policy, parts.surfaces[operation.surface])
  await Promise.all([letPageRead(exchange, operation.surface), dropRest(req)])
  if (!req.complete) exchange.beside.set('connection', 'close')
  deliver(exchange, operation, outgoing)
}

/** Sends an answer if it keeps the contract. One that does not is a mistake of ours: it is withheld and logged in full. */
const deliver = <Ctx extends RequestContext>(
  exchange: Exchange<Ctx>,
  operation: Operation<Ctx>,
  outgoing: Outgoing,
  code?: ErrorCode,
) => {
  const { res, ctx } = exchange
  const declared = operation.checks.produces.get(outgoing.status)
  const answer = toAnswer(outgoing, besideHeaders(exchange, declared?.headers), declared?.types ?? [])
  const isUndeclared = code !== undefined && !operation.checks.refusals.has(code)
  const problem = isUndeclared ? `the refusal ${code} is not declared` : operation.checks.checkAnswer(answer)
  if (problem) {
    ctx.log.error(
      { operation: operation.id, status: outgoing.status, problem, answer: outgoing.body },
      'An answer broke the contract',
    )
    sendBeside(exchange, refuse(operation.surface, new Failure('internal'), ctx.spent.tightest()))
    return
  }
  send(res, answer, ctx.config.mode)
}

/** Sends what no operation declares, or what must not fail again. */
const sendBeside = <Ctx extends RequestContext>(exchange: Exchange<Ctx>, outgoing: Outgoing) =>
  send(exchange.res, toAnswer(outgoing, besideHeaders(exchange), []), exchange.ctx.config.mode)

const answerRefusal = <Ctx extends RequestContext>(
  exchange: Exchange<Ctx>,
  operation: Operation<Ctx> | undefined,
  error: unknown,
) => {
  const { parts, req, res, ctx } = exchange
  const failure = toFailure(error, parts.isUnavailable)
  res.locals.failure = failure
  if (failure.code === 'too_many_requests') res.locals.limit = ctx.spent.tightest()?.name
  if (failure.code === 'internal' || failure.code === 'unavailable') {
    ctx.log.error({ operation: operation?.id, err: failure.cause ?? failure }, 'A request failed')
  }
  if (res.headersSent) {
    res.destroy()
    return
  }
  const surface = operation?.surface ?? surfaceOf(req.path)
  const spoken = refuse(surface, failure, ctx.spent.tightest())
  // Nothing is promised of an address that is none, so a browser may have a page there too.
  const mayBePage = !operation || operation.checks.produces.get(spoken.status)?.types.includes('text/html')
  // A database that is gone would only keep the answer waiting.
  const mayAsk = failure.code !== 'unavailable' || ctx.client !== null
  const page = ctx.wantsPage && mayBePage ? toRefusalPage(exchange, surface, spoken, failure) : spoken
  void Promise.all([page, mayAsk && letPageRead(exchange, surface), dropRest(req)])
    .then(
      ([refusal]) => refusal,
      () => spoken,
    )
    .then((refusal) => {
      if (!req.complete) exchange.beside.set('connection', 'close')
      if (operation) deliver(exchange, operation, refusal, failure.code)
      else sendBeside(exchange, refusal)
    })
}

/** The same refusal for a person: the status and the headers stay. */
const toRefusalPage = async <Ctx extends RequestContext>(
  { parts, ctx }: Exchange<Ctx>,
  surface: Surface,
  spoken: Outgoing,
  { code, detail, environmentId }: Failure,
): Promise<Outgoing> => {
  const said = errors[surface][code].body as Record<string, string | undefined>
  const title = said.title ?? said.error_description ?? said.message ?? 'This did not work'
  const sandbox = parts.world.sandbox !== null
  const about = { code, environmentId, title, detail: detail ?? said.detail ?? said.nextActions, sandbox }
  const page = await parts.refusalPage(about, ctx)
  return { ...spoken, type: 'text/html', body: page.body, headers: { ...spoken.headers, ...page.headers } }
}

const letPageRead = async <Ctx extends RequestContext>(
  { parts, req, ctx, beside }: Exchange<Ctx>,
  surface: Surface,
  rule: 'mayRead' | 'mayPreflight' = 'mayRead',
) => {
  if (req.path.startsWith('/.well-known/')) {
    allowEveryone(beside)
    return
  }
  beside.set('vary', 'Origin')
  if (ctx.origin && (await mayRead(parts, ctx, ctx.origin, parts.surfaces[surface].origins[rule]))) {
    allowOrigin(beside, ctx.origin)
  }
}

/** What was done is answered, even when the database is gone by now; only, no page of another origin may read it. */
const mayRead = async <Ctx extends RequestContext>(
  parts: AppParts<Ctx>,
  ctx: Ctx,
  origin: string,
  rule: Spoken<Ctx>['origins']['mayRead'],
): Promise<boolean> => {
  try {
    return isOwn(ctx) || (await rule(ctx, origin))
  } catch (error) {
    if (!parts.isUnavailable(error)) throw error
    return false
  }
}

const besideHeaders = <Ctx extends RequestContext>(
  { parts, ctx, beside }: Exchange<Ctx>,
  declared?: ReadonlySet<string>,
): Map<string, string> => {
  const headers = new Map(beside)
  if (ctx.draining()) headers.set('connection', 'close')
  if (ctx.possession.proof !== null && parts.dpopNonce) headers.set('dpop-nonce', parts.dpopNonce(ctx))
  const limit = ctx.spent.tightest()
  if (limit && declared?.has('ratelimit-limit')) {
    headers.set('ratelimit-limit', String(limit.limit))
    headers.set('ratelimit-remaining', String(limit.remaining))
    headers.set('ratelimit-reset', String(limit.resetSeconds))
  }
  return headers
}

/** Unknown addresses are refused in the words of the surface whose root they are under. */
const surfaceOf = (path: string): Surface => roots.find(([root]) => root.test(path))?.[1] ?? 'account'

const roots: readonly (readonly [RegExp, Surface])[] = [
  [/^\/(oauth2|\.well-known)(\/|$)/, 'oauth'],
  [/^\/api\/v1(\/|$)/, 'app'],
  [/^\/api\/platform(\/|$)/, 'platform'],
  [/^\/(api\/auth|auth\/hosted)(\/|$)/, 'project'],
  [/^\/(sandbox|health|docs|openapi\.json)(\/|$)|^\/$/, 'service'],
]

const serveAssets =
  <Ctx extends RequestContext>(parts: AppParts<Ctx>) =>
  (req: Request, res: Response, next: () => void) => {
    const asset = parts.assets.get(req.path.slice(1))
    if (!asset || (req.method !== 'GET' && req.method !== 'HEAD')) return next()
    res.setHeaders(new Map(securityHeaders[parts.world.config.mode]))
    res.setHeader('X-Request-Id', res.locals.requestId as string)
    res.setHeader('ETag', asset.etag)
    res.setHeader('Cache-Control', 'public, max-age=300')
    if (req.get('if-none-match') === asset.etag) {
      res.status(304).end()
      return
    }
    res.setHeader('Content-Type', asset.type)
    res.setHeader('Content-Length', asset.body.length)
    // Node leaves the body out of what answers HEAD.
    res.end(asset.body)
  }
