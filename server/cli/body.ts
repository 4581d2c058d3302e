// What the operator says is held to the contract of the operation that does the same: whatever a surface shows later is what it
// takes itself.
import { type OperationId, operations } from '../../generated/operations.ts'
import type { Context } from '../context.ts'
import { readContract } from '../http/contract.ts'
import type { Document } from '../http/document.ts'
import { misused } from './actions.ts'

/** Throws what is wrong with a body, by the options that its fields were said with. */
export const requireBody = (
  { contract }: Pick<Context, 'contract'>,
  operation: OperationId,
  body: Readonly<Record<string, unknown>>,
  options: Readonly<Record<string, string>>,
): void => {
  const checks = readContract(contract.document as Document, { [operation]: operations[operation] }).get(operation)
  const said = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined && value !== null))
  const problem = checks?.checkBody(said)
  if (problem === undefined) return
  const [field = '', rest] = problem.split(/(?:\.\d+)?: (.*)/s)
  const option = Object.hasOwn(options, field) ? options[field] : undefined
  throw misused(option === undefined ? `${problem}.` : `--${option}: ${rest}.`)
}
