// What the operator says is held to the contract of the operation that does the same: whatever a surface shows later is what it
// takes itself.
import { type OperationId, operations } from '../../generated/operations.ts'
import { readContract } from '../http/contract.ts'
import { ownContract, publishedContract } from '../http/own-contract.ts'
import { Failure } from '../model/failure.ts'
import { misused } from './actions.ts'

type Body = Readonly<Record<string, unknown>>
/** By the names of fields, the options that they were said with. */
type Options = Readonly<Record<string, string>>
interface WithBody {
  readonly requestBody?: { readonly content: Record<string, { readonly examples?: Record<string, { value: Body }> }> }
}

/** Without what nobody has said, which is null to what makes the thing. */
export const saidOnly = (body: Body): Body =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))

/** Throws what is wrong with a body. */
export const requireBody = (operation: OperationId, body: Body, options: Options): void => {
  const checks = readContract(ownContract(), { [operation]: operations[operation] }).get(operation)
  const said = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
  const problem = checks?.checkBody(said)
  if (problem === undefined) return
  throw misused(inOptions(problem, options) ?? `${problem}.`)
}

/** The same where the operation asks for more than the command does: the rest is as its example in the contract has it. */
export const requirePartOfBody = (operation: OperationId, body: Body, options: Options): void => {
  const { path, method } = operations[operation]
  const { requestBody } = publishedContract().document.paths[path]?.[method] as WithBody
  const [example] = Object.values(requestBody?.content['application/json']?.examples ?? {})
  if (!example) throw new Error(`${operation} has no example of a body.`)
  requireBody(operation, { ...example.value, ...body }, options)
}

/** What is wrong with a field, said of its option; undefined where no option has it. */
const inOptions = (problem: string, options: Options): string | undefined => {
  const [field = '', rest] = problem.split(/(?:\.\d+)?: (.*)/s)
  return Object.hasOwn(options, field) ? `--${options[field]}: ${rest}.` : undefined
}

/** Does `work`; what it refuses in a field is said of the option that the field was said with. */
export const sayingOptions = async <T>(options: Options, work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    const isOfField = error instanceof Failure && error.code === 'invalid_request' && error.detail !== undefined
    const said = isOfField ? inOptions(error.detail, options) : undefined
    throw said === undefined ? error : new Error(said, { cause: error })
  }
}
