// One request, what is known of it so far, and the headers that its answer will have.
import type { Request, Response } from 'express'
import type { Surface } from '../../generated/operations.ts'
import { limitHeaders } from '../model/limits.ts'
import type { RequestContext, Spoken } from '../request-context.ts'
import type { AppParts } from './app-parts.ts'
import type { Noted } from './begin-request.ts'
import { isOwn } from './check-origin.ts'
import { allowEveryone, allowOrigin } from './cross-origin.ts'
import type { HeldLimits } from './hold-limits.ts'

/** One request and the answer to come. */
export interface Exchange<Ctx extends RequestContext> {
  readonly parts: AppParts<Ctx>
  readonly req: Request
  readonly res: Response
  readonly noted: Noted
  /** What is known so far: a later value takes its place, none is changed. */
  ctx: Ctx
  /** Headers that the answer has beside its own, names in lower case. */
  readonly beside: Record<string, string>
  readonly limits: HeldLimits
}

/**
 * Says whether the page that asked may read the answer. Where nobody can be asked about it, no page of another origin may. Undefined where nobody
 * has to be waited for.
 */
export const letPageRead = <Ctx extends RequestContext>(
  { parts, req, ctx, beside }: Exchange<Ctx>,
  surface: Surface,
  { rule = 'mayRead', mayAsk = true }: { rule?: 'mayRead' | 'mayPreflight'; mayAsk?: boolean } = {},
): Promise<void> | undefined => {
  if (req.path.startsWith('/.well-known/')) {
    allowEveryone(beside)
    return undefined
  }
  beside.vary = 'Origin'
  const { origin } = ctx
  if (!mayAsk || !origin) return undefined
  return mayRead(parts, ctx, origin, parts.surfaces[surface].origins[rule]).then((may) => {
    if (may) allowOrigin(beside, origin)
  })
}

/** What was done is answered, even when the database is gone by now; only, no page of another origin may read it. */
const mayRead = async <Ctx extends RequestContext>(
  parts: AppParts<Ctx>,
  ctx: Ctx,
  origin: string,
  rule: Spoken<Ctx>['origins']['mayRead'],
): Promise<boolean> => {
  try {
    return isOwn(ctx) || (await rule(ctx, origin))
  } catch (error) {
    if (!parts.isUnavailable(error)) throw error
    return false
  }
}

/** What the answer says beside its own headers; `declared` are those that its operation may name. */
export const besideHeaders = <Ctx extends RequestContext>(
  { parts, ctx, beside, limits }: Exchange<Ctx>,
  declared?: ReadonlySet<string>,
): Map<string, string> => {
  const headers = new Map<string, string>()
  for (const name in beside) headers.set(name, beside[name]!)
  if (ctx.draining()) headers.set('connection', 'close')
  if (ctx.possession.proof !== null && parts.dpopNonce) headers.set('dpop-nonce', parts.dpopNonce(ctx))
  const nearest = limits.nearest()
  if (nearest && declared?.has('ratelimit-limit')) {
    for (const [name, value] of Object.entries(limitHeaders(nearest))) headers.set(name.toLowerCase(), value)
  }
  return headers
}
