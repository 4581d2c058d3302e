// One exchange with a provider: a code for tokens, tokens for what it knows of a person.
import type * as OpenId from 'openid-client'
import { Failure } from '../../model/failure.ts'
import type { JsonObject } from '../../model/user.ts'
import type { Endpoints, Said } from './provider.ts'

/** What binds a provider's answer to the request it answers. */
export interface FlowProof {
  readonly callbackUrl: string
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
}

/** What of a request may go on to the provider, where it knows such a thing. */
export interface Hints {
  readonly login_hint?: string | undefined
  readonly prompt?: string | undefined
}

/** What a provider sends back by the browser. */
export interface ProviderAnswer {
  readonly code?: string | undefined
  readonly error?: string | undefined
  readonly iss?: string | undefined
  /** Apple's form field: the person's name, as JSON, once. */
  readonly user?: string | undefined
}

interface Checks extends Omit<FlowProof, 'nonce' | 'codeVerifier'> {
  readonly nonce: string | undefined
  readonly codeVerifier: string | undefined
}

/** Exchanges the code and asks who came, each answer checked against the request it belongs to. */
export const ask = async (
  configuration: OpenId.Configuration,
  endpoints: Endpoints | undefined,
  answer: ProviderAnswer,
  { callbackUrl, state, nonce, codeVerifier }: Checks,
): Promise<Said> => {
  const openId = await import('openid-client')
  const { code, error, iss } = answer
  const form = formOf(answer)
  const came = new URL(callbackUrl)
  for (const [name, value] of Object.entries({ code, error, iss, state })) {
    if (value !== undefined) came.searchParams.set(name, value)
  }
  const tokens = await openId
    .authorizationCodeGrant(configuration, came, {
      expectedState: state,
      idTokenExpected: !endpoints,
      ...(nonce !== undefined && { expectedNonce: nonce }),
      ...(codeVerifier !== undefined && { pkceCodeVerifier: codeVerifier }),
    })
    .catch(refuseDenial(openId))
  if (endpoints) return { ...(await readProfile(openId, configuration, tokens.access_token, endpoints)), ...form }

  const claims = tokens.claims() as JsonObject & { sub: string }
  const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined
  if (claims.email !== undefined || !hasMore) return { profile: claims, ...form }
  // Its subject must be that of the ID token (OpenID Connect Core section 5.3.2): openid-client sees to it.
  return {
    profile: { ...(await openId.fetchUserInfo(configuration, tokens.access_token, claims.sub)), ...claims },
    ...form,
  }
}

/** Somebody pressed "cancel", or may not use the application. Each provider has its own word for it. */
const refuseDenial =
  ({ AuthorizationResponseError }: typeof OpenId) =>
  (error: unknown): never => {
    const isDenial = error instanceof AuthorizationResponseError && /denied|cancel/.test(error.error)
    throw isDenial ? new Failure('provider_denied') : error
  }

const readProfile = async (
  { fetchProtectedResource }: typeof OpenId,
  configuration: OpenId.Configuration,
  token: string,
  { profile, emails }: Endpoints,
): Promise<Said> => {
  const get = async (url: string): Promise<unknown> => {
    const accept = new Headers({ accept: 'application/json' })
    const answer = await fetchProtectedResource(configuration, token, new URL(url), 'GET', null, accept)
    if (answer.status !== 200) throw new Error(`The profile answered ${answer.status}`)
    return answer.json()
  }
  return {
    profile: (await get(profile)) as JsonObject,
    ...(emails !== undefined && { emails: (await get(emails)) as JsonObject[] }),
  }
}

const formOf = ({ user }: ProviderAnswer): { form?: JsonObject } => {
  try {
    const form: unknown = user === undefined ? undefined : JSON.parse(user)
    return typeof form === 'object' && form !== null ? { form: form as JsonObject } : {}
  } catch {
    // It carries a name at best; signing in goes on without.
    return {}
  }
}
