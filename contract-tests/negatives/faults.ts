// All ways to break a schema, one at a time: for each constraint a value that breaks it and, where there is one, no other.
import { shuffled } from './random.ts'
import { type Schema, checkOf, flat, hasForms, sampleOf, typesOf } from '../harness/contract/schemas.ts'

export interface Fault {
  /** Where in the value: names and indices. */
  readonly at: readonly (string | number)[]
  /** What is wrong, as a title has it. */
  readonly what: string
  /** The field that a refusal has to name; nothing where the whole value is wrong. */
  readonly field?: string
  readonly value: unknown
}

/** Leaves a property out. */
export const absent = Symbol('absent')

const unheardOf = 'unheard_of'

/** Each constraint of a schema and of all below it, broken in turn. `value` keeps the schema. */
export const faultsIn = (given: Schema, value: unknown, place: string): Fault[] => {
  const schema = flat(given)
  const [type] = typesOf(schema).filter((name) => name !== 'null')
  const check = checkOf(given)
  const own = ownFaults(schema, value, place).filter((fault) => check(fault.value).length > 0)
  if (type === 'array') return [...own, ...itemFaults(schema, value, place)]
  if (type === 'object') return [...own, ...propertyFaults(schema, value as Record<string, unknown>, place)]
  return own
}

const ownFaults = (schema: Schema, value: unknown, place: string): Fault[] => {
  const check = checkOf(schema)
  return broken(schema, value).flatMap(({ what, breaks, candidates }) => {
    const fitting = shuffled(candidates, `${place} ${what}`)
      .map((candidate) => ({ candidate, faults: check(candidate) }))
      .filter(({ faults }) => faults.some(({ keyword }) => keyword === breaks))
    // Best is a value that breaks this constraint alone.
    const [best] = [...fitting.filter(({ faults }) => faults.length === 1), ...fitting]
    return best ? [{ at: [], what, value: best.candidate }] : []
  })
}

interface Breaking {
  readonly what: string
  /** The keyword of the schema. */
  readonly breaks: keyof Schema
  readonly candidates: readonly unknown[]
}

const broken = (schema: Schema, value: unknown): Breaking[] => {
  const all: (Breaking | false)[] = [
    { what: 'is of the wrong type', breaks: 'type', candidates: [7, true, 'text', ['text'], { text: 'text' }] },
    { what: 'is null', breaks: 'type', candidates: [null] },
    schema.enum !== undefined && { what: 'is none of the values', breaks: 'enum', candidates: spoiled(value) },
    schema.const !== undefined && { what: 'is not the value', breaks: 'const', candidates: spoiled(value) },
    ...(typeof value === 'string' ? brokenText(schema, value) : []),
    ...(typeof value === 'number' ? brokenNumber(schema) : []),
    ...(Array.isArray(value) ? brokenList(schema, value) : []),
  ]
  return all.filter((one) => one !== false)
}

const spoiled = (value: unknown): unknown[] => [`${String(value)}x`, 'unheard_of', String(value).toUpperCase()]

const brokenText = (schema: Schema, value: string): Breaking[] => {
  const { minLength = 0, maxLength, pattern, format } = schema
  const middle = Math.floor(value.length / 2)
  const stretched = (length: number) =>
    [value.slice(-1), value[middle] ?? 'a', 'a', '1'].flatMap((letter) => {
      const more = letter.repeat(Math.max(0, length - value.length))
      return [value + more, value.slice(0, middle) + more + value.slice(middle)]
    })
  const misshapen = ['"', '<b>', 'ü', ' ', '\\', '%', '/', '!'].flatMap((letter) => [
    letter.repeat(Math.max(1, minLength)),
    `${value.slice(0, -1)}${letter}`,
    `${letter}${value.slice(1)}`,
    `${value}${letter}`,
  ])
  return [
    ...(maxLength === undefined
      ? []
      : [{ what: 'is too long', breaks: 'maxLength', candidates: stretched(maxLength + 1) } as const]),
    ...(minLength === 0
      ? []
      : [{ what: 'is too short', breaks: 'minLength', candidates: [value.slice(0, minLength - 1)] } as const]),
    ...(pattern === undefined ? [] : [{ what: 'is misshapen', breaks: 'pattern', candidates: misshapen } as const]),
    ...(pattern === undefined
      ? []
      : [{ what: 'ends in a new line', breaks: 'pattern', candidates: [`${value}\n`] } as const]),
    ...(format === undefined
      ? []
      : [{ what: 'is not of its format', breaks: 'format', candidates: misshapen } as const]),
  ]
}

