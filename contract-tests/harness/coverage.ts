// What the suite has tried: one line a target, operation, status and example. Golden: uncovered.txt.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { OperationId } from '../../generated/operations.ts'
import { declared } from './contract.ts'

export const coverageFile = join(import.meta.dirname, '../../.data/contract-coverage.txt')

const line = (target: string, id: OperationId, status: number, example: string) =>
  `${target} ${id} ${status} ${example}`

export const exercised = (target: string, id: OperationId, status: number, example: string): void => {
  mkdirSync(dirname(coverageFile), { recursive: true })
  appendFileSync(coverageFile, `${line(target, id, status, example)}\n`)
}

/** Every target, operation, status and example that the contract declares and no case has tried. */
export const uncovered = (targets: readonly string[]): string[] => {
  const tried = new Set(existsSync(coverageFile) ? readFileSync(coverageFile, 'utf8').split('\n') : [])
  return [...declared.values()]
    .flatMap(({ id, responses }) =>
      [...responses].flatMap(([status, { content }]) => {
        const names = Object.values(content).flatMap(({ examples }) => Object.keys(examples))
        return targets.flatMap((target) =>
          (names.length > 0 ? names : ['empty']).map((name) => line(target, id, status, name)),
        )
      }),
    )
    .filter((wanted) => !tried.has(wanted))
    .sort()
}
