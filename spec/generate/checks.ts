// The contract as the server's checks read it, and the checks themselves, compiled.
import type { Document, OperationTable } from '../../server/http/document.ts'
import { compileChecks } from './compile-checks.ts'
import { type Contract, entriesOf } from './contract.ts'
import { prepareContract, readablePart } from './prepare-contract.ts'
import { banner } from './tables.ts'

/** Texts of `generated/`, by the names of their files. */
export const renderChecks = (contract: Contract): ReadonlyMap<string, string> => {
  const prepared = prepareContract(contract as unknown as Document)
  const table = Object.fromEntries(entriesOf(contract).map((entry) => [entry.id, entry])) as OperationTable
  const compiled = [...compileChecks(prepared, table)].map(([surface, text]): [string, string] => [
    `checks/${surface}.cjs`,
    `// ${banner}\n${text}`,
  ])
  return new Map([['checks.json', `${inLines(readablePart(prepared.document), 3)}\n`], ...compiled])
}

/** An operation or a schema a line, so that changes of several people meet seldom. */
const inLines = (part: unknown, depth: number): string => {
  if (depth === 0 || typeof part !== 'object' || part === null || Array.isArray(part)) return JSON.stringify(part)
  const members = Object.entries(part).map(([name, one]) => `${JSON.stringify(name)}:${inLines(one, depth - 1)}`)
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n}`
}
