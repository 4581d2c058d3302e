// Steps about people and their sessions: sign up, sign in, refresh, show a used token again, sign out.
import { demo } from '../../contract-tests/harness/fixtures/people.ts'
import {
  type Call,
  type Model,
  type Person,
  type Surface,
  endAll,
  endKeys,
  firstPassword,
  isAdministrator,
  linksOf,
  now,
  sessionsOf,
} from './model.ts'
import { at, begin, refreshing, signingIn, tokensIn } from './sessions.ts'
import { type Stage, ask, bodyOf, found, must, mustRefuse } from './stage.ts'
import { type Kind, labelOf, liveSessions, personOf, sessionAt } from './steps.ts'

const peopleOf = ({ people, tenants }: Model): Person[] =>
  [...people.values()].filter(
    (person) => !isAdministrator(person) && (person.place === 'sandbox' || tenants.has(person.place)),
  )

/** Where somebody of a place signs in; the sandbox's people do at every surface. */
const surfacesOf = ({ place }: Person): readonly Surface[] =>
  place === 'sandbox' ? ['account', 'app', 'project'] : ['app']

export const passwords = [firstPassword, 'velvet ladder harbour', 'staple paper lantern', 'quiet river marble']

/** Somebody who is there from now on. */
export const arrive = (
  stage: Stage,
  person: Person,
  { id, verified, home = 'account' }: { id: string; verified: boolean; home?: Surface },
): void => {
  const bare = id.replace(/^[a-z]+_/, '')
  const linkUntil = verified ? 0 : now(stage.model) + 24 * 3_600_000
  Object.assign(person, { exists: true, verified, id: bare, home, factor: undefined, linkUntil })
  stage.owned.set(bare, { lane: stage.model.lane, kind: 'person', person: person.name })
}

/** Nothing that they had is good any more. */
export const leave = (model: Model, person: Person): void => {
  Object.assign(person, { exists: false, verified: false, factor: undefined, password: undefined })
  endKeys(model, person)
  endAll(sessionsOf(model, person))
  for (const link of linksOf(model, person)) if (link.purpose !== 'invitation') link.live = false
  for (const [label, secret] of model.secrets) {
    if (secret.person === person && secret.purpose === 'invitation') model.secrets.delete(label)
  }
  for (const account of model.accounts.values()) {
    if (!account.members.delete(person)) continue
    account.vague = true
    if (account.members.size === 0) account.live = false
  }
}

/** Another password: every other session ends, and so does what was mailed. */
export const repassword = (model: Model, person: Person, password: string): void => {
  Object.assign(person, { password, linkUntil: 0 })
  endAll(sessionsOf(model, person))
  for (const link of linksOf(model, person)) if (link.purpose !== 'invitation') link.live = false
}

const make: Kind = {
  weight: 6,
  surfaces: ['account', 'app', 'project'],
  choose: (model, { pick }) => {
    const person = pick(peopleOf(model).filter(({ exists, place }) => !exists && place === 'sandbox'))
    return person && { person: person.name, surface: pick(surfacesOf(person))! }
  },
  run: async (stage, step) => {
    const person = personOf(stage, step)
    if (person.exists) return false
    const surface = step.surface as Surface
    const body = { surface, email: person.email, password: firstPassword, verified: true }
    const answer = await must(stage, { id: 'service.createUser', sent: { body } })
    arrive(stage, person, { id: bodyOf<{ user: { id: string } }>(answer).user.id, verified: true })
    person.password = firstPassword
    begin(stage, labelOf(step, 's'), { person, surface }, answer)
    return true
  },
}

const signingUp = (model: Model, surface: Surface, { email, place }: Person): Call => ({
  id: surface === 'account' ? 'account.signUp' : `${surface}.register`,
  sent: {
    ...at(model, surface, place),
    body: { email, password: firstPassword, ...(surface === 'account' && { client_id: demo.clientId }) },
  },
})

const signUp: Kind = {
  weight: 4,
  surfaces: ['account', 'app', 'project'],
  choose: (model, { pick }) => {
    const person = pick(peopleOf(model).filter(({ exists, verified }) => !exists || verified))
    return person && { person: person.name, surface: pick(surfacesOf(person))! }
  },
  run: async (stage, step) => {
    const { model } = stage
    const person = personOf(stage, step)
    const surface = step.surface as Surface
    if (person.place !== 'sandbox' && !model.tenants.has(person.place)) return false
    const call = signingUp(model, surface, person)
    if (person.exists) {
      if (!person.verified) return false
      await mustRefuse(stage, call, `${person.name} is there already`)
      return true
    }
    const answer = await must(stage, call)
    const body = bodyOf<{ user?: { id: string }; profile?: { id: string } }>(answer)
    arrive(stage, person, { id: (body.user ?? body.profile)!.id, verified: false, home: surface })
    person.password = firstPassword
    begin(stage, labelOf(step, 's'), { person, surface }, answer)
    return true
  },
}

