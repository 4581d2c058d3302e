// What is known of a request before anybody looks for its operation.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Request, Response } from 'express'
import { operations } from '../../generated/operations.ts'
import type { Failure } from '../model/failure.ts'
import { canonicalOrigin, originOf } from '../model/origins.ts'
import type { Host, HostOf, RequestContext, TraceRequest } from '../request-context.ts'
import { prefersPage } from './accept.ts'
import { callerAddress, ownUrl, senderAddress } from './client-address.ts'

/** The paths of the contract, by their operations. */
const routes = new Map<string, string>(Object.entries(operations).map(([id, { path }]) => [id, path]))

/** What is known of a request from the start, and what those who answer leave there for its line in the log. */
export interface Noted {
  readonly requestId: string
  operation?: string
  failure?: Failure
  chosenBy?: 'prefer' | 'fault'
}

type Answer = (req: Request, res: Response, noted: Noted) => Promise<void>

/** Gives every request an id, and every answer a line in the log: never the query string, which may hold tokens. */
export const followRequests = (world: Host, answer: Answer) => {
  const follow = (req: Request, res: Response, end: Parameters<Parameters<TraceRequest>[1]>[0]): Promise<void> => {
    const noted: Noted = { requestId: requestIdOf(req, world.ids) }
    const startedAt = performance.now()
    // Now: below a mount point express shortens it.
    const { method, path } = req
    const close = () => {
      const ms = Math.round((performance.now() - startedAt) * 10) / 10
      const { requestId, operation, failure, chosenBy = null } = noted
      const status = res.statusCode
      world.sandbox?.requests?.add({
        requestId,
        method,
        path,
        operation: operation ?? null,
        status,
        ms,
        refusal: failure?.code ?? null,
        detail: failure?.detail ?? null,
        chosenBy,
      })
      world.log.info({ requestId, method, path, operation, status, ms, finished: res.writableFinished }, 'request')
      const refusal = failure?.code
      world.observe?.({ method, limit: failure?.limit?.name, ms, operation, status, refusal })
      end({ operation, status, refusal, route: operation && routes.get(operation) })
    }
    // Answers of several requests are written by one of them, and each line is of its own request's trace.
    res.on('close', world.traceRequest ? AsyncLocalStorage.bind(close) : close)
    return answer(req, res, noted)
  }
  const { traceRequest } = world
  if (!traceRequest) return (req: Request, res: Response) => follow(req, res, () => undefined)
  return (req: Request, res: Response, next: (error: unknown) => void) =>
    traceRequest(req, (end) => void follow(req, res, end).catch(next))
}

const requestIdOf = ({ headers }: Request, ids: Host['ids']): string => {
  const sent = headers['x-request-id']
  return typeof sent === 'string' && /^[A-Za-z0-9._-]{8,64}$/.test(sent) ? sent : ids.uuid()
}

const nobody = { kind: 'nobody' }

/**
 * Makes a request's context: everything it may touch. Nobody asks for it yet. It is a value with properties of its own and no
 * getter among them: V8 would keep it and its request, long answered, until all memory is collected. Its fields are named one by one: of objects
 * that are put together in any other way V8 makes slow ones.
 */
export const createContexts = <Ctx extends RequestContext>(
  world: HostOf<Ctx>,
): ((req: Request, requestId: string, counter: object | undefined) => Ctx) => {
  const ownOrigin = originOf(world.config.publicUrl) ?? world.config.publicUrl
  const report = reportOnce(world)
  return (req, requestId, counter) => {
    const { headers } = req
    return {
      ...world,
      requestId,
      log: logOf(world.log, requestId),
      ip: callerAddress(senderAddress(req, report)),
      ownUrl: ownUrl(req.socket),
      userAgent: headers['user-agent']?.slice(0, 500) ?? null,
      acceptLanguage: headers['accept-language']?.slice(0, 200) ?? null,
      uiLocales: null,
      origin: headers.origin === undefined ? null : pageOf(headers.origin, req, ownOrigin),
      wantsPage: prefersPage(req),
      accepts: headers.accept ?? '',
      possession: {
        proof: typeof headers.dpop === 'string' ? headers.dpop : null,
        scheme: schemeOf(headers.authorization),
        method: req.method,
        url: ownOrigin + req.path,
      },
      caller: nobody,
      client: null,
      environment: null,
      ...counter,
    } satisfies RequestContext as RequestContext as Ctx
  }
}

/** Whose word did not count is said of so many: strangers must not fill the log. */
const mostPeers = 10

/** Says once what is wrong with the addresses that proxies name, and of each proxy once that nobody has said to trust it. */
const reportOnce = ({ log, config }: Pick<Host, 'log' | 'config'>): Parameters<typeof senderAddress>[1] => {
  let isReported = false
  const peers = new Set<string>()
  return {
    unreadable: (said) => {
      if (isReported) return
      isReported = true
      log.warn({ said: said.slice(0, 200) }, 'X-Forwarded-For cannot be read: the address of the proxy counts')
    },
    untrusted: (peer) => {
      // Before a sandbox stands whatever a developer runs.
      if (config.mode !== 'production' || peers.size >= mostPeers || peers.has(peer)) return
      peers.add(peer)
      const remedy = 'where this is your proxy, name it there: until then all who come by it share one limit'
      log.warn(
        { peer },
        `X-Forwarded-For of ${peer} does not count, because TRUSTED_PROXIES does not name it: ${remedy}`,
      )
    },
  }
}

/** Every line says the request. A logger of its own would cost more than most requests say. */
const logOf = (log: Host['log'], requestId: string): Host['log'] => ({
  debug: (said, text) => log.debug({ requestId, ...said }, text),
  info: (said, text) => log.info({ requestId, ...said }, text),
  warn: (said, text) => log.warn({ requestId, ...said }, text),
  error: (said, text) => log.error({ requestId, ...said }, text),
})

/** By which scheme the Authorization header shows its token. */
const schemeOf = (authorization: string | undefined): string | null =>
  authorization === undefined ? null : (/^([A-Za-z]+) /.exec(authorization)?.[1]?.toLowerCase() ?? null)

/**
 * The Origin header, in canonical form where it has one. Our own pages send no referrer, and browsers call the origin of
 * their forms `null` then; Sec-Fetch-Site says that it is ours.
 */
const pageOf = (origin: string, req: Request, ownOrigin: string): string => {
  if (origin === 'null' && req.get('sec-fetch-site') === 'same-origin') return ownOrigin
  return canonicalOrigin(origin) ?? origin
}
