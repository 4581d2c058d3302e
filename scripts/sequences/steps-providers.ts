// Steps about accounts at a provider, which the sandbox has a stand-in for: whom one was linked to, and nobody else, it signs in.
import type { Answer } from '../../contract-tests/harness/contract/contract.ts'
import { asAuthorization, demo, pkce } from '../../contract-tests/harness/fixtures/people.ts'
import { cookieOf } from '../../contract-tests/harness/seeds/forms.ts'
import { type Call, type Person, type Sending, addressThere, isFresh, now } from './model.ts'
import { as, begin } from './sessions.ts'
import { type Stage, ask, bodyOf, found, must, mustRefuse } from './stage.ts'
import { type Kind, awake, labelOf, personOf, sessionAt } from './steps.ts'

const provider = 'google'
const path = { provider }

/** Where a browser is sent by the answer, as a query. */
const queryOf = (location: string | null): Record<string, string> =>
  Object.fromEntries(new URL(location ?? 'about:blank').searchParams)

const locationOf = ({ headers }: Answer): string | null => headers.get('location')

/** Back at our callback from the provider, in the browser that was sent there. */
const backFrom = async (stage: Stage, started: Answer, location: string | null, person: Person): Promise<Call> => {
  const form = { email: addressThere(person), name: person.name, verified: 'yes' }
  const there: Sending = { path, query: queryOf(location), form }
  const answered = await must(stage, { id: 'service.answerStandIn', sent: there })
  const headers = { cookie: `provider_flow=${cookieOf(started, 'provider_flow')}` }
  return { id: 'account.finishProviderSignIn', sent: { path, query: queryOf(locationOf(answered)), headers } }
}

const identitiesOf = (answer: Answer) =>
  bodyOf<{ data: { id: string; email: string | null }[] }>(answer).data.map(({ id, email }) => ({ id, email }))

const link: Kind = {
  weight: 3,
  surfaces: ['account'],
  choose: (model, { pick, next }) => {
    const session = pick(
      awake(model, now(model), 'account').filter(
        (one) => !one.confinedTo && one.person.verified && isFresh(model, one),
      ),
    )
    return session && { session: session.label, twice: next() < 0.3 }
  },
  run: async (stage, step) => {
    const { model } = stage
    const session = sessionAt(stage, step)
    if (!session || session.confinedTo || !session.person.verified || !isFresh(model, session)) return false
    const { person } = session
    const sent = { ...as(model, session), body: { provider } }
    const started = await must(stage, { id: 'account.linkIdentity', sent }, { as: session })
    const { authorize_url } = bodyOf<{ authorize_url: string }>(started)
    const back = await backFrom(stage, started, authorize_url, person)
    const came = await Promise.all(Array.from({ length: step.twice ? 2 : 1 }, () => ask(stage, back)))
    const linked = came.filter((answer) => queryOf(locationOf(answer)).linked === provider)
    if (linked.length !== 1)
      throw found(`account.linkIdentity ends ${linked.length} times as linked: ${String(locationOf(came[0]!))}`)
    const listed = await must(stage, { id: 'account.listIdentities', sent: as(model, session) }, { as: session })
    const identity = identitiesOf(listed).find(({ email }) => email === addressThere(person))
    if (!identity) throw found('account.listIdentities leaves out what was linked')
    person.identity = identity.id
    return true
  },
}

const comeByProvider: Kind = {
  weight: 4,
  surfaces: ['account'],
  choose: (model, { pick, next }) => {
    const person = pick(
      [...model.people.values()].filter(({ exists, identity, factor }) => exists && identity && !factor),
    )
    return person && { person: person.name, twice: next() < 0.3, again: next() < 0.3 }
  },
  run: async (stage, step) => {
    const person = personOf(stage, step)
    if (!person.exists || !person.identity || person.factor) return false
    const asked = { id: 'account.authorizeWithProvider', sent: { path, query: asAuthorization } }
    const started = await must(stage, asked)
    const back = await backFrom(stage, started, locationOf(started), person)
    const came = await must(stage, back)
    const { code } = queryOf(locationOf(came))
    if (code === undefined)
      throw found(`${back.id} brings ${person.name}, who is linked, no code: ${String(locationOf(came))}`)
    const { clientId: client_id, redirectUri: redirect_uri } = demo
    const body = { grant_type: 'authorization_code', client_id, code, redirect_uri, code_verifier: pkce.verifier }
    const exchange: Call = { id: 'oauth.issueToken', sent: { body } }
    // One that comes twice was copied: what it gave ends (RFC 6749 section 4.1.2), behind the lock on its person.
    const stolen = { mayWrite: ['users', 'sessions', 'refreshTokens', 'oneTimeTokens', 'authorizationCodes'] }
    const answers = await Promise.all(Array.from({ length: step.twice ? 2 : 1 }, () => ask(stage, exchange, stolen)))
    const done = answers.filter(({ status }) => status < 400)
    if (done.length > 1) throw found(`${exchange.id} took one code twice at once`)
    if (!done[0]) throw found(`${exchange.id} refuses a code that nobody has used: ${answers[0]!.text.slice(0, 160)}`)
    const session = begin(stage, labelOf(step, 's'), { person, surface: 'account' }, done[0])
    if (step.again) await mustRefuse(stage, exchange, 'this code was used', stolen)
    if (step.twice || step.again) session.live = false
    return true
  },
}

const unlink: Kind = {
  weight: 2,
  surfaces: ['account'],
  choose: (model, { pick }) => {
    const person = pick([...model.people.values()].filter(({ identity }) => identity))
    const session =
      person && pick(awake(model, now(model), 'account').filter((one) => !one.confinedTo && isFresh(model, one)))
    return session && { session: session.label, person: person.name }
  },
  run: async (stage, step) => {
    const { model } = stage
    const session = sessionAt(stage, step)
    const person = personOf(stage, step)
    if (!session || !person.identity || session.confinedTo || !isFresh(model, session)) return false
    const sent = { ...as(model, session), path: { identity_id: person.identity } }
    const call = { id: 'account.unlinkIdentity', sent }
    if (session.person !== person) {
      await mustRefuse(stage, call, `this account at ${provider} is ${person.name}'s`, { as: session })
      return true
    }
    const answer = await ask(stage, call, { as: session })
    if (answer.status < 400) person.identity = undefined
    else if (person.password !== undefined)
      throw found(`${call.id} refuses to unlink where a password is left: ${answer.text.slice(0, 160)}`)
    return true
  },
}

export const providerSteps = { link, comeByProvider, unlink } satisfies Record<string, Kind>
