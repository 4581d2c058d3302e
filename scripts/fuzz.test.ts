// Schemathesis, set up as `npm run fuzz` sets it up, finds what it is there to find.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../generated/operations.ts'
import { type Contract, type Described, entriesOf, resolve } from '../spec/generate/contract.ts'
import { root } from '../spec/generate/run.ts'
import { hasLink, linkedOf } from './fuzz-round.ts'
import { endings, states } from './fuzz-states.ts'
import { schemathesis } from './tools.ts'

// `npm run tools` installs it; CI has it always.
const isHere = existsSync(schemathesis) || process.env.CI === 'true'

type Respond = (res: ServerResponse) => void

const says =
  (status: number, body: string, type = 'application/json'): Respond =>
  (res) =>
    res.writeHead(status, { 'content-type': type, 'x-request-id': 'req_0123456789' }).end(body)

const readiness = '{"status":"ready"}'
const clock = '{"now":"2026-01-01T00:00:00.000Z","offset_seconds":0}'

/** Each operation answers in one way, whatever is asked. */
const faults = {
  'service.getLiveness': [says(500, '{}'), 'Server error'],
  'service.getReadiness': [says(202, readiness), 'Undocumented status code'],
  'service.getCredentials': [says(200, '{}', 'text/xml'), 'Undocumented Content-Type'],
  'oauth.getJwks': [says(200, '{"keys":7}'), 'Response violates schema'],
  'oauth.getConfiguration': [(res) => res.writeHead(304).end(), 'Missing required response headers'],
  'service.moveClock': [says(200, clock), 'Schema-violating request accepted'],
  'account.listAccounts': [says(200, '{}'), 'API accepts requests without authentication'],
  'service.showDocs': [says(200, 'x'.repeat(1_000_001), 'text/html'), 'Response violates schema'],
} satisfies Partial<Record<keyof typeof operations, [Respond, string]>>

const tooLarge: Respond = (res) => res.writeHead(431).end()
const refused = 'account.checkEmail'
const notTaken: Respond = (res) => res.writeHead(405, { allow: 'GET, POST' }).end()

describe('the states', () => {
  it('have a credential for every scheme of the contract', () => {
    const contract = JSON.parse(readFileSync(join(root, 'generated/openapi.json'), 'utf8')) as Contract
    const had = Object.values(states).flatMap(({ schemes }) => schemes)
    expect(had.sort()).toEqual(Object.keys(contract.components?.securitySchemes ?? {}).sort())
  })

  it.each(Object.entries(states).filter(([, { schemes }]) => schemes.length > 0))(
    '%s goes along the links, or says why none leads on',
    (name, { unlinked }) => {
      expect(hasLink(linkedOf(name))).toBe(unlinked === undefined)
    },
  )

  it('end by operations that there are', () => {
    expect(endings.filter((id) => !(id in operations))).toEqual([])
  })
})

type Answering = (id: string | undefined) => Respond

/** What is said of a server that answers so. */
const complaintsOf = async (
  ids: readonly string[],
  answering: Answering,
  options: readonly string[],
): Promise<string> => {
  const server = createServer((req, res) => {
    const [id] =
      Object.entries(operations).find(
        ([, { method, path }]) =>
          method.toUpperCase() === req.method &&
          new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(req.url?.split('?')[0] ?? ''),
      ) ?? []
    req.resume().on('end', () => answering(id)(res))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const args = ['--config-file', 'schemathesis.toml', 'run', 'generated/openapi.json', '--url', url, '--no-color']
  const only = ids.flatMap((id) => ['--include-operation-id', id])
  const child = spawn(schemathesis, [...args, ...only, ...options, '--seed', '1', '--continue-on-failure'], {
    cwd: root,
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  const code = await new Promise((done, fail) => child.on('close', done).on('error', fail))
  server.close().closeAllConnections()
  expect(code, said).toBe(1)
  return said
}

describe.skipIf(!isHere)('Schemathesis', () => {
  let said = ''

  beforeAll(async () => {
    said = await complaintsOf(
      [...Object.keys(faults), refused],
      (id) => faults[id as keyof typeof faults]?.[0] ?? (id ? tooLarge : notTaken),
      ['--phases', 'examples,coverage,fuzzing', '-n', '3'],
    )
  }, 600_000)

  /** What is said under the headings of a path, by whichever method it was asked. */
  const saidOf = (id: keyof typeof operations): string =>
    said
      .split(/^_+ (?=[A-Z]+ \S+ _+$)/m)
      .filter((section) => section.split(/ |\n/)[1] === operations[id].path)
      .join('')

  it.each(Object.entries(faults).map(([id, [, sentence]]) => [sentence, id as keyof typeof faults] as const))(
    'finds %s: %s',
    (sentence, id) => expect(saidOf(id)).toContain(sentence),
  )

  it('takes it that a head is refused which is too large to read', () => {
    expect(said).toContain('Tested: 9')
    expect(saidOf(refused)).not.toMatch(/Undocumented status|request accepted/)
  })

  it('goes by the links, and finds what is not there after it was made', async () => {
    const contract = JSON.parse(readFileSync(join(root, 'generated/openapi.json'), 'utf8')) as Contract
    const exampleOf = (wanted: string, status: string): Respond => {
      const { responses } = entriesOf(contract).find(({ id }) => id === wanted)!
      const [[type, { examples = {} }]] = Object.entries(responses.get(status)!.content!) as [[string, Described]]
      return says(Number(status), JSON.stringify(resolve(contract, Object.values(examples)[0]!).value), type)
    }
    const made = exampleOf('service.createUser', '201')
    const lost = exampleOf('service.signInAs', '404')
    const complaints = await complaintsOf(
      ['service.createUser', 'service.signInAs'],
      (id) => (id === 'service.createUser' ? made : lost),
      ['--phases', 'stateful', '-n', '20'],
    )
    expect(complaints).toContain('Created resource not found')
  }, 600_000)
})
