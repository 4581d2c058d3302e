// Counts calls in the memory of this process: for what is asked so often that a write for each would cost more than the call.

export interface CallMeter {
  /** Takes one call from what `key` may make: at most `max` at once, and as many in a window. */
  take(key: string, limit: { readonly max: number; readonly windowSeconds: number }, now: number): Taken
}

export interface Taken {
  readonly fits: boolean
  /** Calls that would fit at this moment. */
  readonly remaining: number
  /** Seconds until the next one fits. */
  readonly waitSeconds: number
}

interface Bucket {
  calls: number
  at: number
}

/** Enough for all who call within a window; beyond it those who came first are forgotten, and may begin anew. */
const mostBuckets = 50_000

export const createCallMeter = (): CallMeter => {
  const buckets = new Map<string, Bucket>()
  const bucketOf = (key: string, max: number, now: number): Bucket => {
    const known = buckets.get(key)
    if (known) return known
    if (buckets.size >= mostBuckets) buckets.delete(buckets.keys().next().value!)
    const made = { calls: max, at: now }
    buckets.set(key, made)
    return made
  }
  return {
    take: (key, { max, windowSeconds }, now) => {
      const bucket = bucketOf(key, max, now)
      const perMs = max / (windowSeconds * 1000)
      // A clock that went back gives nothing and takes nothing.
      bucket.calls = Math.min(max, bucket.calls + Math.max(0, now - bucket.at) * perMs)
      bucket.at = now
      const fits = bucket.calls >= 1
      if (fits) bucket.calls -= 1
      const waitMs = fits || perMs === 0 ? 0 : (1 - bucket.calls) / perMs
      return { fits, remaining: Math.floor(bucket.calls), waitSeconds: Math.max(1, Math.ceil(waitMs / 1000)) }
    },
  }
}
