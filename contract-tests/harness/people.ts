// The cast: whoever appears in a test is one of these.

export interface Person {
  readonly email: string
  readonly password: string
}

export const alice: Person = { email: 'alice@example.test', password: 'correct horse battery' }
export const bob: Person = { email: 'bob@example.test', password: 'staple paper lantern' }

export const carol: Person = { email: 'carol@example.test', password: 'velvet ladder harbour' }
export const dave: Person = { email: 'dave@example.test', password: 'copper garden whistle' }

/** Everybody who signs in by a password of this kit. */
export const people: readonly Person[] = [alice, bob, carol, dave]

/** The sandbox's public client: fixed values of GET /sandbox/credentials. */
export const demo = {
  clientId: 'cid_inbox_manager',
  origin: 'https://app.inbox-manager.com',
  audience: 'https://api.inbox-manager.com',
  /** The only address that the service names in links and redirects. */
  publicUrl: process.env.CONFORM_PUBLIC_URL ?? 'http://localhost:3000',
  redirectUri: 'http://localhost:3000/callback',
} as const

/** An app's secret and its challenge: the pair of RFC 7636 appendix B. */
export const pkce = {
  verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
} as const

/** What an app asks for at the authorization endpoint. */
export const asAuthorization = {
  client_id: demo.clientId,
  redirect_uri: demo.redirectUri,
  response_type: 'code',
  code_challenge: pkce.challenge,
  code_challenge_method: 'S256',
  state: 'af0ifjsldkj',
} as const

/** The same for who has signed in, and all that may be known of them. */
export const asOpenId = {
  ...asAuthorization,
  scope: 'openid profile email phone address',
  nonce: 'n-0S6_WzA2Mj',
} as const

/** The sandbox's application, by the key of its one environment: fixed values of GET /sandbox/credentials. */
export const demoApp = {
  publishableKey: 'pk_test_inbox_manager',
  applicationId: '01900000-0000-7000-8000-000000000002',
  environmentId: '01900000-0000-7000-8000-000000000003',
  secretKey: 'sk_test_inbox_manager',
  scimToken: 'scim_test_inbox_manager',
} as const

/** Who runs the sandbox's tenant. */
export const demoPlatform = { email: 'owner@example.test', password: 'sandbox platform owner' } as const

/** The header that names an environment; the sandbox's by default. */
export const keyed = (publishableKey: string = demoApp.publishableKey) => ({ 'x-publishable-key': publishableKey })
/** The sandbox's project: fixed values of GET /sandbox/credentials. */
export const demoProject = {
  adminEmail: 'admin@example.test',
  adminPassword: 'sandbox administrator',
  apiKey: 'ik_sandbox_inbox_manager',
  anonKey: 'anon_sandbox_inbox_manager',
  redirectUri: 'http://localhost:3000/callback',
} as const

/** The sandbox's confidential client. */
export const machine = {
  clientId: 'cid_inbox_manager_backend',
  clientSecret: 'sec_sandbox_pO3kV8wq1ZtN5yB7nKrX2cLm9D4fHjG6sA0',
} as const

export const asMachine = { client_id: machine.clientId, client_secret: machine.clientSecret } as const

export const asCredentials = ({ email, password }: Person) => ({ client_id: demo.clientId, email, password })
