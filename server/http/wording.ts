// What is wrong with a field, in our words: the validator's own text and schema paths never leave the service.

/** The part of an Ajv error that we read. */
export interface Fault {
  readonly keyword: string
  readonly instancePath: string
  readonly params: Record<string, unknown>
}

/** One clause about one field, such as `email: is missing`. */
export const sayFault = (fault: Fault): string => {
  const field = fieldOf(fault)
  const problem = problemOf(fault)
  return field ? `${field}: ${problem}` : `The body ${problem}`
}

const fieldOf = ({ instancePath, keyword, params }: Fault): string => {
  const inner =
    keyword === 'required' ? params.missingProperty : (params.additionalProperty ?? params.unevaluatedProperty)
  const path = instancePath.split('/').slice(2)
  if (typeof inner === 'string' && inner !== 'body') path.push(inner)
  return path
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.')
    .slice(0, 100)
}

const problemOf = ({ keyword, params }: Fault): string => {
  switch (keyword) {
    case 'required':
      return 'is missing'
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not a field of this request'
    case 'type':
      return `must be ${asList(params.type, typeNames)}`
    case 'minLength':
      return params.limit === 1 ? 'must not be empty' : `must have at least ${params.limit} characters`
    case 'maxLength':
      return `must have at most ${params.limit} characters`
    case 'minItems':
      return `must have at least ${params.limit} items`
    case 'maxItems':
      return `must have at most ${params.limit} items`
    case 'minimum':
      return `must be at least ${params.limit}`
    case 'maximum':
      return `must be at most ${params.limit}`
    case 'enum':
      return `must be one of ${asList(params.allowedValues)}`
    case 'const':
      return `must be ${String(params.allowedValue)}`
    case 'minProperties':
      return 'must not be empty'
    case 'maxProperties':
      return params.limit === 1 ? 'must have one field only' : `must have at most ${params.limit} fields`
    case 'maxBytes':
      return `must have at most ${Number(params.limit) / 1024} kB as JSON`
    case 'maxDepth':
      return `must not be nested deeper than ${params.limit} levels`
    case 'uniqueItems':
      return 'must not have the same item twice'
    default:
      return 'is not well formed'
  }
}

const typeNames: Record<string, string> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
}

const asList = (value: unknown, names: Record<string, string> = {}): string =>
  [value]
    .flat()
    .map((one) => names[String(one)] ?? String(one))
    .join(' or ')
