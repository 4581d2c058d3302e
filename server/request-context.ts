// What http knows of a request, and what it asks of a surface. Types only, and none of ours below them: whoever implements the
// contract with a context of their own brings these.

/** Of ours, of pino, and of every logger like them. */
export interface Log {
  debug(said: object, text?: string): void
  info(said: object, text?: string): void
  warn(said: object, text?: string): void
  error(said: object, text?: string): void
}

/** What a developer wants of the next calls of an operation, instead of what it would do. */
interface Faults {
  /** The fault that this call meets, which has one call less to go then. */
  take(
    operationId: string,
    from: { readonly address: string; readonly run: string | null },
  ): { readonly status: number | null; readonly example: string | null; readonly delayMs: number } | undefined
}

/** What became of a request. */
export interface Answered {
  readonly method: string
  /** Its id; undefined where nothing in the contract was meant. */
  readonly operation: string | undefined
  readonly status: number
  /** The code of a refusal, and the limit that it is about. */
  readonly refusal: string | undefined
  readonly limit: string | undefined
  readonly ms: number
}

/** Follows a request: does its work, which says at its end what became of it. */
export type TraceRequest = (
  asked: { readonly method: string; readonly headers: Readonly<Record<string, string | string[] | undefined>> },
  work: (
    end: (
      answered: Pick<Answered, 'operation' | 'status' | 'refusal'> & { readonly route: string | undefined },
    ) => void,
  ) => void,
) => void

/** What a developer sees of a request once it is answered. */
interface RequestLog {
  add(request: {
    readonly requestId: string
    readonly method: string
    readonly path: string
    readonly operation: string | null
    readonly status: number
    readonly ms: number
    readonly refusal: string | null
    readonly detail: string | null
    readonly chosenBy: 'prefer' | 'fault' | null
  }): void
}

/** What lives as long as the process. */
export interface Host {
  readonly config: {
    readonly mode: 'sandbox' | 'production'
    /** Where people reach it: its own origin. */
    readonly publicUrl: string
    /** Addresses or ranges of proxies whose X-Forwarded-For counts. */
    readonly trustedProxies: readonly string[]
    /** False where no reference is served. */
    readonly docs?: boolean
  }
  readonly ids: { uuid(): string }
  readonly log: Log
  /** The bundled contract, as published. */
  readonly contract: { readonly document: object }
  /** Null where nothing of the sandbox is served. */
  readonly sandbox: { readonly faults?: Faults; readonly requests?: RequestLog } | null
  /** True from the moment that it takes leave. */
  readonly draining: () => boolean
  /** Hears of every request once it is over. */
  readonly observe?: (answered: Answered) => void
  /** Where traces are collected. */
  readonly traceRequest?: TraceRequest | undefined
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
  /** The Accept-Language header: the languages in which somebody reads. */
  readonly acceptLanguage: string | null
  /** The `ui_locales` of its query, which say so before (OpenID Connect Core 1.0 section 3.1.2.1). */
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
  /** `confinedTo`: the one account that the session acts in. `environment`, of nobody: the one whose key the request shows. */
  readonly caller: {
    readonly kind: string
    readonly confinedTo?: string | null
    readonly environment?: object | undefined
  }
  /** The one that the request asks for, as soon as it is known. */
  readonly client: object | null
  /** The one whose key the request shows. */
  readonly environment: object | null
}

/** What a context has beside that of the request: it is there before. How tries are counted is http's to hand over. */
export type HostOf<Ctx extends RequestContext> = Host &
  Omit<Ctx, Exclude<keyof RequestContext, keyof Host> | 'spend' | 'giveBack'>

/** Whose client a request is, by what its contract has a place for. Null where nobody knows it: to refuse that is the handler's. */
export interface ClientRules<Ctx extends RequestContext> {
  /** Of the first of these fields that a request without a credential has, in their order. */
  readonly byField: Readonly<Record<string, (ctx: Ctx, value: string) => Promise<Ctx['client']>>>
  /** Of who asks. */
  readonly ofCaller: (ctx: Ctx, caller: Ctx['caller']) => Promise<Ctx['client']>
  /** Of a credential that is good no more: a page of the client has to be able to read that. */
  readonly ofRefused: (ctx: Ctx, credential: string) => Promise<Ctx['client']>
}

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
  /** Where requests are a client's. */
  readonly clients?: ClientRules<Ctx>
  /** Those of several cookies of one name that the token of the request belongs to. Where none is, all count as absent. */
  readonly chooseCookies?: (ctx: Ctx, sent: CookiesSent) => Promise<Readonly<Record<string, string>>>
}
