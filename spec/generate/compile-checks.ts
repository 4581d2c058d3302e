// The checks of a contract as text: what express-openapi-validator has Ajv compile of it, one function a check. Ours is made by
// `npm run generate` and kept in generated/checks/, a file a surface; a start reads that, and compiles nothing.
import { RequestValidator } from 'express-openapi-validator/dist/middlewares/openapi.request.validator.js'
import { ResponseValidator } from 'express-openapi-validator/dist/middlewares/openapi.response.validator.js'
import { ContentType } from 'express-openapi-validator/dist/middlewares/util.js'
import { OpenApiValidator } from 'express-openapi-validator/dist/openapi.validator.js'
import type { ReadableContract } from '../../server/http/checks.ts'
import {
  type Document,
  type MediaObject,
  type OperationObject,
  type OperationTable,
  type ResponseObject,
  resolve,
} from '../../server/http/document.ts'
import { evaluateChecks } from '../../server/http/evaluate-checks.ts'
import type { FreeFormBounds } from '../../server/model/free-form.ts'
import { once } from '../../server/model/once.ts'
import { type Compiled, type CompiledCheck, createPrinter } from './checks-text.ts'
import { type PreparedContract, prepareContract, readablePart } from './prepare-contract.ts'

/** The text of the checks of each surface, by its name (evaluate-checks.ts). */
export const compileChecks = (contract: PreparedContract, table: OperationTable): ReadonlyMap<string, string> => {
  const compile = createCompiler(contract)
  const printers = new Map<string, ReturnType<typeof createPrinter>>()
  for (const [id, operation] of Object.entries(table)) {
    const printer = printers.get(operation.surface) ?? createPrinter()
    printers.set(operation.surface, printer)
    printer.add(id, compile(id, operation))
  }
  return new Map([...printers].map(([surface, { text }]) => [surface, text()]))
}

/** The checks of another contract than ours, each compiled when it is asked for. */
export const compileContract = (published: Document, table: OperationTable): ReadableContract => {
  const contract = prepareContract(published)
  const compile = once(() => createCompiler(contract))
  return {
    document: readablePart(contract.document),
    checksOf: (id) => {
      const printer = createPrinter()
      printer.add(id, compile()(id, table[id]!))
      return evaluateChecks(printer.text())[id]!
    },
  }
}

