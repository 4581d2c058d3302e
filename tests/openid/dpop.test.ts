// Tokens that are bound to a key (RFC 9449): what is taken as a proof of it, and what a token is worth without.
import { decodeJwt } from 'jose'
import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DpopKey, type ProofOf, dpopProof, newDpopKey } from '../../contract-tests/harness/fixtures/dpop.ts'
import type { Wire } from '../../generated/operations.ts'
import { giveSecondFactor } from '../../server/identity/factors/second-factor.ts'
import { sandboxCredentials, sandboxEnvironmentId } from '../../server/model/sandbox-credentials.ts'
import { findUserByEmail } from '../../server/storage/users.ts'
import { contextFor } from '../identity/context-for-tests.ts'
import { type TestServer, newEmail, password, signUp, startReachableServer, startServer } from '../server-for-tests.ts'
import { freshDatabase } from '../storage/databases-for-tests.ts'
import { type Arrived, appUrlOf, codeOf, openFormBrowser, pageOf } from '../../contract-tests/openid/browser.ts'
import { putClient, redirectUri } from './clients-for-tests.ts'

const { account, oauth: confidential } = sandboxCredentials
const verifier = 'v'.repeat(43)
const challenge = '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM'
const atToken = 'POST /oauth2/token'
const atUserinfo = 'GET /oauth2/userinfo'

let server: TestServer
let other: TestServer
let email: string
let key: DpopKey
let removeDatabase: () => void
beforeAll(async () => {
  const { url: DATABASE_URL, remove } = await freshDatabase('sqlite')
  removeDatabase = remove
  server = await startReachableServer({ DATABASE_URL })
  // Another instance of the same service.
  other = await startServer({ DATABASE_URL, PUBLIC_URL: server.url })
  ;({ email } = await signUp(server.send))
  key = await newDpopKey()
})
afterAll(async () => {
  await other.close()
  await server.close()
  removeDatabase()
})

const proofOf = (line: ProofOf['line'], more: Partial<ProofOf> = {}, by = key) =>
  dpopProof(by, { line, base: server.url, ...more })

const requestOf = (more: Readonly<Record<string, string>>, step = '') => {
  const query = {
    client_id: account.client_id,
    redirect_uri: account.redirectUri,
    response_type: 'code',
    scope: 'openid offline_access',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  }
  return new URL(`${server.url}/oauth2/authorize${step}?${new URLSearchParams(query)}`)
}
const codeFor = async (more: Readonly<Record<string, string>> = {}) => {
  const arrived = await openFormBrowser(account.redirectUri).go(requestOf(more))
  return codeOf(await pageOf(arrived).submit({ email, password }))
}

/** Gives somebody a second factor. Answers a code of it. */
const enrol = async (address: string): Promise<string> => {
  const user = (await findUserByEmail(server.world.db, sandboxEnvironmentId, address))!
  return (await giveSecondFactor(contextFor(server.world), user)).code
}

/** What was mailed to somebody to sign in with. */
const linkTo = async (address: string): Promise<string> => {
  const { text } = await server.send(`GET /sandbox/mailbox.json?to=${encodeURIComponent(address)}`)
  const { messages } = JSON.parse(text) as { messages: { kind: string; link: string }[] }
  return messages.find(({ kind }) => kind === 'magic_link')!.link
}

interface Asked {
  readonly proof?: string | undefined
  readonly at?: TestServer
}
const ask = async (body: Readonly<Record<string, string>>, { proof, at = server }: Asked = {}) => {
  const sending = proof === undefined ? { body } : { body, headers: { dpop: proof } }
  const { status, text, headers: answered } = await at.send(atToken, sending)
  const tokens = JSON.parse(text) as Wire['OAuthTokens'] & { error?: string; error_description?: string }
  return { ...tokens, status, headers: answered }
}
const exchange = (code: string) => ({
  grant_type: 'authorization_code',
  client_id: account.client_id,
  redirect_uri: account.redirectUri,
  code,
  code_verifier: verifier,
})
const bound = async () => ask(exchange(await codeFor()), { proof: await proofOf(atToken) })
interface Shown {
  readonly scheme?: string
  readonly proof?: string | string[]
  readonly at?: TestServer
}
const show = async (token: string, { scheme = 'DPoP', proof, at = server }: Shown = {}) => {
  const authorization = `${scheme} ${token}`
  return at.send(atUserinfo, { headers: proof === undefined ? { authorization } : { authorization, dpop: proof } })
}

