// Steps about what is mailed: links to sign in, to prove an address, to choose a new password. Each is good once.
import type { Answer } from '../../contract-tests/harness/contract/contract.ts'
import { demo } from '../../contract-tests/harness/fixtures/people.ts'
import {
  type Call,
  type Model,
  type Person,
  type Secret,
  endAll,
  endKeys,
  firstPassword,
  forgetLinks,
  haze,
  linksOf,
  now,
  sessionsOf,
} from './model.ts'
import { at, begin } from './sessions.ts'
import { type Stage, ask, bodyOf, found, must, mustRefuse } from './stage.ts'
import { repassword } from './steps-sessions.ts'
import { type Kind, labelOf, personOf, secretAt } from './steps.ts'

/** What the newest mail of a kind to somebody carries. */
export const mailTo = async (
  stage: Stage,
  { email }: Pick<Person, 'email'>,
  kind: string,
): Promise<string | undefined> => {
  const answer = await must(stage, { id: 'service.listMail', sent: { query: { to: email } } })
  const { messages } = bodyOf<{ messages: { kind: string; token?: string }[] }>(answer)
  return messages.find((mail) => mail.kind === kind)?.token
}

/** The same where it is new; undefined where none has come, as for somebody who asks for many of them. */
export const newMailTo = async (stage: Stage, person: Person, kind: string): Promise<string | undefined> => {
  const token = await mailTo(stage, person, kind)
  if (token === undefined || stage.model.read.has(token)) return undefined
  stage.model.read.add(token)
  return token
}

type Purpose = 'magic' | 'reset' | 'verify'

const mails = { magic: 'magic_link', reset: 'reset_password_link', verify: 'verify_email_link' } as const

const minutes = { magic: 15, reset: 60, verify: 24 * 60 } as const

const using = (model: Model, purpose: Purpose, { place, home }: Person, token: string): Call => {
  if (purpose === 'magic') return { id: 'account.signInWithToken', sent: { body: { token } } }
  const body = { token, ...(purpose === 'reset' && { password: firstPassword }) }
  const surface = purpose === 'verify' ? home : place === 'sandbox' ? 'account' : 'app'
  return {
    id: `${surface}.${purpose === 'reset' ? 'resetPassword' : 'verifyEmail'}`,
    sent: { ...at(model, surface, place), body },
  }
}

const asking = (model: Model, purpose: 'magic' | 'reset', { email, place }: Person): Call => {
  if (place !== 'sandbox') return { id: 'app.forgotPassword', sent: { ...at(model, 'app', place), body: { email } } }
  const id = purpose === 'magic' ? 'account.sendMagicLink' : 'account.sendPasswordReset'
  return { id, sent: { body: { client_id: demo.clientId, email } } }
}

/** Writes down what has come by mail. A newer one for the same purpose retires what came before. */
const keep = (
  { model }: Stage,
  label: string,
  purpose: Purpose,
  person: Person,
  token: string,
  until = now(model) + minutes[purpose] * 60_000,
): void => {
  for (const link of linksOf(model, person)) if (link.purpose === purpose) link.live = false
  model.secrets.set(label, {
    label,
    kind: 'link',
    purpose,
    about: '',
    person,
    by: undefined,
    place: person.place,
    call: using(model, purpose, person, token),
    until,
    live: true,
  })
}

const mail: Kind = {
  weight: 6,
  surfaces: ['account', 'app'],
  choose: (model, { pick }) => {
    const person = pick([...model.people.values()].filter(({ exists, name }) => exists && !name.endsWith('.owner')))
    const purpose = pick(person?.place === 'sandbox' ? (['magic', 'reset'] as const) : (['reset'] as const))
    return person && purpose && { person: person.name, purpose }
  },
  run: async (stage, step) => {
    const person = personOf(stage, step)
    const purpose = step.purpose as 'magic' | 'reset'
    if (!person.exists) return false
    await must(stage, asking(stage.model, purpose, person))
    const token = await newMailTo(stage, person, mails[purpose])
    if (token !== undefined) keep(stage, labelOf(step, 'link'), purpose, person, token)
    return true
  },
}

const open: Kind = {
  weight: 5,
  surfaces: ['account', 'app'],
  choose: (model, { pick }) => {
    const person = pick(
      [...model.people.values()].filter(
        ({ exists, linkUntil, home }) => exists && linkUntil > now(model) + haze && home !== 'project',
      ),
    )
    return person && { person: person.name }
  },
  run: async (stage, step) => {
    const person = personOf(stage, step)
    const until = person.linkUntil
    if (!person.exists || until < now(stage.model) + haze || person.home === 'project') return false
    const token = await mailTo(stage, person, mails.verify)
    if (token === undefined) return false
    person.linkUntil = 0
    keep(stage, labelOf(step, 'link'), 'verify', person, token, until)
    return true
  },
}

/** Whoever proves an address that nobody had proven takes it over: what was prepared with it goes. */
export const takeOver = (model: Model, person: Person, link: Secret): void => {
  endAll(sessionsOf(model, person))
  endKeys(model, person)
  Object.assign(person, { verified: true, password: undefined, factor: undefined, linkUntil: 0 })
  link.live = false
  forgetLinks(model, person)
  // What others had put them into goes too.
  for (const account of model.accounts.values()) {
    if (account.members.delete(person) && account.members.size === 0) account.vague = true
  }
}

const succeed = (stage: Stage, label: string, link: Secret, answer: Answer): void => {
  const { model } = stage
  const person = link.person!
  if (!person.verified && link.purpose !== 'verify') takeOver(model, person, link)
  link.live = false
  Object.assign(person, { verified: true, linkUntil: 0 })
  if (link.purpose === 'magic') begin(stage, label, { person, surface: 'account' }, answer)
  if (link.purpose === 'reset') repassword(model, person, firstPassword)
}

const use: Kind = {
  weight: 8,
  surfaces: ['account', 'app'],
  choose: (model, { pick, next }) => {
    const links = [...model.secrets.values()].filter(({ purpose }) => purpose in mails)
    const link = next() < 0.8 ? pick(links.filter(({ live }) => live)) : pick(links)
    return link && { secret: link.label, twice: next() < 0.3 }
  },
  run: async (stage, step) => {
    const link = secretAt(stage, step)
    if (!link?.person) return false
    const { person, call, purpose } = link
    if (!link.live) {
      await mustRefuse(stage, call, `the ${purpose} link ${link.label} was used, retired or is too old`)
      return true
    }
    if (now(stage.model) > link.until - haze) return false
    if (person.factor && purpose === 'magic') {
      // The link is used up by the first step and proves the address, whatever becomes of the second.
      await ask(stage, call, { mayWrite: ['oneTimeTokens', 'users'] })
      stage.model.secrets.delete(link.label)
      return true
    }
    const answers = await Promise.all(Array.from({ length: step.twice ? 2 : 1 }, () => ask(stage, call)))
    const done = answers.filter(({ status }) => status < 400)
    if (done.length > 1) throw found(`${call.id} took the ${purpose} link ${link.label} twice at once`)
    if (!done[0])
      throw found(
        `${call.id} refuses the ${purpose} link ${link.label}, which nobody has used: ${answers[0]!.text.slice(0, 160)}`,
      )
    succeed(stage, labelOf(step, 's'), link, done[0])
    return true
  },
}

export const linkSteps = { mail, open, use } satisfies Record<string, Kind>
