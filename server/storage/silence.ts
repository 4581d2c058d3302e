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
  /** Throws while the database is silent: whoever comes then waits for nothing. */
  refuse(): void
  /** Asks no more. */
  stop(): void
}

/** `probe` resolves once the database has said anything. */
export const createSilence = (probe: () => Promise<unknown>, { listenMs, probeMs }: Patience): Silence => {
  const fallen = () => new Error(`it has said nothing for ${listenMs + probeMs} ms`)
  let silent = Promise.withResolvers<never>()
  silent.promise.catch(() => undefined)
  let isSilent = false
  let stopped = false
  let asking: Promise<boolean> | undefined

  const answersNow = async (): Promise<boolean> => {
    let said = false
    const heard = probe().then(() => (said = true))
    await Promise.race([heard.catch(() => undefined), pause(probeMs, undefined, { ref: false })])
    // Where this process itself was busy, the answer lies there unread.
    await nextTurn()
    return said
  }
  const ask = (): Promise<boolean> => (asking ??= answersNow().finally(() => (asking = undefined)))

  const fallSilent = async (): Promise<void> => {
    if (isSilent) return
    isSilent = true
    silent.reject(fallen())
    while (!stopped && !(await ask())) await pause(probeMs, undefined, { ref: false })
    silent = Promise.withResolvers<never>()
    silent.promise.catch(() => undefined)
    isSilent = false
  }

  return {
    watch: async (answer) => {
      const over = new AbortController()
      const listen = async () => {
        while (!stopped) {
          await pause(listenMs, undefined, { ref: false, signal: over.signal })
          if (!(await ask()) && !over.signal.aborted) return fallSilent()
        }
      }
      listen().catch(() => undefined)
      try {
        return await Promise.race([answer, silent.promise])
      } finally {
        over.abort()
        answer.catch(() => undefined)
      }
    },
    refuse: () => {
      if (isSilent) throw fallen()
    },
    stop: () => void (stopped = true),
  }
}
