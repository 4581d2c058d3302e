// Clients that sign: with keys of their own, or with their secret.
import { randomUUID } from 'node:crypto'
import { type JWTPayload, SignJWT, type CryptoKey, exportJWK, generateKeyPair } from 'jose'
import { type Client, type OpenIdSettings, defaultOpenId } from '../../server/model/client.ts'
import { openIdScopes } from '../../server/model/scopes.ts'
import { sandboxEnvironmentId } from '../../server/model/sandbox-credentials.ts'
import type { JsonObject } from '../../server/model/user.ts'
import { sha256 } from '../../server/outside/secrets.ts'
import { insertClient } from '../../server/storage/clients.ts'
import type { TestServer } from '../server-for-tests.ts'
import { client as clientRow } from '../storage/world-for-tests.ts'

export const issuer = 'http://localhost:3000'
export const redirectUri = 'http://localhost:3000/callback'
export const secret = 'sec_0123456789abcdefghijklmnopqrstuvwxyzABCDEF'

export interface ClientKey {
  readonly alg: string
  readonly privateKey: CryptoKey
  readonly publicJwk: JsonObject
}

export const makeKey = async (alg = 'ES256', kid: string = randomUUID()): Promise<ClientKey> => {
  const pair = await generateKeyPair(alg, { extractable: true })
  const publicJwk = { ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig' } as JsonObject
  return { alg, privateKey: pair.privateKey, publicJwk }
}

/** One of the environment's own, put there without asking anybody. */
export const putClient = async (
  server: Pick<TestServer, 'world'>,
  openid: Partial<OpenIdSettings> = {},
  more: Partial<Client> = {},
): Promise<Client> => {
  const client = clientRow(`cid_${randomUUID()}`, {
    environmentId: sandboxEnvironmentId,
    redirectUris: [redirectUri],
    scopes: [...openIdScopes],
    openid: { ...defaultOpenId, ...openid },
    ...more,
  })
  await insertClient(server.world.db, client)
  return client
}

/** One that has a secret, and signs with it. */
export const putSecretClient = (server: Pick<TestServer, 'world'>, openid: Partial<OpenIdSettings> = {}) =>
  putClient(
    server,
    { authMethod: 'client_secret_jwt', ...openid },
    { secretHash: sha256(secret), sealedSecret: server.world.secrets.seal(secret) },
  )

/** One that proves itself by that key. */
export const putKeyClient = (
  server: Pick<TestServer, 'world'>,
  key: ClientKey,
  openid: Partial<OpenIdSettings> = {},
  more: Partial<Client> = {},
) => putClient(server, { authMethod: 'private_key_jwt', jwks: { keys: [key.publicJwk] }, ...openid }, more)

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** What a well-behaved client says of itself; `null` takes a claim away. */
export const assertionClaims = (clientId: string, more: Readonly<Record<string, unknown>> = {}): JWTPayload => {
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: clientId, sub: clientId, aud: issuer, iat: now, exp: now + 60, jti: randomUUID(), ...more }
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null))
}

export const signBy = (key: ClientKey, claims: JWTPayload, header: Readonly<Record<string, unknown>> = {}) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: key.alg, kid: String(key.publicJwk.kid), ...header })
    .sign(key.privateKey)

export const signBySecret = (claims: JWTPayload, text = secret) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(text))

export const withAssertion = (client_assertion: string) => ({ client_assertion_type: assertionType, client_assertion })

/** RFC 7519 section 6. */
export const unsigned = (claims: object): string => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part(claims)}.`
}
