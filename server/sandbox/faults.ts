// Faults that a developer sets: the next calls of one operation fail, or wait. They live in the memory of this process.

import type { Asker, Fault, Faults } from '../model/faults.ts'

/** Whoever sets more loses the oldest. */
const maxFaults = 1000

export const createFaults = (): Faults => {
  let held: readonly { readonly fault: Fault; readonly address: string }[] = []
  const isOf =
    ({ address, run }: Asker) =>
    (one: (typeof held)[number]) =>
      one.fault.run === run && (run !== null || one.address === machineOf(address))
  return {
    set: (fault, address) => void (held = [...held, { fault, address: machineOf(address) }].slice(-maxFaults)),
    list: (asker) => held.filter(isOf(asker)).map(({ fault }) => fault),
    end: (asker) => {
      const ended = held.filter(isOf(asker))
      held = held.filter((one) => !ended.includes(one))
      return ended.length
    },
    take: (operation, { address, run }) => {
      const met = held.find(
        ({ fault, ...one }) =>
          fault.operation === operation &&
          (fault.run === null ? one.address === machineOf(address) : fault.run === run),
      )
      if (!met) return undefined
      const { fault } = met
      const left = { ...met, fault: { ...fault, times: fault.times - 1 } }
      held = held.flatMap((one) => (one !== met ? [one] : left.fault.times > 0 ? [left] : []))
      return fault
    },
    reset: () => void (held = []),
  }
}

/** A test and its browser may reach this machine by two of its addresses. */
const machineOf = (address: string): string => (/^127\.|^::/.test(address) ? 'this machine' : address)
