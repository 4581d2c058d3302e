// Who may ask the mock: whoever holds what an example has, or a token that the mock signed.
import { createRemoteJWKSet, decodeJwt, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exampleOf } from '../../contract-tests/harness/contract/contract.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { type Mock, openMock } from '../../server/mock/mock.ts'
import { type Send, sender } from '../server-for-tests.ts'

let mock: Mock
let send: Send
beforeAll(async () => {
  mock = await openMock({ port: 0 })
  send = sender(mock.url.replace('localhost', '127.0.0.1'))
})
afterAll(() => mock.close())

const credentials = { client_id: 'cid_inbox_manager', email: 'alice@example.test', password: 'a quiet green lantern' }
const signIn = async () => (await send('POST /auth/sign-in', { body: credentials })).body.tokens.access_token
const me = (bearer: string) => send('GET /auth/me', { bearer })

describe('a token of the mock', () => {
  it('verifies against its published keys, as a resource server would', async () => {
    const token = await signIn()
    const keys = createRemoteJWKSet(new URL(`${mock.url}/.well-known/jwks.json`))
    const { payload } = await jwtVerify(token, keys, { issuer: mock.url, audience: mock.url, typ: 'at+jwt' })
    expect(payload.exp! - payload.iat!).toBe(3600)
    expect(payload.sub).toBe((JSON.parse((await me(token)).text) as { id: string }).id)
    const { text } = await send('GET /.well-known/openid-configuration')
    expect((JSON.parse(text) as { issuer: string }).issuer).toBe(mock.url)
  })

  it('names its session and its client, as the server does', async () => {
    const claims = decodeJwt(await signIn())
    expect(claims).toMatchObject({ client_id: credentials.client_id, sid: expect.stringMatching(/^[\da-f-]{36}$/) })
    const machine = { grant_type: 'client_credentials', ...sandboxCredentials.oauth }
    const { text } = await send('POST /oauth2/token', { headers: { prefer: 'example=machine_token' }, body: machine })
    const ofMachine = decodeJwt((JSON.parse(text) as { access_token: string }).access_token)
    expect(ofMachine.client_id).toBe(ofMachine.sub)
    expect(ofMachine).not.toHaveProperty('sid')
  })

  it('that says who has signed in is for the client, and of the person that userinfo tells of', async () => {
    const exchange = {
      grant_type: 'authorization_code',
      client_id: credentials.client_id,
      code: 'x',
      redirect_uri: 'x',
    }
    const prefer = { prefer: 'example=openid_tokens' }
    const { text } = await send('POST /oauth2/token', { headers: prefer, body: exchange })
    const { id_token, access_token } = JSON.parse(text) as { id_token: string; access_token: string }
    const keys = createRemoteJWKSet(new URL(`${mock.url}/.well-known/jwks.json`))
    const expected = { issuer: mock.url, audience: credentials.client_id, algorithms: ['RS256'] }
    const { payload } = await jwtVerify(id_token, keys, expected)
    const userinfo = await send('GET /oauth2/userinfo', { bearer: access_token })
    expect(payload.sub).toBe((JSON.parse(userinfo.text) as { sub: string }).sub)
  })

  it('opens what it is for, and nothing else', async () => {
    const token = await signIn()
    expect((await me(token)).status).toBe(200)
    for (const path of ['/api/platform/auth/me', '/api/auth/sessions/current']) {
      const { status } = await send(`GET ${path}`, { bearer: token })
      expect([path, status]).toEqual([path, 401])
    }
  })

  it('is refused once it was changed, was signed by others, or is for others', async () => {
    const token = await signIn()
    const [header, , signature] = token.split('.')
    const { privateKey } = await generateKeyPair('ES256')
    const others = await new SignJWT(decodeJwt(token))
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'x' })
      .sign(privateKey)
    const changed = Buffer.from(JSON.stringify({ ...decodeJwt(token), sub: 'uid_x' })).toString('base64url')
    const account = 'POST /api/accounts/acc_0199c0de-0000-7000-8000-000000000acc/token'
    const forOthers = await send(account, { bearer: token, body: { audience: 'https://api.inbox-manager.com' } })
    const issued = (JSON.parse(forOthers.text) as { access_token: string }).access_token
    expect(decodeJwt(issued).aud).toBe('https://api.inbox-manager.com')
    for (const bad of [others, `${header}.${changed}.${signature}`, issued, 'none', '']) {
      expect([bad, (await me(bad)).status]).toEqual([bad, 401])
    }
  })

  it('ends when its time is over, by the clock of the mock', async () => {
    const token = await signIn()
    await send('POST /sandbox/clock', { body: { advance: 3601 } })
    expect((await me(token)).body.code).toBe('invalid_token')
    expect((await me(await signIn())).status).toBe(200)
  })

  it('may be the one that stands in the contract', async () => {
    const { text } = await send('GET /openapi.json')
    const [example] = /eyJ[\w-]+\.eyJzdWIiOiJ1aWRf[\w-]+\.[\w-]+/.exec(text) ?? []
    expect((await me(example!)).status).toBe(200)
  })
})

