// Where two servers answer the same questions otherwise, in words.
import { type OperationId, operations } from '../../generated/operations.ts'
import type { Print, Printed, Shape } from '../harness/recorder/print.ts'

/** One difference of an operation, with a test that shows it and how many answers have it. */
export interface Difference {
  readonly operation: OperationId
  readonly what: string
  readonly test: string
  readonly times: number
}

export interface Comparison {
  readonly differences: readonly Difference[]
  /** Answers that were put side by side. */
  readonly compared: number
  /** Tests that only one of them was asked, or that went another way at the other one. */
  readonly alone: readonly string[]
}

const isFields = (shape: Shape): shape is Readonly<Record<string, Shape>> =>
  typeof shape === 'object' && !Array.isArray(shape)
const isList = (shape: Shape): shape is readonly Shape[] => Array.isArray(shape)

const named = (shape: Shape): string => (isList(shape) ? 'a list' : isFields(shape) ? 'an object' : shape)

/** Two shapes in one: every field that one of them has. */
const joined = (one: Shape | undefined, other: Shape): Shape => {
  if (one === undefined) return other
  if (isList(one) && isList(other)) return [...one, ...other]
  if (!isFields(one) || !isFields(other)) return one
  const both = { ...one }
  for (const [name, shape] of Object.entries(other)) (both as Record<string, Shape>)[name] = joined(one[name], shape)
  return both
}

/** What is in a list: its objects all in one, its lists all in one, and the names of other types. */
const inList = (shapes: readonly Shape[]) => ({
  fields: shapes.filter(isFields).reduce<Shape | undefined>(joined, undefined),
  lists: shapes.filter(isList).reduce<Shape | undefined>(joined, undefined),
  names: [...new Set(shapes.filter((shape) => typeof shape === 'string'))],
})

const ofLists = (one: readonly Shape[], other: readonly Shape[], place: string): string[] => {
  // An empty list has no shape to differ in.
  if (one.length === 0 || other.length === 0) return []
  const [mine, theirs] = [inList(one), inList(other)]
  const inner = (ours: Shape | undefined, others: Shape | undefined, what: string): string[] => {
    if (ours && others) return ofShapes(ours, others, place)
    return ours || others ? onlyIn(ours ? [what] : [], others ? [what] : [], place) : []
  }
  return [
    ...inner(mine.fields, theirs.fields, 'an object'),
    ...inner(mine.lists, theirs.lists, 'a list'),
    ...onlyIn(mine.names, theirs.names, place),
  ]
}

const ofShapes = (one: Shape, other: Shape, place: string): string[] => {
  if (isList(one) && isList(other)) return ofLists(one, other, `${place}[]`)
  if (isFields(one) && isFields(other)) {
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((name) => {
      const here = place === '' ? name : `${place}.${name}`
      const [mine, theirs] = [one[name], other[name]]
      if (mine === undefined) return [`${here} is there at the second alone`]
      return theirs === undefined ? [`${here} is there at the first alone`] : ofShapes(mine, theirs, here)
    })
  }
  return named(one) === named(other) ? [] : [`${place || 'the body'} is ${named(one)} and ${named(other)}`]
}

const onlyIn = (one: readonly string[], other: readonly string[], what: string): string[] => [
  ...one.filter((name) => !other.includes(name)).map((name) => `${what} ${name} is there at the first alone`),
  ...other.filter((name) => !one.includes(name)).map((name) => `${what} ${name} is there at the second alone`),
]

const ofCookies = (one: Print['cookies'], other: Print['cookies']): string[] => [
  ...onlyIn(Object.keys(one), Object.keys(other), 'cookie'),
  ...Object.keys(one)
    .filter((name) => name in other)
    .flatMap((name) => onlyIn(one[name]!, other[name]!, `cookie ${name}:`)),
]

/** What differs in two answers to the same question. */
export const differencesOf = (one: Print, other: Print): string[] => {
  // Of another status nothing else can be alike.
  if (one.status !== other.status) {
    const said = ({ status, code }: Print) => (status === 0 ? 'no answer' : `${status}${code ? ` (${code})` : ''}`)
    return [`status is ${said(one)} and ${said(other)}`]
  }
  return [
    ...(one.code === other.code ? [] : [`the refusal is ${one.code} and ${other.code}`]),
    ...(one.type === other.type ? [] : [`the media type is ${one.type || 'none'} and ${other.type || 'none'}`]),
    ...onlyIn(one.headers, other.headers, 'header'),
    ...ofCookies(one.cookies, other.cookies),
    ...ofShapes(one.shape, other.shape, ''),
  ]
}

const isRepeated = (one: Print, other: Print): boolean =>
  operations[one.operation].method === 'get' &&
  one.operation === other.operation &&
  one.status === other.status &&
  one.code === other.code

/**
 * What is asked again until it has come, such as a mail, counts once, and so do several together, such as all that shows whether a world is at
 * rest. Only questions that change nothing are asked so.
 */
const withoutRepeats = (prints: readonly Print[]): readonly Print[] => {
  const left = [...prints]
  for (let at = 0; at < left.length; at += 1) {
    for (let length = 1; at + 2 * length <= left.length; length += 1) {
      const round = left.slice(at, at + length)
      if (round.every((print, step) => isRepeated(print, left[at + length + step]!))) {
        left.splice(at, length)
        length = 0
      }
    }
  }
  return left
}

/** Tests by their names, and the second of a name by its number: some have the same words. */
const byName = (all: readonly Printed[]): ReadonlyMap<string, Printed> => {
  const times = new Map<string, number>()
  return new Map(
    all.map((one) => {
      const time = (times.get(one.test) ?? 0) + 1
      times.set(one.test, time)
      return [time === 1 ? one.test : `${one.test} (${time})`, one]
    }),
  )
}

/** Puts two runs of the same cases side by side. */
export const compare = (first: readonly Printed[], second: readonly Printed[]): Comparison => {
  const [mine, theirs] = [byName(first), byName(second)]
  const found = new Map<string, Difference>()
  const alone: string[] = [...theirs.keys()].filter((test) => !mine.has(test))
  let compared = 0
  for (const [test, { prints }] of mine) {
    const other = theirs.get(test)
    if (!other) {
      alone.push(test)
      continue
    }
    const [ours, others] = [withoutRepeats(prints), withoutRepeats(other.prints)]
    let hasDiffered = false
    for (let index = 0; index < Math.max(ours.length, others.length); index += 1) {
      // One that goes on asking is held to what the other one said last.
      const [one, two] = [ours[index] ?? ours.at(-1), others[index] ?? others.at(-1)]
      if (!one || one.operation !== two?.operation) {
        // Where an answer led them apart, that answer has been said.
        if (!hasDiffered) alone.push(test)
        break
      }
      compared += 1
      for (const what of differencesOf(one, two)) {
        hasDiffered = true
        const key = `${one.operation} ${what}`
        const known = found.get(key)
        found.set(key, { operation: one.operation, what, test, ...known, times: (known?.times ?? 0) + 1 })
      }
      // What comes after another status is another story.
      if (one.status !== two.status) break
    }
  }
  const differences = [...found.values()].sort((one, other) => (one.operation < other.operation ? -1 : 1))
  return { differences, compared, alone: alone.sort() }
}
