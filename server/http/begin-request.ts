// What is known of a request before anybody looks for its operation.
import type { Request, Response } from 'express'
import type { Caller, Context, World } from '../context.ts'
import { callerAddress, ownUrl } from './client-address.ts'

/** Gives every request an id, and every answer a line in the log: never the query string, which may hold tokens. */
export const nameRequest = (world: World) => (req: Request, res: Response, next: () => void) => {
  const sent = req.get('x-request-id')
  const requestId = sent && /^[A-Za-z0-9._-]{8,64}$/.test(sent) ? sent : world.ids.uuid()
  res.locals.requestId = requestId
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

/** Everything this request may touch. Nobody asks for it yet. */
export const contextOf = (world: World, req: Request, res: Response): Context => {
  const requestId = res.locals.requestId as string
  const nobody: Caller = { kind: 'nobody' }
  // Now, because a connection that has ended has no address any more.
  const address = req.ip
  let log: World['log'] | undefined
  return {
    ...world,
    // These two take time, and few requests ask for them.
    get log() {
      return (log ??= world.log.child({ requestId }))
    },
    get ip() {
      return callerAddress(address)
    },
    get ownUrl() {
      return ownUrl(req.socket)
    },
    requestId,
    userAgent: req.get('user-agent')?.slice(0, 500) ?? null,
    origin: originOf(req, world.config.publicUrl),
    wantsPage: /^[^,]*text\/html/.test(req.get('accept') ?? ''),
    caller: nobody,
    client: null,
    environment: null,
    limit: null,
  }
}

/**
 * The Origin header. Our own pages send no referrer, and browsers call the origin of their forms `null` then;
 * Sec-Fetch-Site says that it is ours.
 */
const originOf = (req: Request, publicUrl: string): string | null => {
  const origin = req.get('origin') ?? null
  return origin === 'null' && req.get('sec-fetch-site') === 'same-origin' ? publicUrl : origin
}
