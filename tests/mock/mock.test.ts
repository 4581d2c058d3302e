// The mock gives every answer that the contract declares, whole, to whoever asks for it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Contract,
  type Declared,
  type Sent,
  operationsOf,
  readContract,
  send,
} from './contract-requests-for-tests.ts'
import { allowedHeaders, exposedHeaders } from '../../server/http/cross-origin.ts'
import { type Mock, openMock } from '../../server/mock/mock.ts'

const answer = (headers: Record<string, unknown>, content?: object) => ({
  description: 'An answer.',
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, example]) => [name, { schema: schemaOf(example), example }]),
  ),
  ...(content && { content }),
})
const schemaOf = (example: unknown) =>
  Array.isArray(example) ? { type: 'array', items: { type: 'string' } } : { type: 'string' }

/** What the contract may come to declare: redirects, and answers that set several cookies. */
const grown = {
  get: {
    operationId: 'grown.redirect',
    security: [],
    responses: {
      302: answer({
        Location: 'https://app.example.com/callback?code=1&state=2',
        'Set-Cookie': ['one=1; Path=/', 'two=2; Path=/x'],
      }),
      303: answer({ Location: 'https://app.example.com/' }),
      200: answer(
        { 'Set-Cookie': ['one=1', 'two=2'] },
        { 'application/json': { schema: {}, examples: { yes: { value: { a: null } } } } },
      ),
    },
  },
}

let mock: Mock
const own = readContract()
const contract = { ...own, paths: { ...own.paths, '/grown': grown } } as unknown as Contract
beforeAll(async () => {
  mock = await openMock(0, structuredClone(contract))
})
afterAll(() => mock.close())

const ask = (sent: Sent, { status, type, example }: Declared) => {
  const prefer = `code=${status}${example ? `, example=${example}` : ''}`
  return send(mock.url, { ...sent, headers: { ...sent.headers, prefer, ...(type && { accept: type }) } })
}

describe('every answer of the contract', () => {
  it.each(operationsOf(contract))('$id gives each of its answers', async ({ sent, answers }) => {
    expect(answers.length).toBeGreaterThan(1)
    for (const declared of answers) {
      const label = `${declared.status} ${declared.example ?? 'without a body'}`
      const { status, headers, text } = await ask(sent, declared)
      expect(status, label).toBe(declared.status)
      expect(headers, label).toMatchObject(declared.headers)
      expect(headers['content-type'], label).toEqual(declared.type && [declared.type])
      if (declared.type?.endsWith('json')) expect(JSON.parse(text), label).toEqual(declared.body)
      else expect(text, label).toBe(declared.body ?? '')
    }
  })
})

describe('what Prism cannot do alone', () => {
  const post = (body: string): Sent => ({
    method: 'POST',
    path: '/auth/sign-in',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body,
  })

  it('refuses JSON that is not well formed', async () => {
    for (const body of ['{"email":', 'null,', '"']) {
      const { status, text } = await send(mock.url, post(body))
      expect(status).toBe(400)
      expect(JSON.parse(text)).toMatchObject({ code: 'invalid_request' })
    }
  })

  it('refuses text that is not well-formed Unicode, or holds U+0000', async () => {
    const fields = '"client_id":"cid_inbox_manager","email":"a@example.test"'
    for (const password of ['a\\ud83d', 'a\\u0000', 'a good one \\ud83d\\ude00']) {
      const { status } = await send(mock.url, post(`{${fields},"password":"${password}"}`))
      expect([password, status]).toEqual([password, password.startsWith('a good') ? 200 : 400])
    }
  })

  it('gives a refusal to a client that accepts only the media type of success', async () => {
    const headers = { accept: 'application/json', prefer: 'code=500, example=internal' }
    const { status, text } = await send(mock.url, { method: 'GET', path: '/health/live', headers })
    expect(status).toBe(500)
    expect(JSON.parse(text)).toMatchObject({ code: 'internal' })
  })
})

describe('npm run mock', () => {
  const start = (env: NodeJS.ProcessEnv) => {
    const child = spawn(process.execPath, ['server/mock/mock.ts'], {
      cwd: `${import.meta.dirname}/../..`,
      env: { ...process.env, ...env },
    })
    const exited = once(child, 'exit') as Promise<[number | null, string | null]>
    const said = async (stream: NodeJS.ReadableStream) => {
      let text = ''
      for await (const chunk of stream) text += String(chunk)
      return text
    }
    return { child, exited, errors: said(child.stderr) }
  }

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says where it listens, in production too, and ends at %s',
    async (signal) => {
      const { child, exited } = start({ NODE_ENV: 'production', MOCK_PORT: '0' })
      const [lines] = (await once(child.stdout, 'data')) as [Buffer]
      const [, url] =
        /^Mock +(http:\S+)\nChoose answers +-H "Prefer: code=401, example=invalid_credentials"\n$/.exec(
          String(lines),
        ) ?? []
      expect((await fetch(`${url}/health/live`)).status).toBe(200)
      child.kill(signal)
      expect(await exited).toEqual([0, null])
    },
  )

  it('says what to set where the port is taken or is none', async () => {
    const taken = start({ MOCK_PORT: new URL(mock.url).port })
    expect(await taken.exited).toEqual([1, null])
    expect(await taken.errors).toMatch(
      /^The mock could not start\. Port \d+ is taken: set MOCK_PORT to another one\.\n$/,
    )
    const wrong = start({ MOCK_PORT: 'four' })
    expect(await wrong.exited).toEqual([1, null])
    expect(await wrong.errors).toBe('MOCK_PORT is "four": set a whole number from 0 to 65535.\n')
  })
})

describe('a page that asks the mock', () => {
  const origin = 'http://localhost:5173'

  it('may send what the server allows, with cookies', async () => {
    const answer = await fetch(`${mock.url}/auth/sign-in`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-csrf-token' },
    })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, origin])
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
    expect(answer.headers.get('access-control-allow-headers')).toBe(allowedHeaders)
  })

  it('may read what the server exposes', async () => {
    const answer = await fetch(`${mock.url}/auth/csrf-token`, { headers: { origin, cookie: 'csrf_session=x' } })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin])
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
    expect(answer.headers.get('access-control-expose-headers')).toBe(exposedHeaders)
  })
})
