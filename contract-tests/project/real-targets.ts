// For what no single example shows: tests that ask a real server, one empty world each.
import { beforeEach, describe } from 'vitest'
import type { OperationId } from '../../generated/operations.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { type Sent, request } from '../harness/requests/request.ts'
import { type Seeds, resetWorld, seedsOf } from '../harness/seeds/seeds.ts'
import { targets } from '../harness/targets/target.ts'

export interface Real {
  readonly baseUrl: string
  readonly seeds: Seeds
  /** Empties the world once more. */
  readonly reset: () => Promise<void>
  readonly ask: <K extends OperationId>(id: K, sent: Sent<K>) => Promise<Answer>
}

/** The mock has no world in which anything could go wrong. */
export const onRealTargets = (what: string, tests: (real: Real) => void): void => {
  describe.each(targets.filter(({ name }) => name !== 'mock'))(`${what} on $name`, (target) => {
    beforeEach(() => resetWorld(target))
    const { baseUrl } = target
    tests({
      baseUrl,
      seeds: seedsOf(target),
      reset: () => resetWorld(target),
      ask: (id, sent) => request(baseUrl, id, sent),
    })
  })
}
