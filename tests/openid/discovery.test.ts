// What discovery lists works, and what works is listed.
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { operations } from '../../generated/operations.ts'
import { responseModes } from '../../server/model/authorization-request.ts'
import { authMethods, responseTypes } from '../../server/model/client.ts'
import { scopeOfClaim } from '../../server/model/openid-claims.ts'
import { openIdScopes } from '../../server/model/scopes.ts'
import { dpopAlgorithms, signingAlgorithms } from '../../server/model/signing-key.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { type TestServer, startServer } from '../server-for-tests.ts'
import {
  assertionClaims,
  makeKey,
  putClient,
  putKeyClient,
  putSecretClient,
  signBy,
  signBySecret,
  unsigned,
  withAssertion,
} from './clients-for-tests.ts'

const { client_id, redirectUri } = sandboxCredentials.account
const issuer = 'http://localhost:3000'

let server: TestServer
let found: Wire['OpenIdConfiguration']
beforeAll(async () => {
  server = await startServer()
  found = JSON.parse((await server.send('GET /.well-known/openid-configuration')).text) as typeof found
})
afterAll(() => server.close())

const asked = {
  client_id,
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'openid',
  code_challenge: 'c'.repeat(43),
  code_challenge_method: 'S256',
}
/** The refusal of a request, wherever it is told; null where there is none. */
const refusalOf = async (more: Readonly<Record<string, string>>): Promise<string | null> => {
  const { headers, text } = await server.send(`GET /oauth2/authorize?${new URLSearchParams({ ...asked, ...more })}`)
  const told = `${headers.location ?? ''} ${text}`
  return /(?:error=|name="error" value=")([a-z_]+)/.exec(told)?.[1] ?? null
}

it('lists an address for each operation that a client looks for, and no other', () => {
  const paths = Object.entries(found).filter(([name]) => name.endsWith('_endpoint') || name === 'jwks_uri')
  const declared = new Set(Object.values(operations).map(({ path }) => path as string))
  for (const [, url] of paths) expect(declared).toContain(String(url).slice(issuer.length))
  const listed = new Set(paths.map(([, url]) => String(url).slice(issuer.length)))
  // The steps of the sign-in page, where people answer for a device, and their own account are for people.
  const pages = ['/oauth2/device', '/oauth2/account']
  const isPage = (path: string) => path.startsWith('/oauth2/authorize/') || pages.includes(path)
  const own = [...declared].filter((path) => path.startsWith('/oauth2/') && !path.includes('{') && !isPage(path))
  expect([...listed].filter((path) => path.startsWith('/oauth2/')).sort()).toEqual(own.sort())
})

it('lists every response mode and type that is taken', async () => {
  expect(found.response_modes_supported).toEqual([...responseModes])
  for (const response_mode of found.response_modes_supported!) {
    expect([response_mode, await refusalOf({ response_mode })]).toEqual([response_mode, null])
  }
  expect(await refusalOf({ response_mode: 'web_message' })).toBe('invalid_request')
  const { id } = await putClient(
    server,
    { responseTypes: [...responseTypes], grantTypes: ['authorization_code', 'implicit'] },
    { redirectUris: [redirectUri] },
  )
  const types = [
    'code',
    'token',
    'id_token',
    'code id_token',
    'code token',
    'id_token token',
    'token code id_token',
    'none',
  ]
  const isSame = (one: string, other: string) => one.split(' ').sort().join() === other.split(' ').sort().join()
  for (const response_type of types) {
    const isListed = found.response_types_supported.some((listed) => isSame(listed, response_type))
    expect([response_type, await refusalOf({ client_id: id, response_type, nonce: 'n' })]).toEqual([
      response_type,
      isListed ? null : 'unsupported_response_type',
    ])
  }
})

it('lists every scope, claim and algorithm', async () => {
  expect(found.scopes_supported).toEqual([...openIdScopes])
  for (const scope of found.scopes_supported!) {
    expect([scope, await refusalOf({ scope: `openid ${scope}` })]).toEqual([scope, null])
  }
  for (const name of Object.keys(scopeOfClaim)) expect(found.claims_supported).toContain(name)
  expect([...found.id_token_signing_alg_values_supported].sort()).toEqual([...signingAlgorithms].sort())
  const { keys } = JSON.parse((await server.send('GET /.well-known/jwks.json')).text) as Wire['Jwks']
  expect(keys.map(({ alg }) => alg).sort()).toEqual([...signingAlgorithms].sort())
})

it('lists every prompt and challenge method, and says what is not taken', async () => {
  for (const prompt of found.prompt_values_supported!) {
    const expected = prompt === 'none' ? 'login_required' : null
    expect([prompt, await refusalOf({ prompt })]).toEqual([prompt, expected])
  }
  expect(found.code_challenge_methods_supported).toEqual(['S256'])
  expect(await refusalOf({ code_challenge_method: 'plain' })).toBe('invalid_request')
  expect([found.request_parameter_supported, await refusalOf({ request: 'x' })]).toEqual([
    true,
    'invalid_request_object',
  ])
  const { id } = await putClient(
    server,
    { requestUris: ['https://app.example.com/object'] },
    { redirectUris: [redirectUri] },
  )
  const unregistered = await refusalOf({ client_id: id, request_uri: 'https://app.example.com/other' })
  expect([
    found.request_uri_parameter_supported,
    found.require_request_uri_registration,
    await refusalOf({ request_uri: 'x' }),
    unregistered,
  ]).toEqual([true, true, 'request_uri_not_supported', 'invalid_request_uri'])
})

it('says the same under its OAuth name', async () => {
  const { text } = await server.send('GET /.well-known/oauth-authorization-server')
  expect(JSON.parse(text)).toEqual(found)
})

it('lists each way that a client may prove itself, and each algorithm of its signatures', async () => {
  for (const endpoint of ['token', 'introspection', 'revocation'] as const) {
    const methods = [...authMethods].filter((method) => method !== 'none' || endpoint !== 'introspection')
    expect(found[`${endpoint}_endpoint_auth_methods_supported`]).toEqual(methods)
    const algorithms = found[`${endpoint}_endpoint_auth_signing_alg_values_supported`]!
    for (const alg of algorithms) {
      const key = alg === 'HS256' ? null : await makeKey(alg)
      const client = key ? await putKeyClient(server, key) : await putSecretClient(server)
      const claims = assertionClaims(client.id)
      const body = { token: 'none', ...withAssertion(await (key ? signBy(key, claims) : signBySecret(claims))) }
      expect([alg, (await server.send('POST /oauth2/introspect', { body })).status]).toEqual([alg, 200])
    }
  }
})

it('lists each algorithm of request objects', async () => {
  for (const alg of found.request_object_signing_alg_values_supported!) {
    const key = await makeKey(alg === 'none' ? 'ES256' : alg)
    const { id } = await putKeyClient(server, key)
    const claims = { ...asked, client_id: id }
    const request = alg === 'none' ? unsigned(claims) : await signBy(key, claims)
    expect([alg, await refusalOf({ client_id: id, request })]).toEqual([alg, null])
  }
})

it('lists every grant, and the token endpoint takes no other', async () => {
  const grants = [
    'authorization_code',
    'refresh_token',
    'client_credentials',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:ietf:params:oauth:grant-type:token-exchange',
    'password',
  ]
  for (const grant_type of grants) {
    const { text } = await server.send('POST /oauth2/token', { body: { grant_type, client_id } })
    const { error } = JSON.parse(text) as { error: string }
    // What is implicit is asked for elsewhere.
    expect([grant_type, error === 'unsupported_grant_type']).toEqual([
      grant_type,
      !found.grant_types_supported.includes(grant_type),
    ])
  }
})

// oidcc-backchannel-logout-discovery-endpoint-verification, oidcc-frontchannel-logout-discovery-endpoint-verification
it('says that logouts are told, with their session, and how proofs and answers are signed', () => {
  for (const channel of ['backchannel', 'frontchannel']) {
    expect(found).toMatchObject({
      [`${channel}_logout_supported`]: true,
      [`${channel}_logout_session_supported`]: true,
    })
  }
  expect(found.dpop_signing_alg_values_supported).toEqual([...dpopAlgorithms])
  for (const answer of ['userinfo', 'introspection']) {
    const listed = [...(found as unknown as Record<string, string[]>)[`${answer}_signing_alg_values_supported`]!]
    expect(listed.sort()).toEqual([...signingAlgorithms].sort())
  }
})
