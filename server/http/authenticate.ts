// Who asks: which security alternative of the operation the request fulfils.
import type { Request } from 'express'
import type { Caller, Context } from '../context.ts'
import { Failure } from '../model/failure.ts'
import type { Authenticate, SurfaceModule } from '../surfaces/surface.ts'
import type { Document, OperationObject, SecurityScheme } from './document.ts'

const nobody: Caller = { kind: 'nobody' }

/** Finds the caller, or throws the refusal. Where a credential is optional, one that is no good counts as none. */
export type Identify = (req: Request, ctx: Context) => Promise<Caller> | Caller

/** Reads an operation's security once. Throws when the surface cannot check one of its schemes. */
export const createIdentify = (document: Document, operation: OperationObject, surface: SurfaceModule): Identify => {
  const optional = operation.security.length === 0 || operation.security.some((one) => Object.keys(one).length === 0)
  const alternatives = operation.security
    .flatMap((one) => Object.keys(one))
    .map((name) => {
      const scheme = document.components.securitySchemes[name]
      const authenticate = surface.schemes[name]
      if (!scheme || !authenticate)
        throw new Error(`${operation.operationId}: nothing checks the security scheme ${name}`)
      return { read: readerOf(scheme), authenticate }
    })
  if (alternatives.length === 0) return () => nobody

  return async (req, ctx) => {
    const given = alternatives.flatMap(({ read, authenticate }) => {
      const credential = read(req)
      return credential === undefined ? [] : [{ credential, authenticate }]
    })
    return optional ? identifyIfPossible(given, ctx) : identify(given, ctx)
  }
}

type Given = readonly { credential: string; authenticate: Authenticate }[]

/** The first credential given decides: a dead token is not saved by the cookie of, perhaps, somebody else. */
const identify = async ([first]: Given, ctx: Context): Promise<Caller> => {
  if (!first) throw new Failure('unauthorized')
  return first.authenticate(ctx, first.credential)
}

const identifyIfPossible = async (given: Given, ctx: Context): Promise<Caller> => {
  try {
    return await identify(given, ctx)
  } catch (error) {
    // A client that comes with a wrong secret is not one that comes without (RFC 6749 section 5.2).
    if (error instanceof Failure && error.code !== 'unknown_client') return nobody
    throw error
  }
}

const readerOf = (scheme: SecurityScheme): ((req: Request) => string | undefined) => {
  if (scheme.type === 'apiKey' && scheme.in === 'cookie') {
    return (req) => {
      // cookie-parser turns `j:…` into an object.
      const value = (req.cookies as Record<string, unknown> | undefined)?.[scheme.name]
      return typeof value === 'string' && value !== '' ? value : undefined
    }
  }
  if (scheme.type === 'apiKey') {
    return (req) => req.get(scheme.name) || undefined
  }
  // RFC 9110 section 11.1: the scheme's name is case-insensitive.
  const form = new RegExp(`^${scheme.scheme} +(\\S+)$`, 'i')
  return (req) => form.exec(req.headers.authorization ?? '')?.[1]
}
