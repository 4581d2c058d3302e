// What is published, as strangers have it: the tarballs installed in an empty folder, first the server's alone, and each used from
// plain Node.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pack } from '../scripts/pack.ts'
import { chromiumPath, layPlaywright, titlesIn } from './playwright-for-tests.ts'
import { freePort } from './process-for-tests.ts'
import { type Said, endTrees, runTree } from './whole-tree-for-tests.ts'

const slow = { timeout: 600_000 }

let folder: string
let place: string
let tarballs: readonly string[]
const running = new Set<ChildProcess>()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-packages-'))
  place = join(folder, 'app')
  mkdirSync(place)
  writeFileSync(join(place, 'package.json'), '{ "private": true, "type": "module" }')
  tarballs = await pack(join(folder, 'dist'))
}, 600_000)

const isAlive = (child: ChildProcess) => child.exitCode === null && child.signalCode === null

const endOf = (child: ChildProcess) => {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  return ended
}

afterAll(async () => {
  await Promise.all([endTrees(), ...[...running].filter(isAlive).map(endOf)])
  rmSync(folder, { recursive: true, force: true })
})

/** A stranger's shell: nothing of this repository, and the Node of this test. */
const environment = (): NodeJS.ProcessEnv => {
  const paths = (process.env.PATH ?? '').split(delimiter).filter((path) => !path.includes('node_modules'))
  return { PATH: paths.join(delimiter), HOME: process.env.HOME, NO_COLOR: '1', LOG_LEVEL: 'error' }
}

const run = async (program: string, args: readonly string[], cwd: string): Promise<Said> => {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, [...args], { cwd, env: environment() })
    return { code: 0, out: stdout, errors: stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, out: stdout, errors: stderr }
  }
}

/** Adds packages to the folder, which is empty at first. */
const install = async (...names: string[]): Promise<void> => {
  const files = names.map((name) => tarballs.find((file) => new RegExp(`/${name}-\\d`).test(file))!)
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  expect(await run('npm', ['install', ...quiet, ...files], place)).toMatchObject({ code: 0 })
}

const node = (program: string, ...args: string[]): Promise<Said> => {
  writeFileSync(join(place, 'program.js'), program)
  return run(process.execPath, ['program.js', ...args], place)
}

/** Starts a command, and resolves once it says where it is. */
const start = (args: readonly string[]): Promise<string> =>
  startBy(join(place, 'node_modules/.bin/countersign'), args).then(({ url }) => url)

const startBy = async (
  program: string,
  args: readonly string[],
): Promise<{ readonly url: string; readonly child: ChildProcess; readonly said: () => string }> => {
  const child = spawn(program, [...args], { cwd: place, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  let said = ''
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        const [, url] = /^(?:(?:Countersign|Mock) +)?(http:\/\/(?:localhost|127\.0\.0\.1):\d+)/m.exec(said) ?? []
        if (url) resolve({ url, child, said: () => said })
      })
    }
    child.once('close', () => reject(new Error(said)))
  })
}

const isReachable = (url: string): Promise<boolean> =>
  fetch(`${url}/health/live`).then(
    () => true,
    () => false,
  )

const programs = {
  client: `
import { AuthClient, isAuthError } from '@countersign/client'
import { openServerSession } from '@countersign/client/ssr'
const auth = new AuthClient({ baseUrl: process.argv[2], clientId: 'cid_inbox_manager' })
const person = { email: 'new@example.test', password: 'correct horse battery' }
await auth.signUp(person)
await auth.signOut()
await auth.signIn(person)
const { email } = (await auth.me()).identity
const refused = await auth.signIn({ ...person, password: 'wrong horse battery' }).catch((error) => error)
const session = openServerSession({ headers: new Headers() }, { baseUrl: process.argv[2], clientId: 'cid_inbox_manager' })
await session.auth.signIn(person)
const cookies = session.answer(new Response()).headers.getSetCookie().length
console.log(JSON.stringify({ email, isError: isAuthError(refused), code: refused.code, cookies }))`,
  backend: `
import { BackendClient, JWKSClient, buildAuthObjectFromToken } from '@countersign/client/backend'
const [, , apiUrl] = process.argv
const { app } = await (await fetch(apiUrl + '/sandbox/credentials')).json()
const client = new BackendClient({ apiUrl, publishableKey: app.publishableKey })
const { access_token } = await client.register({ email: 'end@example.test', password: 'correct horse battery' })
const keys = new JWKSClient(apiUrl + '/.well-known/jwks.json')
const expected = { issuer: apiUrl, environment: app.environmentId }
const { type, envId } = await buildAuthObjectFromToken(access_token, keys, expected)
console.log(JSON.stringify({ type, isOurs: envId === app.environmentId }))`,
  contract: `
import { readFileSync } from 'node:fs'
import { operations } from '@countersign/contract'
import { errors } from '@countersign/contract/errors'
import { refusals } from '@countersign/contract/refusals'
import document from '@countersign/contract/openapi.json' with { type: 'json' }
const list = readFileSync(new URL(import.meta.resolve('@countersign/contract/api.txt')), 'utf8')
console.log(JSON.stringify([
  operations['account.signIn'].path, errors.oauth.invalid_credentials.status, refusals['account.me'].length > 0,
  document.openapi, list.includes('account.signIn'),
]))`,
}

