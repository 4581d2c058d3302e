// What a world brings to the pipeline of its requests.
import type { Surface } from '../../generated/operations.ts'
import type { RefusalForPeople } from '../model/failure.ts'
import type { LimitState } from '../model/limits.ts'
import type { HostOf, RequestContext, Spoken } from '../request-context.ts'
import type { Checks } from './checks.ts'
import type { Document, OperationTable } from './document.ts'
import type { Counter } from './hold-limits.ts'
import type { Examples } from './prefer.ts'
import type { Outgoing } from './send.ts'

export interface AppParts<Ctx extends RequestContext> {
  readonly world: HostOf<Ctx>
  readonly surfaces: { readonly [S in Surface]: Spoken<Ctx> }
  /** What the operations are read of; by default the contract as it is published. */
  readonly document?: Document
  /** Of the operations below, by their ids. */
  readonly checks: ReadonlyMap<string, Checks>
  /** The operations of the world's contract; by default those of ours. */
  readonly operations?: OperationTable
  /** Files below /assets/: the only answers outside the contract. */
  readonly assets: ReadonlyMap<string, { readonly body: Buffer; readonly type: string; readonly etag: string }>
  readonly isUnavailable: (error: unknown) => boolean
  /** A refusal as a page, for a person who followed a link. */
  readonly refusalPage: (refusal: RefusalForPeople, ctx: Ctx) => RefusalPage | Promise<RefusalPage>
  /** What the sandbox answers instead of asking its operations. */
  readonly examples?: Examples<Ctx>
  /** What the next proof of a key shall name, where one came (RFC 9449 section 8.2). */
  readonly dpopNonce?: (ctx: Ctx) => string
  /** What identity counts tries with. */
  readonly limiter?: Counter
  /** Counts a call against who makes it, or refuses it with `too_many_requests`. */
  readonly spendCall?: (ctx: Ctx) => LimitState | undefined
  /** Operations without a handler are refused with `not_implemented`. */
  readonly isPartial?: boolean
}

type RefusalPage = Pick<Outgoing, 'headers' | 'body'>
