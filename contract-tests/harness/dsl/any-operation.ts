// Expectations of cases that several operations share. What each of them may answer is one too many for the compiler; when a case
// runs, its answer is held to the contract of the operation all the same.
import type { ErrorCode } from '../../../generated/errors.ts'
import type { OperationId } from '../../../generated/operations.ts'
import type { Answer } from '../contract/contract.ts'
import type { Case } from './index.ts'

type Expectation<K extends OperationId> = Case<K, unknown>['expect']

export const page = <K extends OperationId>(
  status: number,
  example: string,
  answer: (answer: Answer) => void,
): Expectation<K> => ({ status, example, answer }) as object as Expectation<K>

export const refusal = <K extends OperationId>(error: ErrorCode, detail?: string): Expectation<K> =>
  ({ error, ...(detail !== undefined && { detail }) }) as object as Expectation<K>
