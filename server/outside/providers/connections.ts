// The providers that are on, and the one way all of them are spoken to: openid-client, with bounds around it.
import type { Configuration } from 'openid-client'
import { Failure } from '../../model/failure.ts'
import { type ProviderName, type ProviderProfile, type ProviderSettings, providerNames } from '../../model/provider.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { Logger } from '../log.ts'
import type { JsonObject } from '../../model/user.ts'
import { allProviders } from './all.ts'
import { type FlowProof, type Hints, type ProviderAnswer, ask } from './asking.ts'
import { type Fetch, boundedFetch } from './bounded-fetch.ts'
import { clientAuthOf } from './client-auth.ts'
import { createIdTokenReader } from './id-tokens.ts'
import type { Endpoints, Provider } from './provider.ts'
import { names } from './reading.ts'

/** A provider that is on. Both calls throw `provider_unavailable` when it does not answer as it should. */
export interface Connection {
  readonly provider: Provider
  /** Set where the sandbox stands in for the provider. */
  readonly standIn: { readonly clientId: string; readonly clientSecret: string } | null
  /** Where to send the person. `ownUrl` is where this process can reach itself. */
  authorizeUrl(proof: FlowProof, hints: Hints, ownUrl: string): Promise<string>
  /**
   * Whom an ID token is of, that the provider gave to an app on a device: undefined for one that is not good, or not for us. Whether it
   * was used before is the caller's to ask.
   */
  readIdToken(token: string, shown: ShownIdToken, ownUrl: string): Promise<ReadIdToken | undefined>
  /** Who came back. Throws `provider_denied` when the person, or the provider for them, said no. */
  redeem(answer: ProviderAnswer, proof: FlowProof, ownUrl: string): Promise<ProviderProfile>
}

/** An ID token, and what an app sends along with it. */
export interface ShownIdToken {
  /** What the app made the token's nonce of, where it has one. */
  readonly nonce: string | undefined
  /** How the app says that the person is called. Nobody vouches for it. */
  readonly name: string | undefined
}

export interface ReadIdToken {
  readonly profile: ProviderProfile
  /** The same for every text that carries the same signed claims. */
  readonly fingerprint: string
  /** ms; from then on it is refused anyway. */
  readonly endsAt: number
}

export interface Providers {
  /** Those that are on, in the order to show them. */
  readonly connections: readonly Connection[]
  find(name: string): Connection | undefined
}

interface Parts {
  readonly settings: Readonly<Partial<Record<ProviderName, ProviderSettings>>>
  /** Where providers without settings have a stand-in: the service's own address. Null in production. */
  readonly standInsAt: string | null
  /** Which may be used at all; null means every one. */
  readonly allowed: readonly ProviderName[] | null
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
}

/** Read when somebody first signs in with a provider. */
const openId = () => import('openid-client')

const bounds = { answerMs: 5000, exchangeMs: 8000, maxBytes: 256 * 1024 }
const discoveryLifeMs = 60 * 60_000

/** Connects nothing yet: a provider that is down is noticed by those who sign in with it, and by nobody else. */
export const openProviders = (parts: Parts): Providers => {
  const names = providerNames.filter((name) => parts.allowed?.includes(name) ?? true)
  const connections = names.flatMap((name) => {
    const settings = parts.settings[name]
    if (settings) return connect(parts, allProviders[name], settings, null)
    return parts.standInsAt === null ? [] : connectStandIn(parts, allProviders[name], parts.standInsAt)
  })
  return { connections, find: (name) => connections.find(({ provider }) => provider.name === name) }
}

const connectStandIn = (parts: Parts, provider: Provider, publicUrl: string): Connection => {
  // No secret from anybody: whoever reads this may test with it.
  const client = { clientId: `sandbox-${provider.name}`, clientSecret: `secret-of-${provider.name}` }
  const issuer = `${publicUrl}/sandbox/providers/${provider.name}`
  const endpoints = {
    authorize: `${issuer}/authorize`,
    token: `${issuer}/token`,
    profile: `${issuer}/userinfo`,
    ...(provider.speaks.kind === 'oauth2' && provider.speaks.endpoints.emails && { emails: `${issuer}/emails` }),
  }
  const same = { ...provider, issuer, clientAuth: 'post' } as const
  const standIn: Provider = provider.speaks.kind === 'oidc' ? same : { ...same, speaks: { kind: 'oauth2', endpoints } }
  return connect(
    parts,
    standIn,
    { ...client, signingKey: null, issuer: null, idTokenAudiences: [] },
    { ...client, publicUrl },
  )
}

