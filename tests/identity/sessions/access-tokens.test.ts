import { generateKeyPairSync, sign } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, audience, clientId, signUp, startServer } from '../../server-for-tests.ts'

let server: TestServer
let alice: Awaited<ReturnType<typeof signUp>>
let account = ''
beforeAll(async () => {
  server = await startServer()
  alice = await signUp(server.send)
  account = alice.profile.active_membership?.account_id ?? ''
})
afterAll(() => server.close())

const encode = (value: object | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const parts = (token: string) => token.split('.') as [string, string, string]
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>

/** Where a bearer is taken. */
const lines = () =>
  ['GET /auth/me', 'GET /api/accounts', `GET /api/accounts/${account}`, `POST /api/accounts/${account}/token`] as const
const expectRefusedEverywhere = async (what: string, bearer: string) => {
  for (const line of lines()) {
    const answer = await server.send(line, { bearer, ...(line.startsWith('POST') && { body: { audience } }) })
    expect([what, line, answer.status, ['invalid_token', 'unauthorized'].includes(answer.body.code ?? '')]).toEqual([
      what,
      line,
      401,
      true,
    ])
  }
}

describe('a bearer', () => {
  it('that is not signed by us is refused everywhere (AC-068)', async () => {
    const [header, payload, signature] = parts(alice.access_token)
    const given = decode(header)
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const forge = (head: object, body = payload) => {
      const input = `${encode(head)}.${body}`
      return `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
    }
    const forged: Record<string, string> = {
      'no algorithm': `${encode({ ...given, alg: 'none' })}.${payload}.`,
      'no algorithm, in capitals': `${encode({ ...given, alg: 'nOnE' })}.${payload}.${signature}`,
      'an empty signature': `${header}.${payload}.`,
      'no signature': `${header}.${payload}`,
      'five parts': `${header}.${payload}.${signature}.${payload}.${signature}`,
      'a critical header': forge({ ...given, crit: ['b64'], b64: false }),
      'a key of its own': forge({
        ...given,
        jwk: { kty: 'EC' },
        jku: 'http://127.0.0.1:1/keys',
        x5u: 'http://127.0.0.1:1/x',
      }),
      'another key under our id': forge(given),
      'a changed payload': `${header}.${encode({ ...decode(payload), sub: 'uid_other' })}.${signature}`,
      'a changed type': `${encode({ ...given, typ: 'JWT' })}.${payload}.${signature}`,
    }
    for (const [what, token] of Object.entries(forged)) await expectRefusedEverywhere(what, token)
  })

  it('with a strange key id is refused, and asks the database nothing more (AC-070)', async () => {
    const [header, payload, signature] = parts(alice.access_token)
    const ids: unknown[] = [
      '../../dev/null',
      "' OR 1=1 --",
      'http://127.0.0.1:1/',
      'x'.repeat(5000),
      'a\0b',
      ['a'],
      {},
      null,
      7,
      undefined,
      '__proto__',
    ]
    for (const kid of ids)
      await expectRefusedEverywhere(
        String(kid).slice(0, 20),
        `${encode({ ...decode(header), kid })}.${payload}.${signature}`,
      )
    const unknown = await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        server.send('GET /auth/me', {
          bearer: `${encode({ ...decode(header), kid: `unknown-${index}` })}.${payload}.${signature}`,
        }),
      ),
    )
    expect(new Set(unknown.map(({ status }) => status))).toEqual(new Set([401]))
  })

  it('with a signature that only looks like one is refused (AC-071)', async () => {
    const [header, payload, signature] = parts(alice.access_token)
    const bytes = Buffer.from(signature, 'base64url')
    const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')
    const s = bytes.subarray(32)
    const signatures: Record<string, string> = {
      'all zero': Buffer.alloc(64).toString('base64url'),
      'r of zero': Buffer.concat([Buffer.alloc(32), s]).toString('base64url'),
      's of n': Buffer.concat([bytes.subarray(0, 32), order]).toString('base64url'),
      'too short': bytes.subarray(0, 63).toString('base64url'),
      'too long': Buffer.concat([bytes, Buffer.alloc(1)]).toString('base64url'),
      padding: `${signature}==`,
      'plain base64':
        bytes.toString('base64').replace(/=+$/, '') === signature ? `${signature}=` : bytes.toString('base64'),
      'another last letter':
        signature.slice(0, -1) + (signature.endsWith('A') ? 'B' : String.fromCharCode(signature.charCodeAt(85) + 1)),
    }
    for (const [what, one] of Object.entries(signatures))
      await expectRefusedEverywhere(what, `${header}.${payload}.${one}`)
    const doubled = encode(`{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"${String(decode(header).kid)}"}`)
    await expectRefusedEverywhere('a header said twice', `${doubled}.${payload}.${signature}`)
  })

  it('of another kind is refused (AC-073)', async () => {
    const token = await server.send(`POST /api/accounts/${account}/token`, {
      bearer: alice.access_token,
      body: { audience },
    })
    const csrf = await server.send('GET /auth/csrf-session')
    const kinds: Record<string, string> = {
      'an account token for an audience': token.body.access_token,
      'a refresh token': alice.refresh_token,
      'a CSRF session': csrf.cookies.get('csrf_session')?.value ?? '',
      'a client id': clientId,
      'a user id': alice.profile.id,
    }
    for (const [kind, value] of Object.entries(kinds)) {
      await expectRefusedEverywhere(kind, value)
      expect([
        kind,
        (await server.send('GET /auth/me', { headers: { authorization: `Basic ${value}` } })).status,
      ]).toEqual([kind, 401])
    }
    for (const headers of [
      { authorization: 'Bearer' },
      { authorization: `Bearer ${alice.access_token} x` },
      { authorization: alice.access_token },
      { authorization: `Token ${alice.access_token}` },
    ]) {
      expect((await server.send('GET /auth/me', { headers })).status).toBe(401)
    }
    expect(
      (await server.send('GET /auth/me', { headers: { authorization: `bearer  ${alice.access_token}` } })).status,
    ).toBe(200)
    expect((await server.send(`GET /auth/me?access_token=${alice.access_token}`)).status).toBe(401)
  })
})

describe('an account token', () => {
  const ask = (wanted: unknown, id = account, bearer = alice.access_token) =>
    server.send(`POST /api/accounts/${id}/token`, { bearer, body: { audience: wanted } })

  it('is for one registered audience and nobody else (AC-074)', async () => {
    const own = server.world.config.publicUrl
    const unregistered = [
      'https://api.other.example',
      `${audience}.evil.example`,
      `${audience}/`,
      audience.toUpperCase(),
      ` ${audience}`,
      '*',
      own,
      clientId,
      'https://api.inbox-manager.com#x',
    ]
    for (const wanted of unregistered) {
      const answer = await ask(wanted)
      expect([wanted, answer.status, answer.body.code]).toEqual([wanted, 400, 'invalid_audience'])
    }
    for (const wanted of [
      '',
      [],
      [audience],
      [audience, 'https://evil.example'],
      null,
      7,
      { aud: audience },
      'x'.repeat(10_000),
    ]) {
      expect([wanted, (await ask(wanted)).body.code]).toEqual([wanted, 'invalid_request'])
    }
  })

  it('is for an account of the caller; any other is as one that does not exist (AC-074)', async () => {
    const bob = await signUp(server.send)
    const foreign = await ask(audience, bob.profile.active_membership?.account_id)
    const missing = await ask(audience, 'acc_01900000-0000-7000-8000-00000000dead')
    expect([foreign.status, foreign.text]).toEqual([404, missing.text])
    expect(
      (
        await server.send(`GET /api/accounts/${bob.profile.active_membership?.account_id}`, {
          bearer: alice.access_token,
        })
      ).text,
    ).toBe(missing.text)
  })

  it('says who, where and for whom, for a quarter of an hour (AC-074)', async () => {
    const { body } = await ask(audience)
    const keys = createRemoteJWKSet(new URL(`${server.url}/.well-known/jwks.json`))
    const { payload, protectedHeader } = await jwtVerify(body.access_token, keys, {
      audience,
      issuer: server.world.config.publicUrl,
      algorithms: ['ES256'],
    })
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) })
    expect(payload).toMatchObject({
      aud: audience,
      acc: account,
      role: 'owner',
      sub: alice.profile.id,
      uid: alice.profile.id,
      cid: clientId,
    })
    expect([body.expires_in, payload.exp! - payload.iat!]).toEqual([900, 900])
    expect(Object.keys(payload).sort()).toEqual([
      'acc',
      'app',
      'aud',
      'auth_time',
      'cid',
      'client_id',
      'exp',
      'iat',
      'iss',
      'jti',
      'role',
      'sid',
      'sub',
      'uid',
    ])
  })
})
