/** What work costs: processor time of this process, which waiting for a busy machine does not add to. */

/** The least that one of five tries takes, ms of processor time. */
export const cpuTimeOf = (work: () => unknown): number => {
  const tries = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return Math.min(...tries)
}