describe('the tarballs', () => {
  it('hold what was built of the sources, and the tests of the kit alone', slow, async () => {
    for (const tarball of tarballs) {
      const { out } = await run('tar', ['tzf', tarball], folder)
      const strange = out
        .split('\n')
        .filter((file) => /-for-tests|tsconfig|\.map$/.test(file) || /(?<!\.d)\.tsx?$/.test(file))
        .concat(/conformance/.test(tarball) ? [] : out.split('\n').filter((file) => /\.test\./.test(file)))
      expect([basename(tarball), strange]).toEqual([basename(tarball), []])
      expect(out).toContain('package/LICENSE\n')
      expect(out).toContain('package/README.md\n')
    }
  })

  it('of the kit and of the server look in the same way whether npm is gone', () => {
    const [kit, server] = ['contract-tests', 'server'].map((folder) =>
      readFileSync(join(import.meta.dirname, '..', folder, 'bin/npm-gone.mjs'), 'utf8'),
    )
    expect(kit).toBe(server)
  })

  it('are of one version, the repository’s and the contract’s', async () => {
    const read = (file: string) => JSON.parse(readFileSync(join(import.meta.dirname, '..', file), 'utf8')) as never
    const { version, workspaces } = read('package.json') as { version: string; workspaces: string[] }
    const versions = workspaces.map((one) => (read(`${one}/package.json`) as { version: string }).version)
    const contract = (read('generated/openapi.json') as { info: { version: string } }).info.version
    expect([...versions, contract]).toEqual([...versions, contract].map(() => version))
  })
})

describe('the server alone', () => {
  beforeAll(() => install('countersign'), 600_000)

  it('answers as sandbox, and keeps its data in the folder one is in', slow, async () => {
    const port = String(await freePort())
    const url = await start(['dev', '--port', port])
    expect(url).toBe(`http://localhost:${port}`)
    expect((await fetch(`${url}/health/ready`)).status).toBe(200)
    for (const path of [
      '/',
      '/docs',
      '/openapi.json',
      '/assets/app.css',
      '/assets/docs.js',
      '/admin',
      '/assets/admin/admin.js',
      '/assets/admin/admin.css',
      '/llms.txt',
      '/docs/sandbox.md',
    ]) {
      expect([path, (await fetch(url + path)).status]).toEqual([path, 200])
    }
    expect(existsSync(join(place, '.data/countersign.db'))).toBe(true)
  })

  it('answers as mock', slow, async () => {
    const url = await start(['mock', '--port', String(await freePort())])
    const answer = await fetch(`${url}/health/live`)
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'alive' }])
  })

  it('ends with whoever started it, however that ended', slow, async () => {
    const url = await start(['dev', '--memory', '--port', String(await freePort())])
    await endOf([...running].at(-1)!)
    await expect.poll(() => isReachable(url)).toBe(false)
  })

  it('ends with the npx that started it, and goes on where a shell put it into the background', slow, async () => {
    const byNpx = async (signal: NodeJS.Signals) => {
      const { url, child } = await startBy('npx', ['countersign', 'mock', '--port', String(await freePort())])
      child.kill(signal)
      await expect.poll(() => isReachable(url)).toBe(false)
    }
    await Promise.all([byNpx('SIGTERM'), byNpx('SIGKILL')])

    const command = `countersign mock --port ${await freePort()} & echo "$!."`
    const { url, child, said } = await startBy('npx', ['-c', command])
    const id = Number(/^(\d+)\.$/m.exec(said())![1])
    if (isAlive(child)) await once(child, 'exit')
    // As often as it looks, and twice more.
    await pause(1500)
    expect(await isReachable(url)).toBe(true)
    process.kill(id)
    await expect.poll(() => isReachable(url)).toBe(false)
  })

  it('says what production lacks, and what conform needs', slow, async () => {
    const bin = join(place, 'node_modules/.bin/countersign')
    const production = await run(bin, ['start'], place)
    expect(production).toMatchObject({ code: 1, errors: expect.stringContaining('COUNTERSIGN_SECRET is not set') })
    const needed = 'npm install --save-dev @countersign/conformance'
    expect(await run(bin, ['conform', '--help'], place)).toMatchObject({
      code: 0,
      out: expect.stringContaining(needed),
    })
    expect(await run(bin, ['conform'], place)).toMatchObject({ code: 2, errors: expect.stringContaining(needed) })
  })
})

