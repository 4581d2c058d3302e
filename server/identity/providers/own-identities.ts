// The accounts at providers that sign somebody in, for themselves: which there are, one more, one less.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { type Identity, type ProviderProfile, providerNames } from '../../model/provider.ts'
import type { User } from '../../model/user.ts'
import { type Database, isUniqueViolation, transaction } from '../../storage/database.ts'
import { deleteIdentity, findIdentity, insertIdentity, listIdentitiesOfUser } from '../../storage/identities.ts'
import { findSession } from '../../storage/sessions.ts'
import { lockUser } from '../../storage/users.ts'
import { byCaller, record } from '../administration/audit.ts'
import { removeSignInMethod } from '../factors/sign-in-methods.ts'
import { queueNotice } from '../proofs/notices.ts'
import { requireProven, requireUser } from '../sessions/callers.ts'
import { requireFresh } from '../sessions/fresh.ts'
import { requireRoomForIdentity } from './identity-rooms.ts'
import { type StartedProviderFlow, startProviderFlow } from './provider-flows.ts'

/** Oldest first. */
export const listOwnIdentities = (ctx: Context): Promise<Identity[]> =>
  listIdentitiesOfUser(ctx.db, requireUser(ctx).user.id)

/** `identity_not_found` for one of somebody else, and `last_sign_in_method` where nothing else signs the person in. */
export const unlinkOwnIdentity = async (ctx: Context, id: string): Promise<void> => {
  const { user, environment } = requireFresh(ctx)
  const identity = (await listIdentitiesOfUser(ctx.db, user.id)).find((one) => one.id === id)
  if (!identity) throw new Failure('identity_not_found')
  const { provider } = identity
  await removeSignInMethod(ctx.db, user, async (db) => {
    if (!(await deleteIdentity(db, { id, userId: user.id }))) throw new Failure('identity_not_found')
    await record(ctx, db, 'user.provider_unlinked', {
      environmentId: environment.id,
      ...byCaller(ctx),
      data: { provider },
    })
    await queueNotice(ctx, db, environment, 'provider_unlinked', user, { provider: titleOf(ctx, provider) })
  })
}

const titleOf = (ctx: Context, name: string): string =>
  ctx.providers.find(name)?.provider.title ?? providerNames.find((known) => known === name) ?? 'A provider'

/** For whom a flow links what it comes back with, and where their browser goes on to; null: to their page. */
export interface LinkTarget {
  readonly linkTo: { readonly userId: string; readonly sessionId: string }
  readonly redirectUri: string | null
}

/** Written by `startLink` alone. */
export const isLinkTarget = (target: object): target is LinkTarget => 'linkTo' in target

/** Sends the caller to a provider, to have their account there sign them in from now on. Ends in the browser that began. */
export const startLink = (
  ctx: Context,
  start: { readonly provider: string; readonly callbackUrl: string; readonly redirectUri: string | null },
): Promise<StartedProviderFlow> => {
  requireProven(ctx)
  const { user, session, environment } = requireFresh(ctx)
  const { provider, callbackUrl, redirectUri } = start
  const target: LinkTarget = { linkTo: { userId: user.id, sessionId: session.id }, redirectUri }
  return startProviderFlow(ctx, { provider, callbackUrl, environment, target: { ...target } })
}

/**
 * Links what a provider has vouched for to who began, if they are still signed in there. What it says of an address counts for
 * nothing: the person is known already. Throws `user_exists` where somebody else signs in by it.
 */
export const linkIdentity = async (
  ctx: Context,
  {
    environment,
    provider,
    profile,
    target,
  }: { environment: Environment; provider: string; profile: ProviderProfile; target: LinkTarget },
): Promise<{ readonly user: User; readonly isNew: boolean }> => {
  const { linkTo } = target
  const { subject, email } = profile
  return transaction(ctx.db, async (db) => {
    const user = await lockUser(db, { id: linkTo.userId, environmentId: environment.id })
    const session = await findSession(db, linkTo.sessionId, ctx.clock.now())
    const isTheirs = user?.environmentId === environment.id && session?.userId === user.id
    if (!isTheirs || user.status !== 'active') throw new Failure('provider_flow_invalid')
    await addIdentity(ctx, db, { user, environment, provider, subject, email })
    return { user, isNew: false }
  }).catch(refuseTaken)
}

/** Somebody else was faster. */
export const refuseTaken = (error: unknown): never => {
  throw isUniqueViolation(error) ? new Failure('user_exists') : error
}

/** The account at a provider signs them in from now on, and they are told; the same one counts once. */
export const addIdentity = async (
  ctx: Context,
  db: Database,
  {
    user,
    environment,
    ...said
  }: { user: User; environment: Environment } & Pick<Identity, 'provider' | 'subject' | 'email'>,
): Promise<Identity> => {
  const { provider, subject } = said
  const known = await findIdentity(db, environment.id, provider, subject)
  if (known && known.userId !== user.id) throw new Failure('user_exists')
  if (known) return known
  await requireRoomForIdentity(ctx, db, user)
  const ids = { id: ctx.ids.uuid(), environmentId: environment.id, userId: user.id }
  const identity = { ...ids, ...said, createdAt: ctx.clock.now() }
  await insertIdentity(db, identity)
  await record(ctx, db, 'user.provider_linked', {
    environmentId: environment.id,
    userId: user.id,
    data: { provider },
  })
  await queueNotice(ctx, db, environment, 'provider_linked', user, { provider: titleOf(ctx, provider) })
  return identity
}
