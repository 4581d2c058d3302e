import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { decodeProtectedHeader, exportPKCS8, generateKeyPair, jwtVerify } from 'jose'
import { createLog } from '../../../server/outside/log.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProviderName, ProviderSettings } from '../../../server/model/provider.ts'
import { systemClock } from '../../../server/outside/clock.ts'
import { type Connection, openProviders } from '../../../server/outside/providers/connections.ts'
import {
  type Answer,
  type TestProvider,
  goodClaims,
  newKey,
  sendJson,
  sign,
  startProvider,
} from './provider-for-tests.ts'

let provider: TestProvider
const written: string[] = []
const log = createLog({ level: 'debug', destination: { write: (line) => void written.push(line) } })

beforeAll(async () => {
  provider = await startProvider()
})
beforeEach(() => {
  written.length = 0
  return provider.reset()
})
afterAll(() => provider.close())

const proof = {
  callbackUrl: 'http://localhost:3000/auth/google/callback',
  state: 'state-of-the-flow',
  nonce: 'nonce-of-the-flow',
  codeVerifier: 'v'.repeat(43),
}

const connection = (name: ProviderName, more: Partial<ProviderSettings> = {}): Connection => {
  const settings = {
    clientId: 'client',
    clientSecret: 'secret',
    signingKey: null,
    issuer: provider.url,
    idTokenAudiences: [],
    ...more,
  }
  const parts = { settings: { [name]: settings }, standInsAt: null, allowed: null, clock: systemClock, log }
  return openProviders(parts).find(name)!
}

const redeem = (to = connection('google'), answer = {}) => to.redeem({ code: 'code', ...answer }, proof, '')
const unavailable = { code: 'provider_unavailable' }

