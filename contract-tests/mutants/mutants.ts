// What can be wrong with a server, one thing at a time: taken from the contract and from what the server answers.
import type { OperationId } from '../../generated/operations.ts'
import { type Exchange, codeOf, isSuccess } from './exchange.ts'
import { lenientMutants } from './lenient.ts'
import type { Mutant, Samples } from './mutant.ts'
import { wireMutants } from './wire.ts'

/** Keeps the first of each. */
export const collectSamples = (exchanges: Iterable<Exchange>): Samples => {
  const kept = new Map<OperationId, Map<string, Exchange>>()
  const marks = new Map<OperationId, Set<string>>()
  for (const exchange of exchanges) {
    const { operation } = exchange.asked
    if (!operation) continue
    const known = kept.get(operation) ?? new Map<string, Exchange>()
    const key = `${exchange.wire.status} ${codeOf(operation, exchange.wire) ?? ''}`
    if (!known.has(key)) known.set(key, exchange)
    kept.set(operation, known)
    marks.set(operation, new Set([...(marks.get(operation) ?? []), ...(exchange.marks ?? [])]))
  }
  const of = (id: OperationId) => [...(kept.get(id)?.values() ?? [])]
  return {
    of,
    marks: (id) => marks.get(id) ?? new Set(),
    success: (id) => of(id).find(({ wire }) => isSuccess(wire) && wire.status !== 304)?.wire,
  }
}

/** All mutants of all operations. */
export const mutantsOf = (ids: readonly OperationId[], samples: Samples): Mutant[] =>
  ids.flatMap((id) => [...wireMutants(id, samples), ...lenientMutants(id, samples)])