describe('a token', () => {
  it('is bound to the key of the proof, and says so', async () => {
    const tokens = await bound()
    expect(tokens).toMatchObject({ status: 200, token_type: 'DPoP' })
    expect(decodeJwt(tokens.access_token).cnf).toEqual({ jkt: key.thumbprint })
    const { text } = await server.send('POST /oauth2/introspect', {
      body: {
        token: tokens.access_token,
        client_id: confidential.client_id,
        client_secret: confidential.client_secret,
      },
    })
    expect(JSON.parse(text)).toMatchObject({ active: true, token_type: 'DPoP', cnf: { jkt: key.thumbprint } })
  })

  it('gets tokens of its own key alone', async () => {
    const { access_token: token } = await bound()
    const { body: me } = await server.send('GET /auth/me', {
      headers: { authorization: `DPoP ${token}`, dpop: await proofOf('GET /auth/me', { token }) },
    })
    const id = (me as unknown as Wire['SessionProfile']).active_membership!.account_id
    const asked = `/api/accounts/${id}/token` as const
    const sent = async (path: string, body: object) =>
      (
        await server.send(`POST ${path}`, {
          headers: { authorization: `DPoP ${token}`, dpop: await proofOf(`POST ${path}`, { token }) },
          body,
        })
      ).body
    const forAudience = await sent(asked, { audience: account.audience })
    const switched = (await sent('/api/account-views/switch', { account_id: id })) as Wire['AuthenticationResult']
    for (const made of [forAudience, switched.tokens]) {
      expect(made.token_type).toBe('DPoP')
      expect(decodeJwt(made.access_token).cnf).toEqual({ jkt: key.thumbprint })
    }
  })

  it('of a machine is bound too', async () => {
    const { client_id, client_secret } = confidential
    const body = { grant_type: 'client_credentials', client_id, client_secret }
    const made = await ask(body, { proof: await proofOf(atToken) })
    expect([made.token_type, decodeJwt(made.access_token).cnf]).toEqual(['DPoP', { jkt: key.thumbprint }])
    expect((await server.send('GET /api/accounts', { bearer: made.access_token })).status).toBe(401)
  })
})

describe('a proof', () => {
  it('is good once, on every instance', async () => {
    const { access_token: token } = await bound()
    const proof = await proofOf(atUserinfo, { token })
    const both = await Promise.all([show(token, { proof }), show(token, { proof, at: other })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
    const again = await proofOf(atToken)
    expect((await ask(exchange('x'), { proof: again })).error).toBe('invalid_grant')
    for (const at of [other, server]) {
      expect((await ask(exchange('x'), { proof: again, at })).error).toBe('invalid_dpop_proof')
    }
    const kept = await server.world.db.selectFrom('spentAssertions').selectAll().execute()
    expect(kept.every(({ expiresAt }) => expiresAt > Date.now())).toBe(true)
  })
})

describe('a code', () => {
  it.each<[string, (asked: Readonly<Record<string, string>>) => Promise<Arrived>]>([
    [
      'a second factor',
      async (asked) => {
        const person = await signUp(server.send)
        const code = await enrol(person.email)
        const first = await openFormBrowser(account.redirectUri).go(requestOf(asked))
        const second = await pageOf(first).submit({ email: person.email, password })
        return pageOf(second).submit({ code })
      },
    ],
    [
      'a sign-up',
      async (asked) => {
        const page = pageOf(await openFormBrowser(account.redirectUri).go(requestOf(asked, '/sign-up')))
        return page.submit({ email: newEmail(), password, name: 'A Person' })
      },
    ],
    [
      'a mailed link',
      async (asked) => {
        const person = await signUp(server.send)
        const browser = openFormBrowser(account.redirectUri)
        const { text } = pageOf(await browser.go(requestOf(asked)))
        const [, token = ''] = /name="form_token" value="([^"]*)"/.exec(text) ?? []
        const fields = new URLSearchParams({ form_token: token, email: person.email })
        await browser.go(requestOf(asked, '/send-link'), fields)
        return pageOf(await browser.go(new URL(await linkTo(person.email)))).submit({})
      },
    ],
  ])('keeps its key over %s', async (_, arrive) => {
    const code = codeOf(await arrive({ dpop_jkt: key.thumbprint }))
    expect((await ask(exchange(code))).error).toBe('invalid_grant')
    expect((await ask(exchange(code), { proof: await proofOf(atToken) })).token_type).toBe('DPoP')
  })
})

