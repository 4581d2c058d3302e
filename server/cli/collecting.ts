// When the engine collects what nothing needs any more. V8 reads these flags whenever it decides; as some of the command line they would count while
// modules are read, of which nothing can be collected, and delay the start.
import { performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'

/**
 * What is old is collected once it has grown by half, and not when it has doubled: some 80 MB less under load. By a quarter it would be 20 MB less
 * again, and there would be a tenth fewer refreshes, of which the slowest would take longer.
 */
export const collectSooner = (): void => setFlagsFromString('--heap-growing-percent=50')

const everyMs = 1000
/** The share of its time in which the loop has something to do. Half of what those need who sign in as fast as passwords are hashed. */
const calm = 0.1

/**
 * V8 collects and gives pages back once a program has become calm, but takes one that allocates nothing at all for one that allocates much: so it is
 * told. It would collect too often in that mode under load.
 */
export const collectWhenCalm = (tell = setFlagsFromString): void => {
  let isCalm = false
  let before = performance.eventLoopUtilization()
  const look = () => {
    const { utilization } = performance.eventLoopUtilization(before)
    before = performance.eventLoopUtilization()
    if (utilization < calm === isCalm) return
    isCalm = !isCalm
    tell(isCalm ? '--memory-saver-mode' : '--no-memory-saver-mode')
  }
  setInterval(look, everyMs).unref()
}
