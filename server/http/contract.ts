// Holds requests and answers to the contract. express-openapi-validator checks; this adapter hands it one operation at a
// time, because stock it compiles every route's pattern again for each request and caches validators by raw header.
import { RequestValidator } from 'express-openapi-validator/dist/middlewares/openapi.request.validator.js'
import { ResponseValidator } from 'express-openapi-validator/dist/middlewares/openapi.response.validator.js'
import { SchemaPreprocessor } from 'express-openapi-validator/dist/middlewares/parsers/schema.preprocessor.js'
import { OpenApiValidator } from 'express-openapi-validator/dist/openapi.validator.js'
import { operations } from '../../generated/operations.ts'
import { refusals } from '../../generated/refusals.ts'
import { type FreeFormBounds, brokenBound } from '../model/free-form.ts'
import type { Document, OperationObject, OperationTable, ResponseObject } from './document.ts'
import { resolve, withoutWords } from './document.ts'
import { readNames } from './undeclared.ts'
import type { Fault } from './wording.ts'
import { type Answer, type Checks, type Validate, once } from './checks.ts'
import { requestChecker } from './request-checks.ts'

/**
 * Every operation's checks. Each is compiled once, when it is first needed or by `compile`: all of them take longer than
 * the rest of the start, and are made ready behind it.
 */
export const readContract = (
  published: Document,
  table: OperationTable = operations,
  declared: Readonly<Record<string, readonly string[]>> = refusals,
): ReadonlyMap<string, Checks> => {
  // The validator rewrites the document it is given, and makes another of it.
  const document = withoutWords(published)
  const { ajvOpts } = internals(
    new OpenApiValidator({
      apiSpec: document as never,
      validateApiSpec: false,
      validateSecurity: false,
      fileUploader: false,
      validateResponses: true,
    }),
  )
  const { apiDoc, apiDocRes } = preprocess(document, ajvOpts.preprocessor)
  // Made when the first check is compiled: until then nobody needs them.
  const requests = once(() => {
    const schemas = nameSchemas(apiDoc)
    const options = { ...ajvOpts.request, ...quick, keywords: [freeForm] } as typeof ajvOpts.request
    const made = new RequestValidator(bare(apiDoc as never), options)
    for (const ajv of [made['ajv'], made['ajvBody']]) for (const [name, schema] of schemas) ajv.addSchema(schema, name)
    return made
  })
  const answers = once(() => {
    const schemas = nameSchemas(apiDocRes)
    const made = new ResponseValidator(bare(apiDocRes as never), { ...ajvOpts.response, ...quick } as never)
    for (const [name, schema] of schemas) made['ajvBody'].addSchema(schema, name)
    return made
  })
  const compileAnswer = answerCompiler(answers, apiDocRes)

  return new Map(
    Object.entries(table).map(([id, { method, path }]) => {
      const written = apiDoc.paths[path]?.[method] as OperationObject
      const operation = { ...written, parameters: written.parameters?.map((one) => resolve<object>(apiDoc, one)) }
      const answering = apiDocRes.paths[path]?.[method] as OperationObject
      const consumes = Object.keys(operation.requestBody?.content ?? {})
      const responses = Object.entries(answering.responses).map(
        ([status, response]) => [Number(status), resolve<ResponseObject>(apiDocRes, response)] as const,
      )
      const checkers = new Map(responses.map(([status, response]) => [status, once(() => compileAnswer(response))]))
      const request = requestChecker(requests, id, operation, path, consumes)
      return [
        id,
        {
          consumes,
          bodyRequired: operation.requestBody?.required ?? false,
          names: readNames(published, path, method),
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
const internals = (validator: OpenApiValidator) => ({ ajvOpts: validator['ajvOpts'] })

/**
 * Has the validator rewrite the document. By itself it compiles every schema that something points at, only to find where that
 * is: handed the places, it compiles none of them.
 */
const preprocess = (
  document: Document,
  options: ConstructorParameters<typeof SchemaPreprocessor>[1],
): { readonly apiDoc: Document; readonly apiDocRes: Document } => {
  const empty = { openapi: '3.1.0', info: { title: '', version: '' }, paths: {} }
  const preprocessor = new SchemaPreprocessor(empty as never, options, { removeAdditional: false })
  preprocessor['apiDoc'] = document as never
  for (const [, pointer] of JSON.stringify(document).matchAll(/"\$ref":"(#\/[^"]+)"/g)) {
    preprocessor['resolvedSchemaCache'].set(pointer!, resolve(document, { $ref: pointer }))
  }
  // One for what is asked and one for what is answered: a field may be read-only, or for writing alone.
  return preprocessor.preProcess() as never
}

/** What a validator reads of the document itself: every compiled check carries it, and reads all of it again. */
const bare = (document: { components?: { securitySchemes?: object } }) =>
  ({ ...document, paths: {}, components: { securitySchemes: document.components?.securitySchemes } }) as never

/**
 * Gives each schema a name of its own, by which everything points at it, and answers them by these names. The validator takes a
 * `#/components/schemas/…` for a part of whatever it compiles, and would compile all that it leads to again for each operation.
 */
const nameSchemas = (document: unknown): ReadonlyMap<string, object> => {
  const { schemas } = (document as { components: { schemas: Record<string, object> } }).components
  const follow = (at: unknown): void => {
    if (typeof at !== 'object' || at === null || seen.has(at)) return
    seen.add(at)
    const pointing = at as { $ref?: unknown }
    if (typeof pointing.$ref === 'string') pointing.$ref = pointing.$ref.replace(/^#\/components\/schemas\//, 'schema:')
    Object.values(at).forEach(follow)
  }
  const seen = new Set<object>()
  follow(document)
  return new Map(Object.entries(schemas).map(([name, schema]) => [`schema:${name}`, schema]))
}

/** Answers share schemas, refusals above all; each schema is compiled once. */
const answerCompiler = (validator: () => ResponseValidator, document: Document) => {
  const bySchema = new Map<string, Validate>()
  const compileBody = (type: string, schema: object): Validate | undefined => {
    if (!/[/+]json$/.test(type)) return undefined
    // First of all: it names what the schema points at.
    const answers = validator()
    const key = JSON.stringify(schema)
    const known = bySchema.get(key)
    if (known) return known
    const built = answers['buildValidators'](
      { 200: { description: '', content: { [type]: { schema } } } } as never,
      `answer ${bySchema.size}`,
    )
    const validate = built[200]?.[type] as Validate
    bySchema.set(key, validate)
    return validate
  }

  return (response: ResponseObject): ((answer: Answer) => string | undefined) => {
    const content = Object.entries(response.content ?? {})
    const bodies = new Map(content.map(([type, { schema }]) => [type, compileBody(type, schema)]))
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
