// Steps that end sessions otherwise: one, all others, a new password, somebody who goes, and time.
import { type Call, endAll, endTickets, isFresh, now, sessionsOf } from './model.ts'
import { as, begin } from './sessions.ts'
import { ask, found, must, mustRefuse } from './stage.ts'
import { leave, passwords, repassword } from './steps-sessions.ts'
import { type Kind, awake, labelOf, liveSessions, sessionAt } from './steps.ts'

const endOne: Kind = {
  weight: 5,
  surfaces: ['account', 'app'],
  choose: (model, { pick }) => {
    const session = pick(awake(model, now(model)).filter(({ surface }) => surface === 'account' || surface === 'app'))
    const target = session && pick([...liveSessions(model)])
    return target && { session: session.label, target: target.label }
  },
  run: async (stage, step) => {
    const session = sessionAt(stage, step)
    const target = sessionAt(stage, step, 'target')
    if (!session || !target || session.confinedTo) return false
    const { model } = stage
    const call: Call =
      session.surface === 'account'
        ? { id: 'account.endSession', sent: { ...as(model, session), path: { session_id: `ses_${target.id}` } } }
        : { id: 'app.revokeSession', sent: { ...as(model, session), path: { sessionId: target.id } } }
    if (session.person !== target.person) {
      await mustRefuse(stage, call, `session ${target.label} is ${target.person.name}'s`, { as: session })
      return true
    }
    const answer = await ask(stage, call, { as: session })
    if (answer.status < 400) target.live = false
    else if (session.surface === target.surface)
      throw found(`${call.id} refuses to end one's own session: ${answer.text}`)
    return true
  },
}

/** Where somebody is signed in: this session is there, none that is over, and nobody else's. */
const listOwn: Kind = {
  weight: 4,
  surfaces: ['account', 'app'],
  choose: (model, { pick }) => {
    const session = pick(awake(model, now(model)).filter(({ surface }) => surface === 'account' || surface === 'app'))
    return session && { session: session.label }
  },
  run: async (stage, step) => {
    const session = sessionAt(stage, step)
    if (!session || session.confinedTo) return false
    const { model } = stage
    const call: Call = { id: `${session.surface}.listSessions`, sent: as(model, session) }
    const { text } = await must(stage, call, { as: session })
    if (!text.includes(session.id)) throw found(`${call.id} leaves out session ${session.label}, which asks`)
    const over = sessionsOf(model, session.person).find((one) => !one.live && one.id && text.includes(one.id))
    if (over) throw found(`${call.id} lists session ${over.label}, which is over`)
    return true
  },
}

const endOthers: Kind = {
  weight: 2,
  surfaces: ['account'],
  choose: (model, { pick }) => {
    const session = pick(awake(model, now(model), 'account'))
    return session && { session: session.label }
  },
  run: async (stage, step) => {
    const session = sessionAt(stage, step)
    if (!session || session.confinedTo || !isFresh(stage.model, session)) return false
    await must(stage, { id: 'account.endOtherSessions', sent: as(stage.model, session) }, { as: session })
    endAll(sessionsOf(stage.model, session.person).filter((one) => one !== session))
    endTickets(stage.model, session.person)
    return true
  },
}

const changePassword: Kind = {
  weight: 2,
  surfaces: ['account'],
  choose: (model, { pick }) => {
    const session = pick(awake(model, now(model), 'account'))
    return session && { session: session.label, password: pick(passwords)! }
  },
  run: async (stage, step) => {
    const session = sessionAt(stage, step)
    if (!session || session.confinedTo || !isFresh(stage.model, session)) return false
    const sent = { ...as(stage.model, session), body: { new_password: String(step.password) } }
    const answer = await must(stage, { id: 'account.changePassword', sent }, { as: session })
    const { provenAt } = session
    repassword(stage.model, session.person, String(step.password))
    const next = begin(stage, labelOf(step, 's'), { person: session.person, surface: 'account' }, answer)
    next.provenAt = provenAt
    return true
  },
}

const revokeAll: Kind = {
  weight: 1,
  surfaces: ['app'],
  choose: (model, { pick, next }) => {
    const session = pick(awake(model, now(model), 'app').filter(({ person }) => person.password !== undefined))
    return session && { session: session.label, keep: next() < 0.5 }
  },
  run: async (stage, step) => {
    const session = sessionAt(stage, step)
    if (!session?.person.password) return false
    const body = { password: session.person.password, keepCurrent: step.keep === true }
    await must(stage, { id: 'app.revokeAllSessions', sent: { ...as(stage.model, session), body } }, { as: session })
    const own = sessionsOf(stage.model, session.person).filter((one) => !(step.keep && one === session))
    endAll(own)
    endTickets(stage.model, session.person)
    return true
  },
}

const deleteMe: Kind = {
  weight: 1,
  surfaces: ['account'],
  choose: (model, { pick, next }) => {
    const session = next() < 0.4 ? pick(awake(model, now(model), 'account')) : undefined
    return session && { session: session.label }
  },
  run: async (stage, step) => {
    const session = sessionAt(stage, step)
    if (!session || session.confinedTo || !isFresh(stage.model, session)) return false
    const answer = await ask(stage, { id: 'account.deleteMe', sent: as(stage.model, session) }, { as: session })
    // The last owner of an account that others are in stays.
    if (answer.status < 400) leave(stage.model, session.person)
    return true
  },
}

const pass: Kind = {
  weight: 2,
  surfaces: ['account', 'app', 'platform', 'project'],
  alone: true,
  choose: (_model, { pick, next }) =>
    next() < 0.5 ? { seconds: pick([31, 61, 700, 1000, 4000, 700_000])! } : undefined,
  run: async (stage, step) => {
    const advance = Number(step.seconds)
    await must(stage, { id: 'service.moveClock', sent: { body: { advance } } })
    stage.model.moved += advance * 1000
    return true
  },
}

export const endSteps = { endOne, listOwn, endOthers, changePassword, revokeAll, deleteMe, pass } satisfies Record<
  string,
  Kind
>