describe('a cookie at the mock', () => {
  const refresh = (cookies: Record<string, string>, csrf?: string) =>
    send('POST /auth/refresh', { cookies, headers: csrf ? { 'x-csrf-token': csrf } : {} })

  it('is set by a sign-in, refreshes, and is cleared by a sign-out', async () => {
    const { cookies } = await send('POST /auth/sign-in', { body: credentials })
    const held = cookies.get('refresh_token')!.value
    expect((await refresh({ refresh_token: held }, 'any')).status).toBe(200)
    const out = await send('POST /auth/sign-out', {
      cookies: { refresh_token: held },
      headers: { 'x-csrf-token': 'any' },
    })
    expect([out.status, out.cookies.get('refresh_token')?.line]).toEqual([
      204,
      expect.stringMatching(/^refresh_token=; Max-Age=0/),
    ])
  })

  it('is missed where it is not sent, is not known, or comes without a CSRF token', async () => {
    expect((await refresh({})).body.code).toBe('invalid_refresh_token')
    expect((await refresh({ refresh_token: 'unheard-of' }, 'any')).body.code).toBe('invalid_refresh_token')
    const { cookies } = await send('POST /auth/sign-in', { body: credentials })
    expect((await refresh({ refresh_token: cookies.get('refresh_token')!.value })).body.code).toBe('csrf_mismatch')
  })
})

describe('the mock as the contract has it', () => {
  it('refuses a password that is too long, and names the field', async () => {
    const { status, body } = await send('POST /auth/sign-up', { body: { ...credentials, password: 'x'.repeat(129) } })
    expect([status, body.detail]).toEqual([400, 'password: must have at most 128 characters'])
  })

  it('refuses a page that the sandbox would refuse', async () => {
    const ask = (origin: string) => send('POST /auth/sign-in', { body: credentials, headers: { origin } })
    expect((await ask('https://evil.example')).status).toBe(403)
    expect((await ask('http://localhost:5179')).headers['access-control-allow-origin']).toBe('http://localhost:5179')
  })

  it('opens what a tenant reads to its keys, and to no other secret of an example', async () => {
    const read = async (bearer: string) => (await send('GET /api/platform/applications', { bearer })).status
    const { key } = (exampleOf('platform.createTenantApiKey', 200, 'new_tenant_api_key') as { data: { key: string } })
      .data
    const { key: secret } = (exampleOf('platform.createAppApiKey', 200, 'new_api_key') as { data: { key: string } })
      .data
    const { refresh_token } = exampleOf('platform.login', 200, 'signed_in') as { refresh_token: string }
    expect([await read(key), await read(secret), await read(refresh_token)]).toEqual([200, 401, 401])
  })

  it('has one mail of each kind', async () => {
    const { text } = await send('GET /sandbox/mailbox.json')
    const { messages } = JSON.parse(text) as { messages: { kind: string; link: string | null }[] }
    expect(new Set(messages.map(({ kind }) => kind)).size).toBe(messages.length)
    expect(messages).toHaveLength(28)
    expect(messages.flatMap(({ link }) => link ?? []).every((link) => link.startsWith(mock.url))).toBe(true)
  })

  it('takes faults', async () => {
    await send('POST /sandbox/faults', { body: { operation: 'account.signIn', example: 'overloaded' } })
    expect((await send('POST /auth/sign-in', { body: credentials })).body.code).toBe('overloaded')
    expect((await send('POST /auth/sign-in', { body: credentials })).status).toBe(200)
  })
})
