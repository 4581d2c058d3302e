// What of an answer has to be alike at two servers: its status, header names, cookies, refusal and shape, and no value of its own.
import type { OperationId } from '../../../generated/operations.ts'
import { type Answer, codeOf } from '../contract/contract.ts'

/** The type of a value; of an object by its fields, of a list the shapes that are in it. */
export type Shape = string | readonly Shape[] | { readonly [field: string]: Shape }

export interface Print {
  readonly operation: OperationId
  readonly status: number
  readonly headers: readonly string[]
  /** By name: what each says of itself, apart from its value. */
  readonly cookies: Readonly<Record<string, readonly string[]>>
  /** Empty for a success and for a page. */
  readonly code: string
  readonly type: string
  readonly shape: Shape
}

/** One test, with all that it asked, in its order. */
export interface Printed {
  readonly test: string
  readonly prints: readonly Print[]
}

/** Of the transport, and of whatever stands before a server. */
const untold = /^(connection|keep-alive|date|transfer-encoding|content-length|set-cookie|server|via|age|x-powered-by)$/

export const shapeOf = (value: unknown): Shape => {
  if (Array.isArray(value)) {
    const shapes = new Map(value.map((one) => [JSON.stringify(shapeOf(one)), shapeOf(one)]))
    return [...shapes].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, shape]) => shape)
  }
  if (value === null) return 'null'
  if (typeof value !== 'object') return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]))
}

/** How long a cookie stays depends on when one asks; whether it stays at all does not. Names have no case (RFC 6265 section 5.2). */
const attributeOf = (part: string): string => {
  const [written = '', ...rest] = part.split('=')
  const name = written.trim().toLowerCase()
  const value = rest.join('=')
  if (name === 'max-age') return Number(value) > 0 ? 'max-age=…' : 'max-age=0'
  // A date of the first day of all is how a cookie is taken back.
  if (name === 'expires') return Date.parse(value) <= 86_400_000 ? 'expires=past' : 'expires=…'
  if (name === 'samesite') return `samesite=${value.toLowerCase()}`
  return rest.length === 0 ? name : `${name}=${value}`
}

const cookieOf = (cookie: string) => {
  const [pair = '', ...attributes] = cookie.split(/; ?/)
  return [pair.split('=')[0]!, attributes.map(attributeOf).sort()] as const
}

const saidCode = (id: OperationId, { status, body }: Answer): string => {
  // The words of a page are its own.
  if (status < 400 || typeof body === 'string') return ''
  const { code, error } = (typeof body === 'object' && body !== null ? body : {}) as { code?: unknown; error?: unknown }
  return [codeOf(id, { status, body }), code, error].find((one): one is string => typeof one === 'string') ?? 'none'
}

export const printOf = (operation: OperationId, answer: Answer): Print => ({
  operation,
  status: answer.status,
  headers: [...new Set([...answer.headers].map(([name]) => name))].filter((name) => !untold.test(name)).sort(),
  cookies: Object.fromEntries(answer.cookies.map(cookieOf)),
  code: saidCode(operation, answer),
  type: (answer.headers.get('content-type') ?? '').split(';')[0]!.trim(),
  // Of a page its text is its own.
  shape: typeof answer.body === 'string' ? '' : shapeOf(answer.body),
})
