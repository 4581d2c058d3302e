// A client proves who it is by what it has signed: with its secret or with a key (RFC 7521 section 4.2; RFC 7523 section 3;
// OpenID Connect Core 1.0 section 9).
import type { Context } from '../../context.ts'
import { type AuthMethod, type Client, type OpenIdSettings, clientAlgorithms } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { type ClientProof, readUnverified, verifyClientJwt } from '../../outside/client-jwt.ts'
import { sha256 } from '../../outside/secrets.ts'
import { insertSpentAssertion } from '../../storage/spent-assertions.ts'
import { findNamedClient } from '../clients/client-documents.ts'

export interface ClientAssertion {
  readonly type: string | undefined
  readonly text: string
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** By which the clocks of two servers may differ. */
const clockSeconds = 10
/** Nobody needs one for longer, and each is remembered until it ends. */
const longestSeconds = 3600

/** Algorithms that the FAPI 2.0 Security Profile knows (section 5.4.1). */
export const fapiAlgorithms: readonly string[] = ['PS256', 'ES256', 'EdDSA']

/**
 * The client that has signed it, for once: an assertion that comes back proves nothing. Undefined where it proves nothing
 * to begin with, or is not of `clientId`.
 */
export const findAssertingClient = async (
  ctx: Context,
  { type, text }: ClientAssertion,
  clientId: string | undefined,
): Promise<Client | undefined> => {
  const subject = readUnverified(text)?.claims.sub
  if (type !== assertionType || subject === undefined || (clientId ?? subject) !== subject) return undefined
  const client = await findNamedClient(ctx, subject)
  const proof = client && (await proofOf(ctx, client))
  if (!client || !proof) return undefined
  const claims = await verifyClientJwt(text, proof, algorithmsOf(client.openid))
  if (!claims || claims.iss !== client.id || !isFor(ctx, client, claims.aud) || !isNow(ctx, claims)) return undefined
  const { jti, exp = 0 } = claims
  if (typeof jti !== 'string' || jti === '') return undefined
  const isFirst = await insertSpentAssertion(
    ctx.db,
    sha256(JSON.stringify(['client assertion', client.id, jti])),
    (exp + clockSeconds) * 1000,
  )
  return isFirst ? client : undefined
}

/** What a client of either method has; undefined for one that proves itself otherwise. */
const proofOf = async (ctx: Context, client: Client): Promise<ClientProof | undefined> => {
  const proofs: Partial<Record<AuthMethod, () => Promise<ClientProof | undefined>>> = {
    private_key_jwt: () => Promise.resolve(keysOf(ctx, client)),
    client_secret_jwt: async () =>
      client.sealedSecret === null ? undefined : { secret: await ctx.secrets.open(client.sealedSecret) },
  }
  return client.openid.authMethod === null ? undefined : proofs[client.openid.authMethod]?.()
}

/** The public keys of a client: those that it registered, or those at the address that it did. */
export const keysOf = (ctx: Context, { openid: { jwks, jwksUri } }: Pick<Client, 'openid'>): ClientProof => ({
  keys: async (kid) => jwks?.keys ?? (jwksUri === null ? [] : ctx.clientKeys.at(jwksUri, kid)),
})

const algorithmsOf = ({ authMethod, authSigningAlg, profile }: OpenIdSettings): readonly string[] => {
  const ofMethod: readonly string[] = authMethod === 'client_secret_jwt' ? ['HS256'] : clientAlgorithms
  const allowed = profile === 'fapi2' ? fapiAlgorithms : ofMethod
  return authSigningAlg === null ? allowed : allowed.filter((alg) => alg === authSigningAlg)
}

/**
 * Whether it is for this service: by its name as issuer, or by the address of an endpoint that clients prove themselves at
 * (RFC 9126 section 2); for nobody else beside it. In FAPI 2.0 by its name alone, and as no list (section 5.3.2.1).
 */
const isFor = (ctx: Context, { openid }: Client, audience: string | readonly string[] | undefined): boolean => {
  const issuer = ctx.config.publicUrl
  if (openid.profile === 'fapi2') return audience === issuer
  const ours = [issuer, ...['token', 'par', 'introspect', 'revoke'].map((name) => `${issuer}/oauth2/${name}`)]
  const named = [audience ?? []].flat()
  return named.length > 0 && named.every((name) => ours.includes(name))
}

/** Good now, and not for longer than it takes. */
const isNow = (
  { clock }: Context,
  { exp, nbf, iat }: { readonly exp?: number; readonly nbf?: number; readonly iat?: number },
): boolean => {
  const now = clock.now() / 1000
  const isTime = (time: unknown) => time === undefined || (typeof time === 'number' && Number.isFinite(time))
  if (exp === undefined || ![exp, nbf, iat].every(isTime)) return false
  const hasBegun = [nbf ?? 0, iat ?? 0].every((time) => time <= now + clockSeconds)
  return exp > now - clockSeconds && exp <= now + longestSeconds && hasBegun
}

/** Refuses what names two ways to prove oneself (RFC 6749 section 2.3). */
export const requireOneProof = (proofs: readonly (readonly [name: string, isSent: boolean])[]): void => {
  const [, second] = proofs.filter(([, isSent]) => isSent)
  if (second) throw new Failure('invalid_request', `${second[0]}: is sent beside another proof`)
}
