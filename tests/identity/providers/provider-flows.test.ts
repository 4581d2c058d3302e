// The whole way, over HTTP: our server, a provider that is not ours, and a browser that keeps cookies.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestProvider, startProvider } from '../../outside/providers/provider-for-tests.ts'
import { type Received, type TestServer, clientId, newEmail, signUp, startServer } from '../../server-for-tests.ts'
import { findEnvironment, updateEnvironment } from '../../../server/storage/environments.ts'
import { findUserByEmail, updateUser } from '../../../server/storage/users.ts'
import { sandboxEnvironmentId } from '../../../server/model/sandbox-credentials.ts'
import { sweep } from '../../../server/operations/sweep.ts'

const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const redirectUri = 'http://localhost:3000/callback'
const request = new URLSearchParams({
  client_id: clientId,
  redirect_uri: redirectUri,
  state: 'app-state',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
})

interface Begun {
  readonly sentTo: URL
  readonly cookies: Record<string, string>
}

const begin = async (server: TestServer, provider: string): Promise<Begun> => {
  const answer = await server.send(`GET /auth/${provider}/authorize?${request}`)
  const cookie = answer.cookies.get('provider_flow')?.value
  if (!cookie) throw new Error(`Nobody was sent to ${provider}: ${answer.status} ${answer.headers.location}`)
  return { sentTo: new URL(answer.headers.location!), cookies: { provider_flow: cookie } }
}

const comeBack = (server: TestServer, provider: string, query: Record<string, string>, cookies: Begun['cookies']) =>
  server.send(`GET /auth/${provider}/callback?${new URLSearchParams(query)}`, { cookies })

const told = (answer: Received) => Object.fromEntries(new URL(answer.headers.location ?? 'nowhere:').searchParams)

const profileOf = async (server: TestServer, code: string) => {
  const exchange = { grant_type: 'authorization_code', client_id: clientId, code, code_verifier: verifier }
  const tokens = await server.send('POST /oauth2/token', { body: { ...exchange, redirect_uri: redirectUri } })
  const me = await server.send('GET /auth/me', { bearer: tokens.body.access_token })
  return me.body as unknown as { id: string; identity: { email: string; email_verified: boolean } }
}

describe('sign-in with a certified OpenID provider', () => {
  const ada = { sub: 'ada', email: 'ada@example.test', email_verified: true, name: 'Ada Lovelace' }
  let server: TestServer
  let close: () => Promise<unknown>

  beforeAll(async () => {
    const http = createServer()
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: 'countersign',
          client_secret: 'a-secret-of-more-than-32-characters',
          redirect_uris: ['http://localhost:3000/auth/google/callback'],
          token_endpoint_auth_method: 'client_secret_post',
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      scopes: ['openid', 'email', 'profile'],
      findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ ...ada, sub: id }) }),
      pkce: { required: () => true },
      ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
      cookies: { keys: ['a key for the cookies of a test'] },
    })
    http.on('request', provider.callback())
    server = await startServer({
      PROVIDER_GOOGLE_CLIENT_ID: 'countersign',
      PROVIDER_GOOGLE_CLIENT_SECRET: 'a-secret-of-more-than-32-characters',
      PROVIDER_GOOGLE_ISSUER: issuer,
    })
    close = () => new Promise((resolve) => http.close(resolve).closeAllConnections())
  })
  afterAll(async () => {
    await server.close()
    await close()
  })

  /** Signs in and agrees at the provider's own pages. */
  const throughProvider = async (start: URL): Promise<URL> => {
    const jar = new Map<string, string>()
    let next: { url: URL; body?: string } = { url: start }
    for (let step = 0; step < 12; step += 1) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await fetch(next.url, {
        method: next.body === undefined ? 'GET' : 'POST',
        body: next.body ?? null,
        redirect: 'manual',
        headers: { cookie, ...(next.body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }) },
      })
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        jar.set(name, value)
      }
      const location = answer.headers.get('location')
      const url: URL = new URL(location ?? '', next.url)
      if (location && url.port === '3000') return url
      if (location) {
        next = { url }
        continue
      }
      const text = await answer.text()
      const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1]
      const action = /<form[^>]* action="([^"]+)"/.exec(text)?.[1]
      if (!prompt || !action) throw new Error(`The provider shows no form: ${answer.status} ${text.slice(0, 500)}`)
      next = {
        url: new URL(action, next.url),
        body: new URLSearchParams({ prompt, login: 'ada', password: 'x' }).toString(),
      }
    }
    throw new Error('The provider never came to an end')
  }

  it('ends with a session of the person that the provider vouched for', async () => {
    const { sentTo, cookies } = await begin(server, 'google')
    const back = await throughProvider(sentTo)
    expect(back.searchParams.get('iss')).toBe(sentTo.origin)
    const answer = await comeBack(server, 'google', Object.fromEntries(back.searchParams), cookies)
    const { code, state } = told(answer)
    expect(state).toBe('app-state')
    expect((await profileOf(server, code!)).identity).toMatchObject({ email: ada.email, email_verified: true })
  })

  it('gives nothing for a code of the provider that was used before (AC-051)', async () => {
    const { sentTo, cookies } = await begin(server, 'google')
    const back = Object.fromEntries((await throughProvider(sentTo)).searchParams)
    expect(told(await comeBack(server, 'google', back, cookies)).code).toBeDefined()
    const again = await begin(server, 'google')
    const state = again.sentTo.searchParams.get('state')!
    expect(told(await comeBack(server, 'google', { ...back, state }, again.cookies)).error).toBe(
      'temporarily_unavailable',
    )
  })
})

