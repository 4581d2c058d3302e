// Whoever follows docs/operating.md reaches the first sign-in on each surface: in production, on an empty PostgreSQL.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPage } from '../../scripts/docs/examples.ts'
import { freePort } from '../process-for-tests.ts'
import { freshDatabase, kinds } from '../storage/databases-for-tests.ts'

const root = join(import.meta.dirname, '../..')
const page = readPage(readFileSync(join(root, 'docs/operating.md'), 'utf8'))
const examples = page.examples.filter(({ notRun }) => notRun === undefined)

/** What the page says of a reader's machine, and what this one has. */
const places = async (mailPort: number): Promise<[there: string, here: string][]> => [
  ['postgres://countersign:password@127.0.0.1:5432/countersign_restored', (await freshDatabase('postgres')).url],
  ['postgres://countersign:password@127.0.0.1:5432/countersign', (await freshDatabase('postgres')).url],
  ['smtp://127.0.0.1:2525', `smtp://127.0.0.1:${mailPort}`],
  ['TRUSTED_PROXIES=loopback', `TRUSTED_PROXIES=loopback\nPORT=${await freePort()}\nLOG_LEVEL=warn`],
]

describe.runIf(kinds.includes('postgres'))('docs/operating.md', () => {
  const mails: string[] = []
  const mailServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      mails.push(address)
      done()
    },
    onData: (stream, _session, done) => void stream.on('end', () => done()).resume(),
  })
  let folder: string
  const results: { code: string; out: string; errors: string }[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'operating-'))
    for (const name of readdirSync(root).filter((entry) => !entry.startsWith('.'))) {
      symlinkSync(join(root, name), join(folder, name))
    }
    await new Promise<void>((resolve) => void mailServer.listen(0, '127.0.0.1', () => resolve()))
    const known = await places((mailServer.server.address() as AddressInfo).port)
    const port = /PORT=(\d+)/.exec(known.at(-1)![1])![1]!
    const here = (text: string) =>
      [...known, ['127.0.0.1:3000', `127.0.0.1:${port}`] as const].reduce((was, [a, b]) => was.replaceAll(a, b), text)
    const script = examples.map(
      ({ commands }, at) => `{\n${here(commands.text)}\n} > .out.${at} 2> .err.${at}\necho $? > .code.${at}`,
    )
    // Whatever the page has started ends with its shell.
    writeFileSync(
      join(folder, '.script'),
      ["trap 'kill $SERVICE 2>/dev/null' EXIT", 'set -o pipefail', ...script].join('\n'),
    )
    const { PATH, HOME } = process.env
    const env = { PATH: [dirname(process.execPath), PATH].join(delimiter), HOME }
    const shell = spawn('bash', ['.script'], { cwd: folder, env, stdio: 'ignore' })
    await new Promise((done) => shell.on('close', done))
    for (const at of examples.keys()) {
      const read = (name: string) => readFileSync(join(folder, `.${name}.${at}`), 'utf8')
      results.push({ code: read('code').trim(), out: read('out'), errors: read('err') })
    }
  }, 600_000)

  afterAll(() => {
    mailServer.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(examples.map(({ commands }, at) => [commands.from + 1, at] as const))('line %d works', (_line, at) => {
    const { code, errors } = results[at]!
    expect({ code, errors }).toEqual({ code: '0', errors: '' })
  })

  it('signs somebody in on each surface', () => {
    const said = results.map(({ out }) => out)
    for (const answer of ['"acme"', '"active"', '"orders:read"', '"Bearer"', '"ada@example.com"']) {
      expect(said).toContain(`${answer}\n`)
    }
    // The first sign-ups were asked to prove their addresses.
    expect(mails).toEqual(expect.arrayContaining(['ada@example.com', 'grace@example.com']))
  })

  it('restores a backup that holds the tenant and opens with the secret that belongs to it', () => {
    const restored = results[examples.findIndex(({ commands }) => commands.text.includes('pg_restore'))]!
    expect(restored.out).toMatch(/ {2}acme {2}Acme\n/)
    expect(restored.out).toMatch(/ {2}ES256 {2}signs\n/)
  })
})
