// The client for backends of applications: their end users, by publishable key, and what administrators run.
import { networkError, refusal, unexpectedAnswer } from './backend-error.ts'
import {
  type AdministratorCalls,
  type PlatformMemberCalls,
  createAdministratorCalls,
  createPlatformMemberCalls,
} from './backend-administrators.ts'
import { type AppPlaceCalls, createAppPlaceCalls } from './backend-app-places.ts'
import { type AppSetupCalls, createAppSetupCalls } from './backend-app-setup.ts'
import { type BackendFactorCalls, createBackendFactorCalls } from './backend-factors.ts'
import { type OAuthCalls, createOAuthCalls } from './backend-oauth.ts'
import { type BackendOwnAccountCalls, createBackendOwnAccountCalls } from './backend-own-account.ts'
import { type OrganizationCalls, createOrganizationCalls } from './backend-organizations.ts'
import { type PlatformCalls, createPlatformCalls } from './backend-platform.ts'
import { type AppRoleCalls, type RoleCalls, createAppRoleCalls, createRoleCalls } from './backend-roles.ts'
import { type EndUserCalls, createEndUserCalls } from './backend-users.ts'
import { type TemplateCalls, createTemplateCalls } from './backend-templates.ts'
import { type TenantCalls, createTenantCalls } from './backend-tenant.ts'
import { type WebhookCalls, createWebhookCalls } from './backend-webhooks.ts'
import { createTransport } from './transport.ts'

export { type AuthObject, type ExpectedOrigin, buildAuthObjectFromToken } from './auth-object.ts'
export { BackendError, type BackendErrorBody, type BackendErrorCode } from './backend-error.ts'
export { JWKSClient, createJwksClient } from './jwks.ts'
export type { BackendFactorCalls } from './backend-factors.ts'
export type { BackendOwnAccountCalls } from './backend-own-account.ts'
export type { OAuthCalls } from './backend-oauth.ts'
export type { OrganizationCalls } from './backend-organizations.ts'
export type { AdministratorCalls, PlatformMemberCalls } from './backend-administrators.ts'
export type { AppPlaceCalls } from './backend-app-places.ts'
export type { AppSetupCalls } from './backend-app-setup.ts'
export type { PlatformCalls } from './backend-platform.ts'
export type { TemplateCalls } from './backend-templates.ts'
export type { TenantCalls } from './backend-tenant.ts'
export type { WebhookCalls } from './backend-webhooks.ts'
export { type WebhookHeaders, type WebhookMessage, type WebhookOptions, verifyWebhook } from './webhooks.ts'
export type { AppRoleCalls, RoleCalls } from './backend-roles.ts'
export type { EndUserCalls } from './backend-users.ts'

export interface BackendClientOptions {
  /** Where the service is, such as `https://auth.example.com`. */
  readonly apiUrl: string
  /** `pk_test_…` or `pk_live_…`: says which environment of which application the end users are of. */
  readonly publishableKey?: string
  /** For `getOAuthInitUrl`: the publishable key, or the id of the tenant. The publishable key by default. */
  readonly tenantId?: string
  /** Sends the requests; the global `fetch` by default. Deadlines go here: `(input) => fetch(input, { signal })`. */
  readonly fetch?: typeof fetch
}

/**
 * All calls resolve with the answer's body as the wire has it, and reject with a `BackendError`. It keeps no session: each
 * call for somebody takes their access token. Beside the codes named at each call, any may reject with `invalid_request`,
 * `internal`, `unavailable`, `network_error` or `unexpected_answer`; those of end users with `unauthorized` or
 * `invalid_publishable_key` where the key is missing or unknown; those with an access token with `unauthorized`, which says
 * that it is not valid any more.
 */
export interface BackendClient
  extends
    EndUserCalls,
    BackendFactorCalls,
    BackendOwnAccountCalls,
    OAuthCalls,
    OrganizationCalls,
    RoleCalls,
    PlatformCalls,
    AppRoleCalls,
    AppPlaceCalls,
    AppSetupCalls,
    AdministratorCalls,
    PlatformMemberCalls,
    WebhookCalls,
    TemplateCalls,
    TenantCalls {}

/** A client. It asks the server nothing until the first call. */
export const createBackendClient = (options: BackendClientOptions): BackendClient => {
  const { apiUrl, publishableKey, fetch } = options
  const refusals = { networkError, unexpectedAnswer, refusal }
  const transport = { baseUrl: apiUrl.replace(/\/+$/, ''), cookies: false, ...(fetch && { fetch }) }
  const keyed = publishableKey === undefined ? {} : { headers: { 'X-Publishable-Key': publishableKey } }
  const app = createTransport({ ...transport, ...keyed }, refusals)
  const platform = createTransport(transport, refusals)
  return {
    ...createEndUserCalls(app),
    ...createBackendFactorCalls(app),
    ...createBackendOwnAccountCalls(app),
    ...createOrganizationCalls(app),
    ...createOAuthCalls(app, { apiUrl: transport.baseUrl, tenantId: options.tenantId ?? publishableKey }),
    ...createRoleCalls(app),
    ...createPlatformCalls(platform),
    ...createAppRoleCalls(platform),
    ...createAppPlaceCalls(platform),
    ...createAppSetupCalls(platform),
    ...createAdministratorCalls(platform),
    ...createPlatformMemberCalls(platform),
    ...createWebhookCalls(platform),
    ...createTemplateCalls(platform),
    ...createTenantCalls(platform),
  }
}

/**
 * The same with `new`, as the guides write it. What a function that is called with `new` returns takes the place of
 * the new object, so this needs no class; an arrow function could not be called so.
 */
export const BackendClient = function (options: BackendClientOptions) {
  return createBackendClient(options)
} as { (options: BackendClientOptions): BackendClient; new (options: BackendClientOptions): BackendClient }
