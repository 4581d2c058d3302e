// Every example holds to its schema, and nothing that travels goes without one.
import type { ErrorObject } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Contract, Described, Schema } from './contract.ts'
import { entriesOf, partsOf, resolve } from './contract.ts'

/** Missing examples, and examples that do not validate. One sentence a problem, naming the first operation it is met in. */
export const exampleProblems = (contract: Contract): string[] => {
  const validate = createValidator(contract)
  const seen = new Set<Described>()
  const problems: string[] = []

  const check = (node: Described, place: string) => {
    // Shared headers and parameters stand under hundreds of answers; once is enough.
    if (seen.has(node)) return
    seen.add(node)
    const examples = examplesOf(contract, node)
    if (examples.length === 0) problems.push(`${place} has no example`)
    if (node.schema) problems.push(...schemaExampleProblems(validate, node.schema, place))
    for (const { name, value } of examples) {
      for (const fault of validate(node.schema, value)) problems.push(`${place}: example${name} ${fault}`)
    }
  }

  for (const { id, parameters, body, responses } of entriesOf(contract)) {
    for (const parameter of parameters) check(parameter, `${id}: ${parameter.in} parameter ${parameter.name}`)
    for (const [type, media] of Object.entries(body?.content ?? {})) check(media, `${id}: request body (${type})`)
    for (const [status, response] of responses) {
      for (const [type, media] of Object.entries(response.content ?? {})) check(media, `${id}: ${status} (${type})`)
      for (const [name, header] of Object.entries(response.headers ?? {})) {
        check(resolve(contract, header), `${id}: ${status} header ${name}`)
      }
    }
  }
  for (const [name, schema] of Object.entries(contract.components?.schemas ?? {})) {
    problems.push(...schemaExampleProblems(validate, schema as Schema, `schema ${name}`))
  }
  return problems
}

type Validate = (schema: Schema | undefined, value: unknown) => string[]

const createValidator = (contract: Contract): Validate => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, logger: false })
  formats.default(ajv)
  ajv.addSchema({ $id: 'contract', components: { schemas: contract.components?.schemas ?? {} } })
  const compiled = new Map<string, ReturnType<typeof ajv.compile>>()
  return (schema, value) => {
    if (schema === undefined) return ['has no schema to hold to']
    const text = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"contract#/')
    const validator = compiled.get(text) ?? ajv.compile(JSON.parse(text) as Schema)
    compiled.set(text, validator)
    return validator(value) ? [] : (validator.errors ?? []).map(toSentence)
  }
}

const toSentence = ({ instancePath, message, params }: ErrorObject): string => {
  const detail = params.additionalProperty ?? params.unevaluatedProperty
  return `${instancePath ? `at ${instancePath} ` : ''}${message}${detail ? ` (${detail})` : ''}`
}

const examplesOf = (contract: Contract, node: Described): { name: string; value: unknown }[] => {
  const own = Object.entries(node.examples ?? {}).map(([key, example]) => ({
    name: ` "${key}"`,
    value: resolve(contract, example).value,
  }))
  return 'example' in node ? [{ name: '', value: node.example }, ...own] : own
}

/** Examples and defaults that stand inside a schema, at any depth. What a reference leads to is looked at where it stands. */
const schemaExampleProblems = (validate: Validate, schema: Schema, place: string): string[] => {
  if (typeof schema !== 'object' || schema === null) return []
  const stated = [
    ...((schema.examples as unknown[] | undefined) ?? []),
    ...only(schema, 'example'),
    ...only(schema, 'default'),
  ]
  return [
    ...stated.flatMap((value) => validate(schema, value).map((fault) => `${place}: example or default ${fault}`)),
    ...partsOf(schema).flatMap(([name, part]) => schemaExampleProblems(validate, part, `${place}${name}`)),
  ]
}

const only = (schema: Schema, keyword: string): unknown[] => (keyword in schema ? [schema[keyword]] : [])
