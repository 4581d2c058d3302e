// The mock gives every answer that the contract declares, whole, to whoever asks for it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Declared, type Sent, operationsOf, readContract, send } from './contract-requests-for-tests.ts'
import { asWritten } from '../../contract-tests/harness/dsl/mock-differences.ts'
import { allowedHeaders, exposedHeaders } from '../../server/http/cross-origin.ts'
import { type Mock, openMock } from '../../server/mock/mock.ts'

let mock: Mock
const contract = readContract()
beforeAll(async () => {
  mock = await openMock({ port: 0 })
})
afterAll(() => mock.close())

const ask = (sent: Sent, { status, type, example }: Declared) => {
  const prefer = `code=${status}${example ? `, example=${example}` : ''}`
  return send(mock.url, { ...sent, headers: { ...sent.headers, prefer, ...(type && { accept: type }) } })
}

const withoutAddress = (text: string) => text.replaceAll(mock.url, 'http://localhost:3000')

describe('every answer of the contract', () => {
  it.each(operationsOf(contract))('$id gives each of its answers', async ({ sent, answers }) => {
    expect(answers.length).toBeGreaterThan(1)
    for (const declared of answers) {
      const label = `${declared.status} ${declared.example ?? 'without a body'}`
      const { status, headers, text } = await ask(sent, declared)
      expect(status, label).toBe(declared.status)
      const { 'x-request-id': id, ...others } = declared.headers
      const told = Object.entries(headers).map(([name, values]) => [name, values!.map(withoutAddress)])
      expect(Object.fromEntries(told), label).toMatchObject(others)
      expect(headers['x-request-id'], label).toHaveLength(id!.length)
      expect(headers['content-type']?.[0]?.split(';')[0], label).toBe(declared.type)
      if (declared.type?.endsWith('json')) {
        expect(asWritten(JSON.parse(text), mock.url), label).toEqual(asWritten(declared.body, mock.url))
      } else if (declared.type?.endsWith('jwt')) {
        expect(decodeJwt(text), label).toMatchObject(decodeJwt(declared.body as string))
      } else expect(withoutAddress(text), label).toBe(declared.body ?? '')
    }
  })
})

describe('its pages', () => {
  const textOf = async (path: string) =>
    (await fetch(`${mock.url}${path}`, { headers: { accept: 'text/html' } })).text()

  it('say that this is the mock, where to start, and what was asked', async () => {
    const first = await textOf('/')
    expect(first).toContain('This is the mock')
    expect(first).toContain('Three things to do now')
    expect(first).not.toContain('Begin a sign-in')
    expect(await textOf('/sandbox')).toContain('Each one as it comes')
    expect(await textOf('/admin')).toContain('id="admin"')
    expect(await textOf('/sandbox/webhooks')).toContain('<h1>Webhooks</h1>')
    const { status } = await fetch(`${mock.url}/auth/me`, { headers: { prefer: 'code=503' } })
    const { requests } = (await (await fetch(`${mock.url}/sandbox/requests`)).json()) as { requests: object[] }
    expect(requests.at(-1)).toMatchObject({ operation: 'account.me', status, chosenBy: 'prefer' })
  })
})

describe('an answer that somebody prefers', () => {
  const signIn = (prefer: string): Sent => ({ method: 'POST', path: '/auth/sign-in', headers: { prefer } })

  it('comes whatever else is wrong with the request', async () => {
    const headers = { prefer: 'code=200, example=profile', origin: 'https://evil.example' }
    const { status } = await send(mock.url, { method: 'GET', path: '/auth/me?unheard_of=1', headers })
    expect(status).toBe(200)
  })

  it('is found by its name alone, and in quotes', async () => {
    for (const prefer of ['example=invalid_credentials', 'code=401, example="invalid_credentials"', 'code=401']) {
      const { status, text } = await send(mock.url, signIn(prefer))
      expect([status, (JSON.parse(text) as { code: string }).code]).toEqual([401, 'invalid_credentials'])
    }
  })

  it('is refused with those that there are, where there is none such', async () => {
    const detailOf = async (prefer: string) => {
      const { status, text } = await send(mock.url, signIn(prefer))
      return [status, (JSON.parse(text) as { detail: string }).detail]
    }
    expect(await detailOf('code=401, example=nope')).toEqual([
      400,
      'account.signIn 401 has no example "nope"; it has invalid_credentials, unknown_client.',
    ])
    expect(await detailOf('example=nope')).toEqual([
      400,
      expect.stringMatching(/^account\.signIn has no example "nope"; it has signed_in, .*invalid_credentials.*\.$/),
    ])
    expect(await detailOf('code=299')).toEqual([
      400,
      expect.stringMatching(/^account\.signIn has no answer 299; it has 200, /),
    ])
    expect(await detailOf('code=many')).toEqual([400, 'Prefer: code is "many"; it is a whole number up to 599.'])
  })

  it('is kept back for as many milliseconds as are asked for', async () => {
    const startedAt = performance.now()
    expect(
      (await send(mock.url, { method: 'GET', path: '/health/live', headers: { prefer: 'delay=300' } })).status,
    ).toBe(200)
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(295)
    const { status } = await send(mock.url, { method: 'GET', path: '/health/live', headers: { prefer: 'delay=60001' } })
    expect(status).toBe(400)
  })

  it('leaves the preferences of others alone', async () => {
    const headers = { prefer: 'respond-async, wait=10; handling=lenient' }
    expect((await send(mock.url, { method: 'GET', path: '/health/live', headers })).status).toBe(200)
  })
})

describe('npm run mock', () => {
  const start = (env: NodeJS.ProcessEnv) => {
    const child = spawn(process.execPath, ['server/bin/countersign.mjs', 'mock'], {
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
        /^Mock +(http:\/\/localhost:\d+)\nMailbox +\S+\nChoose answers +-H "Prefer: code=401, example=invalid_credentials"\n$/.exec(
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
