// In which ways each target has answered a cell of the contract: mock and sandbox are put side by side by them.
import type { Answer } from '../contract/contract.ts'
import { printOf } from './print.ts'
import type { Look } from './records.ts'

/** Keeps each look once. */
export const createLooks = () => {
  const known = new Set<string>()
  const fresh: Look[] = []
  return {
    /** What came where a case expected a status and an example. */
    see: (place: Omit<Look, 'print'>, answer: Answer): void => {
      const look: Look = { ...place, print: printOf(place.operation, answer) }
      const text = JSON.stringify(look)
      if (known.has(text)) return
      known.add(text)
      fresh.push(look)
    },
    /** What is new since the last time. */
    take: (): readonly Look[] => fresh.splice(0),
  }
}
