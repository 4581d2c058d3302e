// The bundled contract, as far as generation looks into it.

export interface Schema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  [keyword: string]: unknown
}

export interface Example {
  $ref?: string
  value?: unknown
  'x-status'?: number
}

/** What carries a schema and its examples: a parameter, a header, one media type of a body. */
export interface Described {
  $ref?: string
  schema?: Schema
  example?: unknown
  examples?: Record<string, Example>
}

export interface Parameter extends Described {
  name: string
  in: string
}

export interface Body {
  $ref?: string
  content?: Record<string, Described>
}

/** How what one operation answers is handed to another (OpenAPI 3.1.1 section 4.8.20). */
export interface Link {
  operationId?: string
  parameters?: Record<string, string>
  /** A body's fields. `requestBody` is for a body as a whole, and parsers in Java take nothing but a text there. */
  'x-request-body'?: Record<string, string>
}

export interface Response extends Body {
  description?: string
  headers?: Record<string, Described>
  links?: Record<string, Link>
}

export interface Operation {
  operationId?: string
  tags?: string[]
  'x-open'?: string
  /** Where in its answer stands what other operations take, by the place where they take it. */
  'x-gives'?: Record<string, string>
  summary?: string
  description?: string
  security?: Record<string, string[]>[]
  'x-ignores-unknown'?: boolean
  'x-consumes-link'?: boolean
  'x-writes'?: { why?: string; when?: string | string[] }
  parameters?: Parameter[]
  requestBody?: Body
  responses?: Record<string, Response>
  /** Served in the sandbox alone. */
  'x-sandbox'?: boolean
  /** Served to one machine alone where it is the sandbox's. */
  'x-local-in-sandbox'?: boolean
  /** Why pages of any origin may ask. */
  'x-any-origin'?: string
  /** What a session that is confined to an account does here, where no account is named. */
  'x-confined'?: string
  /** What the roles of a user who asks have to allow. */
  'x-permission'?: string
  /** With which it answers or does more. */
  'x-widened-by'?: string
}

export interface Contract {
  openapi: string
  paths?: Record<string, Record<string, unknown>>
  components?: Record<string, Record<string, unknown>>
  [key: string]: unknown
}

/** One operation with its references followed and what its path item shares merged in. */
export interface Entry {
  /** The operation id, or method and path where it has none. */
  readonly id: string
  /** What stands before the dot of the operation id. */
  readonly surface: string
  readonly method: string
  readonly path: string
  readonly operation: Operation
  readonly parameters: readonly Parameter[]
  readonly body: Body | undefined
  readonly responses: ReadonlyMap<string, Response>
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** Follows local references. Throws on one that leads nowhere. */
export const resolve = <Node extends { $ref?: string }>(contract: Contract, node: Node): Node => {
  let found: unknown = node
  for (let steps = 0; (found as Node).$ref !== undefined; steps++) {
    const ref = (found as Node).$ref as string
    if (steps > 20) throw new Error(`${ref} refers to itself`)
    found = at(contract, ref)
    if (found === undefined) throw new Error(`${ref} leads nowhere`)
  }
  return found as Node
}

/** The node a local reference such as `#/components/schemas/Email` names. */
const at = (contract: Contract, ref: string): unknown =>
  ref
    .replace(/^#\//, '')
    .split('/')
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], contract)

/** Every operation, in the order of the document. */
export const entriesOf = (contract: Contract): Entry[] =>
  Object.entries(contract.paths ?? {}).flatMap(([path, item]) =>
    methods
      .filter((method) => item[method] !== undefined)
      .map((method) => toEntry(contract, path, method, item[method] as Operation, item.parameters as Parameter[])),
  )

const toEntry = (
  contract: Contract,
  path: string,
  method: string,
  operation: Operation,
  shared: readonly Parameter[] = [],
): Entry => {
  const own = (operation.parameters ?? []).map((parameter) => resolve(contract, parameter))
  const inherited = shared
    .map((parameter) => resolve(contract, parameter))
    .filter((candidate) => !own.some(({ name, in: place }) => name === candidate.name && place === candidate.in))
  const id = operation.operationId ?? `${method.toUpperCase()} ${path}`
  return {
    id,
    surface: operation.operationId?.split('.')[0] ?? '',
    method,
    path,
    operation,
    parameters: [...inherited, ...own],
    body: operation.requestBody && resolve(contract, operation.requestBody),
    responses: new Map(
      Object.entries(operation.responses ?? {}).map(([status, response]) => [status, resolve(contract, response)]),
    ),
  }
}

/** The schemas directly below a schema, with what each adds to its place (JSON Schema 2020-12 core, section 10). */
export const partsOf = (schema: Schema): [name: string, part: Schema][] => [
  ...['properties', 'patternProperties', 'dependentSchemas', '$defs'].flatMap((keyword) =>
    Object.entries((schema[keyword] as Record<string, Schema> | undefined) ?? {}).map(
      ([name, part]): [string, Schema] => [`.${name}`, part],
    ),
  ),
  ...['items', 'additionalProperties', 'contains', 'propertyNames', 'unevaluatedItems', 'unevaluatedProperties']
    .filter((keyword) => keyword in schema)
    .map((keyword): [string, Schema] => ['[]', schema[keyword] as Schema]),
  ...['allOf', 'oneOf', 'anyOf', 'prefixItems']
    .flatMap((keyword) => (schema[keyword] as Schema[] | undefined) ?? [])
    .map((part): [string, Schema] => ['', part]),
  ...['not', 'if', 'then', 'else']
    .filter((keyword) => keyword in schema)
    .map((keyword): [string, Schema] => ['', schema[keyword] as Schema]),
]
