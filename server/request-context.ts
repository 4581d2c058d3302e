// What http knows of a request, and what it asks of a surface. Types only, and none of ours below them: whoever implements the
// contract with a context of their own brings these.

/** Of pino, and of every logger like it. */
interface Log {
  debug(said: object, text?: string): void
  info(said: object, text?: string): void
  warn(said: object, text?: string): void
  error(said: object, text?: string): void
  child(said: object): Log
}

/** What a developer wants of the next calls of an operation, instead of what it would do. */
interface Faults {
  /** The fault that this call meets, which has one call less to go then. */
  take(
    operationId: string,
    from: { readonly address: string; readonly run: string | null },
  ): { readonly status: number | null; readonly example: string | null; readonly delayMs: number } | undefined
}

/** What lives as long as the process. */
export interface Host {
  readonly config: {
    readonly mode: 'sandbox' | 'production'
    /** Where people reach it: its own origin. */
    readonly publicUrl: string
    /** Addresses or ranges of proxies whose X-Forwarded-For counts. */
    readonly trustedProxies: readonly string[]
  }
  readonly ids: { uuid(): string }
  readonly log: Log
  /** The bundled contract, as published. */
  readonly contract: { readonly document: object }
  /** Null where nothing of the sandbox is served. */
  readonly sandbox: { readonly faults?: Faults } | null
  /** True from the moment that it takes leave. */
  readonly draining: () => boolean
}

/** How a request can show that it holds a key. */
export interface Possession {
  /** The DPoP header. */
  readonly proof: string | null
  /** Of the Authorization header, in lower case. */
  readonly scheme: string | null
  readonly method: string
  /** Where people reach what is asked for, without a query. */
  readonly url: string
}

/** What http finds out by itself before anybody looks for the operation. */
export interface RequestContext extends Host {
  readonly requestId: string
  /** Canonical; an IPv6 address is cut to its /64. */
  readonly ip: string
  readonly userAgent: string | null
  /** Where this process can reach itself: the address that the request arrived at. */
  readonly ownUrl: string
  readonly origin: string | null
  /** Who asks wants a page: a browser, whose Accept header names HTML before JSON; at a link whoever makes no API call. */
  readonly wantsPage: boolean
  /** The Accept header, for who asks for a type by its name. */
  readonly accepts: string
  /** What the request shows of a key that it holds, and what a proof of that has to name (RFC 9449 section 4.2). */
  readonly possession: Possession
  /** `confinedTo`: the one account that the session acts in. */
  readonly caller: { readonly kind: string; readonly confinedTo?: string | null }
  client: object | null
  environment: object | null
  /** The tightest limit this request counted against. */
  limit: { readonly limit: number; readonly remaining: number; readonly resetSeconds: number } | null
  /** What the next proof shall name, where one came (RFC 9449 section 8.2). */
  dpopNonce: string | null
}

/** What a context has beside that of the request: it is there before. */
export type HostOf<Ctx extends RequestContext> = Host & Omit<Ctx, Exclude<keyof RequestContext, keyof Host>>

/** Turns a credential into a caller, or throws the refusal. One a security scheme of the contract. */
export type Authenticate<Ctx extends RequestContext> = (ctx: Ctx, credential: string) => Promise<Ctx['caller']>

/** Asked of origins in canonical form that are not the service's own: its own pages may do whatever anybody may. */
type OriginRule<Ctx> = (ctx: Ctx, origin: string) => Promise<boolean>

/** Whose pages may ask, and read what is answered. */
export interface OriginRules<Ctx> {
  /** Whether a page of this origin may ask at all: before the request is read. */
  readonly isKnown: OriginRule<Ctx>
  /** Whether it may ask how it may ask (Fetch standard, section 3.2.2): no preflight says for whom. */
  readonly mayPreflight: OriginRule<Ctx>
  /** Whether it may ask for the client, the environment and the caller of the request, as far as they are known. */
  readonly mayAct: OriginRule<Ctx>
  /** Whether it may read the answer. */
  readonly mayRead: OriginRule<Ctx>
}

/** Cookies of which a request has several, and what may tell them apart. */
export interface CookiesSent {
  /** The different values of each cookie, in the order they came. */
  readonly values: ReadonlyMap<string, readonly string[]>
  /** Of the header or the body. */
  readonly csrfToken: string | undefined
  /** Of the body: the hidden field of a form of ours. */
  readonly formToken: string | undefined
}

/** A surface, as http sees it: what answers each operation, who may ask, and from which pages. */
export interface Spoken<Ctx extends RequestContext> {
  readonly handlers: object
  readonly schemes: { readonly [scheme: string]: Authenticate<Ctx> }
  readonly origins: OriginRules<Ctx>
  /** Those of several cookies of one name that the token of the request belongs to. Where none is, all count as absent. */
  readonly chooseCookies?: (ctx: Ctx, sent: CookiesSent) => Promise<Readonly<Record<string, string>>>
}
