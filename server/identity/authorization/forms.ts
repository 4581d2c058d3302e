// Forms of our pages, and what they prove: that this browser got the page, and which page it was.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { equal } from '../../outside/secrets.ts'
import { formTokenOf } from '../sessions/csrf.ts'

export interface FormProof {
  /** The cookie. */
  readonly session: string | undefined
  /** The hidden field. */
  readonly token: string
}

/**
 * A form of ours on its way to one browser: nobody else can send it in that browser's name, not even once. `browserSessionId`
 * names who is signed in there, where the form is about them.
 */
export const startForm = (ctx: Context, browserSessionId: string | null = null): { session: string; token: string } => {
  const session = ctx.ids.secret()
  return { session, token: formTokenOf(ctx, session, browserSessionId) }
}

/** Refuses a form that does not belong to this browser. */
export const requireForm = (
  ctx: Context,
  { session, token }: FormProof,
  browserSessionId: string | null = null,
): string => {
  if (!session || !equal(token, formTokenOf(ctx, session, browserSessionId))) {
    throw new Failure('csrf_mismatch', 'The page was open for too long, or in two windows.')
  }
  return session
}

/** One page, as it was shown: to whom, and about what. */
export interface PageShown {
  /** The cookie of its form. */
  readonly form: string
  readonly browserSessionId: string
  readonly step: 'choose' | 'consent' | 'device'
  /** All of the request that the person's answer is about. */
  readonly about: readonly unknown[]
}

/** Goes with a page's form, so that its answer counts for that page alone. */
export const pageTokenOf = (ctx: Context, { form, browserSessionId, step, about }: PageShown): string =>
  ctx.secrets.derive('authorization page', JSON.stringify([form, browserSessionId, step, about]))

export const isAnswerOf = (ctx: Context, shown: PageShown, token: string | undefined): boolean =>
  token !== undefined && equal(token, pageTokenOf(ctx, shown))
