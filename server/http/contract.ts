// Holds requests and answers to the contract. express-openapi-validator checks; this adapter hands it one operation at a
// time, because stock it compiles every route's pattern again for each request and caches validators by raw header.
import { RequestValidator } from 'express-openapi-validator/dist/middlewares/openapi.request.validator.js'
import { ResponseValidator } from 'express-openapi-validator/dist/middlewares/openapi.response.validator.js'
import { OpenApiValidator } from 'express-openapi-validator/dist/openapi.validator.js'
import { operations } from '../../generated/operations.ts'
import { refusals } from '../../generated/refusals.ts'
import { type FreeFormBounds, brokenBound } from '../model/free-form.ts'
import type { Document, MediaObject, OperationObject, OperationTable, ResponseObject } from './document.ts'
import { resolve } from './document.ts'
import { readNames } from './undeclared.ts'
import type { Fault } from './wording.ts'
import { once } from '../model/once.ts'
import type { Answer, Checks, Validate } from './checks.ts'
import type { PreparedContract } from './prepare-contract.ts'
import { type Whole, requestChecker } from './request-checks.ts'

/**
 * Every operation's checks. Each is compiled once, when it is first needed or by `compile`: all of them take longer than
 * the rest of the start, and are made ready behind it.
 */
export const readContract = (
  { document, answers: different }: PreparedContract,
  table: OperationTable = operations,
  declared: Readonly<Record<string, readonly string[]>> = refusals,
): ReadonlyMap<string, Checks> => {
  const schemas = { ...document.components.schemas, ...different.schemas }
  const answering = { ...document, components: { ...document.components, schemas } }
  // Made when the first check is compiled: until then nobody needs them.
  const options = once(optionsOfAjv)
  const requests = once(() => {
    const { request } = options()
    const made = new RequestValidator(bare, { ...request, ...quick, keywords: [freeForm] } as typeof request)
    const { schemas: ofRequests } = document.components
    const [general, body] = [made['ajv'], made['ajvBody']]
    return {
      made,
      general: { name: namer(general, ofRequests), share: sharer(general) },
      body: { name: namer(body, ofRequests), share: sharer(body) },
    }
  })
  const answers = once(() => {
    const made = new ResponseValidator(bare, { ...options().response, ...quick } as never)
    return { made, name: namer(made['ajvBody'], answering.components.schemas) }
  })
  const compileAnswer = answerCompiler(answers, answering)

  return new Map(
    Object.entries(table).map(([id, { method, path }]) => {
      const operation = document.paths[path]?.[method] as OperationObject
      const requestBody =
        operation.requestBody && resolve<NonNullable<OperationObject['requestBody']>>(document, operation.requestBody)
      const consumes = Object.keys(requestBody?.content ?? {})
      const responses = Object.entries(different.responses[`${method} ${path}`] ?? operation.responses).map(
        ([status, response]) => [Number(status), resolve<ResponseObject>(answering, response)] as const,
      )
      const checkers = new Map(responses.map(([status, response]) => [status, once(() => compileAnswer(response))]))
      /** All that the validator reads of it, and each schema that this leads to. */
      const whole = once((): Whole => {
        const { made, general, body } = requests()
        const parameters = operation.parameters?.map((one) => {
          const { schema, ...parameter } = resolve<{ readonly schema?: object }>(document, one)
          return { ...parameter, ...(schema && { schema: general.name(resolve<object>(document, schema)) }) }
        })
        const content = Object.entries(requestBody?.content ?? {}).map(([type, media]): [string, object] => {
          // It reads of the schema itself whether there must be a body.
          const schema = media.schema && body.name(resolve<object>(document, media.schema))
          return [type, { ...media, ...(schema && { schema }) }]
        })
        const contents = new Map<string | undefined, unknown>(content)
        return {
          validator: made,
          share: (key, type) => {
            general.share(key, parameters ?? [])
            body.share(key, contents.get(type) ?? null)
          },
          operation: {
            ...operation,
            // Credentials are not its business, and none of ours is in a query.
            security: [],
            ...(parameters && { parameters }),
            ...(requestBody && { requestBody: { ...requestBody, content: Object.fromEntries(content) } }),
          },
        }
      })
      const request = requestChecker(whole, id, path, consumes, requestBody?.required ?? false)
      return [
        id,
        {
          consumes,
          bodyRequired: requestBody?.required ?? false,
          names: readNames(document, path, method),
          produces: new Map(responses.map(([status, response]) => [status, declaredOf(response)])),
          refusals: new Set(declared[id]),
          checkRequest: request.check,
          checkBody: request.checkBody,
          checkAnswer: (answer) => {
            const check = checkers.get(answer.status)
            return check ? check()(answer) : `status ${answer.status} is not declared`
          },
          compile: () => {
            request.compile()
            for (const check of checkers.values()) check()
          },
        },
      ]
    }),
  )
}