/** Compiles the checks of one operation. What several have in common is compiled once. */
const createCompiler = ({ document, answers: different }: PreparedContract) => {
  const answering = {
    ...document,
    components: { ...document.components, schemas: { ...document.components.schemas, ...different.schemas } },
  }
  const options = optionsOfAjv()
  // Words for people about what is wrong are our own (wording.ts).
  const compiling = { code: { source: true, optimize: true }, messages: false }
  const requests = new RequestValidator(bare, { ...options.request, ...compiling, keywords: [freeForm] } as never)
  const responses = new ResponseValidator(bare, { ...options.response, ...compiling } as never)
  const [general, body] = [requests['ajv'] as unknown as Ajv, requests['ajvBody'] as unknown as Ajv]
  const nameGeneral = namer(general, document.components.schemas)
  const nameBody = namer(body, document.components.schemas)
  const nameAnswer = namer(responses['ajvBody'] as unknown as Ajv, answering.components.schemas)
  const [shareGeneral, shareBody] = [sharer(general), sharer(body)]

  const ofRequest = (id: string, path: string, operation: OperationObject): Pick<Compiled, 'general' | 'bodies'> => {
    const parameters = operation.parameters?.map((one) => {
      const { schema, ...parameter } = resolve<{ readonly schema?: object }>(document, one)
      return { ...parameter, ...(schema && { schema: nameGeneral(resolve<object>(document, schema)) }) }
    })
    const requestBody =
      operation.requestBody && resolve<NonNullable<OperationObject['requestBody']>>(document, operation.requestBody)
    const content = Object.entries(requestBody?.content ?? {}).map(([type, media]): [string, object] => {
      // It reads of the schema itself whether there must be a body.
      const schema = media.schema && nameBody(resolve<object>(document, media.schema))
      return [type, { ...media, ...(schema && { schema }) }]
    })
    const contents = new Map<string | undefined, unknown>(content)
    const whole = {
      ...operation,
      // Credentials are not its business, and none of ours is in a query.
      security: [],
      ...(parameters && { parameters }),
      ...(requestBody && { requestBody: { ...requestBody, content: Object.fromEntries(content) } }),
    }
    const types = typesOf([...contents.keys()] as string[], requestBody?.required ?? false)
    const keyOf = (type: string | undefined) => `${id} ${type ?? 'no body'}`
    for (const type of types) {
      shareGeneral(keyOf(type), parameters ?? [])
      shareBody(keyOf(type), contents.get(type) ?? null)
      requests['buildMiddleware'](path, whole as never, ContentType.fromString(type as string), keyOf(type))
    }
    return {
      general: general.getSchema(keyOf(types[0]))!,
      bodies: types.map((type) => [type ?? '', body.getSchema(keyOf(type))!]),
    }
  }

  /** Answers share schemas, refusals above all, and those of different names are often the same. */
  const compiled = new Map<string, CompiledCheck>()
  const ofMedia = (type: string, media: MediaObject): CompiledCheck => {
    const schema = resolve<object>(answering, media.schema)
    const text = JSON.stringify(schema)
    const known = compiled.get(text)
    if (known) return known
    const content = { [type]: { schema: nameAnswer(schema) } }
    const built = responses['buildValidators'](
      { 200: { description: '', content } } as never,
      `answer ${compiled.size}`,
    )
    const check = built[200]![type] as unknown as CompiledCheck
    compiled.set(text, check)
    return check
  }
  const ofAnswers = (declared: OperationObject['responses']): Compiled['answers'] =>
    Object.entries(declared).map(([status, response]) => {
      const { content = {} } = resolve<ResponseObject>(answering, response)
      const json = Object.entries(content).filter(([type]) => /[/+]json$/.test(type))
      return [status, json.map(([type, media]) => [type, ofMedia(type, media)])]
    })

  return (id: string, { path, method }: OperationTable[string]): Compiled => {
    const operation = document.paths[path]?.[method] as OperationObject
    return {
      ...ofRequest(id, path, operation),
      answers: ofAnswers(different.responses[`${method} ${path}`] ?? operation.responses),
    }
  }
}

/** The media types that an operation's body is checked by; undefined is none. */
const typesOf = (consumes: readonly string[], isRequired: boolean): readonly (string | undefined)[] =>
  isRequired ? consumes : [undefined, ...consumes]

/** The contract's bounds of free-form objects, which JSON Schema has no words for. */
const freeForm = {
  keyword: 'x-free-form',
  type: 'object',
  errors: true,
  compile: (bounds: FreeFormBounds) => saidAs(`freeForm(${JSON.stringify(bounds)})`),
}

/** A keyword that nothing here runs: in the text it stands as `code`. */
const saidAs = (code: string) => Object.assign(() => true, { code })

/** The validator's own parts that it does not export; the version is pinned, and a test fails if they move. */
const optionsOfAjv = () => {
  const validator = new OpenApiValidator({
    apiSpec: bare,
    validateApiSpec: false,
    validateSecurity: false,
    fileUploader: false,
    validateResponses: true,
  })
  return validator['ajvOpts']
}

/** What a validator reads of the document itself: every compiled check carries it, and reads all of it again. */
const bare = { openapi: '3.1.0', info: { title: '', version: '' }, paths: {}, components: {} } as never

/** The parts of Ajv that are used here. */
interface Ajv {
  readonly refs: Record<string, unknown>
  addSchema(schema: object, name: string): unknown
  getSchema(name: string): CompiledCheck | undefined
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

const ofSchemas = '#/components/schemas/'

/** Many operations have the same parameters or bodies, above all none: the compiler knows a second one by the name of the first. */
const sharer = (ajv: Ajv) => {
  const keys = new Map<string, string>()
  return (key: string, content: unknown): void => {
    const text = JSON.stringify(content)
    const first = keys.get(text)
    if (first === undefined) keys.set(text, key)
    else if (first !== key) ajv.refs[key] = first
  }
}
