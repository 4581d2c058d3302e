// What the operator says is held to the contract of the operation that does the same: whatever a surface shows later is what it
// takes itself.
import { type OperationId, operations } from '../../generated/operations.ts'
import { readContract } from '../http/contract.ts'
import { preparedContract } from '../http/own-contract.ts'
import type { PreparedContract } from '../http/prepare-contract.ts'
import { Failure } from '../model/failure.ts'
import { misused } from './actions.ts'

type Body = Readonly<Record<string, unknown>>
/** By the names of fields, the options that they were said with. */
type Options = Readonly<Record<string, string>>
interface WithBodies {
  readonly paths: Record<
    string,
    Record<
      string,
      { readonly requestBody?: { readonly content: Record<string, { readonly schema: { readonly $ref: string } }> } }
    >
  >
  readonly components: { readonly schemas: Record<string, { required?: readonly string[] }> }
}

/** Without what nobody has said, which is null to what makes the thing. */
export const saidOnly = (body: Body): Body =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))

/** Throws what is wrong with a body. */
export const requireBody = (operation: OperationId, body: Body, options: Options): void =>
  require(preparedContract(), operation, body, options)

/** The same where the operation asks for more than the command does. */
export const requirePartOfBody = (operation: OperationId, body: Body, options: Options): void => {
  const contract = structuredClone(preparedContract())
  const document = contract.document as unknown as WithBodies
  const { path, method } = operations[operation]
  const [media] = Object.values(document.paths[path]?.[method]?.requestBody?.content ?? {})
  const schema = document.components.schemas[media?.schema.$ref.split('/').at(-1) ?? '']
  if (!schema) throw new Error(`${operation} takes no body of a named schema.`)
  schema.required = []
  require(contract, operation, body, options)
}

const require = (contract: PreparedContract, operation: OperationId, body: Body, options: Options): void => {
  const checks = readContract(contract, { [operation]: operations[operation] }).get(operation)
  const said = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
  const problem = checks?.checkBody(said)
  if (problem === undefined) return
  throw misused(inOptions(problem, options) ?? `${problem}.`)
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
