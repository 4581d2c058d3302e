// Stands in for providers in the sandbox: a small OAuth 2 and OpenID Connect server that lets anybody be anyone. The code
// that signs people in speaks to it as it would to the real ones. It keeps nothing: what it gives out is sealed.
import type { Caller, Context } from '../context.ts'
import { Failure } from '../model/failure.ts'
import type { JsonObject } from '../model/user.ts'
import type { Connection } from '../outside/providers/connections.ts'
import type { Said, StandInPerson } from '../outside/providers/provider.ts'
import { signJwt } from '../outside/jwt.ts'
import { equal, sha256 } from '../outside/secrets.ts'
import { requireProvider } from '../identity/providers/provider-flows.ts'

export type StandIn = Connection & { readonly standIn: NonNullable<Connection['standIn']> }

/** What a client asks of a provider's sign-in page. */
export interface StandInRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string
  readonly nonce: string | null
  readonly codeChallenge: string | null
}

interface Grant {
  readonly kind: 'code' | 'token'
  readonly provider: string
  readonly person: StandInPerson
  readonly redirectUri: string
  readonly nonce: string | null
  readonly codeChallenge: string | null
  readonly expiresAt: number
}

/** As short as the codes of real providers; tokens last as long as a test may take. */
const grantSeconds = { code: 60, token: 600 } as const

/** The stand-in of a provider, or `provider_not_found`: where real credentials are set there is none. */
export const requireStandIn = (ctx: Context, name: string): StandIn => {
  const connection = requireProvider(ctx, name)
  if (!connection.standIn) throw new Failure('provider_not_found')
  return { ...connection, standIn: connection.standIn }
}

/** It knows one client, this service, and sends people nowhere else. */
export const requireStandInRequest = (ctx: Context, { standIn }: StandIn, asked: StandInRequest): void => {
  if (asked.clientId !== standIn.clientId) throw new Failure('unknown_client')
  if (!asked.redirectUri.startsWith(`${ctx.config.publicUrl}/`)) throw new Failure('invalid_redirect_uri')
}

/** Somebody made up. Who gives no account number is the same person whenever they give the same address. */
export const makeUp = (
  { provider }: StandIn,
  given: { account: string; email: string; name: string; isVerified: boolean },
): StandInPerson => {
  const email = given.email === '' ? null : given.email
  return {
    subject: given.account || sha256(`${provider.name} ${(email ?? given.name).toLowerCase()}`).slice(0, 20),
    email,
    emailVerified: email !== null && given.isVerified && provider.vouchesForEmail,
    name: given.name,
  }
}

export const grantStandInCode = (
  ctx: Context,
  { provider }: StandIn,
  { redirectUri, nonce, codeChallenge }: StandInRequest,
  person: StandInPerson,
): string => seal(ctx, { kind: 'code', provider: provider.name, person, redirectUri, nonce, codeChallenge })

/** What the client proves when it exchanges a code. */
export interface StandInExchange {
  readonly clientId: string
  readonly clientSecret: string
  readonly code: string
  readonly redirectUri: string
  readonly codeVerifier: string | undefined
}

/** Tokens for a code. Throws `unknown_client` or `invalid_authorization_code`. */
export const redeemStandInCode = async (
  ctx: Context,
  { provider, standIn }: StandIn,
  exchange: StandInExchange,
): Promise<{ accessToken: string; idToken: string | null; expiresInSeconds: number }> => {
  if (exchange.clientId !== standIn.clientId || !equal(exchange.clientSecret, standIn.clientSecret)) {
    throw new Failure('unknown_client')
  }
  const grant = await open(ctx, exchange.code, 'code', provider.name)
  const challenge = exchange.codeVerifier === undefined ? null : sha256(exchange.codeVerifier)
  if (grant?.redirectUri !== exchange.redirectUri || grant.codeChallenge !== challenge) {
    throw new Failure('invalid_authorization_code')
  }
  const accessToken = seal(ctx, { ...grant, kind: 'token' })
  const idToken = provider.speaks.kind === 'oidc' ? await signIdToken(ctx, { provider, standIn }, grant) : null
  return { accessToken, idToken, expiresInSeconds: grantSeconds.token }
}

/** The person whose token this is; for a security scheme. */
export const callerOfStandInToken = async (ctx: Context, token: string): Promise<Caller> => {
  const grant = await open(ctx, token, 'token')
  if (!grant) throw new Failure('invalid_token')
  return { kind: 'stand_in', provider: grant.provider, person: grant.person }
}

/** What this provider tells of the caller, in its own words. */
export const requireStandInPerson = (ctx: Context, { provider }: StandIn): Said => {
  if (ctx.caller.kind !== 'stand_in' || ctx.caller.provider !== provider.name) throw new Failure('invalid_token')
  return provider.says(ctx.caller.person)
}

const signIdToken = async (
  ctx: Context,
  { provider, standIn }: Pick<StandIn, 'provider' | 'standIn'>,
  { person, nonce }: Grant,
): Promise<string> => {
  const now = Math.floor(ctx.clock.now() / 1000)
  const claims: JsonObject = {
    ...provider.says(person).profile,
    iss: provider.issuer,
    aud: standIn.clientId,
    iat: now,
    exp: now + grantSeconds.token,
    // Two that were given in one second are two.
    jti: ctx.ids.uuid(),
    ...(nonce !== null && { nonce }),
  }
  return signJwt(claims, await ctx.keyring.signingKey(), 'JWT')
}

const seal = (ctx: Context, grant: Omit<Grant, 'expiresAt'>): string =>
  ctx.secrets.seal(JSON.stringify({ ...grant, expiresAt: ctx.clock.now() + grantSeconds[grant.kind] * 1000 }))

const open = async (ctx: Context, text: string, kind: Grant['kind'], provider?: string): Promise<Grant | undefined> => {
  const opened = await ctx.secrets.open(text).catch(() => '{}')
  const grant = JSON.parse(opened) as Partial<Grant>
  const isGood =
    grant.kind === kind && (grant.expiresAt ?? 0) > ctx.clock.now() && grant.provider === (provider ?? grant.provider)
  return isGood ? (grant as Grant) : undefined
}
