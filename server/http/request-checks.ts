// Holds the requests of one operation to the contract. express-openapi-validator's middleware enforces it where there is a query; it is
// handed one operation at a time, because stock it compiles every route's pattern again for each request and caches validators by raw header.
import { createRequire } from 'node:module'
import type { Request, RequestHandler } from 'express'
import type { RequestValidator } from 'express-openapi-validator/dist/middlewares/openapi.request.validator.js'
import type { ContentType } from 'express-openapi-validator/dist/middlewares/util.js'
import { Failure } from '../model/failure.ts'
import { once } from '../model/once.ts'
import type { Checks, CompiledChecks, Validate } from './checks.ts'
import { type Document, type OperationObject, resolve } from './document.ts'
import { type Fault, sayFault } from './wording.ts'

const require = createRequire(import.meta.url)

/** The validator, which takes along the compiler that it would have: it is read behind the start, or for the first query. */
const validator = once(() => {
  const middlewares = 'express-openapi-validator/dist/middlewares'
  const request = require(`${middlewares}/openapi.request.validator.js`) as {
    RequestValidator: typeof RequestValidator
  }
  const util = require(`${middlewares}/util.js`) as { ContentType: typeof ContentType }
  return { ...request, ...util }
})

/** What the validator reads of the document itself. */
const bare = { openapi: '3.1.0', info: { title: '', version: '' }, paths: {}, components: {} } as never

/** Has the validator enforce what was compiled: it looks a check up before it would compile one. */
const enforcerOf = (path: string, operation: object, type: string, general: Validate, body: Validate) => {
  const { RequestValidator, ContentType } = validator()
  const knowing = (check: Validate) => ({ getSchema: () => check, errorsText: () => 'It does not keep the contract.' })
  const parts = { apiDoc: bare, requestOpts: {}, ajv: knowing(general), ajvBody: knowing(body) }
  const made = Object.assign(Object.create(RequestValidator.prototype) as object, parts) as unknown as RequestValidator
  return made['buildMiddleware'](
    path,
    operation as never,
    ContentType.fromString(type),
    path,
  ) as unknown as RequestHandler
}

interface Described {
  readonly path: string
  readonly operation: OperationObject
  readonly requestBody: OperationObject['requestBody']
}

export const requestChecker = (
  document: Document,
  { path, operation, requestBody }: Described,
  compiled: () => CompiledChecks,
): {
  readonly check: Checks['checkRequest']
  readonly checkBody: Checks['checkBody']
  readonly load: () => void
} => {
  /** The operation as the validator takes it: without pointers. */
  const whole = once(() => ({
    ...operation,
    // Credentials are not its business, and none of ours is in a query.
    security: [],
    parameters: operation.parameters?.map((one) => {
      const { schema, ...parameter } = resolve<{ readonly schema?: object }>(document, one)
      return { ...parameter, ...(schema && { schema: resolve<object>(document, schema) }) }
    }),
    ...(requestBody && { requestBody }),
  }))
  const checks = once(() => {
    const { general, bodies } = compiled()
    const made = Object.entries(bodies).map(([type, body]) => {
      const enforce = once(() => enforcerOf(path, whole(), type, general, body))
      return [type, { general, body, enforce }] as const
    })
    return new Map(made)
  })
  const check: Checks['checkRequest'] = (req, res, params) => {
    const { enforce, general, body } = checks().get(req.headers['content-type'] ?? '') ?? [...checks().values()][0]!
    const parts = { query: {}, headers: req.headers, params, cookies: req.cookies ?? {}, body: req.body as unknown }
    if (req.url.includes('?')) {
      refuseHiddenNames(req.query)
      // A query string has to be coerced and its unknown names refused: the validator's own middleware does that.
      const openapi = {
        expressRoute: path,
        openApiRoute: path,
        schema: whole(),
        serial: 0,
        pathParams: params,
      }
      Object.assign(req, { openapi })
      try {
        void enforce()(req, res, () => undefined)
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
    const [, { body: validate }] = [...checks()].find(([type]) => type !== '') ?? [...checks()][0]!
    const [fault] = validate({ query: {}, headers: {}, params: {}, cookies: {}, body }) ? [] : (validate.errors ?? [])
    return fault && sayFault(fault)
  }
  return { check, checkBody, load: () => void [checks(), validator()] }
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