describe('all of them together', () => {
  let url: string
  beforeAll(async () => {
    await install('countersign-client', 'countersign-contract', 'countersign-conformance')
    url = await start(['dev', '--memory', '--port', String(await freePort())])
  }, 600_000)

  it('sign somebody up and in by the client', slow, async () => {
    const said = await node(programs.client, url)
    expect(said.errors).toBe('')
    expect(JSON.parse(said.out)).toEqual({
      email: 'new@example.test',
      isError: true,
      code: 'invalid_credentials',
      cookies: 1,
    })
  })

  it('tell a backend who sent a token', slow, async () => {
    const said = await node(programs.backend, url)
    expect(said.errors).toBe('')
    expect(JSON.parse(said.out)).toEqual({ type: 'app_user', isOurs: true })
  })

  it('read the contract', slow, async () => {
    const said = await node(programs.contract)
    expect(said.errors).toBe('')
    expect(JSON.parse(said.out)).toEqual(['/auth/sign-in', 400, true, '3.1.1', true])
  })

  it('ask the server some of what the kit asks, and leave a report', slow, async () => {
    const bin = join(place, 'node_modules/.bin/countersign')
    expect(await run(bin, ['conform', '--help'], place)).toMatchObject({
      code: 0,
      out: expect.stringContaining('--world FILE'),
    })
    const operations = ['service.getLiveness', 'service.getReadiness'].flatMap((id) => ['--operation', id])
    const said = await run(bin, ['conform', '--url', url, ...operations, '--no-negatives'], place)
    expect(said).toMatchObject({ code: 0, out: expect.stringMatching(/\d+ cases kept, 0 broken/) })
    const page = readFileSync(join(place, '.data/report/index.html'), 'utf8')
    expect(page).toContain('<script type="module">')
    expect(page).not.toMatch(/^import /m)
  })

  it('hold traffic until the npx that started it is killed, and leave a report', slow, async () => {
    const args = ['countersign-conform', 'proxy', '--upstream', url, '--port', '0', '--report', 'held']
    const proxy = await startBy('npx', args)
    expect(await isReachable(proxy.url)).toBe(true)
    proxy.child.kill('SIGKILL')
    const report = join(place, 'held/report.json')
    await expect.poll(() => existsSync(report)).toBe(true)
    await expect.poll(() => isReachable(proxy.url)).toBe(false)
  })
})

describe('the testing kit', () => {
  beforeAll(async () => {
    const { devDependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
      devDependencies: Record<string, string>
    }
    const names = ['@playwright/test', 'vitest', 'react', 'react-dom']
    const runners = names.map((name) => `${name}@${devDependencies[name]}`)
    await install('countersign', 'countersign-client', 'countersign-testing')
    const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
    expect(await run('npm', ['install', ...quiet, ...runners], place)).toMatchObject({ code: 0 })
  }, 600_000)

  it('opens a sandbox in the process of a test for Vitest', slow, async () => {
    writeFileSync(
      join(place, 'own.test.js'),
      `import { expect } from 'vitest'
import { test } from '@countersign/testing/vitest'
test('has somebody', async ({ sandbox }) => expect((await sandbox.createUser()).email).toContain('@example.test'))`,
    )
    const vitest = join(place, 'node_modules/vitest/vitest.mjs')
    const args = [vitest, 'run', '--testTimeout=60000', 'own.test.js']
    expect(await runTree(process.execPath, args, { cwd: place, env: environment() })).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 passed'),
    })
  })

  it.skipIf(!chromiumPath() && !process.env.CI)('signs people in in a browser', { timeout: 600_000 }, async () => {
    const executablePath = chromiumPath() ?? ''
    const folder = await layPlaywright(place, { port: await freePort(), executablePath })
    const cli = join(place, 'node_modules/@playwright/test/cli.js')
    const said = await runTree(process.execPath, [cli, 'test'], { cwd: folder, env: environment() })
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Parameters<typeof titlesIn>[0]
    expect(said.code, said.out + JSON.stringify(report, null, 1)).toBe(0)
    expect(titlesIn(report)).toHaveLength(8)
  })

  describe.skipIf(!chromiumPath() && !process.env.CI)('the examples', () => {
    const urls: Record<string, string> = {}
    beforeAll(async () => {
      for (const name of ['react-spa', 'ssr', 'native']) {
        cpSync(join(import.meta.dirname, '../examples', name), join(place, name), { recursive: true })
      }
      urls.mock = await start(['mock', '--port', String(await freePort())])
    })

    it.each(
      ['react-spa', 'ssr', 'native'].flatMap((example) =>
        ['sandbox of its own', 'mock'].map((service) => [example, service]),
      ),
    )('%s keeps its tests on a %s', { timeout: 600_000 }, async (example, service) => {
      const runner = example === 'native' ? ['vitest/vitest.mjs', 'run'] : ['@playwright/test/cli.js', 'test']
      const env = {
        ...environment(),
        // The one that ours is run by, for what they start themselves.
        PATH: [dirname(process.execPath), environment().PATH].join(delimiter),
        // Set and empty, as many a pipeline leaves it, counts as not set.
        COUNTERSIGN_URL: urls[service!] ?? '',
        SANDBOX_PORT: String(await freePort()),
        CHROMIUM_PATH: chromiumPath(),
        APP_PORT: String(await freePort()),
        CI: 'true',
      }
      const args = [join(place, 'node_modules', runner[0]!), runner[1]!]
      const said = await runTree(process.execPath, args, { cwd: join(place, example!), env })
      expect(said.out + said.errors).toMatch(/3 passed/)
      expect(said.code).toBe(0)
    })
  })
})
