// Reads each surface's errors.yaml: what it says for every refusal that the core knows.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { parse } from 'yaml'
import type { Described, Entry, Response } from './contract.ts'

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
  readonly refusals: Readonly<Record<string, Refusal>>
}

export type RefusalTables = Readonly<Record<string, RefusalTable>>

type Source = Record<string, unknown>

/** One table a surface: a surface is a folder of `specFolder` that has an errors.yaml. */
export const readRefusals = (specFolder: string): { tables: RefusalTables; problems: string[] } => {
  const problems: string[] = []
  const surfaces = readdirSync(specFolder).filter((name) => existsSync(join(specFolder, name, 'errors.yaml')))
  const tables = Object.fromEntries(
    surfaces.sort().map((surface) => [surface, readTable(join(specFolder, surface, 'errors.yaml'), [], problems)]),
  )
  return { tables, problems: [...new Set([...problems, ...silences(tables)])] }
}

const readTable = (file: string, above: readonly string[], problems: string[]): RefusalTable => {
  const name = join(basename(dirname(file)), 'errors.yaml')
  const source = readYaml(file, name, problems)
  const other = typeof source['x-extends'] === 'string' ? resolve(dirname(file), source['x-extends']) : undefined
  if (other && above.includes(other)) {
    problems.push(`${name}: x-extends comes back to itself`)
  } else if (other && !existsSync(other)) {
    problems.push(`${name}: x-extends names ${source['x-extends']}, which is not there`)
  }
  const inherited =
    other && existsSync(other) && !above.includes(other) ? readTable(other, [...above, file], problems) : undefined
  const mediaType = source['x-media-type'] ?? inherited?.mediaType ?? 'application/json'
  const codeProperty = source['x-code-property'] ?? inherited?.codeProperty ?? 'code'
  return {
    mediaType: String(mediaType),
    codeProperty: String(codeProperty),
    refusals: { ...inherited?.refusals, ...ownRefusals(name, source, problems) },
  }
}

const readYaml = (file: string, name: string, problems: string[]): Source => {
  try {
    return (parse(readFileSync(file, 'utf8')) ?? {}) as Source
  } catch (error) {
    problems.push(`${name}: ${(error as Error).message.split('\n')[0]}`)
    return {}
  }
}

const ownRefusals = (name: string, source: Source, problems: string[]): Record<string, Refusal> =>
  Object.fromEntries(
    Object.entries(source)
      .filter(([, entry]) => typeof entry === 'object' && entry !== null && 'x-status' in entry)
      .map(([code, entry]) => {
        const { 'x-status': status, 'x-headers': headers, value } = entry as Source
        if (!/^[a-z][a-z0-9_]*$/.test(code)) problems.push(`${name}: ${code} is not snake_case`)
        if (!Number.isInteger(status) || Number(status) < 400 || Number(status) > 599) {
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

/** A code that one surface knows must be said by all: the core may throw it anywhere. */
const silences = (tables: RefusalTables): string[] => {
  const codes = [...new Set(Object.values(tables).flatMap(({ refusals }) => Object.keys(refusals)))].sort()
  return Object.entries(tables).flatMap(([surface, { refusals }]) =>
    codes
      .filter((code) => !Object.hasOwn(refusals, code))
      .map((code) => `${surface}/errors.yaml: says nothing about ${code}, which another surface knows`),
  )
}
