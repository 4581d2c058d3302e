// The path of a request, from the socket to a handler and back.
import cookieParser from 'cookie-parser'
import express, { type Express, type Request, type Response } from 'express'
import helmet from 'helmet'
import { type OperationId, type Surface, operations } from '../../generated/operations.ts'
import type { Caller, Context, World } from '../context.ts'
import { Failure } from '../model/failure.ts'
import type { SurfaceModule } from '../surfaces/surface.ts'
import { type Identify, createIdentify } from './authenticate.ts'
import { callerAddress, ownUrl } from './client-address.ts'
import { type Checks, compileContract } from './contract.ts'
import { allowEveryone, allowOrigin, answerPreflight } from './cross-origin.ts'
import type { Document, OperationObject } from './document.ts'
import { dropRest, readBody } from './read-body.ts'
import { refuse, toFailure } from './refuse.ts'
import { createRoutes } from './routes.ts'
import { type Outgoing, send, toAnswer } from './send.ts'

export interface AppParts {
  readonly world: World
  readonly surfaces: { readonly [S in Surface]: SurfaceModule }
  /** Files below /assets/: the only answers outside the contract. */
  readonly assets: ReadonlyMap<string, { readonly body: Buffer; readonly type: string; readonly etag: string }>
  readonly isUnavailable: (error: unknown) => boolean
  /** A refusal as a page, for a person who followed a link. */
  readonly refusalPage: (refusal: {
    readonly title: string
    readonly detail: string | undefined
  }) => Pick<Outgoing, 'headers' | 'body'>
  /** Whether a page of this origin may read the answer. */
  readonly mayReadAnswers: (ctx: Context, origin: string) => Promise<boolean>
}

type Handler = (parts: object, ctx: Context) => Promise<Outgoing>

interface Operation {
  readonly id: OperationId
  readonly surface: Surface
  readonly checks: Checks
  readonly identify: Identify
  readonly handler: Handler
}

/** Compiles everything once; the app that comes back does no more than look things up. */
export const createApp = (parts: AppParts): Express => {
  const { world } = parts
  const served = bindOperations(parts)
  const findRoute = createRoutes((id) => served.has(id))
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.set('trust proxy', [...world.config.trustedProxies])
  app.use(nameRequest(world))
  app.use(
    helmet({
      contentSecurityPolicy: false,
      crossOriginResourcePolicy: false,
      strictTransportSecurity: world.config.mode === 'production' && { maxAge: 31_536_000 },
    }),
  )
  app.use(cookieParser())
  app.use('/assets', serveAssets(parts.assets))

  app.use(async (req: Request, res: Response) => {
    const ctx = contextOf(world, req, res)
    let operation: Operation | undefined
    try {
      const found = findRoute(req.method, req.path)
      if (found && 'match' in found) {
        operation = served.get(found.match.id)
        res.locals.operation = found.match.id
        await serve(parts, operation!, found.match.params, ctx, req, res)
        return
      }
      await letPageRead(parts, req.path, ctx, res)
      if (found) res.setHeader('Allow', found.allow.join(', '))
      if (found && req.method === 'OPTIONS') {
        answerPreflight(res, found.allow)
        res.status(204).end()
        return
      }
      throw new Failure(found ? 'method_not_allowed' : 'not_found')
    } catch (error) {
      answerRefusal(parts, operation, ctx, req, res, error)
    }
  })
  return app
}

const bindOperations = ({ world, surfaces }: AppParts): ReadonlyMap<OperationId, Operation> => {
  const document = world.contract.document as Document
  const checks = compileContract(document)
  const bound = new Map<OperationId, Operation>()
  for (const [id, { surface, method, path }] of Object.entries(operations) as [
    OperationId,
    (typeof operations)[OperationId],
  ][]) {
    const operation = document.paths[path]?.[method] as OperationObject
    if (operation['x-sandbox'] && !world.sandbox) continue
    const handler = (surfaces[surface].handlers as Record<string, Handler>)[id.slice(surface.length + 1)]!
    bound.set(id, {
      id,
      surface,
      checks: checks.get(id)!,
      identify: createIdentify(document, operation, surfaces[surface]),
      handler,
    })
  }
  return bound
}

const serve = async (
  parts: AppParts,
  operation: Operation,
  params: Record<string, string>,
  ctx: Context,
  req: Request,
  res: Response,
) => {
  await readBody(req, res, operation.checks)
  const caller = await operation.identify(req, ctx)
  const known: Context = Object.assign(ctx, { caller })
  const checked = operation.checks.checkRequest(req, res, params)
  const outgoing = await operation.handler(checked, known)
  await letPageRead(parts, req.path, ctx, res)
  deliver(operation, ctx, res, outgoing)
}

/** Sends an answer if it keeps the contract. One that does not is a mistake of ours: it is withheld and logged in full. */
const deliver = (operation: Operation, ctx: Context, res: Response, outgoing: Outgoing) => {
  const declared = operation.checks.produces.get(outgoing.status)
  const answer = toAnswer(outgoing, besideHeaders(ctx, declared?.headers), declared?.types ?? [])
  const problem = operation.checks.checkAnswer(answer)
  if (problem) {
    ctx.log.error(
      { operation: operation.id, status: outgoing.status, problem, answer: outgoing.body },
      'An answer broke the contract',
    )
    send(res, toAnswer(refuse(operation.surface, new Failure('internal'), ctx.limit), besideHeaders(ctx), []))
    return
  }
  send(res, answer)
}

