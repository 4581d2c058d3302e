// The path of a request, from the socket to a handler and back.
import express, { type Express, type Request, type Response } from 'express'
import { operations } from '../../generated/operations.ts'
import { Failure } from '../model/failure.ts'
import type { RequestContext, Spoken } from '../request-context.ts'
import { isApiCall } from './accept.ts'
import type { AppParts } from './app-parts.ts'
import type { Identify } from './authenticate.ts'
import { type Noted, createContexts, followRequests } from './begin-request.ts'
import { type Operation, bindOperations, isLeftOut, operationOf } from './bind-operations.ts'
import { requireAllowedOrigin, requireKnownOrigin } from './check-origin.ts'
import { allowRequests } from './cross-origin.ts'
import { answerRefusal, deliver, sendBeside } from './deliver.ts'
import type { Document, OperationTable } from './document.ts'
import { type Exchange, letPageRead } from './exchange.ts'
import { holdLimits } from './hold-limits.ts'
import { findPreferred, meetFault } from './prefer.ts'
import { dropRest, dropUndeclared, readBody } from './read-body.ts'
import { settleCookies } from './read-cookies.ts'
import { createRoutes, surfaceOf } from './routes.ts'
import type { Outgoing } from './send.ts'
import { serveAssets } from './serve-assets.ts'
import { requireTextInEscapes, requireTextInHeader } from './text.ts'

/** Binds everything once; the app that comes back does no more than look things up. */
export const createApp = <Ctx extends RequestContext>(parts: AppParts<Ctx>): Express => {
  const { world } = parts
  const served = bindOperations(parts)
  const contextOf = createContexts<Ctx>(world)
  const takesHead = (id: string) => {
    const writes = served.get(id)?.writes
    return !writes || writes.when !== undefined
  }
  const document = parts.document ?? (world.contract.document as Document)
  const table: OperationTable = parts.operations ?? operations
  const isMissing = (id: string) =>
    parts.isPartial === true && !served.has(id) && !isLeftOut(world, operationOf(document, table[id]!))
  const findRoute = createRoutes((id) => served.has(id) || isMissing(id), table, takesHead)
  const sendAsset = serveAssets(parts)
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.set('trust proxy', [...world.config.trustedProxies])
  const answer = async (req: Request, res: Response, noted: Noted): Promise<void> => {
    if (sendAsset(req, res, noted.requestId)) return
    const limits = holdLimits(parts.limiter)
    const ctx = contextOf(req, noted.requestId, limits.counter)
    const beside = { 'x-request-id': ctx.requestId }
    const exchange: Exchange<Ctx> = { parts, req, res, noted, ctx, beside, limits }
    let operation: Operation<Ctx> | undefined
    try {
      const found = findRoute(req.method, req.path)
      const matched = found?.match && served.get(found.match.id)
      const wouldWrite = req.method === 'HEAD' && [matched?.writes?.when ?? []].flat().some((name) => req.query[name])
      if (found?.match && matched && !wouldWrite) {
        noted.operation = matched.id
        if (matched.consumesLink) exchange.ctx = { ...ctx, wantsPage: !isApiCall(req) }
        // Before the operation is asked at all: what is wrong with a preference need not be among its refusals.
        const asked = findPreferred(exchange, matched.id)
        const preferred = asked && (await asked)
        operation = matched
        if (preferred) await answerWithExample(exchange, matched, preferred)
        else await serve(exchange, matched, found.match.params)
        return
      }
      if (!found) throw new Failure('not_found')
      if (found.match && !matched) throw new Failure('not_implemented')
      const allow = wouldWrite ? found.allow.filter((method) => method !== 'HEAD') : found.allow
      exchange.beside.allow = allow.join(', ')
      if (req.method !== 'OPTIONS') throw new Failure('method_not_allowed')
      await letPageRead(exchange, surfaceOf(req.path), { rule: 'mayPreflight' })
      allowRequests(exchange.beside, allow)
      sendBeside(exchange, { status: 204 })
    } catch (error) {
      answerRefusal(exchange, operation, error)
    }
  }
  app.use(followRequests(world, answer))
  return app
}

/** Where there is nobody to wait for, nobody waits: each time costs as much as a check. */
const serve = async <Ctx extends RequestContext>(
  exchange: Exchange<Ctx>,
  operation: Operation<Ctx>,
  params: Record<string, string>,
) => {
  const { parts, req, res, ctx } = exchange
  const surface = parts.surfaces[operation.surface]
  requireTextInEscapes(req.url)
  for (const name of operation.headers) requireTextInHeader(req.headers[name])
  const originKnown = requireKnownOrigin(req, ctx, operation.policy, surface)
  if (originKnown) await originKnown
  const met = meetFault(exchange, operation.id)
  const fault = met && (await met)
  if (fault) return answerWithExample(exchange, operation, fault)
  const bodyRead = readBody(req, operation.checks)
  if (bodyRead) await bodyRead
  const ignored = dropUndeclared(req, operation.checks.names)
  if (ignored.length > 0) ctx.log.debug({ operation: operation.id, ignored }, 'Nobody declares these names')
  req.cookies = req.headers.cookie === undefined ? {} : await settleCookies(req, ctx, surface)
  const uiLocales = uiLocalesOf(req)
  const client = operation.findClient && (await operation.findClient(req, ctx))
  if (uiLocales !== null || client !== null) exchange.ctx = { ...ctx, uiLocales, client }
  const known = operation.identify ? await identify(exchange, surface, operation.identify) : exchange.ctx
  exchange.ctx = known
  const originAllowed = requireAllowedOrigin(req, known, operation.policy, surface)
  if (originAllowed) await originAllowed
  if (operation.checks.produces.has(429)) exchange.limits.hold(parts.spendCall?.(known))
  const checked = operation.checks.checkRequest(req, res, params)
  const outgoing = await operation.handler(checked, known)
  const readable = letPageRead(exchange, operation.surface)
  if (readable) await readable
  deliver(exchange, operation, outgoing)
}

/** In which languages pages are wanted, where the operation has a place for it. Few say so, and a query is read anew each time. */
const uiLocalesOf = (req: Request): string | null => {
  const sent: unknown = req.url.includes('ui_locales=') ? req.query.ui_locales : null
  return typeof sent === 'string' ? sent.slice(0, 1000) : null
}

/** Who asks, for which client, and in which environment. Where the credential is refused, its client may still read that. */
const identify = async <Ctx extends RequestContext>(
  exchange: Exchange<Ctx>,
  { clients }: Pick<Spoken<Ctx>, 'clients'>,
  ask: Identify<Ctx>,
): Promise<Ctx> => {
  const { req, ctx } = exchange
  const found = await ask(req, ctx, async (credential) => {
    if (ctx.client === null && clients) exchange.ctx = { ...ctx, client: await clients.ofRefused(ctx, credential) }
  })
  if (ctx.client !== null || !clients) return found
  const client = await clients.ofCaller(found, found.caller)
  return client === null ? found : { ...found, client }
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
  if (!req.complete) exchange.beside.connection = 'close'
  deliver(exchange, operation, outgoing)
}
