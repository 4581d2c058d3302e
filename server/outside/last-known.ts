// What is told from memory while nobody can be asked: the newest value that was read, however old that is.

/** How long a reading may take before what was known is told instead, ms. */
const patienceMs = 500

export type LastKnown<Value> = (read: () => Promise<Value>) => Promise<Value>

/**
 * Reads anew each time, and tells what was read last where that fails or takes too long. While a slow reading goes on, no
 * second one is begun, and nobody waits for it. Rejects only where nothing was ever read.
 */
export const createLastKnown = <Value>(): LastKnown<Value> => {
  let known: { readonly value: Value } | undefined
  let slow: Promise<unknown> | undefined
  return async (read) => {
    if (known && slow) return known.value
    const reading = read().then((value) => {
      known = { value }
      return value
    })
    if (!known) return reading
    const told = known.value
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<Value>((resolve) => {
      timer = setTimeout(() => {
        slow = reading.catch(() => undefined).finally(() => (slow = undefined))
        resolve(told)
      }, patienceMs)
    })
    return Promise.race([reading.catch(() => told), patience]).finally(() => clearTimeout(timer))
  }
}
