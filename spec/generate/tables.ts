// The small tables that come from the contract's own words: errors.ts and api.txt.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import type { Contract, Operation } from './contract.ts'
import { entriesOf } from './contract.ts'
import type { RefusalTables } from './refusals.ts'
import { declaredCodes } from './refusals.ts'
import { root } from './run.ts'

export const banner = 'generated, do not edit: npm run generate'

/** Lays TypeScript out as the rest of the house. */
export const prettify = async (source: string): Promise<string> =>
  format(source, { ...(await resolveConfig(`${root}/spec/generate.ts`)), parser: 'typescript' })

/** `errors.ts`: surface -> code -> status, headers and body. */
export const renderErrors = (tables: RefusalTables): Promise<string> => {
  const codes = [...new Set(Object.values(tables).flatMap(({ refusals }) => Object.keys(refusals)))].sort()
  const entries = Object.fromEntries(
    Object.entries(tables).map(([surface, { refusals }]) => [surface, sorted(refusals)]),
  )
  const bySurface = (field: 'mediaType' | 'detailProperty') =>
    JSON.stringify(Object.fromEntries(Object.entries(tables).map(([surface, table]) => [surface, table[field]])))
  return prettify(`// ${banner}

/** Why a request is refused. Every surface has words for each. */
export type ErrorCode = ${codes.map((code) => `| '${code}'`).join('\n')}

/** How a surface says one refusal. */
export interface Refusal {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

export const errors = ${JSON.stringify(entries)} as const satisfies Record<string, Record<ErrorCode, Refusal>>

/** Media type of a surface's refusals. */
export const errorMediaType = ${bySurface('mediaType')} as const satisfies Record<keyof typeof errors, string>

/** Where the body of a surface's refusals has room for a sentence about this very request. */
export const errorDetailProperty = ${bySurface('detailProperty')} as const satisfies Record<keyof typeof errors, string>
`)
}

/** `refusals.ts`: operation -> the codes that it declares. */
export const renderRefusals = (contract: Contract, tables: RefusalTables): Promise<string> => {
  const entries = entriesOf(contract).map((entry): [string, string[]] => {
    const table = tables[entry.surface]
    const codes = table ? declaredCodes(entry, table).map(({ code }) => code) : []
    return [entry.id, [...new Set(codes)].sort()]
  })
  return prettify(`// ${banner}

import type { ErrorCode } from './errors.ts'
import type { OperationId } from './operations.ts'

/** The refusals that an operation declares: it answers no other. */
export const refusals = ${JSON.stringify(sorted(Object.fromEntries(entries)))} as const satisfies Record<OperationId, readonly ErrorCode[]>

export type RefusalOf<K extends OperationId> = (typeof refusals)[K][number]
`)
}

const sorted = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))

/** `api.txt`: one line per operation, by surface, path and method. */
export const renderApi = (contract: Contract): string => {
  const rows = entriesOf(contract)
    .map(({ surface, method, path, id, operation, responses }) => [
      surface,
      path,
      method.toUpperCase(),
      id,
      operation.tags?.[0] ?? '',
      `security=${securityOf(operation)}`,
      [...responses.keys()].sort().join(' '),
    ])
    .sort(([a = '', b = '', c = ''], [x = '', y = '', z = '']) => compare(a, x) || compare(b, y) || compare(c, z))
    .map(([surface = '', path = '', method = '', ...rest]) => [surface, method, path, ...rest])
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, at) => Math.max(most[at] ?? 0, cell.length)), [])
  const lines = rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `# ${banner}\n${lines.join('\n')}\n`
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Alternatives with `|`, what is needed together with `+`. */
const securityOf = ({ security = [] }: Operation): string =>
  security.map((requirement) => Object.keys(requirement).join('+') || 'none').join('|') || 'none'

/** Text of `handle.ts`: the types of handlers as they stand beside the templates, with paths as generated/ has them. */
export const renderHandle = (): string => {
  const text = readFileSync(join(root, 'spec/templates/handle.ts'), 'utf8')
  return `// ${banner}\n${text.replace(/^.*\n/, '').replaceAll('../../generated/', './')}`
}