const signIn: Kind = {
  weight: 10,
  surfaces: ['account', 'app', 'project'],
  choose: (model, { pick, next }) => {
    const person = pick(peopleOf(model))
    return (
      person && {
        person: person.name,
        surface: pick(surfacesOf(person))!,
        password: next() < 0.8 ? 'right' : pick(passwords)!,
      }
    )
  },
  run: async (stage, step) => {
    const { model } = stage
    const person = personOf(stage, step)
    const surface = step.surface as Surface
    if (person.place !== 'sandbox' && !model.tenants.has(person.place)) return false
    const password = step.password === 'right' ? (person.password ?? firstPassword) : String(step.password)
    const call = signingIn(model, surface, person, password)
    if (!person.exists || person.password !== password) {
      // The tenth failure in a row is told to the owner.
      await mustRefuse(stage, call, `it is not the password of ${person.name}`, { mayWrite: ['outbox'] })
    } else if (person.factor) {
      const answer = await ask(stage, call)
      const { mfa_token, mfaToken } = bodyOf<{ mfa_token?: string; mfaToken?: string }>(answer)
      const ticket = mfa_token ?? mfaToken
      if (ticket === undefined) throw found(`${call.id} asks ${person.name} for no second factor`)
      const challenge = surface === 'project' ? { mfaToken: ticket } : { mfa_token: ticket }
      model.secrets.set(labelOf(step, 'ticket'), {
        label: labelOf(step, 'ticket'),
        kind: 'link',
        purpose: 'ticket',
        about: surface,
        person,
        by: undefined,
        place: person.place,
        call: {
          id: `${surface}.challengeMfa`,
          sent: {
            ...at(model, surface, person.place),
            body: { ...challenge, ...(surface === 'account' && { client_id: demo.clientId }) },
          },
        },
        until: now(model) + 300_000,
        live: true,
      })
    } else begin(stage, labelOf(step, 's'), { person, surface }, await must(stage, call))
    return true
  },
}

const refresh: Kind = {
  weight: 10,
  surfaces: ['account', 'app', 'project', 'platform'],
  choose: (model, { pick, next }) => {
    const session = pick(liveSessions(model).filter(({ refreshes }) => refreshes.length > 0))
    return session && { session: session.label, twice: next() < 0.2 }
  },
  run: async (stage, step) => {
    const session = sessionAt(stage, step)
    const last = session?.refreshes.at(-1)
    if (!session || last === undefined) return false
    const call = refreshing(stage.model, session, last)
    const answers = await Promise.all(
      Array.from({ length: step.twice ? 2 : 1 }, () => must(stage, call, { as: session })),
    )
    const all = answers.map(tokensIn)
    const next = new Set(all.map((tokens) => tokens.refresh))
    if (next.size > 1) throw found(`two refreshes at once gave session ${session.label} two refresh tokens`)
    if (all[0]!.refresh === last) throw found(`${call.id} gave session ${session.label} the same refresh token again`)
    const time = now(stage.model)
    session.refreshes.push(all[0]!.refresh!)
    const idle = session.idleUntil - session.refreshedAt
    Object.assign(session, {
      access: all[0]!.access,
      accessUntil: time + all[0]!.seconds * 1000,
      refreshedAt: time,
      idleUntil: time + idle,
    })
    return true
  },
}

/** What a stolen token's refusal ends, and tells. */
const theft = ['sessions', 'refreshTokens', 'outbox', 'oneTimeTokens']

/** A used refresh token, which somebody else may have copied. */
const replay: Kind = {
  weight: 3,
  surfaces: ['account', 'app', 'project'],
  choose: (model, { pick }) => {
    const session = pick(
      liveSessions(model).filter(({ refreshes, surface }) => refreshes.length > 2 && surface !== 'platform'),
    )
    return session && { session: session.label }
  },
  run: async (stage, step) => {
    const session = sessionAt(stage, step)
    const old = session?.refreshes.at(-3)
    if (!session || old === undefined) return false
    const call = refreshing(stage.model, session, old)
    await mustRefuse(stage, call, `its successor was used too`, { mayWrite: theft })
    session.live = false
    return true
  },
}

const signOut: Kind = {
  weight: 5,
  surfaces: ['account', 'app', 'project', 'platform'],
  choose: (model, { pick, next }) => {
    const session = pick(liveSessions(model).filter(({ refreshes }) => refreshes.length > 0))
    return session && { session: session.label, during: next() < 0.2 ? 'refresh' : 'nothing' }
  },
  run: async (stage, step) => {
    const session = sessionAt(stage, step)
    const last = session?.refreshes.at(-1)
    if (!session || last === undefined) return false
    const { surface, person } = session
    const id = surface === 'account' ? 'account.signOut' : `${surface}.logout`
    const body = surface === 'project' ? { refreshToken: last } : { refresh_token: last }
    const call = { id, sent: { ...at(stage.model, surface, person.place), body } }
    const refreshes = refreshing(stage.model, session, last)
    const beside = step.during === 'refresh' ? ask(stage, refreshes, { mayWrite: theft }) : undefined
    await must(stage, call)
    const answer = await beside
    if (answer && answer.status < 400) {
      const tokens = tokensIn(answer)
      session.refreshes.push(tokens.refresh!)
      session.access = tokens.access
    }
    session.live = false
    return true
  },
}

export const sessionSteps = { make, signUp, signIn, refresh, replay, signOut } satisfies Record<string, Kind>
