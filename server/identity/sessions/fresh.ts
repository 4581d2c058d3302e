// Whether a session's person has proved lately who they are.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { freshSeconds } from '../../model/policies.ts'
import type { Session } from '../../model/session.ts'
import { requireUser } from './callers.ts'
import { isRememberedOnly } from './sessions.ts'

/** Until when the last proof counts, ms. One that was given at a page of ours is as old as it was there. */
export const freshUntil = ({ provenAt, authenticatedAt, createdAt, authenticatedBy }: Session): number => {
  // Whoever sits at a remembered browser with the password or the mailbox has shown no second factor.
  const signedInAt = isRememberedOnly(authenticatedBy) ? 0 : (authenticatedAt ?? createdAt)
  return Math.max(provenAt ?? 0, signedInAt) + freshSeconds * 1000
}

/**
 * The caller, where they have. Whoever holds a copied token must not take over what the token only borrows: factors, passkeys,
 * providers, the password, the address, secrets and keys, the other sessions, others' factors, all that is kept
 * (`reauthentication_required`).
 */
export const requireFresh = (ctx: Context) => {
  const caller = requireUser(ctx)
  if (ctx.clock.now() > freshUntil(caller.session)) throw new Failure('reauthentication_required')
  return caller
}

/** The same, where the caller is a person at all: a key and the operator have no session that could be old. */
export const requireFreshMaker = (ctx: Context): void => {
  if (ctx.caller.kind === 'user') requireFresh(ctx)
}
