// The page of one's own account, as answers.
import type { Context } from '../../context.ts'
import { startForm } from '../../identity/authorization/forms.ts'
import { withQuery } from '../../identity/authorization/redirects.ts'
import { listOwnApps } from '../../identity/factors/authenticator-apps.ts'
import { askedForProof } from '../../identity/factors/fresh-proof.ts'
import { listOwnPasskeys, passkeyCreation } from '../../identity/factors/passkeys.ts'
import { listOwnDevices } from '../../identity/factors/remembered-devices.ts'
import { stateOfSecondFactor } from '../../identity/factors/second-factor.ts'
import { listOwnInvitations, listOwnPlaces } from '../../identity/organizations/own-places.ts'
import { listOwnIdentities } from '../../identity/providers/own-identities.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import { listOwnSessions } from '../../identity/sessions/own-sessions.ts'
import { placeOfPage } from '../../identity/sign-in/own-page.ts'
import { askedByTicket } from '../../identity/sign-in/second-step.ts'
import { deviceOf, placeOf } from '../../model/device-words.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import { fullName } from '../../model/user.ts'
import { type Phrase, phrase } from '../../pages/html.ts'
import type { Look } from '../../pages/layout.ts'
import { messagePage } from '../../pages/message.ts'
import type { OwnAccount } from '../../pages/own-account-cards.ts'
import { type OwnPage, ownPageUrl } from '../../pages/own-account-frame.ts'
import { ownAccountPage, ownSignInPage } from '../../pages/own-account.ts'
import { ownSecondFactorPage } from '../../pages/own-second-factor.ts'
import { toPasswordRules } from '../password-rules.ts'
import { type PlainKey, isPlainKey } from '../../pages/texts.ts'
import { brandedPage, plainPage } from '../branded-pages.ts'
import { toProblem } from '../problems.ts'

/** What is said above the forms. */
export interface Said {
  readonly failure?: Failure | undefined
  readonly problem?: PlainKey
  readonly note?: PlainKey
}

/** The page, in the languages that it was asked for in. */
export const toOwnPage = (ctx: Context, query: Readonly<Record<string, string | undefined>> = {}): string =>
  `${ctx.config.publicUrl}${toUrl(ctx, query)}`

const toUrl = ({ uiLocales }: Context, query: Readonly<Record<string, string | undefined>> = {}): string =>
  withQuery(ownPageUrl, { ...query, ui_locales: uiLocales ?? undefined })

const formCookie = { name: 'account_form', path: ownPageUrl, sameSite: 'Strict', httpOnly: true } as const

const inWords = (look: Look, { failure, problem, note }: Said) => ({
  problem: failure ? toProblem('project', look, failure) : problem && look.say(problem),
  note: note && look.say(note),
})

/** One page with forms that only this browser can send, for who is signed in there. */
export const showOwn = async (owner: Context, said: Said, make: (page: OwnPage) => string) => {
  const { environment, session: signedIn } = requireUser(owner)
  const { session, token } = startForm(owner, signedIn.id)
  const page = await brandedPage(owner, environment, [], (look) =>
    make({ look, token, url: toUrl(owner), ...inWords(look, said) }),
  )
  return { ...page, cookies: [{ ...formCookie, value: session, maxAge: 60 * 60 }] }
}

export const showAccount = async (owner: Context, said: Said) => {
  const accountIn = await accountOf(owner)
  return showOwn(owner, said, (page) => ownAccountPage(page, accountIn(page.look)))
}

