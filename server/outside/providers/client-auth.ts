// How this service proves to a provider that it is its client.
import { SignJWT, importPKCS8 } from 'jose'
import type { ClientAuth } from 'openid-client'
import type { ProviderSettings } from '../../model/provider.ts'
import type { Provider } from './provider.ts'

const signedSecretSeconds = 300

/** By a secret in body or header or, where there is a key instead, by a secret signed with it for a few minutes. */
export const clientAuthOf = async (
  provider: Provider,
  { clientId, clientSecret, signingKey }: ProviderSettings,
  now: number,
): Promise<ClientAuth> => {
  const { ClientSecretBasic, ClientSecretPost } = await import('openid-client')
  if (signingKey) return ClientSecretPost(await signedSecret(provider, clientId, signingKey, now))
  if (clientSecret === null) throw new Error(`${provider.name} has neither a secret nor a key`)
  return provider.clientAuth === 'basic' ? ClientSecretBasic(clientSecret) : ClientSecretPost(clientSecret)
}

const signedSecret = async (
  { issuer }: Provider,
  clientId: string,
  { teamId, keyId, privateKey }: NonNullable<ProviderSettings['signingKey']>,
  now: number,
): Promise<string> => {
  const at = Math.floor(now / 1000)
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .setIssuer(teamId)
    .setSubject(clientId)
    .setAudience(issuer)
    .setIssuedAt(at)
    .setExpirationTime(at + signedSecretSeconds)
    .sign(await importPKCS8(privateKey, 'ES256'))
}
