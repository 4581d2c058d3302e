// Steps about the second factor: nothing leads around it, and each backup code is good once.
import { Secret, TOTP } from 'otpauth'
import { type Call, type Model, type Secret as Kept, endAll, isFresh, now, sessionsOf } from './model.ts'
import { as, begin } from './sessions.ts'
import { ask, bodyOf, found, must, mustRefuse } from './stage.ts'
import { type Kind, awake, labelOf, secretAt, sessionAt } from './steps.ts'

const codeNow = (model: Model, secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now(model) })

const own = (model: Model) =>
  awake(model, now(model), 'account').filter((one) => !one.confinedTo && one.person.verified && isFresh(model, one))

const enable: Kind = {
  weight: 2,
  surfaces: ['account'],
  choose: (model, { pick }) => {
    const session = pick(own(model).filter(({ person }) => !person.factor))
    return session && { session: session.label }
  },
  run: async (stage, step) => {
    const { model } = stage
    const session = sessionAt(stage, step)
    if (!session || session.person.factor || session.confinedTo || !session.person.verified || !isFresh(model, session))
      return false
    const sent = as(model, session)
    const { secret } = bodyOf<{ secret: string }>(await must(stage, { id: 'account.enableMfa', sent }, { as: session }))
    const verify = { id: 'account.verifyMfaSetup', sent: { ...sent, body: { code: codeNow(model, secret) } } }
    const answer = await must(stage, verify, { as: session })
    endAll(sessionsOf(model, session.person).filter((one) => one !== session))
    session.person.factor = { secret, codes: [...bodyOf<{ backup_codes: string[] }>(answer).backup_codes], used: [] }
    return true
  },
}

/** The second step with a code. */
const stepTwo = (link: Kept, code: string): Call => ({
  ...link.call,
  sent: { ...link.call.sent, body: { ...(link.call.sent.body as object), code } },
})

const challenge: Kind = {
  weight: 8,
  surfaces: ['account', 'app', 'project'],
  choose: (model, { pick, next }) => {
    const tickets = [...model.secrets.values()].filter(({ purpose }) => purpose === 'ticket')
    const ticket = next() < 0.8 ? pick(tickets.filter(({ live }) => live)) : pick(tickets)
    const code = next() < 0.6 ? 'good' : pick(['used', 'wrong'])
    return ticket && { secret: ticket.label, code: code!, twice: next() < 0.3 }
  },
  run: async (stage, step) => {
    const { model } = stage
    const ticket = secretAt(stage, step)
    const person = ticket?.person
    if (!ticket || !person) return false
    const factor = person.factor
    if (!ticket.live || !factor) {
      await mustRefuse(
        stage,
        stepTwo(ticket, factor?.codes[0] ?? '00000-00000'),
        `the ticket ${ticket.label} is over`,
        { mayWrite: ['oneTimeTokens'] },
      )
      // Where there is no factor any more that was a try like any other: after some it is over, also for a factor that comes.
      if (ticket.live) model.secrets.delete(ticket.label)
      return true
    }
    const code = step.code === 'good' ? factor.codes[0] : step.code === 'used' ? factor.used.at(-1) : '00000-00000'
    if (code === undefined) return false
    const call = stepTwo(ticket, code)
    if (step.code !== 'good') {
      await mustRefuse(stage, call, `the code is ${String(step.code)}`, { mayWrite: ['oneTimeTokens'] })
      // After some wrong ones it is over.
      model.secrets.delete(ticket.label)
      return true
    }
    // Another use at the same time may be the one that counts.
    const asking = { mayWrite: ['oneTimeTokens'] }
    const answers = await Promise.all(Array.from({ length: step.twice ? 2 : 1 }, () => ask(stage, call, asking)))
    const done = answers.filter(({ status }) => status < 400)
    if (done.length > 1) throw found(`${call.id} took one backup code and one ticket twice at once`)
    if (!done[0]) throw found(`${call.id} refuses a good backup code: ${answers[0]!.text.slice(0, 160)}`)
    factor.used.push(...factor.codes.splice(0, 1))
    ticket.live = false
    begin(stage, labelOf(step, 's'), { person, surface: ticket.about as 'account' }, done[0])
    return true
  },
}

const disable: Kind = {
  weight: 1,
  surfaces: ['account'],
  choose: (model, { pick }) => {
    const session = pick(own(model).filter(({ person }) => person.factor))
    return session && { session: session.label }
  },
  run: async (stage, step) => {
    const { model } = stage
    const session = sessionAt(stage, step)
    const code = session?.person.factor?.codes[0]
    if (!session || code === undefined || session.confinedTo || !isFresh(model, session)) return false
    const call = { id: 'account.disableMfa', sent: { ...as(model, session), body: { code } } }
    await must(stage, call, { as: session })
    session.person.factor = undefined
    return true
  },
}

export const factorSteps = { enable, challenge, disable } satisfies Record<string, Kind>
