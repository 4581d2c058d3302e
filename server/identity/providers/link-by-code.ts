// Linking an account at a provider where a program asks for it, and a browser goes there that need not hold the program's session. What
// the provider says comes back as a code, which opens nothing but in the session that began: whoever is lured to a provider, or to an
// address with somebody else's code, links nothing.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { linkPurpose } from '../../model/proofs.ts'
import type { Identity, ProviderProfile } from '../../model/provider.ts'
import { sha256 } from '../../outside/secrets.ts'
import { transaction } from '../../storage/database.ts'
import { findIdentity } from '../../storage/identities.ts'
import { insertToken, useToken } from '../../storage/one-time-tokens.ts'
import { findSession } from '../../storage/sessions.ts'
import { findUser } from '../../storage/users.ts'
import { lockCaller, requireProven } from '../sessions/callers.ts'
import { requireFresh } from '../sessions/fresh.ts'
import { addIdentity, refuseTaken } from './own-identities.ts'
import { startProviderFlow } from './provider-flows.ts'
import type { FoundPerson } from './provider-identities.ts'

/** From the provider's answer to its use. */
const linkCodeSeconds = 600

/** For whom a flow asks, and where their browser gets the code. */
export interface CodeLinkTarget {
  readonly linkFor: { readonly userId: string; readonly sessionId: string }
  readonly redirectUri: string
}

/** Written by `startLinkByCode` alone. */
export const isCodeLink = (target: object): target is CodeLinkTarget => 'linkFor' in target

/** What a provider has vouched for, as `keepForLink` writes it. */
type Vouched = Pick<Identity, 'provider' | 'subject' | 'email'>

const isVouched = (data: object): data is Vouched => 'provider' in data && 'subject' in data

/** Where to send a browser, whichever. The caller answers for the redirect. Needs a fresh proof. */
export const startLinkByCode = async (
  ctx: Context,
  start: { readonly provider: string; readonly callbackUrl: string; readonly redirectUri: string },
): Promise<string> => {
  requireProven(ctx)
  const { user, session, environment } = requireFresh(ctx)
  const { provider, callbackUrl, redirectUri } = start
  const target: CodeLinkTarget = { linkFor: { userId: user.id, sessionId: session.id }, redirectUri }
  const flow = { provider, callbackUrl, environment, target: { ...target }, anyBrowser: true }
  return (await startProviderFlow(ctx, flow)).authorizeUrl
}

/** Keeps what a provider has vouched for, for the session that began, and says by which code. Nothing is linked yet. */
export const keepForLink = async (
  ctx: Context,
  told: { readonly environment: Environment; readonly provider: string; readonly profile: ProviderProfile },
  { linkFor }: CodeLinkTarget,
): Promise<FoundPerson & { readonly linkCode: string }> => {
  const { environment, provider, profile } = told
  const { subject, email } = profile
  const now = ctx.clock.now()
  const user = await findUser(ctx.db, environment.id, linkFor.userId)
  const session = await findSession(ctx.db, linkFor.sessionId, now)
  if (user?.status !== 'active' || session?.userId !== user.id) throw new Failure('provider_flow_invalid')
  const known = await findIdentity(ctx.db, environment.id, provider, subject)
  if (known && known.userId !== user.id) throw new Failure('user_exists')
  const linkCode = ctx.ids.secret()
  await insertToken(ctx.db, {
    id: ctx.ids.uuid(),
    environmentId: environment.id,
    userId: user.id,
    purpose: linkPurpose,
    surface: session.surface,
    email: user.email,
    requestId: ctx.ids.uuid(),
    hash: hashFor(session.id, linkCode),
    attempts: 0,
    data: { provider, subject, email } satisfies Vouched,
    createdAt: now,
    expiresAt: now + linkCodeSeconds * 1000,
    usedAt: null,
  })
  return { user, isNew: false, linkCode }
}

/** Another session finds nothing by the code, and so takes nothing from it. */
const hashFor = (sessionId: string, code: string): string => sha256(`${sessionId} ${code}`)

/** Links what the code stands for to the caller. `invalid_authorization_code` for one of another session, used, or too old. */
export const finishLink = (ctx: Context, code: string): Promise<Identity> => {
  const { session, environment } = requireProven(ctx)
  return transaction(ctx.db, async (db) => {
    const user = await lockCaller(ctx, db)
    const shown = { purpose: linkPurpose, hash: hashFor(session.id, code), surface: session.surface }
    const kept = await useToken(db, shown, ctx.clock.now())
    if (kept?.userId !== user.id || !kept.data || !isVouched(kept.data)) throw new Failure('invalid_authorization_code')
    const { provider, subject, email } = kept.data
    return addIdentity(ctx, db, { user, environment, provider, subject, email })
  }).catch(refuseTaken)
}