const brokenNumber = (schema: Schema): Breaking[] => {
  const { minimum, maximum } = schema
  return [
    ...(typesOf(schema).includes('integer')
      ? [{ what: 'is a fraction', breaks: 'type', candidates: [1.5] } as const]
      : []),
    ...(minimum === undefined ? [] : [{ what: 'is too small', breaks: 'minimum', candidates: [minimum - 1] } as const]),
    ...(maximum === undefined ? [] : [{ what: 'is too big', breaks: 'maximum', candidates: [maximum + 1] } as const]),
  ]
}

const brokenList = ({ items, minItems = 0, maxItems, uniqueItems }: Schema, value: readonly unknown[]): Breaking[] => {
  const one = value[0] ?? sampleOf(items ?? {})
  const many = (count: number) => Array.from({ length: count }, (_, index) => varied(one, index))
  return [
    ...(maxItems === undefined
      ? []
      : [{ what: 'has too many items', breaks: 'maxItems', candidates: [many(maxItems + 1)] } as const]),
    ...(minItems === 0 ? [] : [{ what: 'has too few items', breaks: 'minItems', candidates: [[]] } as const]),
    ...(uniqueItems
      ? [{ what: 'has the same item twice', breaks: 'uniqueItems', candidates: [[one, one]] } as const]
      : []),
  ]
}

/** Another value of the same form: its last digits count. */
const varied = (value: unknown, index: number): unknown => {
  if (typeof value !== 'string') return value
  const number = String(index).padStart(3, '0')
  return /[0-9a-f]{3}$/.test(value) ? value.slice(0, -3) + number : value + number
}

const itemFaults = (schema: Schema, value: unknown, place: string): Fault[] => {
  const [item = sampleOf(schema.items ?? {})] = value as unknown[]
  return faultsIn(schema.items ?? {}, item, `${place}/0`)
    .filter((fault) => fault.value !== absent)
    .map((fault) =>
      fault.at.length === 0
        ? { ...fault, value: [fault.value], what: `item ${fault.what}` }
        : { ...fault, at: [0, ...fault.at] },
    )
}

const propertyFaults = (schema: Schema, value: Record<string, unknown>, place: string): Fault[] => {
  const {
    properties = {},
    required = [],
    additionalProperties,
    propertyNames,
    minProperties = 0,
    maxProperties,
  } = schema
  const many = Object.fromEntries(Array.from({ length: (maxProperties ?? 0) + 1 }, (_, index) => [`name${index}`, 'x']))
  return [
    ...required.map((name) => ({ at: [name], what: 'is missing', field: name, value: absent })),
    ...(additionalProperties === false
      ? [{ at: [unheardOf], what: 'is not a property', field: unheardOf, value: 'x' }]
      : []),
    ...(propertyNames ? [{ at: ['constructor'], what: 'is no name of a property', value: 'x' }] : []),
    ...(minProperties > 0 ? [{ at: [], what: 'has too few properties', value: {} }] : []),
    ...(maxProperties === undefined ? [] : [{ at: [], what: 'has too many properties', value: many }]),
    ...Object.entries(properties).flatMap(([name, inner]) =>
      faultsIn(inner, value[name] ?? sampleOf(inner), `${place}/${name}`).map((fault) => ({
        ...fault,
        // Where one of several forms has to fit, nobody can say which one was meant.
        field: hasForms(inner) ? name : (fault.field ?? name),
        at: [name, ...fault.at],
      })),
    ),
  ]
}

/** The value with the fault in it. What lies on the way and is not there is made. */
export const withFault = (schema: Schema, value: unknown, { at, value: wrong }: Fault): unknown => {
  const [first, ...rest] = at
  if (first === undefined) return wrong
  const { properties, items, maxProperties = Infinity } = flat(schema)
  if (typeof first === 'number')
    return [withFault(items ?? {}, sampleOf(items ?? {}), { at: rest, value: wrong, what: '' })]
  const known = (value ?? sampleOf(schema)) as Record<string, unknown>
  const whole = first in known || Object.keys(known).length < maxProperties ? known : {}
  const { [first]: old, ...others } = whole
  if (rest.length === 0 && wrong === absent) return others
  const inner = properties?.[first] ?? {}
  return {
    ...whole,
    [first]: rest.length === 0 ? wrong : withFault(inner, old ?? sampleOf(inner), { at: rest, value: wrong, what: '' }),
  }
}
