// Faults that a developer sets: the next calls of one operation fail, or wait. They live in the memory of this process.

/** What the next calls of an operation meet. */
export interface Fault {
  readonly id: string
  readonly operation: string
  /** The answer instead of the operation's own; with neither it only waits. */
  readonly status: number | null
  readonly example: string | null
  readonly delayMs: number
  /** How many calls are still to meet it. */
  readonly times: number
  /** Only calls that name this run meet it; null: those of the address that set it. */
  readonly run: string | null
}

/** Who asks: by the address, and by the run where the request names one. */
export interface Asker {
  readonly address: string
  readonly run: string | null
}

export interface Faults {
  set(fault: Fault, address: string): void
  /** Those of a run; with none those that this address set without one. */
  list(asker: Asker): readonly Fault[]
  /** Ends them. Answers how many there were. */
  end(asker: Asker): number
  /** The oldest fault that this call meets, which then has one call less to go. */
  take(operation: string, asker: Asker): Fault | undefined
  reset(): void
}

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
