// Holds the requests of one operation to the contract.
import type { Request } from 'express'
import type { RequestValidator } from 'express-openapi-validator/dist/middlewares/openapi.request.validator.js'
import { ContentType } from 'express-openapi-validator/dist/middlewares/util.js'
import { Failure } from '../model/failure.ts'
import type { OperationObject } from './document.ts'
import { type Fault, sayFault } from './wording.ts'
import { once } from '../model/once.ts'
import type { Checks, Validate } from './checks.ts'

/** An operation as the validator takes it. */
export interface Whole {
  readonly validator: RequestValidator
  readonly operation: OperationObject
  /** Has what is to be known by `key` be what was compiled already, where that is the same for another one. */
  readonly share: (key: string, type: string | undefined) => void
}

export const requestChecker = (
  whole: () => Whole,
  id: string,
  path: string,
  consumes: readonly string[],
  bodyRequired: boolean,
): {
  readonly check: Checks['checkRequest']
  readonly checkBody: Checks['checkBody']
  readonly compile: () => void
} => {
  const compileFor = (type: string | undefined) => {
    const key = `${id} ${type ?? 'no body'}`
    const { validator: requests, operation, share } = whole()
    share(key, type)
    const enforce = requests['buildMiddleware'](path, operation as never, ContentType.fromString(type as string), key)
    const general = requests['ajv'].getSchema(key) as Validate
    const body = requests['ajvBody'].getSchema(key) as Validate
    return { enforce, general, body }
  }
  const types: (string | undefined)[] = bodyRequired ? [...consumes] : [undefined, ...consumes]
  const compiled = once(() => new Map(types.map((type) => [type, compileFor(type)])))

  const check: Checks['checkRequest'] = (req, res, params) => {
    const { enforce, general, body } = compiled().get(req.headers['content-type']) ?? [...compiled().values()][0]!
    const parts = { query: {}, headers: req.headers, params, cookies: req.cookies ?? {}, body: req.body as unknown }
    if (req.url.includes('?')) {
      refuseHiddenNames(req.query)
      // A query string has to be coerced and its unknown names refused: the validator's own middleware does that.
      const openapi = {
        expressRoute: path,
        openApiRoute: path,
        schema: whole().operation,
        serial: 0,
        pathParams: params,
      }
      Object.assign(req, { openapi })
      try {
        enforce(req as never, res, () => undefined)
      } catch (error) {
        throw new Failure('invalid_request', sayQueryFault(error, general.errors ?? body.errors), { cause: error })
      }
      parts.query = { ...req.query }
    } else if (!general(parts) || !body(parts)) {
      const [fault] = general.errors ?? body.errors ?? []
      throw new Failure('invalid_request', fault && sayFault(fault))
    }
    return { path: parts.params, query: parts.query, headers: parts.headers, cookies: parts.cookies, body: parts.body }
  }
  const checkBody: Checks['checkBody'] = (body) => {
    const { body: validate } = compiled().get(consumes[0]) ?? [...compiled().values()][0]!
    const [fault] = validate({ query: {}, headers: {}, params: {}, cookies: {}, body }) ? [] : (validate.errors ?? [])
    return fault && sayFault(fault)
  }
  return { check, checkBody, compile: compiled }
}

/** The validator drops names with a bracket before it looks for unknown ones. */
const refuseHiddenNames = (query: Request['query']): void => {
  for (const name of Object.keys(query)) {
    if (name.includes('['))
      throw new Failure('invalid_request', `${name.slice(0, 100)}: is not a parameter of this request`)
  }
}

const sayQueryFault = (error: unknown, faults: Fault[] | null | undefined): string | undefined => {
  const { path, message = '' } = error as { path?: string; message?: string }
  const name = path?.startsWith('/query/') ? path.slice('/query/'.length).slice(0, 100) : undefined
  if (name && message.startsWith('Unknown')) return `${name}: is not a parameter of this request`
  if (name && message.startsWith('Empty')) return `${name}: must not be empty`
  if (name) return `${name}: must be percent-encoded`
  const [fault] = faults ?? []
  return fault && sayFault(fault)
}
