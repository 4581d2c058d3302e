// Reads what is said for every refusal that the core knows: spec/refusals.yaml, and each surface's errors.yaml with the form
// that it gives them and the refusals that it words itself.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { type Contract, type Described, type Entry, type Response, entriesOf } from './contract.ts'

export interface Refusal {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

/** How one surface says no. */
export interface RefusalTable {
  readonly mediaType: string
  /** Where the error body has its code. */
  readonly codeProperty: string
  /** Where it has room for a sentence about this very request. */
  readonly detailProperty: string
  readonly refusals: Readonly<Record<string, Refusal>>
  /** Codes that the surface words itself. */
  readonly own: readonly string[]
  /** The surface whose words it takes over. */
  readonly speaksAs?: string
}

export type RefusalTables = Readonly<Record<string, RefusalTable>>

type Source = Record<string, unknown>

/** A refusal of the core, before a surface puts it in its form. */
interface Common {
  readonly status: number
  /** What is wrong. */
  readonly title: string
  /** What to do about it. */
  readonly next: string
  readonly headers?: Readonly<Record<string, string>>
}

type Commons = Readonly<Record<string, Common>>

/** One table a surface: a surface is a folder of `specFolder` that has an errors.yaml. */
export const readRefusals = (specFolder: string): { tables: RefusalTables; problems: string[] } => {
  const problems: string[] = []
  const commons = readCommons(specFolder, problems)
  const surfaces = readdirSync(specFolder).filter((name) => existsSync(join(specFolder, name, 'errors.yaml')))
  const tables = Object.fromEntries(
    surfaces
      .sort()
      .map((surface) => [surface, readTable(join(specFolder, surface, 'errors.yaml'), commons, [], problems)]),
  )
  return { tables, problems: [...new Set(problems)] }
}

const readCommons = (specFolder: string, problems: string[]): Commons => {
  const name = 'refusals.yaml'
  const commons = readYaml(join(specFolder, name), name, problems) as Record<string, Common>
  for (const [code, { status, title, next }] of Object.entries(commons)) {
    if (!/^[a-z][a-z0-9_]*$/.test(code)) problems.push(`${name}: ${code} is not snake_case`)
    if (!isRefusing(status)) problems.push(`${name}: ${code} has status ${status}, which is not a status of a refusal`)
    if (!title || !next) problems.push(`${name}: ${code} needs a title, what is wrong, and a next, what to do about it`)
  }
  return commons
}

const isRefusing = (status: unknown): boolean =>
  Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599

const readTable = (file: string, commons: Commons, above: readonly string[], problems: string[]): RefusalTable => {
  const name = join(basename(dirname(file)), 'errors.yaml')
  const source = readYaml(file, name, problems)
  const other = typeof source['x-extends'] === 'string' ? resolve(dirname(file), source['x-extends']) : undefined
  if (other && above.includes(other)) {
    problems.push(`${name}: x-extends comes back to itself`)
  } else if (other && !existsSync(other)) {
    problems.push(`${name}: x-extends names ${source['x-extends']}, which is not there`)
  }
  const inherited =
    other && existsSync(other) && !above.includes(other)
      ? readTable(other, commons, [...above, file], problems)
      : undefined
  const mediaType = source['x-media-type'] ?? inherited?.mediaType ?? 'application/json'
  const codeProperty = source['x-code-property'] ?? inherited?.codeProperty ?? 'code'
  const detailProperty = source['x-detail-property'] ?? inherited?.detailProperty ?? 'detail'
  const own = ownRefusals(name, source, commons, problems)
  return {
    mediaType: String(mediaType),
    codeProperty: String(codeProperty),
    detailProperty: String(detailProperty),
    refusals: { ...(inherited?.refusals ?? formed(name, source, commons, problems)), ...own },
    own: Object.keys(own),
    ...(other && { speaksAs: basename(dirname(other)) }),
  }
}

/**
 * All refusals in the surface's form. `{word}` is its word for the code or the status, where it has one, else the code; `{own}` is
 * its word for the code, and the field is left out where it has none; `{text}` is the status as text.
 */
const formed = (name: string, source: Source, commons: Commons, problems: string[]): Record<string, Refusal> => {
  const form = source['x-form']
  if (typeof form !== 'object' || form === null) {
    problems.push(`${name}: has no x-form, the body of a refusal that it does not word itself`)
    return {}
  }
  const words = (source['x-words'] ?? {}) as Readonly<Record<string, string>>
  return Object.fromEntries(
    Object.entries(commons).map(([code, { status, title, next, headers }]) => {
      const own = words[code]
      const word = own ?? words[status] ?? code
      const values: Record<string, unknown> = { code, status, text: String(status), title, next, word, own }
      const filled = Object.entries(form).flatMap(([field, text]) => {
        const [, placeholder] = /^\{(\w+)\}$/.exec(String(text)) ?? []
        const value: unknown = placeholder === undefined ? text : values[placeholder]
        return value === undefined ? [] : [[field, value]]
      })
      return [code, { status, ...(headers && { headers }), body: Object.fromEntries(filled) as unknown }]
    }),
  )
}

const readYaml = (file: string, name: string, problems: string[]): Source => {
  try {
    return (parse(readFileSync(file, 'utf8')) ?? {}) as Source
  } catch (error) {
    problems.push(`${name}: ${(error as Error).message.split('\n')[0]}`)
    return {}
  }
}

const ownRefusals = (name: string, source: Source, commons: Commons, problems: string[]): Record<string, Refusal> =>
  Object.fromEntries(
    Object.entries(source)
      .filter(([, entry]) => typeof entry === 'object' && entry !== null && 'x-status' in entry)
      .map(([code, entry]) => {
        const { 'x-status': status, 'x-headers': headers, value } = entry as Source
        if (!Object.hasOwn(commons, code)) problems.push(`${name}: words ${code}, which is not in refusals.yaml`)
        if (!isRefusing(status)) {
          problems.push(`${name}: ${code} has x-status ${status}, which is not a status of a refusal`)
        }
        if (typeof value !== 'object' || value === null) problems.push(`${name}: ${code} has no value`)
        const said = headers as Record<string, string> | undefined
        return [code, { status: Number(status), ...(said && { headers: said }), body: value }]
      }),
  )

/** Media types of a response that say no: those of a 4xx or 5xx in the surface's error type. */
export const refusingContent = (status: string, response: Response, table: RefusalTable): Described[] =>
  /^[45]/.test(status)
    ? Object.entries(response.content ?? {}).flatMap(([type, media]) => (type === table.mediaType ? [media] : []))
    : []

/** The codes that an operation can answer, by the examples of its refusals. */
export const declaredCodes = ({ responses }: Entry, table: RefusalTable): { status: string; code: string }[] =>
  [...responses].flatMap(([status, response]) =>
    refusingContent(status, response, table).flatMap((media) =>
      Object.keys(media.examples ?? {}).map((code) => ({ status, code })),
    ),
  )

/** A refusal is worded where an operation declares it; for all others spec/refusals.yaml speaks. */
export const idleWords = (contract: Contract, tables: RefusalTables): string[] => {
  const declared = new Map(Object.entries(tables).map(([surface]) => [surface, new Set<string>()]))
  for (const entry of entriesOf(contract)) {
    const table = tables[entry.surface]
    if (table) for (const { code } of declaredCodes(entry, table)) declared.get(entry.surface)?.add(code)
  }
  return Object.entries(tables).flatMap(([surface, { own }]) => {
    const users = Object.keys(tables).filter((other) => other === surface || tables[other]?.speaksAs === surface)
    return own
      .filter((code) => !users.some((user) => declared.get(user)?.has(code)))
      .map((code) => `${surface}/errors.yaml: words ${code}, which no operation declares`)
  })
}
