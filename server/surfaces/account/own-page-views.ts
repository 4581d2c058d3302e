// The page of one's own account, as answers.
import type { Context } from '../../context.ts'
import { startForm } from '../../identity/authorization/forms.ts'
import { askedForProof } from '../../identity/factors/fresh-proof.ts'
import { listOwnPasskeys, passkeyCreation } from '../../identity/factors/passkeys.ts'
import { listOwnDevices } from '../../identity/factors/remembered-devices.ts'
import { stateOfSecondFactor } from '../../identity/factors/second-factor.ts'
import { listOwnIdentities } from '../../identity/providers/own-identities.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import { lastUses, listOwnSessions } from '../../identity/sessions/own-sessions.ts'
import { placeOfPage } from '../../identity/sign-in/own-page.ts'
import { askedByTicket } from '../../identity/sign-in/second-step.ts'
import { deviceWords } from '../../model/device-words.ts'
import type { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import { fullName } from '../../model/user.ts'
import { pagePolicy } from '../../pages/content-security.ts'
import type { Look } from '../../pages/layout.ts'
import { messagePage } from '../../pages/message.ts'
import { type OwnAccount, ownAccountPage, ownPageUrl, ownSignInPage } from '../../pages/own-account.ts'
import { ownSecondFactorPage } from '../../pages/own-second-factor.ts'
import { toPasswordRules } from '../password-rules.ts'
import { brandedPage } from '../branded-pages.ts'
import { toProblem } from '../sign-in-pages.ts'
import { toSessions } from './own-views.ts'

export interface Said {
  readonly problem?: string | undefined
  readonly note?: string | undefined
}

export const toOwnPage = (ctx: Context): string => `${ctx.config.publicUrl}${ownPageUrl}`

const formCookie = { name: 'account_form', path: ownPageUrl, sameSite: 'Strict', httpOnly: true } as const

const words: Partial<Record<Failure['code'], string>> = {
  last_sign_in_method: 'Nothing else would sign you in. Set a password or link another account first.',
  reauthentication_required: 'Show once more that it is you, and then try again.',
  second_factor_required: 'Your password is not enough: show your second factor, too.',
  wrong_password: 'The password is wrong.',
}

export const toOwnProblem = (ctx: Context, failure: Failure): string =>
  words[failure.code] ?? toProblem({ ctx, surface: 'project' }, failure)

/** One page with forms that only this browser can send, for who is signed in there. */
export const showOwn = async (
  owner: Context,
  said: Said,
  make: (page: Said & { look: Look; token: string }) => string,
) => {
  const { environment, session: signedIn } = requireUser(owner)
  const { session, token } = startForm(owner, signedIn.id)
  const page = await brandedPage(owner, environment, [], (look) => make({ ...said, look, token }))
  return { ...page, cookies: [{ ...formCookie, value: session, maxAge: 60 * 60 }] }
}

export const showAccount = async (owner: Context, said: Said) => {
  const account = await accountOf(owner)
  return showOwn(owner, said, (page) => ownAccountPage(page, account))
}

const accountOf = async (owner: Context): Promise<OwnAccount> => {
  const { user, environment } = requireUser(owner)
  const isProven = user.emailVerifiedAt !== null
  const { isOn, codesLeft, freshUntil } = await stateOfSecondFactor(owner)
  const isFresh = owner.clock.now() <= freshUntil
  const proof = await askedForProof(owner)
  const sessions = await listOwnSessions(owner)
  const identities = await listOwnIdentities(owner)
  const connections = owner.providers.connections.map(({ provider: { name, title } }) => ({ name, title }))
  return {
    email: user.email,
    name: fullName(user),
    isFresh,
    hasPassword: user.passwordHash !== null,
    proof: { ...proof, passkey: proof.passkey && JSON.stringify(proof.passkey) },
    rules: toPasswordRules(environment.settings),
    factor: { isOn, codesLeft },
    devices: (await listOwnDevices(owner)).map(({ id, data, expiresAt }) => ({
      id,
      device: deviceWords((data as { readonly userAgent?: string | null } | null)?.userAgent ?? null),
      until: new Date(expiresAt).toISOString().slice(0, 10),
    })),
    sessions: toSessions(owner, sessions, await lastUses(owner, sessions)).map((one, index) => ({
      id: sessions[index]!.id,
      device: one.device,
      place: one.place,
      since: `${one.created_at.slice(0, 16).replace('T', ' ')} UTC`,
      isCurrent: one.current,
    })),
    newPasskey: isFresh && isProven ? JSON.stringify(await passkeyCreation(owner)) : null,
    passkeys: (await listOwnPasskeys(owner)).map(({ id, name }) => ({ id, name })),
    identities: identities.map(({ id, provider, email }) => ({
      id,
      title: connections.find(({ name }) => name === provider)?.title ?? provider,
      email,
    })),
    providers: connections.filter(({ name }) => !identities.some(({ provider }) => provider === name)),
  }
}

/** Nobody is signed in. Where nobody knows whose people those would be, the app has to say so. */
export const showSignIn = async (
  ctx: Context,
  clientId: string | undefined,
  { failure, email = '', ticket }: { readonly failure?: Failure; readonly email?: string | undefined; ticket?: string },
) => {
  const place = await placeOfPage(ctx, clientId)
  const { session, token } = startForm(ctx)
  const cookies = [{ ...formCookie, value: session, maxAge: 60 * 60 }]
  if (!place) {
    const text = 'Open this page from the app that you have an account at, or sign in there first.'
    const body = messagePage({ title: 'Whose account?', text, tone: 'neutral' })
    return { type: 'text/html' as const, headers: { 'Content-Security-Policy': pagePolicy() }, body, cookies }
  }
  const problem = failure && toOwnProblem(ctx, failure)
  const { environment } = place
  const step = failure?.code === 'invalid_mfa_token' ? undefined : ticket
  const asked = step === undefined ? null : await askedByTicket(ctx, policies.account, { environment, ticket: step })
  const page = await brandedPage(ctx, environment, [], (look) =>
    step !== undefined && asked
      ? ownSecondFactorPage({ look, token, problem }, { ticket: step, clientId: clientId ?? '', asked })
      : ownSignInPage({ look, token, problem }, { email, clientId: clientId ?? '' }),
  )
  return { ...page, cookies }
}