describe('a provider with OpenID Connect', () => {
  it('is asked with PKCE, state, nonce and the least scope', async () => {
    const url = new URL(await connection('google').authorizeUrl(proof, { login_hint: 'ada@example.test' }, ''))
    expect(`${url.origin}${url.pathname}`).toBe(`${provider.url}/authorize`)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'client',
      response_type: 'code',
      redirect_uri: proof.callbackUrl,
      scope: 'openid email profile',
      state: proof.state,
      nonce: proof.nonce,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      login_hint: 'ada@example.test',
    })
  })

  it.each(['ES256', 'RS256'])('is believed when it signs with %s (AC-054)', async (alg) => {
    provider.keys = [await newKey('only', alg)]
    expect(await redeem()).toMatchObject({ subject: 'ada', email: 'ada@example.test', emailVerified: true })
    const [exchange] = provider.requests.filter(({ line }) => line === 'POST /token')
    expect(Object.fromEntries(exchange!.body)).toEqual({
      grant_type: 'authorization_code',
      code: 'code',
      redirect_uri: proof.callbackUrl,
      code_verifier: proof.codeVerifier,
      client_id: 'client',
      client_secret: 'secret',
    })
  })

  it('may change its keys at any time (AC-054)', async () => {
    const google = connection('google')
    await redeem(google)
    provider.keys = [await newKey('second')]
    expect(await redeem(google)).toMatchObject({ subject: 'ada' })
  })

  it('is discovered once an hour, and its keys are read each time', async () => {
    const google = connection('google')
    await redeem(google)
    await redeem(google)
    const lines = provider.requests.map(({ line }) => line)
    expect(lines.filter((line) => line === 'GET /.well-known/openid-configuration')).toHaveLength(1)
    expect(lines.filter((line) => line === 'GET /jwks')).toHaveLength(2)
  })

  it('is asked for more where the ID token has no address', async () => {
    const { email: _, email_verified: __, ...claims } = goodClaims(provider.url)
    provider.idToken = () => sign(claims, provider.keys[0]!)
    provider.profile = { sub: 'ada', email: 'ada@example.test', email_verified: true, name: 'Ada Lovelace' }
    expect(await redeem()).toMatchObject({ email: 'ada@example.test', firstName: 'Ada', lastName: 'Lovelace' })
  })

  const now = Math.floor(Date.now() / 1000)
  const wrong: Record<string, object> = {
    'another issuer': { iss: 'https://evil.example' },
    'another audience': { aud: 'somebody-else' },
    'several audiences and no authorized party': { aud: ['client', 'somebody-else'] },
    'another authorized party': { aud: ['client', 'somebody-else'], azp: 'somebody-else' },
    'another nonce': { nonce: 'nonce-of-another-flow' },
    'no nonce': { nonce: undefined },
    'an end in the past': { exp: now - 120 },
    'no end': { exp: undefined },
    'no beginning': { iat: undefined },
    'no issuer': { iss: undefined },
    'no subject': { sub: undefined },
    'a subject that is no text': { sub: { toString: 'ada' } },
    'a subject of 256 characters': { sub: 'a'.repeat(256) },
  }
  it.each(Object.entries(wrong))('is not believed with %s (AC-054)', async (_, change) => {
    provider.idToken = () => sign({ ...goodClaims(provider.url), ...change }, provider.keys[0]!)
    await expect(redeem()).rejects.toMatchObject(unavailable)
  })

  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  it('is not believed without a signature (AC-054)', async () => {
    provider.idToken = async () => `${encode({ alg: 'none' })}.${encode(goodClaims(provider.url))}.`
    await expect(redeem()).rejects.toMatchObject(unavailable)
  })

  it('is not believed with its client secret as the key (AC-054)', async () => {
    const text = `${encode({ alg: 'HS256' })}.${encode(goodClaims(provider.url))}`
    provider.idToken = async () => `${text}.${createHmac('sha256', 'secret').update(text).digest('base64url')}`
    await expect(redeem()).rejects.toMatchObject(unavailable)
  })

  it('is not believed with the signature of another key (AC-054)', async () => {
    const other = await newKey('first')
    provider.idToken = () => sign(goodClaims(provider.url), other)
    await expect(redeem()).rejects.toMatchObject(unavailable)
  })

  it('is not believed where two keys could be meant (AC-054)', async () => {
    const key = await newKey('first')
    provider.keys = [key, await newKey('second')]
    provider.idToken = () => sign(goodClaims(provider.url), key, {})
    await expect(redeem()).rejects.toMatchObject(unavailable)
  })

  it('is not believed when the profile is somebody else’s (AC-054)', async () => {
    provider.idToken = () => sign({ ...goodClaims(provider.url), email: undefined }, provider.keys[0]!)
    provider.profile = { sub: 'eve', email: 'eve@example.test', email_verified: true }
    await expect(redeem()).rejects.toMatchObject(unavailable)
  })

  it('is not believed when it answers for another issuer (AC-054)', async () => {
    await expect(redeem(undefined, { iss: 'https://evil.example' })).rejects.toMatchObject(unavailable)
    expect(provider.requests.map(({ line }) => line)).not.toContain('POST /token')
  })

  it('says no in its own words', async () => {
    const denied = redeem(undefined, { code: undefined, error: 'access_denied' })
    await expect(denied).rejects.toMatchObject({ code: 'provider_denied' })
    const broken = redeem(undefined, { code: undefined, error: 'server_error' })
    await expect(broken).rejects.toMatchObject(unavailable)
  })
})

