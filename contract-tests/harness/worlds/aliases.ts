// How a text says something else, in each of the forms that requests and answers have.
import type { Aliases } from '../requests/aliases.ts'

export type Pair = readonly [ours: string, theirs: string]

const asJson = (text: string) => JSON.stringify(text).slice(1, -1)
const asForm = (text: string) => new URLSearchParams({ text }).toString().slice('text='.length)

/** A text as it is, in JSON, in a form and in an address. */
const forms = [(text: string) => text, asJson, asForm, encodeURIComponent]

const replacer = (pairs: readonly Pair[]) => {
  // Where a case spells an address otherwise, so is what stands for it: that it has no case is what the case is about.
  const addresses = new Map(
    pairs
      .filter(([from]) => from.includes('@'))
      .flatMap(([from, to]) => forms.map((form) => [form(from).toLowerCase(), form(to).toUpperCase()] as const)),
  )
  const known = new Map(pairs.flatMap(([from, to]) => forms.map((form) => [form(from), form(to)] as const)))
  // The longest first: an address may begin as another one does.
  const froms = [...known.keys()].sort((one, other) => other.length - one.length)
  const pattern = new RegExp(froms.map((from) => from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gi')
  const instead = (found: string) => known.get(found) ?? addresses.get(found.toLowerCase()) ?? found
  return (text: string) => (froms.length === 0 ? text : text.replace(pattern, instead))
}

/** By fixed pairs. */
export const aliasesOf = (pairs: readonly Pair[]): Aliases => {
  const told = pairs.filter(([ours, theirs]) => ours !== '' && theirs !== '' && ours !== theirs)
  return { outward: replacer(told), inward: replacer(told.map(([ours, theirs]) => [theirs, ours])) }
}
