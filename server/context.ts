import type { Config } from './config.ts'
import type { AdminSession } from './model/admin-session.ts'
import type { Client, RegistrationAsked } from './model/client.ts'
import type { Environment } from './model/environment.ts'
import type { LimitName, LimitState } from './model/limits.ts'
import type { Membership, Organization } from './model/organization.ts'
import type { Session } from './model/session.ts'
import type { JsonObject, User } from './model/user.ts'
import type { AdminCodes } from './outside/admin-codes.ts'
import type { CallMeter } from './outside/call-meter.ts'
import type { ClientDocuments } from './outside/client-documents.ts'
import type { ClientKeys } from './outside/client-keys.ts'
import type { MovableClock, Clock } from './outside/clock.ts'
import type { GuardedFetch } from './outside/guarded-fetch.ts'
import type { Ids } from './outside/ids.ts'
import type { Keyring } from './outside/keyring.ts'
import type { Mailer } from './outside/mailer.ts'
import type { Passwords } from './outside/passwords.ts'
import type { Providers } from './outside/providers/connections.ts'
import type { StandInPerson } from './outside/providers/provider.ts'
import type { Secrets } from './outside/secrets.ts'
import type { LastKnown } from './outside/last-known.ts'
import type { Traces } from './outside/traces.ts'
import type { Metrics } from './outside/prometheus.ts'
import type { Log, Possession } from './request-context.ts'
import type { Faults } from './model/faults.ts'
import type { WebhookReceiver } from './model/received-webhooks.ts'
import type { RequestLog } from './model/logged-requests.ts'
import type { Database } from './storage/database.ts'
import type { Tenant } from './storage/tenants.ts'

/** Everything that lives as long as the process. */
export interface World {
  readonly config: Config
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly passwords: Passwords
  readonly secrets: Secrets
  readonly keyring: Keyring
  readonly mailer: Mailer
  /** Reads the codes of administrators; null where nobody's are trusted. */
  readonly adminCodes: AdminCodes | null
  readonly providers: Providers
  /** For addresses that clients name. */
  readonly fetchOutside: GuardedFetch
  readonly clientKeys: ClientKeys
  readonly clientDocuments: ClientDocuments
  /** Whether an address may be a client, for discovery, which is read while the database is away. */
  readonly lastKnownDocumentSupport: LastKnown<boolean>
  /** What a client says of itself, in the words of the contract; refuses what a registration would be refused for. */
  readonly readClientMetadata: (said: JsonObject) => RegistrationAsked
  /** Counts the calls of those who are signed in. */
  readonly calls: CallMeter
  readonly log: Log
  /** The bundled contract, as published. */
  readonly contract: { readonly document: object; readonly etag: string }
  /** What only the sandbox can do; null in production. */
  readonly sandbox: Sandbox | null
  /** True from the first SIGTERM on. */
  readonly draining: () => boolean
  /** Counts what happens, for whoever watches. */
  readonly metrics: Metrics
  readonly observe: Metrics['observe']
  readonly traceRequest: Traces['request'] | undefined
}

export interface Sandbox {
  readonly clock: MovableClock
  readonly faults: Faults
  readonly requests: RequestLog
  readonly webhooks: WebhookReceiver
  /** Throws `invalid_request`, and says what there is, where the contract has no such answer of an operation. */
  readonly requireAnswer: (operation: string, wanted: { readonly status?: number; readonly example?: string }) => void
}

/** Who asks, as their credential proves it. */
export type Caller =
  | {
      readonly kind: 'nobody'
      /** The one whose publishable key the request shows. */
      readonly environment?: Environment
    }
  | {
      readonly kind: 'user'
      readonly environment: Environment
      readonly user: User
      readonly session: Session
      /** The membership the token speaks for; null when there is none or it was taken away. */
      readonly membership: Membership | null
      /** The one organization that the session acts in: its client's, or that of the invitation that it came by. */
      readonly confinedTo: string | null
      /** Of the key that the request has proved to hold, because its token is bound to it. */
      readonly keyThumbprint: string | null
    }
  | {
      /** A confidential client by itself. It acts for its account where it has one, else for its environment. */
      readonly kind: 'machine'
      readonly environment: Environment
      readonly client: Client
    }
  | {
      /** Somebody made up, at a page of the sandbox that stands in for a provider. */
      readonly kind: 'stand_in'
      readonly provider: string
      readonly person: StandInPerson
    }
  | {
      /** An administrator of a project: a person, or a program with an API key, which has no session. */
      readonly kind: 'project_admin'
      readonly environment: Environment
      readonly session: AdminSession | null
    }
  | {
      /** Whoever runs this service, at its command line, for one tenant; no request makes one. */
      readonly kind: 'operator'
      /** Null where they name none. */
      readonly tenantId: string | null
    }
  | {
      /** An application's own backend, with a secret key of the environment. */
      readonly kind: 'backend'
      readonly environment: Environment
      readonly keyId: string
    }
  | {
      /** A program that reads what is a tenant's, by a key of the tenant. */
      readonly kind: 'tenant'
      readonly tenant: Tenant
      readonly keyId: string
    }
  | {
      /** A company's directory, which keeps users by SCIM: those of an environment, or of one organization. */
      readonly kind: 'directory'
      readonly environment: Environment
      readonly organization: Organization | null
      readonly keyId: string
    }
  | {
      /** A program that may register a client; or one that is registered, and looks after that. */
      readonly kind: 'registration'
      readonly environment: Environment
      readonly client: Client | null
    }
  | {
      /** A client of a project with no user: it may do what everybody may. */
      readonly kind: 'guest'
      readonly environment: Environment
    }

/** Counts tries. In a request http does it, which keeps what comes of it and says the nearest limit in the answer. */
export interface Limiter {
  /**
   * Counts one try before it is made, so that tries at the same time cannot slip past. Refuses with `too_many_requests`, and
   * counts nothing, once the limit is used up. Inside a transaction, hand it down.
   */
  readonly spend: (name: LimitName, key: string, db?: Database) => Promise<LimitState>
  /** Takes back one try that did no harm, such as a right password. */
  readonly giveBack: (name: LimitName, key: string, db?: Database) => Promise<void>
}

/**
 * Everything one request may touch: the first argument of all that happens below http. A value: http makes it as it finds out
 * who asks, for which client, in which environment, and nothing assigns to it. A copy of it loses nothing.
 */
export interface Context extends World, Limiter {
  readonly requestId: string
  /** Canonical; an IPv6 address is cut to its /64. */
  readonly ip: string
  readonly userAgent: string | null
  /** The Accept-Language header: the languages in which somebody reads. */
  readonly acceptLanguage: string | null
  /** The `ui_locales` of its query or of the sign-in that it belongs to, which say so before. */
  readonly uiLocales: string | null
  /** Where this process can reach itself: the address that the request arrived at. */
  readonly ownUrl: string
  readonly origin: string | null
  /** Who asks wants a page: a browser, whose Accept header names HTML before JSON; at a link whoever makes no API call. */
  readonly wantsPage: boolean
  /** The Accept header, for who asks for a type by its name. */
  readonly accepts: string
  /** What the request shows of a key that it holds, and what a proof of that has to name (RFC 9449 section 4.2). */
  readonly possession: Possession
  readonly caller: Caller
  /** The client that the request asks for; CORS follows its origins. Null where there is none, or nobody knows it. */
  readonly client: Client | null
  /** The one whose publishable key the request shows; sessions of other environments are then nobody's. */
  readonly environment: Environment | null
}
