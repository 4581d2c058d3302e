// npm hands no signal on to what npx or a script of a package starts, and may be killed itself: whoever is started so looks for themselves.
// The kit's package and the server's each hold this file, and it is the same.
import { readFileSync } from 'node:fs'

/** Who this was started by, and where that is a shell, which npm has put between, also by whom the shell was. */
const starters = () => {
  try {
    const [, npm = ''] = /^\d+ \(\w*sh\) \S (\d+)/.exec(readFileSync(`/proc/${process.ppid}/stat`, 'utf8')) ?? []
    return `${process.ppid} ${npm}`
  } catch {
    // Where there is no /proc, the shell becomes what it starts.
    return String(process.ppid)
  }
}

/** Whether npm has started this command, and nothing beside it: what its line puts into the background goes on without npm. */
const isStartedByNpm = (command) => {
  const [, first, rest] =
    /^\s*(?:\w+=\S*\s+)*['"]?([^\s'"]*)['"]?(.*)$/s.exec(process.env.npm_lifecycle_script ?? '') ?? []
  return first === command && !/[&|;<>`\n]/.test(rest)
}

/** Tells once npm is gone, where this command was started by it. */
export const onceNpmIsGone = (command, tell) => {
  if (!isStartedByNpm(command)) return
  const first = starters()
  const timer = setInterval(() => {
    if (starters() === first) return
    clearInterval(timer)
    tell()
  }, 500)
  timer.unref()
}
