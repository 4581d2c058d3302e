// A watch that stops while this process stands still, as on a machine with more to do than it can.

const everyMs = 20
let stalled = 0
let last = performance.now()
setInterval(() => {
  const now = performance.now()
  stalled += Math.max(0, now - last - 2 * everyMs)
  last = now
}, everyMs).unref()

/** Begins to count; what it gives tells how many ms have gone since. */
export const startWatch = (): (() => number) => {
  const [begun, before] = [performance.now(), stalled]
  return () => Math.max(0, performance.now() - begun - (stalled - before))
}
