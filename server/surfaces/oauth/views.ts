// Model to wire, for the oauth surface. Every field is named: nothing private can come along.
import type { JsonObject } from '../../model/user.ts'
import type { Wire } from '../handle.ts'

export const toJwks = (keys: readonly JsonObject[]): Wire['Jwks'] => ({
  keys: keys.map(({ x, y, kid }) => ({
    kty: 'EC',
    crv: 'P-256',
    x: String(x),
    y: String(y),
    kid: String(kid),
    use: 'sig',
    alg: 'ES256',
  })),
})

export const toConfiguration = (issuer: string): Wire['OpenIdConfiguration'] => ({
  issuer,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  response_types_supported: [],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
})