const connect = (
  { clock, log }: Parts,
  provider: Provider,
  settings: ProviderSettings,
  standIn: { clientId: string; clientSecret: string; publicUrl: string } | null,
): Connection => {
  const issuer = settings.issuer ?? provider.issuer
  const endpoints = endpointsOf(provider, settings.issuer)
  const isPlain = issuer.startsWith('http://')
  const remember = createMemory(clock)

  /** Made anew for each exchange: it keeps the key set, and a provider may change its keys at any time. */
  const configure = async (ownUrl: string): Promise<Configuration> => {
    const bounded = boundedFetch(bounds)
    const reach: Fetch = standIn ? (url, options) => bounded(url.replace(standIn.publicUrl, ownUrl), options) : bounded
    const openid = await openId()
    const { allowInsecureRequests, discovery, enableNonRepudiationChecks } = openid
    const metadata = { [openid.clockSkew]: standIn ? Math.round((clock.now() - systemClock.now()) / 1000) : 0 }
    const auth = await clientAuthOf(provider, settings, clock.now())
    const execute = [enableNonRepudiationChecks, ...(isPlain ? [allowInsecureRequests] : [])]
    const fetching = remember(reach) as never
    if (!endpoints) {
      const options = { execute, [openid.customFetch]: fetching, timeout: bounds.answerMs / 1000 }
      return discovery(new URL(issuer), settings.clientId, metadata, auth, options)
    }
    const server = { issuer, authorization_endpoint: endpoints.authorize, token_endpoint: endpoints.token }
    const configuration = new openid.Configuration(server, settings.clientId, metadata, auth)
    for (const extend of execute) extend(configuration)
    configuration[openid.customFetch] = fetching
    configuration.timeout = bounds.answerMs / 1000
    return configuration
  }

  /** Whatever goes wrong there is one refusal here. What it said may hold tokens: the log gets the kind of error only. */
  const exchange = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Failure) throw error
      const { name, message, code } = error as Error & { code?: unknown }
      log.warn(
        { provider: provider.name, error: name, code, reason: message },
        'A provider did not answer as it should',
      )
      throw new Failure('provider_unavailable')
    }
  }

  const readToken = createIdTokenReader({
    clock,
    audiences: [settings.clientId, ...settings.idTokenAudiences],
    // Every reset of the sandbox has keys of its own.
    pauseMs: standIn ? 0 : 30_000,
  })

  const lacks = (what: 'pkce' | 'nonce') => provider.lacks?.includes(what) ?? false

  return {
    provider,
    standIn,
    authorizeUrl: (proof, hints, ownUrl) =>
      exchange(async () => {
        const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await openId()
        const parameters: Record<string, string> = {
          redirect_uri: proof.callbackUrl,
          scope: provider.scopes.join(' '),
          state: proof.state,
        }
        if (!lacks('pkce')) {
          parameters.code_challenge = await calculatePKCECodeChallenge(proof.codeVerifier)
          parameters.code_challenge_method = 'S256'
        }
        if (provider.speaks.kind === 'oidc' && !lacks('nonce')) parameters.nonce = proof.nonce
        if (provider.formPost) parameters.response_mode = 'form_post'
        for (const name of provider.hints) if (hints[name] !== undefined) parameters[name] = hints[name]
        return buildAuthorizationUrl(await configure(ownUrl), parameters).href
      }),
    readIdToken: (token, shown, ownUrl) =>
      exchange(async () => {
        if (endpoints) return undefined
        const { issuer: named, jwks_uri: keysAt } = (await configure(ownUrl)).serverMetadata()
        if (keysAt === undefined) throw new Error('The provider names no keys')
        const bounded = boundedFetch(bounds)
        const reach: Fetch = (url, options) => bounded(standIn ? url.replace(standIn.publicUrl, ownUrl) : url, options)
        const issuers = [named, ...(provider.otherIssuers ?? [])]
        const read = await readToken(token, { ...shown, issuers, keysAt, reach })
        return read && { ...read, profile: provider.profile({ profile: read.claims, ...formOfName(shown.name) }) }
      }),
    redeem: (answer, proof, ownUrl) =>
      exchange(async () => {
        const configuration = await configure(ownUrl)
        const said = await ask(configuration, endpoints, answer, {
          ...proof,
          nonce: provider.speaks.kind === 'oidc' && !lacks('nonce') ? proof.nonce : undefined,
          codeVerifier: lacks('pkce') ? undefined : proof.codeVerifier,
        })
        return provider.profile(said)
      }),
  }
}

/** As a provider's own form has it. */
const formOfName = (name: string | undefined): { form?: JsonObject } => {
  if (name === undefined) return {}
  const { firstName, lastName } = names({ whole: name })
  return { form: { name: { firstName, lastName } } }
}

/** A server of one's own keeps the provider's paths. */
const endpointsOf = ({ speaks }: Provider, base: string | null): Endpoints | undefined => {
  if (speaks.kind === 'oidc' || base === null) return speaks.kind === 'oidc' ? undefined : speaks.endpoints
  return Object.fromEntries(
    Object.entries(speaks.endpoints).map(([name, url]) => {
      const { pathname, search } = new URL(url)
      return [name, `${base}${pathname}${search}`]
    }),
  ) as unknown as Endpoints
}

/** What a provider says of itself is asked once an hour; failures are not remembered. */
const createMemory = (clock: Clock) => {
  const known = new Map<string, { at: number; answer: Response }>()
  return (fetch: Fetch): Fetch =>
    async (url, options) => {
      if (!url.endsWith('/.well-known/openid-configuration')) return fetch(url, options)
      const found = known.get(url)
      if (found && Math.abs(clock.now() - found.at) < discoveryLifeMs) return found.answer.clone()
      const answer = await fetch(url, options)
      if (answer.status === 200) known.set(url, { at: clock.now(), answer: answer.clone() })
      return answer
    }
}
