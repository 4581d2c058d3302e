// Runs a program, and ends it with all that it has started, also what has a process group of its own, once whoever wanted it is gone or
// wants it no more: `node whole-tree.ts PROGRAM ARGUMENT...`, with a pipe as standard input that stays open so long.
import { execFileSync, spawn } from 'node:child_process'

const [program = '', ...args] = process.argv.slice(2)
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })

/** Of all processes that there are now: its id, and that of whoever started it. */
const processes = (): number[][] =>
  execFileSync('ps', ['-Ao', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // It has ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Each is stopped when it is found, so that it starts nothing meanwhile. */
const endAll = (): void => {
  const found = new Set(child.pid === undefined ? [] : [child.pid])
  for (let before = 0; before < found.size;) {
    before = found.size
    for (const pid of found) send(pid, 'SIGSTOP')
    for (const [pid = 0, starter = 0] of processes()) if (found.has(starter)) found.add(pid)
  }
  for (const pid of found) send(pid, 'SIGKILL')
}

child.once('error', ({ message }) => {
  console.error(message)
  process.exit(1)
})
child.once('close', (code) => process.exit(code ?? 1))
process.stdin.once('end', endAll).resume()
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, endAll)