const accountOf = async (owner: Context): Promise<(look: Look) => OwnAccount> => {
  const { user, environment } = requireUser(owner)
  const isProven = user.emailVerifiedAt !== null
  const { codesLeft, freshUntil } = await stateOfSecondFactor(owner)
  const isFresh = owner.clock.now() <= freshUntil
  const proof = await askedForProof(owner)
  const sessions = await listOwnSessions(owner)
  const identities = await listOwnIdentities(owner)
  const connections = owner.providers.connections.map(({ provider: { name, title } }) => ({ name, title }))
  const places = await listOwnPlaces(owner)
  const { found: invitations } = await listOwnInvitations(owner)
  const devices = await listOwnDevices(owner)
  const apps = await listOwnApps(owner)
  const passkeys = await listOwnPasskeys(owner)
  const newPasskey = isFresh && isProven ? JSON.stringify(await passkeyCreation(owner)) : null
  const { session: current } = requireUser(owner)
  return (look) => ({
    email: user.email,
    name: fullName(user),
    isFresh,
    hasPassword: user.passwordHash !== null,
    proof: { ...proof, passkey: proof.passkey && JSON.stringify(proof.passkey) },
    rules: toPasswordRules(environment.settings),
    factor: { codesLeft, apps: apps.map(({ id, name }) => ({ id, name })) },
    devices: devices.map(({ id, data, expiresAt }) => ({
      id,
      device: toDevice(look, (data as { readonly userAgent?: string | null } | null)?.userAgent ?? null),
      until: new Date(expiresAt).toISOString().slice(0, 10),
    })),
    sessions: sessions.map(({ id, userAgent, ip, createdAt }) => ({
      id,
      device: toDevice(look, userAgent),
      place: toPlace(look, ip, owner.ip),
      since: `${new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
      isCurrent: id === current.id,
    })),
    places,
    invitations,
    newPasskey,
    passkeys: passkeys.map(({ id, name }) => ({ id, name })),
    identities: identities.map(({ id, provider, email }) => ({
      id,
      title: connections.find(({ name }) => name === provider)?.title ?? provider,
      email,
    })),
    providers: connections.filter(({ name }) => !identities.some(({ provider }) => provider === name)),
  })
}

/** What a device calls itself; generic names are words, and the others names. */
const toDevice = ({ say }: Look, userAgent: string | null): Phrase => {
  const { program, system } = deviceOf(userAgent)
  if (program === undefined && system === undefined) return say('device_unknown')
  const named = program === undefined ? say('device_program') : isPlainKey(program) ? say(program) : program
  return system === undefined ? phrase('{{program}}', { program: named }) : say('device_on', { program: named, system })
}

const toPlace = ({ say }: Look, ip: string | null, looker: string): Phrase => {
  const place = placeOf(ip, looker)
  return place === 'local' || place === 'other' ? say(`place_${place}`, { address: ip ?? '' }) : say(`place_${place}`)
}

/** Nobody is signed in. Where nobody knows whose people those would be, the app has to say so. */
export const showSignIn = async (
  ctx: Context,
  clientId: string | undefined,
  { failure, email = '', ticket }: { readonly failure?: Failure; readonly email?: string | undefined; ticket?: string },
) => {
  const place = await placeOfPage(ctx, clientId).catch((error: unknown) => {
    // Of an app that is gone a person hears the same; a program is refused.
    if (ctx.wantsPage && error instanceof Failure && error.code === 'unknown_client') return undefined
    throw error
  })
  const { session, token } = startForm(ctx)
  const cookies = [{ ...formCookie, value: session, maxAge: 60 * 60 }]
  if (!place) {
    const page = plainPage(ctx, (look) =>
      messagePage({ look, title: look.say('whose_account'), text: look.say('open_from_app'), tone: 'neutral' }),
    )
    return { ...page, cookies }
  }
  const { environment } = place
  const step = failure?.code === 'invalid_mfa_token' ? undefined : ticket
  const asked = step === undefined ? null : await askedByTicket(ctx, policies.account, { environment, ticket: step })
  const page = await brandedPage(ctx, environment, [], (look) => {
    const shown = { look, token, url: toUrl(ctx), ...inWords(look, { failure }) }
    return step !== undefined && asked
      ? ownSecondFactorPage(shown, { ticket: step, clientId: clientId ?? '', asked })
      : ownSignInPage(shown, { email, clientId: clientId ?? '' })
  })
  return { ...page, cookies }
}
