import type { Caller, Context } from '../context.ts'
import type { OriginRules } from '../identity/clients/origins.ts'

/** Turns a credential into a caller, or throws the refusal. One a security scheme of the contract. */
export type Authenticate = (ctx: Context, credential: string) => Promise<Caller>

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
export interface SurfaceModule {
  readonly handlers: object
  readonly schemes: { readonly [scheme: string]: Authenticate }
  readonly origins: OriginRules
  /** Those of several cookies of one name that the token of the request belongs to. Where none is, all count as absent. */
  readonly chooseCookies?: (ctx: Context, sent: CookiesSent) => Promise<Readonly<Record<string, string>>>
}
