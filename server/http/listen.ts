// The socket: how long clients may take, and which targets reach the app.
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'

/** How long a client may take to send, ms, and how often that is looked at: slow ones are cut off. */
const patience = {
  requestTimeout: 15_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1000,
}

/** Listens; resolves with the server once it does. */
export const listen = async (
  app: (req: IncomingMessage, res: ServerResponse) => void,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<Server> => {
  const server = createServer(patience, (req, res) => {
    req.url = toPath(req.url ?? '')
    app(req, res)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, resolve)
  })
  return server
}

/**
 * The path of a target, also of one that names a host too (RFC 9112 section 3.2.2). Express would answer a malformed one
 * by itself, and drop a fragment, which no target may hold: escaped, it is part of an unknown path.
 */
const toPath = (target: string): string => {
  const whole = target.replaceAll('#', '%23')
  if (whole.startsWith('/')) return whole
  const url = /^https?:/i.test(whole) && URL.canParse(whole) ? new URL(whole) : undefined
  return url ? url.pathname + url.search : `/${whole}`
}
