// The mock: Prism, which answers every operation with the contract's own examples.
import {
  Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  createServer,
  request,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createLogger } from '@stoplight/prism-core'
import { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import { createServer as createPrism } from '@stoplight/prism-http-server'
import { type Read, createReader } from './requests.ts'
import { allowOrigin, allowRequests } from '../http/cross-origin.ts'

/** Where Prism listens: behind this program, on this machine. */
const host = '127.0.0.1'
const published = fileURLToPath(new URL('../../generated/openapi.json', import.meta.url))

export interface Mock {
  readonly url: string
  close(): Promise<void>
}

/** Starts the mock of a contract, by default our own. Resolves once it listens; port 0 takes a free one. */
export const openMock = async (
  port: number,
  contract: string | object = published,
  at: string = host,
): Promise<Mock> => {
  const prism = createPrism(await getHttpOperationsFromSpec(contract), {
    // Prism would allow everything, and expose nothing that a page with credentials may read.
    cors: false,
    components: { logger: createLogger('mock', { level: 'silent' }) },
    config: {
      isProxy: false,
      checkSecurity: true,
      validateRequest: true,
      // Generation checks the examples already, and Prism's own check dies of a header that is a list.
      validateResponse: false,
      errors: false,
      upstreamProxy: undefined,
      mock: { dynamic: false },
    },
  })
  const inner = new URL(await prism.listen(0, host))
  const read = createReader(contract)
  const front = createServer((req, res) => void forward(inner, read, req, res))
  const close = async () => {
    const closed = new Promise((resolve) => front.close(resolve))
    front.closeAllConnections()
    await Promise.all([closed, prism.close()])
  }
  try {
    await new Promise<void>((resolve, reject) => front.once('error', reject).listen(port, at, resolve))
  } catch (error) {
    await prism.close()
    throw error
  }
  const name = at.includes(':') ? `[${at}]` : at
  return { url: `http://${name}:${(front.address() as AddressInfo).port}`, close }
}

// A connection kept open could end just as it is used again.
const agent = new Agent({ keepAlive: false })

/** Hands a request to Prism, as the server would read it and without the three things that Prism cannot take, and its answer back as it is. */
const forward = async (inner: URL, read: Read, req: IncomingMessage, res: ServerResponse): Promise<void> => {
  const letRead = letPageRead(req)
  if (req.method === 'OPTIONS' && req.headers['access-control-request-method']) {
    res.setHeaders(letRead).writeHead(204).end()
    return
  }
  const given = await buffer(req).catch(() => undefined)
  if (!given) return
  const { method, target, accept, body: asked } = read(req, given)
  const body = isMalformed(req, asked) ? Buffer.from('[]') : asked
  const headers: IncomingHttpHeaders = { ...req.headers, accept: withFallback(accept) }
  // Prism never answers what is not UTF-8. Contracts have no charsets: it is a type that nobody takes.
  if (!isUtf8(headers['content-type'])) headers['content-type'] = 'application/octet-stream'
  delete headers['transfer-encoding']
  if (body.length > 0 || given.length > 0) headers['content-length'] = String(body.length)
  const { hostname, port } = inner
  request({ agent, hostname, port, method, path: target, headers }, (answer) => {
    res.statusCode = answer.statusCode ?? 502
    for (const [name, values] of Object.entries(answer.headersDistinct))
      if (name !== 'connection') res.setHeader(name, values!)
    res.setHeaders(letRead)
    answer.pipe(res)
  })
    .on('error', () => res.destroy())
    .end(body)
}

/** Every page may read what is made up: what it may send and see of an answer is what the server says. */
const letPageRead = ({ headers: { origin }, method }: IncomingMessage): Map<string, string> => {
  const headers = new Map<string, string>()
  if (origin === undefined) return headers
  headers.set('vary', 'Origin')
  allowOrigin(headers, origin)
  if (method === 'OPTIONS') allowRequests(headers, ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])
  return headers
}

/**
 * Prism never answers JSON that is not well formed, and takes text that the contract's server refuses: half a character,
 * and U+0000. A list answers as they should: no body of ours is one.
 */
const isMalformed = ({ headers }: IncomingMessage, body: Buffer): boolean => {
  if (body.length === 0 || !/^application\/([\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '')) return false
  try {
    let isText = true
    JSON.parse(utf8.decode(body), (key, value: unknown) => {
      for (const text of [key, value]) {
        if (typeof text === 'string' && (text.includes('\0') || !text.isWellFormed())) isText = false
      }
      return value
    })
    return !isText
  } catch {
    return true
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

const isUtf8 = (type: string | undefined): boolean => !/;\s*charset\s*=\s*"?(?!utf-?8\b)/i.test(type ?? '')

/** Asked for one media type only, Prism finds no refusal, and gives the empty ones a type when asked for none. */
const withFallback = (accept: string | undefined): string => (accept ? `${accept}, */*;q=0.1` : '*/*')

const main = async (): Promise<void> => {
  const text = process.env.MOCK_PORT || '4010'
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535) {
    process.stderr.write(`MOCK_PORT is "${text}": set a whole number from 0 to 65535.\n`)
    process.exit(1)
  }
  try {
    const mock = await openMock(port, published, process.env.HOST || host)
    const stop = () => void mock.close().then(() => process.exit(0))
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    process.stdout.write(
      `Mock            ${mock.url}\nChoose answers  -H "Prefer: code=401, example=invalid_credentials"\n`,
    )
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'EADDRINUSE' ? `Port ${port} is taken: set MOCK_PORT to another one.` : message
    process.stderr.write(`The mock could not start. ${why}\n`)
    process.exit(1)
  }
}

if (import.meta.main) await main()
