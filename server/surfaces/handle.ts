// The generated stubs, bound to our context.
import type * as generated from '../../generated/operations.ts'
import type { Context } from '../context.ts'

export type { OperationId, Reply, Wire } from '../../generated/operations.ts'
export type Handle<K extends generated.OperationId> = generated.Handle<K, Context>
export type Handlers<S extends generated.Surface> = generated.Handlers<Context>[S]
