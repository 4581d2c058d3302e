// What all calls share that need nothing but a publishable key.
import type { OperationId } from '../../generated/operations.ts'
import type { Case } from '../harness/dsl/index.ts'
import type { Sent } from '../harness/requests/request.ts'

/** One call too many from one address. */
export const keyLimit = <K extends OperationId>(id: K, sent: Sent<K>): Record<string, Case<K, unknown>> => ({
  'refuses more calls with a key alone from one address than the limit (AC-098)': {
    given: (seeds) => seeds.exhaust(id, () => sent),
    send: sent,
    expect: { error: 'too_many_requests', detail: 'calls with this key from one address' },
    then: async (seeds, answer) => {
      if (Number(answer.headers.get('retry-after')) > 60) throw new Error('The limit holds for a minute only')
      await seeds.wait(61)
      const later = await seeds.call(id, sent)
      if (later?.status === 429) throw new Error('The limit still holds after its minute')
    },
  },
})
