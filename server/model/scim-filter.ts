// Filters of SCIM (RFC 7644 section 3.4.2.2): read into a tree that is bounded in size and depth, and runs no pattern of the sender's.
import { Failure } from './failure.ts'
import { requireText } from './text.ts'

const operators = ['eq', 'ne', 'co', 'sw', 'ew'] as const

export interface Comparison<Attribute extends string = string> {
  readonly kind: 'compare'
  readonly attribute: Attribute
  readonly operator: (typeof operators)[number] | 'pr'
  readonly value: string | boolean
}

/** What an attribute holds: text, of which capital letters make no difference, or one, or true and false. */
export type Kinds<Attribute extends string> = Readonly<Record<Attribute, 'text' | 'exact' | 'boolean'>>

export type Filter<Attribute extends string = string> =
  | Comparison<Attribute>
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter<Attribute>[] }
  | { readonly kind: 'not'; readonly part: Filter<Attribute> }

const longest = { text: 1000, comparisons: 20, depth: 5 }

/** A token: what stands in quotes, a bracket, or a word. Each alternative begins with another character, so that nothing is read twice. */
const token = /\s*(?:("(?:[^"\\]|\\.)*")|([()])|([A-Za-z][\w.:$-]*(?:\[type eq "work"\])?(?:\.value)?))/y

const refuse = (why: string): Failure => new Failure('invalid_filter', why)

const tokensOf = (text: string): string[] => {
  const tokens: string[] = []
  token.lastIndex = 0
  for (let at = 0; at < text.trimEnd().length; at = token.lastIndex) {
    token.lastIndex = at
    const found = token.exec(text)
    if (!found) throw refuse('The filter is not well formed.')
    tokens.push((found[1] ?? found[2] ?? found[3])!)
  }
  return tokens
}

/** The filter of a request. `attributes` are those it may compare, named in any case. */
export const readFilter = <Attribute extends string>(text: string, attributes: Kinds<Attribute>): Filter<Attribute> => {
  if (text.length > longest.text) throw refuse('The filter is too long.')
  const tokens = tokensOf(text)
  let at = 0
  let comparisons = 0
  const isNext = (word: string) => tokens[at]?.toLowerCase() === word
  const either = (depth: number): Filter<Attribute> => {
    if (depth > longest.depth) throw refuse('The filter has too many brackets.')
    return joined('or', () => joined('and', () => single(depth)))
  }
  const joined = (kind: 'and' | 'or', read: () => Filter<Attribute>): Filter<Attribute> => {
    const parts = [read()]
    while (isNext(kind)) {
      at += 1
      parts.push(read())
    }
    return parts.length === 1 ? parts[0]! : { kind, parts }
  }
  const single = (depth: number): Filter<Attribute> => {
    const isNot = isNext('not') && tokens[at + 1] === '('
    if (isNot) at += 1
    if (!isNext('(')) return comparison()
    at += 1
    const part = either(depth + 1)
    if (!isNext(')')) throw refuse('The filter lacks a closing bracket.')
    at += 1
    return isNot ? { kind: 'not', part } : part
  }
  const comparison = (): Filter<Attribute> => {
    comparisons += 1
    if (comparisons > longest.comparisons) throw refuse('The filter compares too many things.')
    const attribute = attributeOf(tokens[at], attributes)
    const operator = tokens[at + 1]?.toLowerCase()
    if (operator === 'pr') {
      at += 2
      return { kind: 'compare', attribute, operator, value: true }
    }
    const known = operators.find((one) => one === operator)
    if (!known) throw refuse(`The filter knows ${operators.join(', ')} and pr.`)
    const value = valueOf(tokens[at + 2])
    if (value === null) {
      if (known !== 'eq' && known !== 'ne') throw refuse('Null is compared by eq or ne.')
      at += 3
      const isThere = { kind: 'compare', attribute, operator: 'pr', value: true } as const
      return known === 'ne' ? isThere : { kind: 'not', part: isThere }
    }
    const isFlag = attributes[attribute] === 'boolean'
    if (isFlag !== (typeof value === 'boolean') || (isFlag && known !== 'eq' && known !== 'ne')) {
      throw refuse(`${attribute} is compared with ${isFlag ? 'true or false, by eq or ne' : 'a text in quotes'}.`)
    }
    at += 3
    return { kind: 'compare', attribute, operator: known, value }
  }
  const filter = either(1)
  if (at < tokens.length) throw refuse('The filter is not well formed.')
  return filter
}

const attributeOf = <Attribute extends string>(
  word: string | undefined,
  attributes: Readonly<Record<Attribute, unknown>>,
): Attribute => {
  const name = plainName((word ?? '').replace(/\[type eq "work"\]/i, ''))
  const found = (Object.keys(attributes) as Attribute[]).find((one) => one.toLowerCase() === name)
  if (!found) throw refuse(`The filter compares ${Object.keys(attributes).join(', ')}.`)
  return found
}

/** The name of an attribute without the schema that it is of, in small letters. */
export const plainName = (name: string): string =>
  name.toLowerCase().replace(/^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/, '')

/** Null is what has no value (RFC 7643 section 2.5). */
const valueOf = (word: string | undefined): string | boolean | null => {
  if (word === undefined) throw refuse('The filter is not well formed.')
  if (/^(?:true|false)$/i.test(word)) return word.toLowerCase() === 'true'
  if (word === 'null') return null
  try {
    const text: unknown = JSON.parse(word)
    // An escape within the quotes can spell what no database keeps.
    requireText(text)
    if (typeof text === 'string') return text
  } catch {
    // As what follows.
  }
  throw refuse('A text in the filter stands in quotes, as in JSON.')
}

/** Whether something has what the filter asks for. */
export const fitsFilter = <Attribute extends string>(
  filter: Filter<Attribute>,
  attributes: Kinds<Attribute>,
  read: (attribute: Attribute) => string | boolean,
): boolean => {
  if (filter.kind === 'not') return !fitsFilter(filter.part, attributes, read)
  if (filter.kind !== 'compare') {
    const fits = (part: Filter<Attribute>) => fitsFilter(part, attributes, read)
    return filter.kind === 'and' ? filter.parts.every(fits) : filter.parts.some(fits)
  }
  const held = read(filter.attribute)
  if (typeof held === 'boolean' || typeof filter.value === 'boolean') {
    if (filter.operator === 'pr') return held !== ''
    return (held === filter.value) === (filter.operator === 'eq')
  }
  const folded = (text: string) => (attributes[filter.attribute] === 'exact' ? text : text.toLowerCase())
  const [own, wanted] = [folded(held), folded(filter.value)]
  switch (filter.operator) {
    case 'eq':
      return own === wanted
    case 'ne':
      return own !== wanted
    case 'co':
      return own.includes(wanted)
    case 'sw':
      return own.startsWith(wanted)
    case 'ew':
      return own.endsWith(wanted)
    case 'pr':
      return own !== ''
  }
}