const answerRefusal = (
  parts: AppParts,
  operation: Operation | undefined,
  ctx: Context,
  req: Request,
  res: Response,
  error: unknown,
) => {
  const failure = toFailure(error, parts.isUnavailable)
  if (failure.code === 'internal' || failure.code === 'unavailable') {
    ctx.log.error({ operation: operation?.id, err: failure.cause ?? failure }, 'A request failed')
  }
  if (res.headersSent) {
    res.destroy()
    return
  }
  const surface = operation?.surface ?? surfaceOf(req.path)
  const spoken = refuse(surface, failure, ctx.limit)
  const hasPage = ctx.wantsPage && operation?.checks.produces.get(spoken.status)?.types.includes('text/html')
  const refusal = hasPage ? { ...spoken, type: 'text/html', ...toRefusalPage(parts, spoken, failure) } : spoken
  // A database that is gone would only keep the answer waiting.
  const mayAsk = failure.code !== 'unavailable' || ctx.client !== null
  void Promise.all([mayAsk && letPageRead(parts, req.path, ctx, res), dropRest(req)])
    .catch(() => undefined)
    .then(() => {
      if (!req.complete) res.setHeader('Connection', 'close')
      if (operation) deliver(operation, ctx, res, refusal)
      else send(res, toAnswer(refusal, besideHeaders(ctx), []))
    })
}

/** The same refusal for a person: the status and the headers stay. */
const toRefusalPage = (
  parts: AppParts,
  { headers, body }: Outgoing,
  { detail }: Failure,
): Pick<Outgoing, 'headers' | 'body'> => {
  const { title, error_description, message } = body as Record<string, string | undefined>
  const page = parts.refusalPage({ title: title ?? error_description ?? message ?? 'This did not work', detail })
  return { body: page.body, headers: { ...headers, ...page.headers } }
}

const letPageRead = async (parts: AppParts, path: string, ctx: Context, res: Response) => {
  if (path.startsWith('/.well-known/')) {
    allowEveryone(res)
    return
  }
  res.setHeader('Vary', 'Origin')
  if (ctx.origin && (await mayRead(parts, ctx, ctx.origin))) allowOrigin(res, ctx.origin)
}

/** What was done is answered, even when the database is gone by now; only, no page of another origin may read it. */
const mayRead = async (parts: AppParts, ctx: Context, origin: string): Promise<boolean> => {
  try {
    return await parts.mayReadAnswers(ctx, origin)
  } catch (error) {
    if (!parts.isUnavailable(error)) throw error
    return false
  }
}

const besideHeaders = (ctx: Context, declared?: ReadonlySet<string>): Map<string, string> => {
  const headers = new Map([['x-request-id', ctx.requestId]])
  if (ctx.draining()) headers.set('connection', 'close')
  if (ctx.limit && declared?.has('ratelimit-limit')) {
    headers.set('ratelimit-limit', String(ctx.limit.limit))
    headers.set('ratelimit-remaining', String(ctx.limit.remaining))
    headers.set('ratelimit-reset', String(ctx.limit.resetSeconds))
  }
  return headers
}

/** Unknown addresses are refused in the words of the surface whose root they are under. */
const surfaceOf = (path: string): Surface => roots.find(([root]) => root.test(path))?.[1] ?? 'account'

const roots: readonly (readonly [RegExp, Surface])[] = [
  [/^\/(oauth2|\.well-known)(\/|$)/, 'oauth'],
  [/^\/api\/v1(\/|$)/, 'app'],
  [/^\/api\/auth(\/|$)/, 'project'],
]

const contextOf = (world: World, req: Request, res: Response): Context => {
  const requestId = res.locals.requestId as string
  const nobody: Caller = { kind: 'nobody' }
  return {
    ...world,
    log: world.log.child({ requestId }),
    requestId,
    ip: callerAddress(req.ip),
    userAgent: req.get('user-agent')?.slice(0, 500) ?? null,
    ownUrl: ownUrl(req.socket),
    origin: req.get('origin') ?? null,
    wantsPage: /^[^,]*text\/html/.test(req.get('accept') ?? ''),
    caller: nobody,
    client: null,
    environment: null,
    limit: null,
  }
}

/** Gives every request an id, and every answer a line in the log: never the query string, which may hold tokens. */
const nameRequest = (world: World) => (req: Request, res: Response, next: () => void) => {
  const sent = req.get('x-request-id')
  const requestId = sent && /^[A-Za-z0-9._-]{8,64}$/.test(sent) ? sent : world.ids.uuid()
  res.locals.requestId = requestId
  res.setHeader('X-Request-Id', requestId)
  const startedAt = performance.now()
  res.once('close', () => {
    const ms = Math.round((performance.now() - startedAt) * 10) / 10
    const { method } = req
    const finished = res.writableFinished
    world.log.info(
      {
        requestId,
        method,
        path: req.path,
        operation: res.locals.operation as string,
        status: res.statusCode,
        ms,
        finished,
      },
      'request',
    )
  })
  next()
}

const serveAssets = (assets: AppParts['assets']) => (req: Request, res: Response, next: () => void) => {
  const asset = assets.get(req.path.slice(1))
  if (!asset || (req.method !== 'GET' && req.method !== 'HEAD')) return next()
  res.setHeader('ETag', asset.etag)
  res.setHeader('Cache-Control', 'public, max-age=300')
  if (req.get('if-none-match') === asset.etag) {
    res.status(304).end()
    return
  }
  res.setHeader('Content-Type', asset.type)
  res.end(req.method === 'HEAD' ? undefined : asset.body)
}
