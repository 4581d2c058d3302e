// Who may ask several operations of one way in, made once for all of them: what is refused, and what only reads, changes nothing in it.
import type { OperationId } from '../../../generated/operations.ts'
import { type Had, tryToHave } from '../requests/skip.ts'
import { type Credential, plausibleCredential } from './plausible.ts'
import { resetWorld, seedsOf, worldOf } from './seeds.ts'
import type { Target } from './world.ts'

export interface OneWorld {
  /** What shows who asks the operation: made in an empty world, unless that of the one before is there still. */
  readonly credentialFor: (id: OperationId) => Promise<Had<Credential>>
  /** Says that something may have come of what was asked: who is next is in a world of their own. */
  readonly leave: () => void
}

export const inOneWorld = (target: Target): OneWorld => {
  let made: { readonly world: symbol | undefined; readonly had: Had<Credential> } | undefined
  const make = (id: OperationId) =>
    tryToHave(async () => {
      await resetWorld(target)
      return plausibleCredential(seedsOf(target), id)
    })
  return {
    credentialFor: async (id) => {
      if (made && made.world === worldOf(target)) return made.had
      const had = await make(id)
      // What could not be had for one may be there for the next.
      made = 'value' in had ? { world: worldOf(target), had } : undefined
      return had
    },
    leave: () => (made = undefined),
  }
}
