// What is known of a request before anybody looks for its operation.
import type { Request, Response } from 'express'
import type { Failure } from '../model/failure.ts'
import { canonicalOrigin, originOf } from '../model/origins.ts'
import type { Host, HostOf, RequestContext } from '../request-context.ts'
import { prefersPage } from './accept.ts'
import { callerAddress, ownUrl, senderAddress } from './client-address.ts'

/** Gives every request an id, and every answer a line in the log: never the query string, which may hold tokens. */
export const nameRequest = (world: Host) => (req: Request, res: Response, next: () => void) => {
  const sent = req.get('x-request-id')
  const requestId = sent && /^[A-Za-z0-9._-]{8,64}$/.test(sent) ? sent : world.ids.uuid()
  res.locals.requestId = requestId
  const startedAt = performance.now()
  // Now: below a mount point express shortens it.
  const { method, path } = req
  res.once('close', () => {
    const ms = Math.round((performance.now() - startedAt) * 10) / 10
    const finished = res.writableFinished
    const { operation, failure } = res.locals as { operation?: string; failure?: Failure }
    world.sandbox?.requests?.add({
      requestId,
      method,
      path,
      operation: operation ?? null,
      status: res.statusCode,
      ms,
      refusal: failure?.code ?? null,
      detail: failure?.detail ?? null,
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
  })
  next()
}

const nobody = { kind: 'nobody' }

/** What a context holds itself: what all need, and what the getters below find the rest by. */
type Own = Omit<RequestContext, keyof Host | 'ip' | 'ownUrl'> & {
  readonly req: Request
  readonly address: string | undefined
}

/**
 * Makes a request's context: everything it may touch. Nobody asks for it yet. Contexts inherit the world, and the getters
 * of what takes time and few requests ask for. V8 allocates getters among what is old: those of a context itself would
 * keep it and its request, long answered, until all memory is collected.
 */
export const createContexts = <Ctx extends RequestContext>(
  world: HostOf<Ctx>,
): ((req: Request, res: Response) => Ctx) => {
  const inherited = Object.create(world, {
    log: {
      get(this: Own) {
        return world.log.child({ requestId: this.requestId })
      },
    },
    ip: {
      get(this: Own) {
        return callerAddress(this.address)
      },
    },
    ownUrl: {
      get(this: Own) {
        return ownUrl(this.req.socket)
      },
    },
  }) as object
  const ownOrigin = originOf(world.config.publicUrl) ?? world.config.publicUrl
  let isReported = false
  const reportOnce = (said: string) => {
    if (isReported) return
    isReported = true
    world.log.warn({ said: said.slice(0, 200) }, 'X-Forwarded-For cannot be read: the address of the proxy counts')
  }
  return (req, res) => {
    const own: Own = {
      req,
      // Now, because a connection that has ended has no address any more.
      address: senderAddress(req, reportOnce),
      requestId: res.locals.requestId as string,
      userAgent: req.get('user-agent')?.slice(0, 500) ?? null,
      origin: pageOf(req, ownOrigin),
      wantsPage: prefersPage(req),
      caller: nobody,
      client: null,
      environment: null,
      limit: null,
    }
    return Object.assign(Object.create(inherited) as Ctx, own)
  }
}

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
