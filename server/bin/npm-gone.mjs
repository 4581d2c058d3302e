// npm hands no signal on to what npx or a script of a package starts, and may be killed itself: whoever is started so looks for themselves.
// The kit's package and the server's each hold this file, and it is the same.
import { readFileSync } from 'node:fs'

/** Who this was started by, and where that is a shell, which npm has put between, also by whom the shell was. */
const starters = () => {
  try {
    const [, npm = ''] = /^\d+ \(\w*sh\) \S (\d+)/.exec(readFileSync(`/proc/${process.ppid}/stat`, 'utf8')) ?? []
    return { parent: process.ppid, npm }
  } catch {
    // There is no /proc, where the shell becomes what it starts, or just now no file can be opened.
    return { parent: process.ppid }
  }
}

const areOthers = (one, other) =>
  one.parent !== other.parent || (one.npm !== undefined && other.npm !== undefined && one.npm !== other.npm)

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
    if (!areOthers(starters(), first)) return
    clearInterval(timer)
    tell()
  }, 500)
  timer.unref()
}
