// The contract as the server's checks read it.
import type { Document } from '../../server/http/document.ts'
import { prepareContract } from '../../server/http/prepare-contract.ts'
import type { Contract } from './contract.ts'

/** Text of `generated/checks.json`: an operation or a schema a line, so that changes of several people meet seldom. */
export const renderChecks = (contract: Contract): string =>
  `${inLines(prepareContract(contract as unknown as Document), 4)}\n`

const inLines = (part: unknown, depth: number): string => {
  if (depth === 0 || typeof part !== 'object' || part === null || Array.isArray(part)) return JSON.stringify(part)
  const members = Object.entries(part).map(([name, one]) => `${JSON.stringify(name)}:${inLines(one, depth - 1)}`)
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n}`
}
