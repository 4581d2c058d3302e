// The contract, as the reference reads it: references resolved, operations in an order, a value for each schema.
const methods = ['get', 'put', 'post', 'delete', 'patch']

/** Where a reference leads, by its path in the document. */
export const resolve = (contract, thing) => {
  let found = thing
  while (found?.$ref) {
    const path = found.$ref.slice(2).split('/')
    found = path.reduce((place, name) => place?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], contract)
  }
  return found ?? {}
}

/** All operations, with what their path says for all of its methods. */
export const operationsOf = (contract) =>
  Object.entries(contract.paths ?? {}).flatMap(([path, item]) =>
    methods
      .filter((method) => item[method])
      .map((method) => {
        const operation = item[method]
        const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])]
        const id = operation.operationId
        return {
          ...operation,
          id,
          surface: id.split('.')[0],
          tag: operation.tags?.[0] ?? '',
          path,
          method,
          parameters: parameters.map((one) => resolve(contract, one)),
          body: operation.requestBody && resolve(contract, operation.requestBody),
          security: operation.security ?? contract.security ?? [],
        }
      }),
  )

/** Named values of a media type: its examples, or one made of its schema. */
export const examplesOf = (contract, media) => {
  const named = Object.entries(media?.examples ?? {}).map(([name, one]) => [name, resolve(contract, one).value])
  if (named.length > 0) return named
  if (media?.example !== undefined) return [['example', media.example]]
  return media?.schema ? [['example', valueOf(contract, media.schema)]] : []
}

/** A value that a schema allows, for whoever has to begin somewhere. */
export const valueOf = (contract, schema, depth = 0) => {
  const {
    type,
    properties,
    required = [],
    items,
    enum: choices,
    example,
    examples,
    ...rest
  } = resolve(contract, schema)
  if (example !== undefined) return example
  if (examples?.length) return examples[0]
  if (rest.const !== undefined) return rest.const
  if (choices) return choices[0]
  const kind = [type].flat()[0] ?? (properties ? 'object' : undefined)
  if (kind === 'array') return items && depth < 4 ? [valueOf(contract, items, depth + 1)] : []
  if (kind === 'integer' || kind === 'number') return rest.minimum ?? 0
  if (kind === 'boolean') return true
  if (kind === 'object' && depth < 4) {
    const names = Object.keys(properties ?? {}).filter((name) => required.includes(name))
    return Object.fromEntries(names.map((name) => [name, valueOf(contract, properties[name], depth + 1)]))
  }
  const [alternative] = rest.oneOf ?? rest.anyOf ?? rest.allOf ?? []
  return alternative ? valueOf(contract, alternative, depth + 1) : ''
}

/** A schema in a few words, such as `string, at most 64`. */
export const wordsOf = (contract, schema) => {
  const {
    type,
    enum: choices,
    items,
    maxLength,
    minLength,
    maximum,
    minimum,
    maxItems,
    format,
    oneOf,
    anyOf,
    ...rest
  } = resolve(contract, schema)
  if (rest.const !== undefined) return `always ${JSON.stringify(rest.const)}`
  if (choices) return `one of ${choices.join(', ')}`
  const alternatives = oneOf ?? anyOf
  if (!type && alternatives) return alternatives.map((one) => wordsOf(contract, one)).join(' or ')
  const kind = [type ?? 'object'].flat().join(' or ')
  const bounds = [
    format,
    minLength > 1 && `at least ${minLength}`,
    maxLength !== undefined && `at most ${maxLength}`,
    minimum !== undefined && maximum !== undefined && `${minimum} to ${maximum}`,
    maxItems !== undefined && `at most ${maxItems}`,
  ]
  const of = items ? ` of ${wordsOf(contract, items)}` : ''
  return [kind + of, ...bounds.filter(Boolean)].join(', ')
}

/** The fields of an object, and of the objects in it: their names, words and descriptions. */
export const fieldsOf = (contract, schema, prefix = '', depth = 0) => {
  const { properties, required = [], items, oneOf, anyOf, allOf } = resolve(contract, schema)
  if (items) return fieldsOf(contract, items, `${prefix}[]`, depth)
  const parts = oneOf ?? anyOf ?? allOf
  if (parts && !properties) return parts.flatMap((one) => fieldsOf(contract, one, prefix, depth))
  if (!properties || depth > 3) return []
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = prefix ? `${prefix}.${name}` : name
    const about = {
      name: path,
      words: wordsOf(contract, field),
      description: field.description ?? resolve(contract, field).description ?? '',
      required: required.includes(name),
    }
    return [about, ...fieldsOf(contract, field, path, depth + 1)]
  })
}
