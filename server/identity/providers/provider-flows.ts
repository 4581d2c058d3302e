// A sign-in that goes to a provider and comes back. What a surface wants at its end travels with it, unread.
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import type { ProviderFlow, ProviderProfile } from '../../model/provider.ts'
import type { JsonObject } from '../../model/user.ts'
import type { FlowProof, Hints, ProviderAnswer } from '../../outside/providers/asking.ts'
import type { Connection } from '../../outside/providers/connections.ts'
import { sha256 } from '../../outside/secrets.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { insertProviderFlow, takeProviderFlow } from '../../storage/provider-flows.ts'
import { type FoundPerson, personOfProvider } from './provider-identities.ts'

/** Longer than anybody needs to sign in somewhere, and not long enough to pile up. */
export const providerFlowSeconds = 600

export interface ProviderStart {
  /** As it came with the request. */
  readonly provider: string
  readonly environment: Environment
  /** Where the provider is to send the person back to: without a query, and registered there. */
  readonly callbackUrl: string
  /** What the surface needs to end it. */
  readonly target: JsonObject
  readonly hints?: Hints
  /** Whichever browser comes back ends it: only for what opens nothing by itself. */
  readonly anyBrowser?: boolean
}

export interface StartedProviderFlow {
  readonly authorizeUrl: string
  /** For a cookie: only the browser that began may end it. */
  readonly browser: string
  /** The provider comes back with a form from its own site, so the cookie must be sent along with it. */
  readonly comesByForm: boolean
}

/** A provider that is on, or `provider_not_found`. */
export const requireProvider = (ctx: Context, name: string): Connection => {
  const connection = ctx.providers.find(name)
  if (!connection) throw new Failure('provider_not_found')
  return connection
}

/** Sends a person to a provider. Throws `provider_not_found`, `too_many_requests` or `provider_unavailable`. */
export const startProviderFlow = async (ctx: Context, start: ProviderStart): Promise<StartedProviderFlow> => {
  const connection = requireProvider(ctx, start.provider)
  await ctx.spend('providerFlowsPerIp', ctx.ip)
  const state = ctx.ids.secret()
  const browser = start.anyBrowser ? state : ctx.ids.secret()
  const secrets = { nonce: ctx.ids.secret(), codeVerifier: ctx.ids.secret() }
  const proof = { callbackUrl: start.callbackUrl, state, ...secrets }
  const authorizeUrl = await connection.authorizeUrl(proof, start.hints ?? {}, ctx.ownUrl)
  const now = ctx.clock.now()
  await insertProviderFlow(ctx.db, {
    stateHash: sha256(state),
    browserHash: sha256(browser),
    environmentId: start.environment.id,
    provider: connection.provider.name,
    callbackUrl: start.callbackUrl,
    sealedProof: ctx.secrets.seal(JSON.stringify(secrets)),
    target: start.target,
    createdAt: now,
    expiresAt: now + providerFlowSeconds * 1000,
  })
  return { authorizeUrl, browser, comesByForm: connection.provider.formPost ?? false }
}

export interface ProviderCallback extends ProviderAnswer {
  readonly provider: string
  /** Where the provider has sent the person: must be the address that the flow gave it. */
  readonly callbackUrl: string
  readonly state: string | undefined
  /** The cookie. */
  readonly browser: string | undefined
}

export interface FinishedProviderFlow {
  readonly environment: Environment
  readonly provider: string
  readonly target: JsonObject
  /** Who came back, or why nobody is let in: for the surface to say where the flow began. */
  readonly result: Came | { readonly refusal: Failure }
}

/** With a code where they are to be linked by it. */
type Came = FoundPerson & { readonly linkCode?: string }

type PersonOf = (ctx: Context, told: Parameters<typeof personOfProvider>[1], target: JsonObject) => Promise<Came>

/**
 * Ends a flow. Without one that this browser began with this provider, at most ten minutes ago, it throws
 * `provider_flow_invalid` and asks the provider nothing; from then on every refusal is a result, since the surface knows
 * where to take it.
 */
export const finishProviderFlow = async (
  ctx: Context,
  policy: Policy,
  callback: ProviderCallback,
  /** The client that a flow of the surface is for. */
  clientOf: (target: JsonObject) => Promise<Client | null> = () => Promise.resolve(null),
  /** Whom the provider's word stands for. */
  personOf: PersonOf = personOfProvider,
): Promise<FinishedProviderFlow> => {
  const connection = requireProvider(ctx, callback.provider)
  const { state, browser, callbackUrl } = callback
  const take = (shown: string) => {
    const slot = { stateHash: sha256(state ?? ''), browserHash: sha256(shown), provider: connection.provider.name }
    return takeProviderFlow(ctx.db, { ...slot, callbackUrl }, ctx.clock.now())
  }
  const ofBrowser = state && browser ? await take(browser) : undefined
  // One that any browser may end is kept under its state alone.
  const flow = ofBrowser ?? (state ? await take(state) : undefined)
  const environment = flow && (await findEnvironment(ctx.db, flow.environmentId))
  if (!flow || !state || !environment?.isActive) throw new Failure('provider_flow_invalid')
  const client = await clientOf(flow.target)
  const result = await profileOf(ctx, connection, flow, { ...callback, state })
    .then((profile) => personOf(ctx, { policy, environment, client, provider: flow.provider, profile }, flow.target))
    .catch((error: unknown) => {
      if (error instanceof Failure) return { refusal: error }
      throw error
    })
  return { environment, provider: flow.provider, target: flow.target, result }
}

const profileOf = async (
  ctx: Context,
  connection: Connection,
  flow: ProviderFlow,
  callback: ProviderCallback & { state: string },
): Promise<ProviderProfile> => {
  const secrets = JSON.parse(await ctx.secrets.open(flow.sealedProof)) as Pick<FlowProof, 'nonce' | 'codeVerifier'>
  return connection.redeem(callback, { callbackUrl: flow.callbackUrl, state: callback.state, ...secrets }, ctx.ownUrl)
}
