// What is known of a request before anybody looks for its operation.
import type { Request, Response } from 'express'
import { operations } from '../../generated/operations.ts'
import type { Failure } from '../model/failure.ts'
import { canonicalOrigin, originOf } from '../model/origins.ts'
import type { Host, HostOf, RequestContext, TraceRequest } from '../request-context.ts'
import { prefersPage } from './accept.ts'
import { callerAddress, ownUrl, senderAddress } from './client-address.ts'

/** The paths of the contract, by their operations. */
const routes = new Map<string, string>(Object.entries(operations).map(([id, { path }]) => [id, path]))

/** What those who answered have left at the answer. */
interface Noted {
  readonly operation?: string
  readonly failure?: Failure
  readonly chosenBy?: 'prefer' | 'fault'
}

/** Gives every request an id, and every answer a line in the log: never the query string, which may hold tokens. */
export const nameRequest = (world: Host) => (req: Request, res: Response, next: () => void) => {
  const sent = req.get('x-request-id')
  const requestId = sent && /^[A-Za-z0-9._-]{8,64}$/.test(sent) ? sent : world.ids.uuid()
  res.locals.requestId = requestId
  const startedAt = performance.now()
  // Now: below a mount point express shortens it.
  const { method, path } = req
  const begin: Parameters<TraceRequest>[1] = (end) => {
    res.once('close', () => {
      const ms = Math.round((performance.now() - startedAt) * 10) / 10
      const finished = res.writableFinished
      const { operation, failure, chosenBy = null } = res.locals as Noted
      world.sandbox?.requests?.add({
        requestId,
        method,
        path,
        operation: operation ?? null,
        status: res.statusCode,
        ms,
        refusal: failure?.code ?? null,
        detail: failure?.detail ?? null,
        chosenBy,
      })
      world.log.info(
        {
          requestId,
          method,
          path,
          operation,
          status: res.statusCode,
          ms,
          finished,
        },
        'request',
      )
      const answered = { operation, status: res.statusCode, refusal: failure?.code }
      world.observe?.({ method, limit: failure?.limit?.name, ms, ...answered })
      end({ ...answered, route: operation && routes.get(operation) })
    })
    next()
  }
  if (world.traceRequest) world.traceRequest(req, begin)
  else begin(() => undefined)
}

const nobody = { kind: 'nobody' }

/**
 * Makes a request's context: everything it may touch. Nobody asks for it yet. It is a value with properties of its own and no
 * getter among them: V8 would keep it and its request, long answered, until all memory is collected.
 */
export const createContexts = <Ctx extends RequestContext>(
  world: HostOf<Ctx>,
): ((req: Request, res: Response, counter: object | undefined) => Ctx) => {
  const ownOrigin = originOf(world.config.publicUrl) ?? world.config.publicUrl
  const report = reportOnce(world)
  return (req, res, counter) => {
    const requestId = res.locals.requestId as string
    const own: Omit<RequestContext, Exclude<keyof Host, 'log'>> = {
      requestId,
      log: logOf(world.log, requestId),
      ip: callerAddress(senderAddress(req, report)),
      ownUrl: ownUrl(req.socket),
      userAgent: req.get('user-agent')?.slice(0, 500) ?? null,
      acceptLanguage: req.get('accept-language')?.slice(0, 200) ?? null,
      uiLocales: null,
      origin: pageOf(req, ownOrigin),
      wantsPage: prefersPage(req),
      accepts: req.get('accept') ?? '',
      possession: { ...shownBy(req), method: req.method, url: `${ownOrigin}${req.path}` },
      caller: nobody,
      client: null,
      environment: null,
    }
    return Object.assign({}, world, own, counter) as Ctx
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

/** The DPoP header, and by which scheme the Authorization header shows its token. */
const shownBy = (req: Request) => ({
  proof: req.get('dpop') ?? null,
  scheme: /^([A-Za-z]+) /.exec(req.headers.authorization ?? '')?.[1]?.toLowerCase() ?? null,
})

/**
 * The Origin header, in canonical form where it has one. Our own pages send no referrer, and browsers call the origin of
 * their forms `null` then; Sec-Fetch-Site says that it is ours.
 */
const pageOf = (req: Request, ownOrigin: string): string | null => {
  const origin = req.get('origin')
  if (origin === undefined) return null
  if (origin === 'null' && req.get('sec-fetch-site') === 'same-origin') return ownOrigin
  return canonicalOrigin(origin) ?? origin
}
