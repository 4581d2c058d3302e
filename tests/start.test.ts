// What a start reads: each file costs half a millisecond, and some packages far more. What a start does not need is read when it is
// first asked for, and this fails where somebody imports it at the top of a file again.
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { wrap } from 'node:module'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { endPrograms, newFile, startProgram } from './process-for-tests.ts'

const checks = join(import.meta.dirname, '../generated/checks')
const file = newFile()
afterAll(async () => {
  await endPrograms()
  file.remove()
})

interface Read {
  /** As addresses. */
  readonly files: readonly string[]
  /** Of Node's own. */
  readonly builtIn: readonly string[]
}

/** What one start has read, when it says where it listens. */
const readByStart = async (): Promise<Read> => {
  const hook = join(import.meta.dirname, 'modules-read.mjs')
  const program = await startProgram({ DATABASE_URL: file.url, LOG_LEVEL: 'debug', NODE_OPTIONS: `--import=${hook}` })
  await program.ready
  await vi.waitFor(() => expect(program.errors()).toContain('\n'), { timeout: 60_000 })
  const said = JSON.parse(program.errors()) as Read
  // What it compiled is kept from then on.
  await vi.waitFor(() => expect(program.output()).toContain('All checks are compiled'), { timeout: 60_000 })
  program.kill('SIGTERM')
  await program.ended
  return said
}

let read: Read
beforeAll(async () => {
  // The first one fills the cache.
  await readByStart()
  read = await readByStart()
}, 600_000)

it('reads what it needs', () => {
  expect(read.files).toContain(new URL('../server/world.ts', import.meta.url).href)
  expect(read.builtIn).toContain('fs')
})

it("does not load Node's compiler of TypeScript", () => {
  expect(read.builtIn).not.toContain('internal/deps/amaro/dist/index')
})

// Node reads it for whoever so much as names its fetch: 113 files of its own, and HTTP/2.
it("does not load Node's client of HTTP", () => {
  expect(read.builtIn).not.toContain('internal/deps/undici/undici')
})

/** What is read behind the start, or when it is first used. */
const later: [what: string, of: RegExp][] = [
  ['handlers', /\/server\/surfaces\/(account|app|platform|scim)\/(?!index\.|handlers\.)/],
  ['dictionaries of passwords', /\/@zxcvbn-ts\//],
  ['traces', /\/@opentelemetry\//],
  ['counters', /\/prom-client\//],
  ["what reads other people's HTML", /\/htmlparser2\//],
  ['what sends mail', /\/nodemailer\//],
  ['what asks providers', /\/(openid-client|oauth4webapi)\//],
]

it.each(later)('does not read %s', (_what, address) => {
  expect(read.files.filter((one) => address.test(one))).toEqual([])
})

// The function around them would be compiled when it is called, and so by every start.
it.each(readdirSync(checks))('compiles what the checks of %s stand in with their file, for the cache', (name) => {
  const [, operation] = /^"(\w+\.\w+)": \{general: /m.exec(readFileSync(join(checks, name), 'utf8'))!
  const compiled = new Script(wrap(readFileSync(join(checks, name), 'utf8'))).createCachedData()
  expect(compiled.includes(operation!)).toBe(true)
})

it.each([
  ['finds what stands where it says', '../server/model/once.ts', /^\[Module/],
  ['names a file that is not there', './not-there.ts', /not-there\.ts/],
  ['leaves packages to Node', 'express/lib/express.js', /^\[Module/],
])('a name of a file %s', (_what, name, said) => {
  const hook = join(import.meta.dirname, '../server/bin/module-addresses.mjs')
  const text = `console.log(await import(${JSON.stringify(name)}).catch(({ message }) => message))`
  const args = ['--import', hook, '--input-type=module', '--eval', text]
  const { stdout } = spawnSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8' })
  expect(stdout).toMatch(said)
})

it('is started with the same flags by npm and by its name', () => {
  const root = join(import.meta.dirname, '..')
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
  const [firstLine] = readFileSync(join(root, 'server/bin/countersign.mjs'), 'utf8').split('\n')
  expect(`#!/usr/bin/env -S ${scripts.start}`).toBe(`${firstLine} server/main.mjs`)
})
