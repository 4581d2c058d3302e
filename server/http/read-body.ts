import express, { type Request, type Response } from 'express'
import { Failure } from '../model/failure.ts'
import type { Checks } from './checks.ts'
import { type DeclaredNames, keepFields, keepPairs } from './undeclared.ts'
import { requireText } from '../model/text.ts'
import { requireTextInEscapes, requireUtf8 } from './text.ts'

const maxBytes = 100 * 1024
/** How long a sender who is refused may go on sending, ms. */
const patienceMs = 300

// A compressed body could unfold to any size; nobody needs to compress 100 kB.
const options = { limit: maxBytes, inflate: false, type: () => true } as const
const json = express.json({ ...options, verify: (_req, _res, bytes) => requireUtf8(bytes) })
const parsers: Record<string, ReturnType<typeof express.json>> = {
  'application/json': json,
  'application/merge-patch+json': json,
  'application/scim+json': json,
  'application/x-www-form-urlencoded': express.urlencoded({
    ...options,
    extended: false,
    parameterLimit: 100,
    verify: (_req, _res, bytes) => {
      requireUtf8(bytes)
      requireTextInEscapes(bytes.toString())
    },
  }),
}

/**
 * Reads the body, if the operation takes one, into `req.body`: undefined when there is none. Leaves `content-type` as the
 * bare media type, or removed: the validator keeps what it compiles by that header, so it must not be the sender's to vary. Undefined where
 * nothing is to be waited for.
 */
export const readBody = (
  req: Request,
  res: Response,
  { consumes, bodyRequired }: Checks,
): Promise<void> | undefined => {
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
  return new Promise<void>((resolve, reject) => {
    refuseLong(req, reject)
    parse(req, res, (error?: unknown) => (error ? reject(error) : resolve()))
  }).then(() => requireText(req.body))
}

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

/** The parser refuses a long body too, but only after all of it came. */
const refuseLong = (req: Request, reject: (error: Failure) => void): void => {
  let bytes = 0
  const count = (length: number) => {
    bytes += length
    if (bytes > maxBytes) reject(new Failure('payload_too_large'))
  }
  const declared = Number(req.headers['content-length'] ?? 0)
  if (declared > maxBytes) count(declared)
  else req.on('data', (chunk: Buffer) => count(chunk.length))
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
