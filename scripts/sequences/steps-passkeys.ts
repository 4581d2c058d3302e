// Steps about passkeys: each signs its own person in, once for each challenge, at every surface, and never again once it was taken away.
import type { Wire } from '../../generated/operations.ts'
import { createAuthenticator } from '../../contract-tests/harness/fixtures/authenticator.ts'
import { demo } from '../../contract-tests/harness/fixtures/people.ts'
import { codeOf } from '../../contract-tests/harness/contract/contract.ts'
import { type Call, type Passkey, type Surface, isFresh, now } from './model.ts'
import { as, at, begin } from './sessions.ts'
import { type Stage, ask, bodyOf, found, must, mustRefuse } from './stage.ts'
import { type Kind, type Step, awake, labelOf, secretAt, sessionAt } from './steps.ts'

const surfaces = ['account', 'app', 'project'] as const

interface Asked<Options> {
  readonly public_key?: Options
  readonly publicKey?: Options
  readonly data?: Options
}

/** What a surface asks an authenticator for. */
const optionsIn = <Options>(body: Asked<Options>): Options => (body.public_key ?? body.publicKey ?? body.data)!

const passkeyAt = ({ model }: Stage, { passkey }: Step): Passkey | undefined => model.passkeys.get(String(passkey))

/** Sign-in with what an authenticator has signed. */
const signingIn = (stage: Stage, surface: Surface, credential: Wire['PasskeyAssertion']): Call => {
  const client = surface === 'account' ? { client_id: demo.clientId } : {}
  return {
    id: `${surface}.signInWithPasskey`,
    sent: { ...at(stage.model, surface, 'sandbox'), body: { ...client, credential } },
  }
}

/** An answer of the passkey to a fresh challenge of the surface. */
const signedBy = async (stage: Stage, { device }: Passkey, surface: Surface): Promise<Wire['PasskeyAssertion']> => {
  const sent = {
    ...at(stage.model, surface, 'sandbox'),
    ...(surface === 'project' && { query: {} }),
    ...(surface === 'account' && { body: { client_id: demo.clientId } }),
  }
  const begun = await must(stage, { id: `${surface}.beginPasskeySignIn`, sent })
  return device.get(optionsIn(bodyOf<Asked<Wire['PasskeyRequestOptions']>>(begun)))
}

/** One that was taken away, or whose person has gone, opens nothing. */
export const probePasskey = async (stage: Stage, passkey: Passkey): Promise<void> => {
  const call = signingIn(stage, 'account', await signedBy(stage, passkey, 'account'))
  await mustRefuse(stage, call, `the passkey ${passkey.label} is over`)
}

const addPasskey: Kind = {
  weight: 3,
  surfaces: ['account'],
  choose: (model, { pick, next }) => {
    const session = pick(
      awake(model, now(model), 'account').filter(
        (one) => !one.confinedTo && one.person.verified && isFresh(model, one),
      ),
    )
    return session && model.passkeys.size < 10 ? { session: session.label, twice: next() < 0.3 } : undefined
  },
  run: async (stage, step) => {
    const { model } = stage
    const session = sessionAt(stage, step)
    if (!session || session.confinedTo || !session.person.verified || !isFresh(model, session)) return false
    const begun = await must(stage, { id: 'account.beginPasskey', sent: as(model, session) }, { as: session })
    const options = optionsIn(bodyOf<Asked<Wire['PasskeyCreationOptions']>>(begun))
    const label = labelOf(step, 'passkey')
    const devices = Array.from({ length: step.twice ? 2 : 1 }, createAuthenticator)
    const answers = await Promise.all(
      devices.map((device) => {
        const body = { name: label, credential: device.create(options) }
        return ask(stage, { id: 'account.addPasskey', sent: { ...as(model, session), body } }, { as: session })
      }),
    )
    const done = answers.flatMap((answer, index) => (answer.status < 400 ? [{ answer, device: devices[index]! }] : []))
    if (done.length > 1) throw found('account.addPasskey took one challenge twice at once')
    if (!done[0]) throw found(`account.addPasskey refuses a new passkey: ${answers[0]!.text.slice(0, 160)}`)
    const { id } = bodyOf<{ id: string }>(done[0].answer)
    model.passkeys.set(label, { label, person: session.person, row: id, device: done[0].device, live: true })
    return true
  },
}

