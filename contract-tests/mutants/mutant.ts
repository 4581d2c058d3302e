// One thing that can be wrong with a server.
import type { OperationId } from '../../generated/operations.ts'
import type { Exchange, Wire } from './exchange.ts'
import type { Mutation } from './proxy.ts'

export interface Mutant {
  /** Operation, kind and place: the same in every run. */
  readonly id: string
  readonly kind: string
  readonly mutation: Mutation
  /** Whether an exchange of the unchanged server is one that this could change. */
  readonly touches: (exchange: Exchange) => boolean
}

/** One exchange for each operation, status and refusal that the suite has met. */
export interface Samples {
  readonly of: (id: OperationId) => readonly Exchange[]
  readonly success: (id: OperationId) => Wire | undefined
  /** What of the operation was refused for, by kinds of mutants. */
  readonly marks: (id: OperationId) => ReadonlySet<string>
}
