// The conformance kit, which is a package of its own: this hands over to it.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const kit = '@countersign/conformance'

const usage = `usage: countersign conform --url http://localhost:3000 [options]

Asks a server what the contract promises, and says operation by operation what it keeps. It is the package ${kit},
which is not installed here: npm install --save-dev ${kit}
`

/** Where the kit is: of the folder that one is in, or beside this package. */
const findKit = (): string | undefined => {
  for (const from of [join(process.cwd(), 'package.json'), import.meta.url]) {
    try {
      return createRequire(from).resolve(`${kit}/bin`)
    } catch {
      // Not from here.
    }
  }
  return undefined
}

export const run = async (args: readonly string[]): Promise<void> => {
  const found = findKit()
  if (!found) {
    const isHelp = args.some((word) => word === '--help' || word === '-h')
    const out = isHelp ? process.stdout : process.stderr
    out.write(isHelp ? usage : `${kit} is not installed here: npm install --save-dev ${kit}\n`)
    process.exitCode = isHelp ? 0 : 2
    return
  }
  const child = spawn(process.execPath, [found, ...args], {
    // It ends once the channel is closed, also where this was killed and could tell nobody.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, CONFORM_NAME: 'countersign conform' },
  })
  // A terminal tells both of its own.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.exitCode = await new Promise<number>((done) => child.on('exit', (code) => done(code ?? 1)))
}