// No registration takes both any more: one from before may have them.
it('comes to no client by the browser whose tokens have to be bound', async () => {
  const { id } = await putClient(server, {
    requiresDpop: true,
    responseTypes: ['code', 'code token'],
    grantTypes: ['authorization_code', 'implicit'],
  })
  const asked = (response_type: string) =>
    openFormBrowser(redirectUri).go(requestOf({ client_id: id, redirect_uri: redirectUri, response_type }))
  expect(pageOf(await asked('code')).text).toContain('name="password"')
  for (const response_type of ['code token', 'token code']) {
    const { hash } = appUrlOf(await asked(response_type))
    expect(Object.fromEntries(new URLSearchParams(hash.slice(1)))).toMatchObject({ error: 'unauthorized_client' })
  }
})

it('is refused without a nonce where one is demanded, and openid-client brings it', async () => {
  const strict = await startReachableServer({ DPOP_NONCE: 'required' })
  try {
    const person = await signUp(strict.send)
    const without = await ask(exchange('x'), {
      at: strict,
      proof: await dpopProof(key, { line: atToken, base: strict.url }),
    })
    expect(without.error).toBe('use_dpop_nonce')
    const config = await openid.discovery(new URL(strict.url), account.client_id, undefined, openid.None(), {
      execute: [openid.allowInsecureRequests],
    })
    const handle = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'))
    const pkceCodeVerifier = openid.randomPKCECodeVerifier()
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: account.redirectUri,
      scope: 'openid offline_access',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      dpop_jkt: await handle.calculateThumbprint(),
    })
    const login = pageOf(await openFormBrowser(account.redirectUri).go(url))
    const back = appUrlOf(await login.submit({ email: person.email, password }))
    const tokens = await openid.authorizationCodeGrant(config, back, { pkceCodeVerifier }, undefined, {
      DPoP: handle,
    })
    expect(tokens.token_type).toBe('dpop')
    const { sub } = tokens.claims()!
    expect(await openid.fetchUserInfo(config, tokens.access_token, sub, { DPoP: handle })).toMatchObject({ sub })
    const next = await openid.refreshTokenGrant(config, tokens.refresh_token!, undefined, { DPoP: handle })
    expect(next.token_type).toBe('dpop')
  } finally {
    await strict.close()
  }
})

it('tells pages of other origins the nonce, and lets them send a proof', async () => {
  const { headers } = await server.send('OPTIONS /oauth2/token', {
    headers: { origin: account.origin, 'access-control-request-method': 'POST' },
  })
  expect(headers['access-control-allow-headers']).toMatch(/\bDPoP\b/)
  const answer = await server.send(atToken, {
    headers: { origin: account.origin, dpop: await proofOf(atToken) },
    body: exchange('x'),
  })
  expect(answer.headers['access-control-expose-headers']).toMatch(/\bDPoP-Nonce, WWW-Authenticate\b/)
})