/** The contract's bounds of free-form objects, which JSON Schema has no words for. */
const freeForm = {
  keyword: 'x-free-form',
  type: 'object',
  errors: true,
  compile: (bounds: FreeFormBounds) => {
    const validate = (value: unknown, { instancePath }: { instancePath: string }): boolean => {
      const broken = brokenBound(value, bounds)
      validate.errors = broken ? [{ keyword: broken, instancePath, params: { limit: bounds[broken] } }] : null
      return broken === undefined
    }
    validate.errors = null as Fault[] | null
    return validate
  },
}

/** What the compiler would optimize is optimized by the engine: it takes longer than all else of the compiling. */
const quick = { code: { optimize: false } }

const declaredOf = ({ content, headers }: ResponseObject) => ({
  types: Object.keys(content ?? {}),
  headers: new Set(Object.keys(headers ?? {}).map((name) => name.toLowerCase())),
})

/** The validator's own parts that it does not export; the version is pinned, and a test fails if they move. */
const optionsOfAjv = () => {
  const apiSpec = { openapi: '3.1.0', info: { title: '', version: '' }, paths: {} } as never
  const validator = new OpenApiValidator({
    apiSpec,
    validateApiSpec: false,
    validateSecurity: false,
    fileUploader: false,
    validateResponses: true,
  })
  return validator['ajvOpts']
}

/** What a validator reads of the document itself: every compiled check carries it, and reads all of it again. */
const bare = { openapi: '3.1.0', info: { title: '', version: '' }, paths: {}, components: {} } as never

interface Ajv {
  addSchema(schema: object, name: string): unknown
}

/**
 * Copies a part of the document, with a name of its own for each schema that it points at; the compiler knows these from then on, and those
 * that they lead to. It takes a `#/components/schemas/…` for a part of whatever it compiles, and would compile all that it leads to again
 * for each operation.
 */
const namer = (ajv: Ajv, schemas: Document['components']['schemas'] = {}): (<Part>(part: Part) => Part) => {
  const known = new Set<string>()
  const name = (pointer: string): string => {
    if (!pointer.startsWith(ofSchemas)) return pointer
    const found = pointer.slice(ofSchemas.length)
    const schema = schemas[found]
    if (schema && !known.has(found)) {
      known.add(found)
      ajv.addSchema(copy(schema), `schema:${found}`)
    }
    return `schema:${found}`
  }
  const copy = <Part>(part: Part): Part => {
    if (typeof part !== 'object' || part === null) return part
    if (Array.isArray(part)) return part.map(copy) as Part
    const entries = Object.entries(part).map(([key, value]: [string, unknown]) => [
      key,
      key === '$ref' && typeof value === 'string' ? name(value) : copy(value),
    ])
    return Object.fromEntries(entries) as Part
  }
  return copy
}

/** Many operations have the same parameters or bodies, above all none: the compiler knows a second one by the name of the first. */
const sharer = (ajv: { readonly refs: Record<string, unknown> }) => {
  const keys = new Map<string, string>()
  return (key: string, content: unknown): void => {
    const text = JSON.stringify(content)
    const first = keys.get(text)
    if (first === undefined) keys.set(text, key)
    else ajv.refs[key] = first
  }
}

const ofSchemas = '#/components/schemas/'

/** Answers share schemas, refusals above all, and those of different names are often the same: each is compiled once. */
const answerCompiler = (
  answers: () => { readonly made: ResponseValidator; readonly name: (schema: object) => object },
  document: Document,
) => {
  const compiled = new Map<object | string, Validate>()
  const compileBody = (type: string, media: MediaObject): Validate | undefined => {
    if (!/[/+]json$/.test(type)) return undefined
    const schema = resolve<object>(document, media.schema)
    const known = compiled.get(schema)
    if (known) return known
    const text = JSON.stringify(schema)
    const validate = compiled.get(text) ?? compile(type, schema)
    compiled.set(schema, validate).set(text, validate)
    return validate
  }
  const compile = (type: string, schema: object): Validate => {
    const { made, name } = answers()
    const content = { [type]: { schema: name(schema) } }
    const built = made['buildValidators']({ 200: { description: '', content } } as never, `answer ${compiled.size}`)
    return built[200]?.[type] as Validate
  }

  return (response: ResponseObject): ((answer: Answer) => string | undefined) => {
    const content = Object.entries(response.content ?? {})
    const bodies = new Map(content.map(([type, media]) => [type, compileBody(type, media)]))
    const required = Object.entries(response.headers ?? {})
      .filter(([, header]) => resolve<{ required?: boolean }>(document, header).required)
      .map(([name]) => name.toLowerCase())
    return ({ type, body, headers }) => {
      const missing = required.find((name) => !headers.has(name))
      if (missing) return `header ${missing} is missing`
      if (bodies.size === 0) return body === undefined ? undefined : 'the answer must be empty'
      if (body === undefined) return 'the body is missing'
      if (!type || !bodies.has(type)) return `media type ${type} is not declared`
      const validate = bodies.get(type)
      if (!validate) return typeof body === 'string' ? undefined : 'the body must be text'
      return validate({ response: body }) ? undefined : JSON.stringify(validate.errors?.slice(0, 3))
    }
  }
}
