// Whatever has a limit says how near it is: declared here, once, for each success of an operation that may answer 429.
import type { Contract, Described, Response } from './contract.ts'
import { entriesOf, resolve } from './contract.ts'

const names = { 'RateLimit-Limit': 'Limit', 'RateLimit-Remaining': 'Remaining', 'RateLimit-Reset': 'Reset' }

/** Adds the headers to those successes that do not say them by themselves. */
export const declareLimitHeaders = (contract: Contract): void => {
  for (const { operation } of entriesOf(contract)) {
    const { responses = {} } = operation
    if (!('429' in responses)) continue
    const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'))
    operation.responses = {
      ...responses,
      ...Object.fromEntries(successes.map(([status, response]) => [status, withHeaders(contract, response)])),
    }
  }
  dropUnused(contract)
}

/** A shared response that every operation has a copy of now. */
const dropUnused = ({ components = {}, ...contract }: Contract): void => {
  const text = JSON.stringify([contract, components])
  const shared = (components.responses ?? {}) as Record<string, Response>
  for (const name of Object.keys(shared)) {
    if (!text.includes(`"#/components/responses/${name}"`)) delete shared[name]
  }
}

const withHeaders = (contract: Contract, given: Response): Response => {
  const response = resolve(contract, given)
  const missing = Object.entries(names).filter(([name]) => !response.headers?.[name])
  if (missing.length === 0) return given
  const added = missing.map(([name, end]): [string, Described] => [
    name,
    { $ref: `#/components/headers/RateLimit${end}` },
  ])
  return { ...response, headers: { ...response.headers, ...Object.fromEntries(added) } }
}