describe('a provider that misbehaves (AC-056)', () => {
  const html: Answer = (response) => response.setHeader('content-type', 'text/html').end('<h1>secret inner text</h1>')
  const huge: Answer = (response) => {
    response.setHeader('content-type', 'application/json')
    response.end(`{"access_token":"${'x'.repeat(10 * 1024 * 1024)}"}`)
  }
  const bomb: Answer = (response) => {
    response.setHeader('content-type', 'application/json').setHeader('content-encoding', 'gzip')
    response.end(gzipSync(Buffer.alloc(64 * 1024 * 1024, ' ')))
  }
  const elsewhere: Answer = (response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
  const drip: Answer = (response) => {
    response.setHeader('content-type', 'application/json').write('{')
    const timer = setInterval(() => response.write(' '), 100)
    response.on('close', () => clearInterval(timer))
  }
  const ways: Record<string, Answer> = {
    'answers 500': (response) => sendJson(response, { error: 'secret inner text' }, 500),
    'answers in HTML': html,
    'answers 10 MB': huge,
    'answers with a small body that unfolds to 64 MB': bomb,
    'points elsewhere': elsewhere,
    'hangs up': (response) => void response.destroy(),
    'answers what is no JSON': (response) => response.setHeader('content-type', 'application/json').end('{'),
    'answers a list': (response) => sendJson(response, []),
    'drips for a minute': drip,
  }

  it.each(Object.entries(ways))('that %s for tokens is unavailable', async (_, way) => {
    provider.instead.set('/token', way)
    await expect(redeem()).rejects.toMatchObject(unavailable)
    expect(written.join('')).not.toContain('secret inner text')
  })

  it.each(Object.entries(ways))('that %s for a profile is unavailable', async (_, way) => {
    provider.instead.set('/user', way)
    await expect(redeem(connection('github'))).rejects.toMatchObject(unavailable)
  })

  it.each(Object.entries(ways))('that %s for discovery is unavailable', async (_, way) => {
    provider.instead.set('/.well-known/openid-configuration', way)
    await expect(connection('google').authorizeUrl(proof, {}, '')).rejects.toMatchObject(unavailable)
  })

  it('that speaks no TLS is unavailable', async () => {
    const plain = createServer((_request, response) => response.end())
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
    const issuer = `https://127.0.0.1:${(plain.address() as AddressInfo).port}`
    await expect(connection('google', { issuer }).authorizeUrl(proof, {}, '')).rejects.toMatchObject(unavailable)
    plain.close()
  })

  it('that is not there is unavailable', async () => {
    const issuer = 'http://127.0.0.1:9'
    await expect(connection('google', { issuer }).authorizeUrl(proof, {}, '')).rejects.toMatchObject(unavailable)
  })

  it('leaves no token in the log', async () => {
    provider.tokens = async () => ({
      access_token: 'very-secret-token',
      token_type: 'Bearer',
      id_token: 'no.token.at-all',
    })
    await expect(redeem()).rejects.toMatchObject(unavailable)
    expect(written.join('')).toContain('did not answer as it should')
    expect(written.join('')).not.toContain('very-secret-token')
  })
})

describe('a provider with plain OAuth 2', () => {
  it('is asked at its own paths below another address', async () => {
    const url = new URL(await connection('github').authorizeUrl(proof, { login_hint: 'x', prompt: 'consent' }, ''))
    expect(url.pathname).toBe('/login/oauth/authorize')
    expect(url.searchParams.get('prompt')).toBe('consent')
    expect(url.searchParams.has('login_hint')).toBe(false)
    expect(url.searchParams.has('nonce')).toBe(false)
  })

  it('tells an address apart from the profile', async () => {
    provider.profile = { id: 123, name: 'Ada Lovelace', email: 'shown@example.test', avatar_url: 'javascript:alert(1)' }
    provider.emails = [
      { email: 'old@example.test', primary: false, verified: true },
      { email: 'ada@example.test', primary: true, verified: true },
    ]
    expect(await redeem(connection('github'))).toEqual({
      subject: '123',
      email: 'ada@example.test',
      emailVerified: true,
      firstName: 'Ada',
      lastName: 'Lovelace',
      picture: null,
    })
    expect(provider.requests.find(({ line }) => line === 'GET /user')?.authorization).toBe('Bearer token')
  })

  it.each([[{}], [{ id: null }], [{ id: '' }], [{ id: 'a b' }], [[1]], ['text'], [null]])(
    'is not believed when the profile is %j',
    async (profile) => {
      provider.profile = profile as object
      await expect(redeem(connection('github'))).rejects.toMatchObject(unavailable)
    },
  )

  it('gets the secret in a header where it wants it there', async () => {
    provider.profile = { data: { id: '7', name: 'Ada', confirmed_email: 'ada@example.test' } }
    expect(await redeem(connection('x'))).toMatchObject({
      subject: '7',
      email: 'ada@example.test',
      emailVerified: false,
    })
    const [exchange] = provider.requests
    expect(exchange?.authorization).toBe(`Basic ${Buffer.from('client:secret').toString('base64')}`)
    expect(exchange?.body.get('code_verifier')).toBe(proof.codeVerifier)
  })
})

describe('a provider with ways of its own', () => {
  it('Apple gets a secret signed with our key, and tells a name by the browser', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    const signingKey = { teamId: 'TEAM', keyId: 'KEY', privateKey: await exportPKCS8(privateKey) }
    const apple = connection('apple', { clientSecret: null, signingKey })
    const user = JSON.stringify({ name: { firstName: 'Ada', lastName: 'Lovelace' }, email: 'evil@example.test' })
    expect(await redeem(apple, { user })).toMatchObject({ email: 'ada@example.test', firstName: 'Ada' })
    expect(await redeem(apple, { user: '{' })).toMatchObject({ email: 'ada@example.test', firstName: null })
    const secret = provider.requests.find(({ line }) => line === 'POST /token')!.body.get('client_secret')!
    expect(decodeProtectedHeader(secret)).toEqual({ alg: 'ES256', kid: 'KEY' })
    const expected = { issuer: 'TEAM', audience: 'https://appleid.apple.com', subject: 'client' }
    const { payload } = await jwtVerify(secret, publicKey, expected)
    expect(payload.exp! - payload.iat!).toBeLessThanOrEqual(300)
    const url = new URL(await apple.authorizeUrl(proof, {}, ''))
    expect(url.searchParams.get('response_mode')).toBe('form_post')
  })

  it('LinkedIn gets neither a verifier nor a nonce', async () => {
    provider.idToken = () => sign({ ...goodClaims(provider.url), nonce: undefined }, provider.keys[0]!)
    const linkedin = connection('linkedin')
    expect(await redeem(linkedin)).toMatchObject({ subject: 'ada' })
    const url = new URL(await linkedin.authorizeUrl(proof, {}, ''))
    expect([...url.searchParams.keys()].sort()).toEqual('client_id redirect_uri response_type scope state'.split(' '))
    const exchange = provider.requests.find(({ line }) => line === 'POST /token')
    expect(exchange?.body.has('code_verifier')).toBe(false)
  })

  it('GitHub answers for its own issuer or for none', async () => {
    const parts = {
      settings: {
        github: { clientId: 'client', clientSecret: 'secret', signingKey: null, issuer: null, idTokenAudiences: [] },
      },
      standInsAt: null,
      allowed: null,
      clock: systemClock,
      log,
    }
    const github = openProviders(parts).find('github')!
    expect(github.provider.issuer).toBe('https://github.com/login/oauth')
    await expect(redeem(github, { iss: 'https://evil.example' })).rejects.toMatchObject(unavailable)
  })
})

describe('the providers that are on', () => {
  const open = (more: object) =>
    openProviders({ settings: {}, standInsAt: null, allowed: null, clock: systemClock, log, ...more })

  it('are those with credentials', () => {
    const google = { clientId: 'client', clientSecret: 'secret', signingKey: null, issuer: null, idTokenAudiences: [] }
    const { connections } = open({ settings: { google } })
    expect(connections.map(({ provider: { name }, standIn }) => [name, standIn])).toEqual([['google', null]])
  })

  it('are all nine in the sandbox, or those that are allowed', () => {
    const standInsAt = 'http://localhost:3000'
    expect(open({ standInsAt }).connections).toHaveLength(9)
    const some = open({ standInsAt, allowed: ['github', 'google'] }).connections
    expect(some.map(({ provider: { name } }) => name)).toEqual(['google', 'github'])
  })

  it.each(['__proto__', 'constructor', 'myspace', ''])('have no %j', (name) => {
    expect(open({ standInsAt: 'http://localhost:3000' }).find(name)).toBeUndefined()
  })
})
