// All requests that an operation has to refuse whoever sends them: a plausible one with one fault in it.
import type { OperationId } from '../../generated/operations.ts'
import { type Declared, type Parameter, declared, statusOf } from '../harness/contract/contract.ts'
import type { Sent } from '../harness/requests/request.ts'
import { type Fault, absent, faultsIn, withFault } from './faults.ts'
import { shuffled } from './random.ts'
import { type Schema, inlined, sampleOf, typesOf } from '../harness/contract/schemas.ts'

export interface Negative {
  /** Unique within the operation: where, and what is wrong. */
  readonly title: string
  readonly error: 'invalid_request' | 'unsupported_media_type' | 'origin_not_allowed'
  /** What a refusal has to name. */
  readonly field?: string | undefined
  /** The fault put into a request that has nothing else wrong. */
  readonly spoil: (sent: Sent<OperationId>) => Sent<OperationId>
}

type Loose = Record<string, unknown>

const known = new Map<OperationId, readonly Negative[]>()

/** Everything wrong that can be sent to the operation, taken from its contract: found out once, and by whoever asks it. */
export const negativesOf = (id: OperationId): readonly Negative[] => {
  const found = known.get(id) ?? makeNegatives(declared.get(id)!)
  known.set(id, found)
  return found
}

const makeNegatives = (operation: Declared): readonly Negative[] => {
  const { id } = operation
  return [
    // An Origin that is not well formed is one that nobody registered.
    ...operation.parameters
      .filter(({ name }) => name !== 'Origin' || !refusesOrigins(operation))
      .flatMap((parameter) => parameterNegatives(id, parameter)),
    ...(refusesOrigins(operation) ? originNegatives : []),
    ...(operation.ignoresUnknown ? [] : [unknownQuery]),
    ...Object.keys(operation.requestBody?.content ?? {}).flatMap((type) => bodyNegatives(operation, type)),
    ...mediaTypeNegatives(operation),
  ]
}

const places = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const

/** Changes something, and not for pages from anywhere. */
const refusesOrigins = ({ id, method }: Declared): boolean =>
  !['GET', 'HEAD', 'OPTIONS'].includes(method) && statusOf(id, 'origin_not_allowed') !== undefined

const originNegatives: readonly Negative[] = [
  ['opaque', 'null'],
  ['without a host', 'https://'],
  ['no origin', 'app.example.com'],
  ['longer than any', `https://${'a'.repeat(300)}.example`],
].map(([what, origin]) => ({
  title: `header Origin: is ${what}`,
  error: 'origin_not_allowed',
  spoil: (sent) => ({ ...sent, headers: { ...sent.headers, origin: origin! } }),
}))

const unknownQuery: Negative = {
  title: 'query unheard_of: is not a parameter',
  error: 'invalid_request',
  field: 'unheard_of',
  spoil: (sent) => ({ ...sent, query: { ...sent.query, unheard_of: '1' } }),
}

const parameterNegatives = (id: OperationId, parameter: Parameter): Negative[] => {
  const { name, in: place, required } = parameter
  const schema = inlined(parameter.schema)
  const key = places[place]
  const value = parameter.example ?? sampleOf(schema)
  const withValue = (sent: Sent<OperationId>, wrong: unknown): Sent<OperationId> => {
    const { [name]: _, ...others } = (sent[key] ?? {}) as Loose
    return { ...sent, [key]: wrong === absent ? others : { ...others, [name]: wrong } }
  }
  const negative = (what: string, wrong: unknown): Negative => ({
    title: `${place} ${name}: ${what}`,
    error: 'invalid_request',
    field: name,
    spoil: (sent) => withValue(sent, wrong),
  })
  const faults = faultsIn(schema, value, `${id} ${place} ${name}`)
    .map(inText(schema))
    .filter((fault) => fault !== undefined)
    .filter(({ value: wrong }) => canTravel(place, String(wrong)))
    // RFC 6749 section 3.1: an optional one without a value is absent.
    .filter(({ value: wrong }) => place !== 'query' || required || wrong !== '')
  return [
    ...(required && place !== 'path' ? [negative('is missing', absent)] : []),
    ...faults.map((fault) => negative(fault.what, fault.value)),
    ...(place === 'query' ? [negative('is there twice', [value, value])] : []),
  ]
}

/** Outside JSON everything is text: of the wrong type is only what should have been a number. */
const inText =
  (schema: Schema) =>
  (fault: Fault): Fault | undefined => {
    if (fault.what === 'is null') return undefined
    if (fault.what !== 'is of the wrong type') return fault
    return typesOf(schema).includes('string') ? undefined : { ...fault, value: 'text' }
  }

