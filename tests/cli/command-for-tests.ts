// The command line in this process: what it says and how it would end.
import { Readable } from 'node:stream'
import { vi } from 'vitest'
import { runCommandLine } from '../../server/cli/commands.ts'

export interface Ended {
  readonly code: number
  readonly out: string
  readonly errors: string
}

/** Settings for commands against that database, in production. */
export const production = (url: string) => ({
  DATABASE_URL: url,
  COUNTERSIGN_SECRET: 'nW4k/0Qd2m9Vx7Zp1RtY5sUcB8eLgJ3h',
})

/** Runs a command with those settings and no others of the service; `input` is what it reads. */
export const runCommand = async (
  settings: Readonly<Record<string, string>>,
  args: readonly string[],
  input = '',
): Promise<Ended> => {
  const before = process.env
  const stdin = Object.getOwnPropertyDescriptor(process, 'stdin')!
  const said = { out: '', errors: '' }
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((said.out += String(text)))),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((said.errors += String(text)))),
  ]
  process.env = { PATH: before.PATH, ...settings }
  Object.defineProperty(process, 'stdin', { configurable: true, value: Readable.from([Buffer.from(input)]) })
  process.exitCode = undefined
  try {
    await runCommandLine(args)
    return { code: Number(process.exitCode ?? 0), ...said }
  } finally {
    process.exitCode = undefined
    process.env = before
    Object.defineProperty(process, 'stdin', stdin)
    for (const spy of spies) spy.mockRestore()
  }
}
