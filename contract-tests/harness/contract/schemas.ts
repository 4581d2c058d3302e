// The contract's request schemas, read for breaking them: inlined, each with a value that keeps it.
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { document } from './contract.ts'

/** A schema without references, of one type beside `null`. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly propertyNames?: Schema
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly uniqueItems?: boolean
  readonly default?: unknown
  readonly example?: unknown
  readonly examples?: readonly unknown[]
}

type Node = Record<string, unknown>

const follow = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce((node: unknown, part) => (node as Node)[part.replaceAll('~1', '/').replaceAll('~0', '~')], document)

/** A schema of the contract with everything that it points at in its place. */
export const inlined = (schema: unknown): Schema => inline(schema) as Schema

const inline = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(inline)
  if (typeof node !== 'object' || node === null) return node
  const { $ref, ...rest } = node as Node
  if (typeof $ref === 'string') return { ...(inline(follow($ref)) as object), ...(inline(rest) as object) }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inline(value)]))
}

/** What a value has to be where several schemas say it: all of `allOf`, and of alternatives the one that is not null. */
export const flat = (schema: Schema): Schema => {
  const { allOf, oneOf, anyOf, ...rest } = schema as Schema & Record<'allOf' | 'oneOf' | 'anyOf', Schema[] | undefined>
  const parts = [...(allOf ?? []), ...[oneOf, anyOf].flatMap((some) => some?.find(({ type }) => type !== 'null') ?? [])]
  return parts.reduce((whole: Schema, part) => ({ ...flat(part), ...whole }), rest)
}

/** Whether there are several forms that a value may have, beside null. */
export const hasForms = ({ oneOf, anyOf }: Schema & { oneOf?: Schema[]; anyOf?: Schema[] }): boolean =>
  [oneOf, anyOf].some((some) => some && some.filter(({ type }) => type !== 'null').length > 1)

// Most schemas check a few values: to make their code shorter takes longer than it saves.
const ajv = new Ajv2020({
  strict: false,
  allErrors: true,
  validateFormats: true,
  // That they are schemas is held where the contract is generated.
  meta: false,
  validateSchema: false,
  code: { optimize: false },
})
addFormats.default(ajv)
type Check = (value: unknown) => readonly ErrorObject[]
const compiled = new Map<string, Check>()

/** What finds what of a schema a value breaks. */
export const checkOf = (schema: Schema): Check => {
  // Many operations take the same: to compile is what takes its time.
  const key = JSON.stringify(schema)
  const known = compiled.get(key)
  if (known) return known
  const validate = ajv.compile(schema)
  const check: Check = (value) => (validate(value) ? [] : [...(validate.errors ?? [])])
  compiled.set(key, check)
  return check
}

export const typesOf = ({ type }: Schema): readonly string[] => [type ?? []].flat()

const stringsIn = (node: unknown): string[] => {
  if (typeof node === 'string') return [node]
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(stringsIn) : []
}

const examplesIn = (node: unknown): string[] => {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, inner]) =>
    key === 'example' || key === 'examples' || key === 'value' ? stringsIn(inner) : examplesIn(inner),
  )
}

/** Every text of every example of the contract: most patterns take one of them. */
const texts = [...new Set(['Example', ...examplesIn(document)])].filter((text) => text.length < 200)

/** A value that keeps the schema. Throws where it finds none, so that a schema without an example is noticed. */
export const sampleOf = (given: Schema): unknown => {
  const schema = flat(given)
  const said = [schema.example, ...(schema.examples ?? []), schema.default, schema.const, ...(schema.enum ?? [])]
  const check = checkOf(schema)
  const fits = (value: unknown) => value !== undefined && value !== null && check(value).length === 0
  // Most say what fits: only for others it is looked for among all texts of the contract.
  const found = said.find(fits) ?? madeUp(schema).find(fits)
  if (found === undefined) throw new Error(`No value is known for ${JSON.stringify(schema)}: give it an example.`)
  return found
}

const madeUp = (schema: Schema): unknown[] => {
  const [type] = typesOf(schema)
  if (type === 'string') return texts
  if (type === 'integer' || type === 'number') return [schema.minimum ?? 0]
  if (type === 'boolean') return [true]
  if (type === 'array') return [[], [sampleOf(schema.items ?? {})]]
  const needed = (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {})])
  const any = Object.entries(schema.properties ?? {}).slice(0, 1)
  return [Object.fromEntries(needed), Object.fromEntries(any.map(([name, inner]) => [name, sampleOf(inner)]))]
}
