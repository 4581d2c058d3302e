// Runs the tools that generation stands on, each with this process's own Node and without telemetry.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** The repository. */
export const root = join(import.meta.dirname, '../..')

/** Runs a JavaScript command line tool from the repository. `output` is what it said, both streams. */
export const run = (script: string, args: readonly string[]): Promise<{ code: number; output: string }> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      // The generator's wrapper takes its folder from PWD.
      env: { ...process.env, PWD: root, ...settings },
    })
    const said: string[] = []
    child.stdout.on('data', (chunk) => said.push(String(chunk)))
    child.stderr.on('data', (chunk) => said.push(String(chunk)))
    child.on('error', (error) => done({ code: 1, output: error.message }))
    child.on('close', (code) => done({ code: code ?? 1, output: said.join('').trim() }))
  })

const settings = {
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  SCARF_ANALYTICS: 'false',
  // The generator runs for seconds: what it is compiled to need not be the best, and its garbage need not be collected side by side.
  JAVA_OPTS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
  NO_COLOR: '1',
  FORCE_COLOR: '0',
}
