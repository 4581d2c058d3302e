// A second opinion: Specmatic reads the contract, without leniency, and asks the real server what the server was asked before. `npm run specmatic`.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resetWorld, seedsOf } from '../contract-tests/harness/seeds/seeds.ts'
import { type Contract, type Entry, entriesOf, resolve } from '../spec/generate/contract.ts'
import { root } from '../spec/generate/run.ts'
import type { Credential } from './fuzz-people.ts'
import { isFor } from './fuzz-round.ts'
import { startServer } from './fuzz-server.ts'
import { endings, states } from './fuzz-states.ts'
import { withoutCookies } from './sdks/without-cookies.ts'
import { specmatic } from './tools.ts'

/** Who asks, all in one world: each has people of a surface of their own. */
const callers = ['account-user', 'platform-administrator', 'directory'] as const

const text = readFileSync(join(root, 'generated/openapi.json'), 'utf8')
const contract = JSON.parse(text) as Contract

/** On one line, because its parser takes 3 MiB; and without our examples, which answer no request of the same name. */
const readable = (): string =>
  JSON.stringify(JSON.parse(withoutCookies(text)), (key, part: unknown) =>
    key === 'examples' && !Array.isArray(part) ? undefined : part,
  )

interface Asked {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** The operation as the caller can ask it, by what they know and by the contract's examples. */
const askedOf = ({ method, path, parameters, body }: Entry, { headers, known }: Credential): Asked | undefined => {
  const valueOf = (place: string, name: string): string => {
    const parameter = parameters.find((one) => one.in === place && one.name === name)
    return String([known[`${place}.${name}`]].flat()[0] ?? parameter?.example ?? 'none')
  }
  const required = parameters.filter((one) => one.in === 'query' && 'required' in one && one.required === true)
  const [example] = Object.values(body?.content?.['application/json']?.examples ?? {})
  if (body && !example) return undefined
  return {
    method: method.toUpperCase(),
    path: path.replaceAll(/\{(\w+)\}/g, (_place, name: string) => encodeURIComponent(valueOf('path', name))),
    query: Object.fromEntries(required.map(({ name }) => [name, valueOf('query', name)])),
    headers: { ...headers, ...(example ? { 'Content-Type': 'application/json' } : {}) },
    ...(example ? { body: resolve(contract, example).value } : {}),
  }
}

const ask = async (url: string, { method, path, query, headers, body }: Asked) => {
  const search = new URLSearchParams(query).toString()
  const answer = await fetch(`${url}${path}${search ? `?${search}` : ''}`, {
    method,
    headers: { ...headers, accept: 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    redirect: 'manual',
  })
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() }
}

/** What was asked and answered, as Specmatic keeps it; nothing where it is no success that comes again. */
const exampleOf = async (url: string, asked: Asked): Promise<string | undefined> => {
  const [first, second] = [await ask(url, asked), await ask(url, asked)]
  const isSame = first.status === second.status && second.status < 300 && second.type.includes('json')
  // It takes a text in parentheses for the name of a type.
  if (!isSame || /"\([^"]*\)"/.test(second.text)) return undefined
  const answer = {
    status: second.status,
    headers: { 'Content-Type': second.type },
    body: JSON.parse(second.text) as unknown,
  }
  return JSON.stringify({ 'http-request': asked, 'http-response': answer })
}

/** Asks as everybody of the world, and gives the number of examples that are in the folder now. */
const writeExamples = async (url: string, folder: string): Promise<number> => {
  const target = { name: 'remote', baseUrl: url } as const
  await resetWorld(target)
  let written = 0
  for (const state of callers) {
    const credential = await states[state]!.enter(seedsOf(target))
    for (const entry of entriesOf(contract)) {
      const { id, method, operation } = entry
      if (method === 'delete' || endings.includes(id) || !isFor(state, operation)) continue
      const asked = askedOf(entry, credential)
      const example = asked && (await exampleOf(url, asked))
      if (!example) continue
      writeFileSync(join(folder, `${id}.json`), example)
      written++
    }
  }
  return written
}

const judge = (folder: string, url: string): Promise<{ code: number; said: string }> =>
  new Promise((done, fail) => {
    const args = [
      '-jar',
      specmatic,
      'test',
      'contract.json',
      '--strict',
      '--examples',
      'examples',
      '--testBaseURL',
      url,
    ]
    const child = spawn('java', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    child.stdout.on('data', (chunk) => (said += String(chunk)))
    child.stderr.on('data', (chunk) => (said += String(chunk)))
    child.on('error', fail)
    child.on('close', (code) => done({ code: code ?? 1, said }))
  })

const run = async (): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'specmatic-'))
  const server = await startServer()
  try {
    mkdirSync(join(folder, 'examples'))
    writeFileSync(join(folder, 'contract.json'), readable())
    console.log(`${await writeExamples(server.url, join(folder, 'examples'))} examples`)
    const start = performance.now()
    const { code, said } = await judge(folder, server.url)
    const [summary = 'It made no test.'] = said.match(/^Tests run: .*$/m) ?? []
    if (code !== 0) console.log(said.slice(-20_000))
    console.log(`${summary} In ${Math.round((performance.now() - start) / 1000)} s.`)
    return code
  } finally {
    server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (!existsSync(specmatic)) {
  console.error('Specmatic is not installed: npm run tools specmatic puts it into .tools/, and it needs Java 17.')
  process.exitCode = 3
} else {
  process.exitCode = await run()
}
