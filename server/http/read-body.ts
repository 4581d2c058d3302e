import { parse as parseQuery } from 'node:querystring'
import type { Request } from 'express'
import { Failure } from '../model/failure.ts'
import type { Checks } from './checks.ts'
import { type DeclaredNames, keepFields, keepPairs } from './undeclared.ts'
import { requireText } from '../model/text.ts'
import { requireTextInEscapes, requireUtf8 } from './text.ts'

const maxBytes = 100 * 1024
const maxFields = 100
/** How long a sender who is refused may go on sending, ms. */
const patienceMs = 300

const notWellFormed = (cause: unknown): Failure =>
  new Failure('invalid_request', 'The body is not well formed.', { cause })

const parseJson = (text: string): unknown => {
  const body = text === '' ? {} : jsonOf(text)
  if (typeof body !== 'object' || body === null) throw notWellFormed(new SyntaxError('Neither an object nor a list.'))
  // What came as UTF-8 has to spell out half a character, and JSON U+0000 too.
  if (text.includes('\\u')) requireText(body)
  return body
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw notWellFormed(error)
  }
}

const parseForm = (text: string): unknown => {
  requireTextInEscapes(text)
  if (text.split('&').length > maxFields) throw new Failure('payload_too_large')
  const body = { ...parseQuery(text, '&', '=', { maxKeys: maxFields }) }
  requireText(body)
  return body
}

const parsers: Record<string, (text: string) => unknown> = {
  'application/json': parseJson,
  'application/merge-patch+json': parseJson,
  'application/scim+json': parseJson,
  'application/x-www-form-urlencoded': parseForm,
}

/**
 * Reads the body, if the operation takes one, into `req.body`: undefined when there is none. Leaves `content-type` as the
 * bare media type, or removed: the validator keeps what it compiles by that header, so it must not be the sender's to vary. Undefined where
 * nothing is to be waited for. It is read here, because Express's own parsers, made for any charset and compression, take longer than all checks.
 */
export const readBody = (req: Request, { consumes, bodyRequired }: Checks): Promise<void> | undefined => {
  const raw = req.headers['content-type'] ?? ''
  const isEmpty = req.headers['transfer-encoding'] === undefined && (req.headers['content-length'] ?? '0') === '0'
  if (consumes.length === 0 || (isEmpty && !bodyRequired)) {
    if (raw !== '') delete req.headers['content-type']
    return undefined
  }
  const type = raw.split(';')[0]!.trim().toLowerCase()
  const parse = consumes.includes(type) ? parsers[type] : undefined
  if (isEmpty) throw new Failure('invalid_request', 'The body is missing.')
  if (!parse || !isUtf8(raw)) throw new Failure('unsupported_media_type')
  req.headers['content-type'] = type
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) throw new Failure('payload_too_large')
  // A compressed body could unfold to any size; nobody needs to compress 100 kB.
  if (!/^(identity)?$/i.test(req.headers['content-encoding'] ?? '')) throw new Failure('unsupported_media_type')
  // An app that this one is mounted in may have read it.
  if (req.readableEnded) return void requireText(req.body)
  return readBytes(req).then((bytes) => {
    requireUtf8(bytes)
    const text = bytes.toString()
    req.body = parse(text.startsWith(byteOrderMark) ? text.slice(1) : text)
  })
}

const byteOrderMark = '\ufeff'

/** All that comes, unless that is too much or its sender goes away. */
const readBytes = (req: Request): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    req.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= maxBytes) return void chunks.push(chunk)
      chunks.length = 0
      reject(new Failure('payload_too_large'))
    })
    req.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    req.once('error', (error) => reject(notWellFormed(error)))
  })

/** Leaves out of query and body what nobody looks at, before anybody does. Gives the names of what nobody declares. */
export const dropUndeclared = (req: Request, { query, bodies }: DeclaredNames): readonly string[] => {
  const mark = req.url.indexOf('?')
  const body = bodies.get(req.headers['content-type'] ?? '')
  if (mark < 0 && !body) return nothing
  const ignored: string[] = []
  if (mark >= 0) {
    const { kept, ignored: names } = keepPairs(req.url.slice(mark + 1), query)
    ignored.push(...names)
    // The validator looks at both, and Express reads the query from the first each time.
    req.url = req.originalUrl = req.url.slice(0, mark) + (kept && `?${kept}`)
  }
  if (body) {
    const { kept, ignored: names } = keepFields(req.body, body)
    ignored.push(...names)
    req.body = kept
  }
  // Senders choose how many there are, and how long.
  return ignored.slice(0, 20).map((name) => name.slice(0, 100))
}

const nothing: readonly string[] = []

/** JSON is UTF-8 (RFC 8259 section 8.1); other charsets only serve to hide something. */
const isUtf8 = (contentType: string): boolean => {
  const charset = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(contentType)?.[1]
  return charset === undefined || /^utf-?8$/i.test(charset)
}

/** Drops what comes of a refused body, for a moment: one who is cut off while sending may never read why. */
export const dropRest = (req: Request): Promise<void> =>
  new Promise((resolve) => {
    if (req.complete) return resolve()
    const timer = setTimeout(done, patienceMs)
    function done() {
      clearTimeout(timer)
      resolve()
    }
    req.once('end', done).once('close', done).resume()
  })