describe('sign-in with a provider of plain OAuth 2', () => {
  let provider: TestProvider
  let server: TestServer
  beforeAll(async () => {
    provider = await startProvider()
    server = await startServer({
      PROVIDER_GITHUB_CLIENT_ID: 'client',
      PROVIDER_GITHUB_CLIENT_SECRET: 'secret',
      PROVIDER_GITHUB_ISSUER: provider.url,
      LIMITS: 'signUpPerIp=1000/3600,providerFlowsPerIp=1000/600',
    })
  })
  beforeEach(() => provider.reset())
  afterAll(async () => {
    await server.close()
    await provider.close()
  })

  const person = (id: number, email: string | null, verified = true) => {
    provider.profile = { id, name: 'Ada Lovelace' }
    provider.emails = email ? [{ email, primary: true, verified }] : []
  }
  const arrive = async ({ sentTo, cookies }: Begun, more: Record<string, string> = {}) =>
    comeBack(server, 'github', { code: 'code', state: sentTo.searchParams.get('state')!, ...more }, cookies)
  const signIn = async () => told(await arrive(await begin(server, 'github')))

  it('ends with a session', async () => {
    const email = newEmail()
    person(1, email)
    const { code } = await signIn()
    expect((await profileOf(server, code!)).identity).toMatchObject({ email, email_verified: true })
  })

  it('asks the provider nothing for an answer that this browser did not wait for (AC-052)', async () => {
    const { sentTo, cookies } = await begin(server, 'github')
    const state = sentTo.searchParams.get('state')!
    const other = await begin(server, 'github')
    const tries = [
      comeBack(server, 'github', { code: 'code' }, cookies),
      comeBack(server, 'github', { code: 'code', state: 'random' }, cookies),
      comeBack(server, 'github', { code: 'code', state }, other.cookies),
      comeBack(server, 'github', { code: 'code', state }, {}),
      server.send(`GET /oauth2/callback/github?code=code&state=${state}`, { cookies }),
    ]
    for (const answer of await Promise.all(tries)) expect(answer.status).toBe(400)
    expect(provider.requests).toEqual([])
  })

  it('lets one of twenty answers through (AC-052)', async () => {
    person(2, newEmail())
    const begun = await begin(server, 'github')
    const answers = await Promise.all(Array.from({ length: 20 }, () => arrive(begun)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(19)
    expect(provider.requests.filter(({ line }) => line === 'POST /login/oauth/access_token')).toHaveLength(1)
  })

  it('makes one user for one person who signs in twenty times at once (AC-119)', async () => {
    const email = newEmail()
    person(3, email)
    const begun = await Promise.all(Array.from({ length: 20 }, () => begin(server, 'github')))
    const answers = await Promise.all([
      ...begun.map((one) => arrive(one)),
      signUp(server.send, { email }).catch(() => null),
    ])
    const codes = answers.flatMap((answer) => (answer && 'headers' in answer ? [told(answer).code] : []))
    const people = await Promise.all(codes.map((code) => profileOf(server, code!)))
    expect(codes).toHaveLength(20)
    expect(new Set(people.map(({ id }) => id)).size).toBe(1)
  })

  it('that is slow keeps nobody else waiting (AC-056)', async () => {
    provider.instead.set('/user', (response) => void response.writeHead(200))
    const ended: string[] = []
    const slow = arrive(await begin(server, 'github')).finally(() => ended.push('slow'))
    await signUp(server.send).finally(() => ended.push('quick'))
    expect(told(await slow)).toMatchObject({ error: 'temporarily_unavailable', state: 'app-state' })
    expect(ended).toEqual(['quick', 'slow'])
  })

  it('keeps no flow that has ended (AC-059)', async () => {
    for (let round = 0; round < 5; round += 1) await begin(server, 'github')
    const count = async () => (await server.world.db.selectFrom('providerFlows').select('stateHash').execute()).length
    expect(await count()).toBeGreaterThanOrEqual(5)
    server.world.sandbox?.clock.advance(601)
    await sweep(server.world)
    expect(await count()).toBe(0)
  })

  it('keeps what travels as hashes, and what must not be known sealed (AC-112)', async () => {
    const { sentTo, cookies } = await begin(server, 'github')
    const rows = JSON.stringify(await server.world.db.selectFrom('providerFlows').selectAll().execute())
    expect(rows).not.toContain(sentTo.searchParams.get('state'))
    expect(rows).not.toContain(cookies.provider_flow)
    expect(server.logText()).not.toContain(sentTo.searchParams.get('state'))
  })

  const settings = async (changed: object) => {
    const { db } = server.world
    const environment = (await findEnvironment(db, sandboxEnvironmentId))!
    await updateEnvironment(db, environment.id, { settings: { ...environment.settings, ...changed }, updatedAt: 1 })
  }

  it('refuses new people where sign-up is off, and lets the known ones in', async () => {
    const email = newEmail()
    person(4, email)
    expect((await signIn()).code).toBeDefined()
    await settings({ disableSignUp: true })
    expect((await signIn()).code).toBeDefined()
    person(5, newEmail())
    expect(await signIn()).toMatchObject({ error: 'access_denied', error_description: 'New users cannot sign up here' })
    await settings({ disableSignUp: false })
  })

  it('lets nobody in with an unproven address where one has to be proven, and mails the proof', async () => {
    await settings({ requireEmailVerification: true })
    const email = newEmail()
    person(6, email, false)
    for (let round = 0; round < 2; round += 1) expect((await signIn()).error).toBe('access_denied')
    await settings({ requireEmailVerification: false })
    const mailbox = await server.send(`GET /sandbox/mailbox.json?to=${encodeURIComponent(email)}`)
    const { messages } = mailbox.body as unknown as { messages: { kind: string }[] }
    expect(messages.map(({ kind }) => kind)).toEqual(['verify_email_link'])
  })

  it('lets nobody in who was put out (AC-026)', async () => {
    const email = newEmail()
    person(7, email)
    expect((await signIn()).code).toBeDefined()
    const user = (await findUserByEmail(server.world.db, sandboxEnvironmentId, email))!
    await updateUser(server.world.db, user.id, { status: 'suspended', updatedAt: 1 })
    expect(await signIn()).toMatchObject({ error: 'access_denied', error_description: 'This user may not sign in' })
    person(8, email)
    expect((await signIn()).error).toBe('access_denied')
  })

  const compound = [
    'ada@example.test,eve@evil.test',
    'ada@example.test eve@evil.test',
    '"ada@example.test>,<eve"@evil.test',
  ]
  it.each([...compound, 'ada@example.test\r\nBcc: eve@evil.test', 'ada', ''])(
    'signs nobody up with the address %j (AC-067)',
    async (email) => {
      person(9, email)
      expect(await signIn()).toMatchObject({ error: 'access_denied' })
    },
  )
})

describe('a provider that is switched off while somebody is there', () => {
  it('is refused at the callback (AC-059)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
    const DATABASE_URL = `sqlite:${join(folder, 'test.db')}`
    const before = await startServer({ DATABASE_URL })
    const { sentTo, cookies } = await begin(before, 'google')
    await before.close()
    const after = await startServer({ DATABASE_URL, PROVIDERS: 'github' })
    const state = sentTo.searchParams.get('state')!
    const answer = await comeBack(after, 'google', { code: 'code', state }, cookies)
    expect(answer.status).toBe(404)
    expect(answer.body.code).toBe('provider_not_found')
    await after.close()
    rmSync(folder, { recursive: true })
  })
})
