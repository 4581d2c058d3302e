// A request and its answer as the proxy sees them, and what can be read from them.
import type { OperationId } from '../../generated/operations.ts'
import { codeOf as refusalIn } from '../harness/contract/contract.ts'

export interface Asked {
  readonly operation: OperationId | undefined
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Wire {
  readonly status: number
  /** In their order; a name may be there twice. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

export interface Exchange {
  readonly asked: Asked
  readonly wire: Wire
  /** Why it was refused, as far as what came before it tells (lenient.ts). */
  readonly marks?: readonly string[]
}

export const headerOf = ({ headers }: Wire, name: string): string | undefined =>
  headers.find(([key]) => key.toLowerCase() === name)?.[1]

export const jsonOf = ({ body }: Pick<Wire, 'body'>): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

export const isSuccess = ({ status }: Wire): boolean => status < 400

/** The refusal of the contract that an answer is. */
export const codeOf = (id: OperationId, wire: Wire): string | undefined =>
  isSuccess(wire) ? undefined : refusalIn(id, { status: wire.status, body: jsonOf(wire) })

/** All fields of a body, JSON or form. */
export const fieldsOf = ({ body, headers }: Asked): Record<string, unknown> => {
  if (body === '') return {}
  if (headers['content-type']?.includes('urlencoded')) return Object.fromEntries(new URLSearchParams(body))
  const json = jsonOf({ body })
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {}
}

const queryOf = ({ url }: Asked): Record<string, string> =>
  Object.fromEntries(new URL(url, 'http://localhost').searchParams)

const cookiesOf = ({ headers }: Asked): Record<string, string> =>
  Object.fromEntries(
    (headers.cookie ?? '').split('; ').map((pair): [string, string] => {
      const [name = '', ...value] = pair.split('=')
      return [name, value.join('=')]
    }),
  )

const isSecret = (name: string) =>
  /token|code|otp|state/i.test(name) && !/csrf|form|verifier|challenge|hint|type/i.test(name)

/** What a request proves something with: tokens, codes and links, wherever they travel. */
export const secretsOf = (asked: Asked): string[] =>
  Object.entries({ ...cookiesOf(asked), ...queryOf(asked), ...fieldsOf(asked) })
    .filter(([name, value]) => isSecret(name) && typeof value === 'string' && value.length >= 6)
    .map(([, value]) => value as string)

/** The claims of a Bearer that is a JWT. */
export const claimsOf = ({ headers }: Asked): { readonly exp?: number } | undefined => {
  const [, claims] = /^Bearer [\w-]+\.([\w-]+)\./.exec(headers.authorization ?? '') ?? []
  return claims ? (jsonOf({ body: Buffer.from(claims, 'base64url').toString() }) as { exp?: number }) : undefined
}
