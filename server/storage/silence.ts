// Tells a database that says nothing any more from one that is busy: nobody who asks waits long for the first.
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'

export interface Patience {
  /** How long a statement may go without an answer before the database is asked whether it is there at all, ms. */
  readonly listenMs: number
  /** How long it may take to say so, ms. */
  readonly probeMs: number
}

export interface Silence {
  /** The answer; rejects once the database has fallen silent meanwhile. */
  watch<T>(answer: Promise<T>): Promise<T>
  /** The database has said something, to whomever. */
  heard(): void
  /** Throws while the database is silent: whoever comes then waits for nothing. */
  refuse(): void
  /** Asks no more. */
  stop(): void
}

/** `probe` resolves once the database has said anything. */
export const createSilence = (probe: () => Promise<unknown>, { listenMs, probeMs }: Patience): Silence => {
  const fallen = () => new Error(`it has said nothing for ${listenMs + probeMs} ms`)
  // Each goes with its answer: whatever is raced against a promise that lasts is kept by that one for ever.
  const waiting = new Set<() => void>()
  let isSilent = false
  let stopped = false
  let words = 0
  let asking: Promise<boolean> | undefined

  const answersNow = async (): Promise<boolean> => {
    const before = words
    const heard = probe().then(() => (words += 1))
    await Promise.race([heard.catch(() => undefined), pause(probeMs, undefined, { ref: false })])
    // Where this process itself was busy, the answer lies there unread.
    await nextTurn()
    return words > before
  }
  const ask = (): Promise<boolean> => (asking ??= answersNow().finally(() => (asking = undefined)))

  const fallSilent = async (): Promise<void> => {
    if (isSilent) return
    isSilent = true
    for (const giveUp of waiting) giveUp()
    while (!stopped && !(await ask())) await pause(probeMs, undefined, { ref: false })
    isSilent = false
  }

  return {
    watch: async <T>(answer: Promise<T>): Promise<T> => {
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      const giveUp = () => reject(fallen())
      const listen = async (): Promise<void> => {
        const isThere = await ask()
        if (stopped || !waiting.has(giveUp)) return
        if (isThere) timer.refresh()
        else await fallSilent()
      }
      const timer = setTimeout(() => void listen(), listenMs).unref()
      waiting.add(giveUp)
      answer.then(resolve, reject)
      if (isSilent) giveUp()
      try {
        return await promise
      } finally {
        clearTimeout(timer)
        waiting.delete(giveUp)
      }
    },
    heard: () => void (words += 1),
    refuse: () => {
      if (isSilent) throw fallen()
    },
    stop: () => void (stopped = true),
  }
}
