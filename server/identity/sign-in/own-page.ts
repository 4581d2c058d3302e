// The page of one's own account: who it is of, by the browser's session at our pages, and how somebody signs in there.
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import { type Environment, isProofRequired } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import { sandboxEnvironmentId } from '../../model/sandbox-credentials.ts'
import { transaction } from '../../storage/database.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { findProject } from '../administration/project.ts'
import { requireClient } from '../clients/clients.ts'
import { askedNext, isMoreAsked } from '../factors/required-factor.ts'
import { endBrowserSession, findBrowserSession, startBrowserSession } from '../sessions/browser-sessions.ts'
import { requireUser } from '../sessions/callers.ts'
import { isBothFactors, isRememberedOnly } from '../sessions/sessions.ts'
import { type AnswerTyped, answerOfForm, passSecondFactor } from './second-step.ts'
import { provePassword } from './sign-in.ts'
import { issueTicket } from './tickets.ts'

/** The request as one of who is signed in in this browser; undefined where nobody is, or more would be asked for at a sign-in. */
export const asOwner = async (ctx: Context, cookie: string | undefined): Promise<Context | undefined> => {
  const live = await findBrowserSession(ctx, cookie)
  if (!live) return undefined
  const { session, user, environment } = live
  // Of a browser that is remembered a second factor is asked for here each time.
  const { authenticatedBy } = session
  const isWhole = isBothFactors(authenticatedBy) && !isRememberedOnly(authenticatedBy)
  if (!isWhole && (await isMoreAsked(ctx.db, user))) return undefined
  if (isProofRequired(environment.settings) && user.emailVerifiedAt === null) return undefined
  return { ...ctx, caller: { kind: 'user', ...live, keyThumbprint: null } }
}

/** Whose people sign in on the page: those of the client that is named, else of the one place that there is. */
export const placeOfPage = async (
  ctx: Context,
  clientId: string | undefined,
): Promise<{ readonly environment: Environment; readonly client: Client | null } | undefined> => {
  if (clientId !== undefined) return requireClient(ctx, clientId)
  const environment = ctx.sandbox ? await findEnvironment(ctx.db, sandboxEnvironmentId) : await findProject(ctx)
  return environment && { environment, client: null }
}

export interface OwnPagePlace {
  readonly environment: Environment
  readonly client: Client | null
}

type Entered =
  | { readonly kind: 'signed_in'; readonly cookie: string }
  /** A second factor is asked for, or has to be set up first. */
  | { readonly kind: 'second_factor'; readonly ticket: string }

/** By password, and by a code where there is a second factor, or by a step of its own that asks for that. */
export const signInOnOwnPage = async (
  ctx: Context,
  place: OwnPagePlace,
  typed: { readonly email: string; readonly password: string; readonly code: string },
  replaces: string | undefined,
): Promise<Entered> => {
  const { email, password, code } = typed
  const proven = await provePassword(ctx, { ...place, email, password }, { secondFactor: 'later' })
  if (proven.kind === 'verification_required') throw new Failure('email_not_verified')
  const { user } = proven
  const next = await askedNext(ctx.db, user)
  if (next === 'enrolment' && user.emailVerifiedAt === null) throw new Failure('email_not_verified')
  if (next === 'nothing') {
    return { kind: 'signed_in', cookie: (await startBrowserSession(ctx, { user, by: 'password', replaces })).cookie }
  }
  const { ticket } = await issueTicket(ctx, ctx.db, policies.account, user)
  if (next === 'enrolment' || code === '') return { kind: 'second_factor', ticket }
  return { kind: 'signed_in', cookie: await completeOnOwnPage(ctx, place, { ticket, typed: { code } }, replaces) }
}

/** What answers the step. Gives the cookie. */
export const completeOnOwnPage = async (
  ctx: Context,
  { environment }: OwnPagePlace,
  { ticket, typed }: { readonly ticket: string; readonly typed: AnswerTyped },
  replaces: string | undefined,
): Promise<string> => {
  const step = { environment, ticket, answer: answerOfForm(typed) }
  const passed = await passSecondFactor(ctx, policies.account, step, (_db, user, by) => Promise.resolve({ user, by }))
  return (await startBrowserSession(ctx, { ...passed, replaces })).cookie
}

export const signOutOnOwnPage = async (ctx: Context): Promise<void> => {
  const { session } = requireUser(ctx)
  await transaction(ctx.db, (db) => endBrowserSession(ctx, db, session.id))
}