const usePasskey: Kind = {
  weight: 6,
  surfaces: ['account', 'app', 'project'],
  choose: (model, { pick, next }) => {
    const passkey = pick([...model.passkeys.values()])
    return passkey && { passkey: passkey.label, surface: pick(surfaces)!, twice: next() < 0.3 }
  },
  run: async (stage, step) => {
    const passkey = passkeyAt(stage, step)
    if (!passkey) return false
    const { person } = passkey
    const surface = step.surface as Surface
    const call = signingIn(stage, surface, await signedBy(stage, passkey, surface))
    if (!passkey.live) {
      await mustRefuse(stage, call, `the passkey ${passkey.label} is over`)
      return true
    }
    const answers = await Promise.all(Array.from({ length: step.twice ? 2 : 1 }, () => ask(stage, call)))
    const done = answers.filter(({ status }) => status < 400)
    if (done.length > 1) throw found(`${call.id} took one answer of ${passkey.label} twice at once`)
    if (!done[0])
      throw found(
        `${call.id} refuses the passkey ${passkey.label} of ${person.name}: ${answers[0]!.text.slice(0, 160)}`,
      )
    begin(stage, labelOf(step, 's'), { person, surface }, done[0])
    await mustRefuse(stage, call, `this answer of ${passkey.label} was used`)
    return true
  },
}

const removePasskey: Kind = {
  weight: 2,
  surfaces: ['account'],
  choose: (model, { pick }) => {
    const passkey = pick([...model.passkeys.values()].filter(({ live }) => live))
    const session = passkey && pick(awake(model, now(model), 'account').filter((one) => isFresh(model, one)))
    return session && { session: session.label, passkey: passkey.label }
  },
  run: async (stage, step) => {
    const { model } = stage
    const passkey = passkeyAt(stage, step)
    const session = sessionAt(stage, step)
    if (!passkey?.live || !session || session.confinedTo || !isFresh(model, session)) return false
    const path = { passkey_id: passkey.row }
    const call = { id: 'account.removePasskey', sent: { ...as(model, session), path } } as const
    if (session.person !== passkey.person) {
      await mustRefuse(stage, call, `the passkey ${passkey.label} is ${passkey.person.name}'s`, { as: session })
      return true
    }
    const answer = await ask(stage, call, { as: session })
    if (answer.status < 400) passkey.live = false
    else if (session.person.password !== undefined || codeOf(call.id, answer) !== 'last_sign_in_method')
      throw found(`${call.id} refuses to take away one's own passkey: ${answer.text.slice(0, 160)}`)
    return true
  },
}

/** The second step with a passkey in place of a code. */
const answerByPasskey: Kind = {
  weight: 3,
  surfaces: ['account', 'app', 'project'],
  choose: (model, { pick }) => {
    const ticket = pick([...model.secrets.values()].filter(({ purpose, live }) => purpose === 'ticket' && live))
    const passkey = pick([...model.passkeys.values()].filter(({ live, person }) => live && person === ticket?.person))
    return ticket && passkey && { secret: ticket.label, passkey: passkey.label }
  },
  run: async (stage, step) => {
    const ticket = secretAt(stage, step)
    const passkey = passkeyAt(stage, step)
    if (!ticket?.live || !passkey?.live || ticket.person !== passkey.person || !ticket.person.factor) return false
    const { sent } = ticket.call
    const surface = ticket.about as Surface
    const begun = await must(stage, { id: `${surface}.beginPasskeyChallenge`, sent: { ...sent, query: {} } })
    type Asked = { readonly request: Wire['PasskeyRequestOptions'] }
    const body = bodyOf<Asked & { readonly data?: Asked }>(begun)
    const credential = passkey.device.get((body.data ?? body).request)
    const call = { ...ticket.call, sent: { ...sent, body: { ...(sent.body as object), credential } } }
    const answer = await must(stage, call)
    ticket.live = false
    begin(stage, labelOf(step, 's'), { person: ticket.person, surface }, answer)
    await mustRefuse(stage, call, `the ticket ${ticket.label} was used`, { mayWrite: ['oneTimeTokens'] })
    return true
  },
}

export const passkeySteps = { addPasskey, usePasskey, removePasskey, answerByPasskey } satisfies Record<string, Kind>
