// Programs that start others, such as npx and Playwright's web servers: a signal to the first one does not reach those.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

export interface Said {
  readonly code: number
  readonly out: string
  readonly errors: string
}

const running = new Set<() => Promise<unknown>>()

/** Ends what is running still, with all that it has started. */
export const endTrees = async (): Promise<void> => {
  await Promise.all([...running].map((end) => end()))
}

/** Runs a program to its end. When this process ends before, however it does, the program does too, with all that it has started. */
export const runTree = (
  program: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Said> => {
  const starter = join(import.meta.dirname, 'whole-tree.ts')
  // In a group of its own, which whoever ends ours does not end.
  const child = spawn(process.execPath, [starter, program, ...args], { cwd, env, detached: true })
  let [out, errors] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const ended = new Promise<Said>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, out, errors }))
  })
  const end = () => {
    child.stdin.end()
    return ended
  }
  running.add(end)
  return ended.finally(() => running.delete(end))
}
