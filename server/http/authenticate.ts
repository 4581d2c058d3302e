// Who asks: which security alternative of the operation the request fulfils.
import type { Request } from 'express'
import { Failure } from '../model/failure.ts'
import type { Authenticate, RequestContext, Spoken } from '../request-context.ts'
import type { Document, OperationObject, SecurityScheme } from './document.ts'

/**
 * The context with its caller, and the environment whose key was shown; or throws the refusal, after `onRefused` was told the
 * credential. Where a credential is optional, one that is no good counts as none.
 */
export type Identify<Ctx extends RequestContext> = (
  req: Request,
  ctx: Ctx,
  onRefused: (credential: string) => Promise<void>,
) => Promise<Ctx>

/** Reads an operation's security once; null where it asks for nothing. Throws when the surface cannot check one of its schemes. */
export const createIdentify = <Ctx extends RequestContext>(
  document: Document,
  path: string,
  operation: OperationObject,
  surface: Spoken<Ctx>,
): Identify<Ctx> | null => {
  const schemeOf = (name: string): Scheme<Ctx> => {
    const scheme = document.components.securitySchemes[name]
    const authenticate = surface.schemes[name]
    if (!scheme || !authenticate)
      throw new Error(`${operation.operationId}: nothing checks the security scheme ${name}`)
    return { read: readerOf(scheme), authenticate }
  }
  const alternatives = operation.security.map((one) => Object.keys(one).map(schemeOf))
  const asked = alternatives.filter((schemes) => schemes.length > 0)
  if (asked.length === 0) return null
  const optional = alternatives.length > asked.length
  // Where nobody needs a credential, one that is no good may still be refused: it was meant to make a difference.
  const isStrict = operation['x-refuses-bad-credentials'] === true

  const takesConfined = path.includes('{account_id}') || operation['x-confined'] !== undefined
  return async (req, ctx, onRefused) => {
    const given = asked.map((schemes) => readAll(req, schemes)).find((credentials) => credentials !== undefined)
    const isLenient = optional && !(given && isStrict)
    try {
      const known = await (isLenient ? identifyIfPossible(given, ctx) : identify(given, ctx))
      if (!takesConfined && isConfined(known.caller)) throw new Failure('session_confined')
      return known
    } catch (error) {
      const credential = error instanceof Failure ? given?.at(-1)?.credential : undefined
      if (credential !== undefined) await onRefused(credential)
      throw error
    }
  }
}

/**
 * A session that came by an account's client or invitation acts in that account. An operation whose path names an account
 * asks whether it is that one; any other is closed to it, unless its contract says what it does for such a session.
 */
const isConfined = ({ confinedTo = null }: RequestContext['caller']): boolean => confinedTo !== null

interface Scheme<Ctx extends RequestContext> {
  readonly read: (req: Request) => string | undefined
  readonly authenticate: Authenticate<Ctx>
}

type Given<Ctx extends RequestContext> =
  readonly { readonly credential: string; readonly authenticate: Authenticate<Ctx> }[] | undefined

/** What one alternative asks for; undefined unless all of it is there. */
const readAll = <Ctx extends RequestContext>(req: Request, schemes: readonly Scheme<Ctx>[]): Given<Ctx> => {
  const given = schemes.flatMap(({ read, authenticate }) => {
    const credential = read(req)
    return credential === undefined ? [] : [{ credential, authenticate }]
  })
  return given.length === schemes.length ? given : undefined
}

/**
 * The first alternative given decides: a dead token is not saved by the cookie of, perhaps, somebody else. Its schemes
 * are asked in their order, so that a token can be held to the environment that a key has named.
 */
const identify = async <Ctx extends RequestContext>(given: Given<Ctx>, ctx: Ctx): Promise<Ctx> => {
  if (!given) throw new Failure('unauthorized')
  let known = ctx
  for (const { credential, authenticate } of given) {
    const caller = await authenticate(known, credential)
    known = caller.kind === 'nobody' ? { ...known, environment: caller.environment ?? null } : { ...known, caller }
  }
  return known
}

const identifyIfPossible = async <Ctx extends RequestContext>(given: Given<Ctx>, ctx: Ctx): Promise<Ctx> => {
  if (!given) return ctx
  try {
    return await identify(given, ctx)
  } catch (error) {
    // A client that comes with a wrong secret is not one that comes without (RFC 6749 section 5.2).
    if (error instanceof Failure && error.code !== 'unknown_client') return ctx
    throw error
  }
}

const readerOf = (scheme: SecurityScheme): ((req: Request) => string | undefined) => {
  if (scheme.type === 'apiKey' && scheme.in === 'cookie') {
    return (req) => {
      const value = (req.cookies as Record<string, string> | undefined)?.[scheme.name]
      return value || undefined
    }
  }
  if (scheme.type === 'apiKey') {
    return (req) => req.get(scheme.name) || undefined
  }
  // RFC 9110 section 11.1: the scheme's name is case-insensitive.
  const form = new RegExp(`^(?:${scheme['x-dpop'] ? `${scheme.scheme}|dpop` : scheme.scheme}) +(\\S+)$`, 'i')
  return (req) => form.exec(req.headers.authorization ?? '')?.[1]
}
