import type { Caller, Context } from '../context.ts'

/** Turns a credential into a caller, or throws the refusal. One a security scheme of the contract. */
export type Authenticate = (ctx: Context, credential: string) => Promise<Caller>

/** A surface, as http sees it: what answers each operation, and who may ask. */
export interface SurfaceModule {
  readonly handlers: object
  readonly schemes: { readonly [scheme: string]: Authenticate }
  /** Whether pages of an origin may read its answers that no registered client vouches for. */
  readonly mayRead?: (ctx: Context, origin: string) => Promise<boolean>
}
