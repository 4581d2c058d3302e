// The socket: how long clients may take, and which targets reach the app.
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Express } from 'express'
import { IncomingMessage, ServerResponse, createServer } from '../model/node-http.ts'

/**
 * How long a client may take to send, ms, and how often that is looked at: slow ones are cut off. A connection waits for its next request for longer
 * than proxies keep theirs, 60 s for most: whoever closes first loses what the other one sends in that moment, and no proxy sends a POST again.
 */
const patience = {
  requestTimeout: 15_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 1000,
}

/** The status of what is no request, by what Node calls it: else 400. */
const unreadable: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Content Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** How long the rest of what is no request is read, ms. */
const lingering = 1000

/**
 * Answers what is no request, and reads its rest: a connection that is closed with bytes unread is reset, and the answer may
 * be lost with it (RFC 9112 section 9.6). Node calls it again for every piece of that rest.
 */
const answerUnreadable = (error: NodeJS.ErrnoException, socket: Duplex, answer: ServerResponse | undefined): void => {
  if (socket.writableEnded) return
  if (!socket.writable || (answer?.headersSent && !answer.writableFinished)) {
    socket.destroy()
    return
  }
  socket.end(`HTTP/1.1 ${unreadable[error.code ?? ''] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`)
  const timer = setTimeout(() => socket.destroy(), lingering)
  socket.once('close', () => clearTimeout(timer))
}

/**
 * Has Node make requests and answers with the prototypes that Express gives them. Where Express has to exchange one, the engine forgets what it
 * has learned of the object: that is a tenth of a request.
 */
const messagesOf = (app: Express) => {
  const Request = below(app.request, { app }, IncomingMessage)
  // Nobody renders anything: without `locals` Express would make a table for each answer.
  const Response = below(app.response, { app, locals: Object.freeze({}) }, ServerResponse)
  app.request = Request.prototype as Express['request']
  app.response = Response.prototype as Express['response']
  return { IncomingMessage: Request, ServerResponse: Response }
}

type Made = typeof IncomingMessage | typeof ServerResponse

/** A class of Node's messages whose prototype stands below the one that Express has for them, and has that beside. */
const below = <Of extends Made>(prototype: object, beside: object, Node: Of): Of => {
  class Message extends (Node as new (...sent: never[]) => object) {}
  Object.assign(Object.setPrototypeOf(Message.prototype, prototype) as object, beside)
  return Message as unknown as Of
}

const lastAnswer = Symbol('the last answer')

/** A connection, which knows its last answer by itself: a table of connections costs more with each request. */
type Answered = Duplex & { [lastAnswer]?: ServerResponse }

type Listener = (req: IncomingMessage, res: ServerResponse) => void

/** Listens; resolves with the server once it does. */
export const listen = async (
  app: Listener & Partial<Pick<Express, 'request' | 'response'>>,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<Server> => {
  const messages = app.request && app.response && messagesOf(app as Express)
  const server = createServer({ ...patience, ...messages }, (req, res) => {
    const socket: Answered = req.socket
    socket[lastAnswer] = res
    req.url = toPath(req.url ?? '')
    app(req, res)
  })
  server.on('clientError', (error, socket: Answered) => answerUnreadable(error, socket, socket[lastAnswer]))
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
  const whole = target.includes('#') ? target.replaceAll('#', '%23') : target
  if (whole.startsWith('/')) return whole
  const url = /^https?:/i.test(whole) && URL.canParse(whole) ? new URL(whole) : undefined
  return url ? url.pathname + url.search : `/${whole}`
}
