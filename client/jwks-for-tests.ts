// A server of keys that a test turns and breaks, and tokens signed with them.
import { type CryptoKey, SignJWT, exportJWK, generateKeyPair } from 'jose'
import { type Said, openScripted } from './scripted-server-for-tests.ts'

export interface SigningPair {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly jwk: object
}

export const makeKey = async (kid: string): Promise<SigningPair> => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'ES256' } }
}

/** Serves what `say` tells it to, or the keys in `shown`. */
export const openKeyServer = async (...first: SigningPair[]) => {
  const shown = { keys: first.map(({ jwk }) => jwk), say: undefined as (() => Said | Promise<Said>) | undefined }
  const server = await openScripted({
    'GET /jwks.json': () => shown.say?.() ?? { body: { keys: shown.keys } },
  })
  return {
    url: `${server.baseUrl}/jwks.json`,
    shown,
    asked: () => server.count('GET /jwks.json'),
    close: server.close,
  }
}

export const claims = {
  iss: 'https://auth.test',
  aud: 'https://auth.test',
  sub: 'user-1',
  type: 'app_user',
  tenant_id: 'tenant-1',
  app_id: 'app-1',
  env_id: 'env-1',
  email: 'alice@example.test',
  email_verified: true,
  roles: ['editor'],
  permissions: ['posts:write'],
}

/** An access token of an end user; `more` takes the place of claims, `header` of header fields. */
export const signToken = (
  { privateKey, kid }: SigningPair,
  more: object = {},
  header: { typ?: string; kid?: string } = {},
): Promise<string> =>
  new SignJWT({ ...claims, iat: seconds(), exp: seconds() + 900, ...more })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid, ...header })
    .sign(privateKey)

const seconds = () => Math.floor(Date.now() / 1000)
