// Sessions of all surfaces by one measure: how each begins, goes on, ends and is asked for.
import type { Answer } from '../../contract-tests/harness/contract/contract.ts'
import { demo, demoApp } from '../../contract-tests/harness/fixtures/people.ts'
import {
  type Call,
  type Model,
  type Person,
  type Place,
  type Secret,
  type Sending,
  type Session,
  type Surface,
  haze,
  lifetimes,
  now,
} from './model.ts'
import { type Stage, bodyOf, found, must, mustRefuse } from './stage.ts'

export const keyOf = ({ tenants }: Model, place: Place): string =>
  place === 'sandbox' ? demoApp.publishableKey : tenants.get(place)!.publishableKey

/** What a request carries at a surface, signed in or not. */
export const at = (model: Model, surface: Surface, place: Place, bearer?: string): Sending => ({
  ...(bearer !== undefined && { bearer }),
  ...(surface === 'app' && { headers: { 'x-publishable-key': keyOf(model, place) } }),
  ...(surface === 'project' && bearer === undefined && { query: { client_type: 'mobile' } }),
})

export const as = (model: Model, { surface, person, access }: Session): Sending =>
  at(model, surface, person.place, access)

const asked: Readonly<Record<Surface, string>> = {
  account: 'account.me',
  app: 'app.getMe',
  platform: 'platform.getMe',
  project: 'project.getCurrentUser',
}

/** The question that every session may ask. */
export const whoAmI = (model: Model, session: Session): Call => ({
  id: asked[session.surface],
  sent: as(model, session),
})

export const refreshing = (model: Model, { surface, person }: Session, token: string): Call => ({
  id: `${surface}.refresh`,
  sent: {
    ...at(model, surface, person.place),
    body: surface === 'project' ? { refreshToken: token } : { refresh_token: token },
  },
})

export const signingIn = (model: Model, surface: Surface, person: Person, password: string): Call => {
  const { email, place } = person
  const id = surface === 'app' || surface === 'platform' ? `${surface}.login` : `${surface}.signIn`
  const body = { email, password, ...(surface === 'account' && { client_id: demo.clientId }) }
  return { id, sent: { ...at(model, surface, place), body } }
}

interface Tokens {
  readonly access: string
  readonly refresh: string | undefined
  readonly seconds: number
}

/** The tokens of any answer that has some. */
export const tokensIn = (answer: Answer): Tokens => {
  const body = bodyOf<Record<string, unknown>>(answer)
  const told = (body.tokens ?? body) as Record<string, unknown>
  const access = told.access_token ?? told.accessToken
  const refresh = told.refresh_token ?? told.refreshToken
  if (typeof access !== 'string') throw found(`an answer has no access token: ${answer.text.slice(0, 160)}`)
  const { exp = 0, iat = 0 } = claimsOf(access)
  return { access, refresh: typeof refresh === 'string' ? refresh : undefined, seconds: exp - iat }
}

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    readonly sub?: string
    readonly sid?: string
    readonly exp?: number
    readonly iat?: number
  }

/** Writes down a session that has begun. */
export const begin = (
  stage: Stage,
  label: string,
  { person, surface, confinedTo }: { person: Person; surface: Surface; confinedTo?: string | undefined },
  answer: Answer,
): Session => {
  const { model, owned } = stage
  const { access, refresh, seconds } = tokensIn(answer)
  const { sid = '', sub = '' } = claimsOf(access)
  if (!sub.endsWith(person.id)) throw found(`whoever signs in as ${person.name} is ${sub}, and not ${person.id}`)
  const time = now(model)
  const { idle, all } = lifetimes[surface]
  const session: Session = {
    label,
    person,
    surface,
    id: sid,
    access,
    accessUntil: time + seconds * 1000,
    refreshes: refresh === undefined ? [] : [refresh],
    refreshedAt: time,
    idleUntil: time + idle,
    until: time + all,
    provenAt: time,
    confinedTo,
    live: true,
  }
  model.sessions.set(label, session)
  owned.set(session.id, { lane: model.lane, kind: 'session', person: person.name })
  return session
}

/** What was revoked stays dead: neither its access token nor its refresh token opens anything. */
export const probeDead = async (stage: Stage, session: Session): Promise<void> => {
  const { model } = stage
  const why = `session ${session.label} of ${session.person.name} is over`
  await mustRefuse(stage, whoAmI(model, session), why)
  const last = session.refreshes.at(-1)
  if (last !== undefined) await mustRefuse(stage, refreshing(model, session, last), why)
}

/** The same by one of the two. */
export const glanceDead = async (stage: Stage, session: Session, isByRefresh: boolean): Promise<void> => {
  const { model } = stage
  const last = session.refreshes.at(-1)
  const call = isByRefresh && last !== undefined ? refreshing(model, session, last) : whoAmI(model, session)
  await mustRefuse(stage, call, `session ${session.label} of ${session.person.name} is over`)
}

/** What nobody has ended goes on, as far as its time goes. */
export const probeLive = async (stage: Stage, session: Session): Promise<void> => {
  const { model } = stage
  const time = now(model)
  if (time > session.accessUntil - haze) return
  await must(stage, whoAmI(model, session), { as: session }, `nobody has ended session ${session.label}`)
}

export const probeSecret = async (stage: Stage, secret: Secret): Promise<void> => {
  await mustRefuse(stage, secret.call, `the ${secret.purpose} ${secret.label} is over`)
}

/** Ends by itself what time has ended, and forgets what may be either. */
export const letTimeTell = (model: Model): void => {
  const time = now(model)
  for (const session of [...model.sessions.values()].filter(({ live }) => live)) {
    const end = Math.min(session.idleUntil, session.until)
    if (time > end + haze) session.live = false
    else if (time > end - haze) model.sessions.delete(session.label)
  }
  for (const secret of [...model.secrets.values()].filter(({ live }) => live)) {
    if (time > secret.until + haze) secret.live = false
    else if (time > secret.until - haze) model.secrets.delete(secret.label)
  }
}