/** What HTTP itself would not carry, or would read as no value, is no question to the operation. */
const canTravel = (place: Parameter['in'], value: string): boolean => {
  if (place === 'query') return true
  if (place === 'path') return value !== ''
  return value !== '' && (place === 'header' ? /^[!-~][ -~]*[!-~]$|^[!-~]$/ : /^[!#-+\--:<-[\]-~]+$/).test(value)
}

const bodyNegatives = ({ id, requestBody, ignoresUnknown }: Declared, type: string): Negative[] => {
  const media = requestBody!.content[type]!
  const isForm = type.endsWith('urlencoded')
  const { additionalProperties, ...open } = inlined(media.schema)
  // Whatever its schema says of JSON beside it, a form may have more.
  const schema = { ...open, ...(!(isForm && ignoresUnknown) && { additionalProperties }) }
  const value = bodyOf(media)
  const encode = (body: unknown): Sent<OperationId>['raw'] => ({
    type,
    text: isForm ? toForm(body as Loose) : JSON.stringify(body),
  })
  const negative = (what: string, body: unknown, field?: string): Negative => ({
    title: `${type} ${what}`,
    error: 'invalid_request',
    field,
    spoil: ({ body: _, ...sent }) => ({ ...sent, raw: encode(body) }),
  })
  const isOmitted = ({ at: [name, ...deeper], value: wrong }: Fault) =>
    wrong === '' && deeper.length === 0 && name !== undefined && !schema.required?.includes(String(name))
  const faults = faultsIn(schema, value, `${id} ${type}`)
    // As in a query, where what is not declared is ignored too.
    .filter((fault) => !(ignoresUnknown && schema.additionalProperties !== false && isOmitted(fault)))
    .map((fault) => ({ ...fault, title: `${['body', ...fault.at].join('.')}: ${fault.what}` }))
  const raw = (what: string, text: string): Negative => ({
    title: `${type} ${what}`,
    error: 'invalid_request',
    spoil: ({ body: _, ...sent }) => ({ ...sent, raw: { type, text } }),
  })
  if (isForm) {
    const inForm = faults.filter((fault) => fault.at.length === 1 && inText(schemaAt(schema, fault))(fault))
    return [
      ...inForm.map((fault) => {
        const body = withFault(schema, value, fault) as Loose
        // A form without a field is no body at all.
        return negative(fault.title, body, Object.keys(body).length > 0 ? fault.field : undefined)
      }),
      ...Object.entries(value as Loose)
        .slice(0, 1)
        .map(([name, one]) =>
          negative(`body.${name}: is there twice`, { ...(value as Loose), [name]: [one, one] }, name),
        ),
      ...(requestBody!.required ? [raw('body: is missing', '')] : []),
    ]
  }
  return [
    ...faults.map((fault) => negative(fault.title, withFault(schema, value, fault), fault.field)),
    ...(requestBody!.required ? [raw('body: is missing', '')] : []),
    ...brokenJson(JSON.stringify(value), id).map((text) => raw(`body: is broken JSON ${text.slice(-12)}`, text)),
    raw('body: holds U+0000', JSON.stringify({ ...(value as Loose), [Object.keys(value as Loose)[0] ?? 'x']: 'a\0b' })),
    raw(
      'body: holds half a character',
      JSON.stringify({ ...(value as Loose), [Object.keys(value as Loose)[0] ?? 'x']: 'a\ud83d' }),
    ),
  ]
}

const schemaAt = (schema: Schema, { at: [name] }: Fault): Schema => schema.properties?.[name!] ?? { type: 'string' }

/** Three of the ways to be no JSON, other ones for other operations. */
const brokenJson = (text: string, id: OperationId): string[] =>
  shuffled(
    [
      text.slice(0, -1),
      `${text}}`,
      `${text.slice(0, -1)},}`,
      text.replaceAll('"', "'"),
      `//\n${text}`,
      'NaN',
      `${text}\n${text}`,
    ],
    id,
  )
    .filter((candidate) => !isJson(candidate))
    .slice(0, 3)

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const foreignTypes = ['text/plain', 'text/xml', 'multipart/form-data; boundary=x', 'application/octet-stream']

const mediaTypeNegatives = ({ id, requestBody }: Declared): Negative[] => {
  const taken = Object.keys(requestBody?.content ?? {})
  const [own] = taken
  if (!own) return []
  const { [own]: media } = requestBody!.content
  const text = JSON.stringify(bodyOf(media!))
  const others = ['application/x-www-form-urlencoded', 'application/json'].filter((type) => !taken.includes(type))
  const [foreign] = shuffled(foreignTypes, id)
  return [foreign!, ...others, `${own}; charset=utf-16`].map((type) => ({
    title: `content type: is ${type}`,
    error: 'unsupported_media_type',
    spoil: ({ body: _, ...sent }) => ({ ...sent, raw: { type, text } }),
  }))
}

/** The first example of a body. */
export const bodyOf = (media: { readonly examples: Record<string, { readonly value: unknown }> }): unknown =>
  Object.values(media.examples)[0]?.value

const toForm = (fields: Loose): string =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, String(one)]),
    ),
  ).toString()
