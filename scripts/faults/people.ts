// The load: people who sign up, sign in, refresh, rename their account and sign out, and remember what they were told.
import { setTimeout as pause } from 'node:timers/promises'
import { type Received, sender, type Sending } from '../../tests/server-for-tests.ts'
import { type Counts, noteFromMemory, noteRefusal } from './counts.ts'
import { startWatch } from './watch.ts'
import type { Instance } from './instances.ts'
import type { MailServer } from './surroundings.ts'

const password = 'a quiet green lantern'
const userAgent = 'faults/1'
/** How long nobody may have an answer before a person gives one up, ms. */
const patienceMs = 10_000

interface Person {
  readonly email: string
  access: string
  /** Of the session that they use; null where they were signed out, as they know. */
  refresh: string | null
  readonly accountId: string
  /** As it was acknowledged last, and names sent since whose answer was no or never came. */
  name: string | null
  readonly perhaps: Set<string>
  /** Asked for a link, which takes an unproven address over: what was theirs is over. */
  isLeaving: boolean
}

export interface Crowd {
  /** What is counted from now on. */
  count(counts: Counts): void
  /** So many go on until they are told to stop; resolves once all have. */
  start(workers: number): () => Promise<void>
  /** Everybody is who they were told they are; `most` of them are asked. */
  verify(most: number): Promise<void>
  /** Magic links that were promised, by address. */
  readonly promised: Set<string>
  /** Whether links are asked for: their life is shorter than some clocks' steps. */
  asksForLinks: boolean
  /** Whether nothing fails: what answers take then is what refusals are measured by. */
  isCalm: boolean
}

export const createCrowd = (
  instances: readonly Instance[],
  { clientId, origin, mail }: { readonly clientId: string; readonly origin: string; readonly mail: MailServer },
): Crowd => {
  const people: Person[] = []
  const signedOut: string[] = []
  const promised = new Set<string>()
  let counts: Counts
  /** The slowest answer while nothing failed, ms. */
  let calmMs = 0
  let turn = 0
  let made = 0
  let names = 0

  /** As a proxy in front would: the next one that is up. Undefined where no answer came. */
  const ask = async (line: `${string} ${string}`, sending: Sending = {}): Promise<Received | undefined> => {
    const up = instances.filter((one) => one.isUp())
    const instance = up[(turn += 1) % Math.max(1, up.length)]
    if (!instance) return undefined
    counts.requests += 1
    const watch = startWatch()
    const headers = { origin, 'user-agent': userAgent, 'x-forwarded-for': `10.0.${made % 250}.${turn % 250}` }
    const asked = sender(instance.url)(line, { ...sending, headers })
    asked.catch(() => undefined)
    const answer = await Promise.race([asked.catch(() => undefined), pause(patienceMs)])
    const ms = watch()
    if (answer === undefined) {
      counts.lost += 1
      if (instance.isUp()) counts.breaks.push(`${line} got no answer in ${Math.round(ms)} ms from a process that runs.`)
      return undefined
    }
    if (crowd.isCalm) calmMs = Math.max(calmMs, ms)
    if (answer.status === 503) noteRefusal(counts, line, ms, calmMs)
    else if (answer.status >= 500 || answer.status === 429)
      counts.breaks.push(`${line} answered ${answer.status}: ${answer.text.slice(0, 200)}`)
    return answer
  }
  const isOver = (answer: Received | undefined): answer is Received => answer !== undefined && answer.status !== 503

  const signIn = (email: string) => ask('POST /auth/sign-in', { body: { client_id: clientId, email, password } })

  const signUp = async (): Promise<void> => {
    const email = `person-${(made += 1)}@faults.example`
    const answer = await ask('POST /auth/sign-up', { body: { client_id: clientId, email, password } })
    if (!isOver(answer)) return
    if (answer.status !== 201) return void counts.breaks.push(`A sign-up answered ${answer.status}: ${answer.text}`)
    counts.acknowledged += 1
    const { tokens, profile } = answer.body
    const accountId = profile.active_membership!.account_id
    const { access_token: access, refresh_token: refresh } = tokens
    people.push({ email, access, refresh, accountId, name: null, perhaps: new Set(), isLeaving: false })
  }

  /** Until there is an answer: a token whose answer was lost is shown once more. */
  const refresh = async (person: Person): Promise<void> => {
    for (let tries = 0; person.refresh !== null; tries += 1) {
      const answer = await ask('POST /auth/refresh', { body: { refresh_token: person.refresh } })
      if (!isOver(answer)) {
        await pause(100)
        continue
      }
      if (answer.status !== 200) {
        counts.falseLogouts += 1
        counts.breaks.push(`${person.email} was signed out by a refresh: ${answer.text.slice(0, 200)}`)
        person.refresh = null
        return
      }
      counts.acknowledged += 1
      if (tries > 0) counts.answeredAgain += 1
      person.access = answer.body.access_token
      person.refresh = answer.body.refresh_token
      return
    }
  }

  const rename = async (person: Person): Promise<void> => {
    const name = `name ${(names += 1)}`
    person.perhaps.add(name)
    const answer = await ask(`PATCH /api/accounts/${person.accountId}`, { bearer: person.access, body: { name } })
    if (answer?.status === 401) return refresh(person)
    if (!isOver(answer)) return
    if (answer.status !== 200) return void counts.breaks.push(`A rename answered ${answer.status}: ${answer.text}`)
    counts.acknowledged += 1
    person.name = name
    person.perhaps.clear()
  }

  const signOut = async (person: Person): Promise<void> => {
    const token = person.refresh!
    person.refresh = null
    const answer = await ask('POST /auth/sign-out', { body: { refresh_token: token } })
    if (answer?.status === 204) {
      counts.acknowledged += 1
      signedOut.push(token)
    }
  }

  const signInAgain = async (person: Person): Promise<void> => {
    const answer = await signIn(person.email)
    if (!isOver(answer)) return
    if (answer.status !== 200)
      return void counts.breaks.push(`${person.email} is lost: ${answer.status} ${answer.text}`)
    counts.acknowledged += 1
    person.access = answer.body.tokens.access_token
    person.refresh = answer.body.tokens.refresh_token
  }

  const me = async (person: Person): Promise<void> => {
    const answer = await ask('GET /auth/me', { bearer: person.access })
    if (answer?.status === 401) await refresh(person)
  }

  const askForLink = async (person: Person): Promise<void> => {
    person.isLeaving = true
    const answer = await ask('POST /auth/send-magic-link', { body: { client_id: clientId, email: person.email } })
    if (answer?.status !== 202) return
    counts.acknowledged += 1
    promised.add(person.email)
  }

  /** From several places at once: one of them gets in. */
  const useLink = async (): Promise<void> => {
    const at = mail.mails.findIndex(({ to }) => promised.has(to))
    const [found] = at === -1 ? [] : mail.mails.splice(at, 1)
    if (!found) return
    promised.delete(found.to)
    const tries = [1, 2, 3].map(() => ask('POST /auth/sign-in-with-token', { body: { token: found.token } }))
    const good = (await Promise.all(tries)).filter((answer) => answer?.status === 200)
    counts.acknowledged += good.length
    if (good.length > 1) counts.breaks.push(`A magic link was good ${good.length} times.`)
  }

  const step = async (person: Person, chance: number): Promise<void> => {
    if (person.refresh === null) return signInAgain(person)
    if (chance < 0.35) return me(person)
    if (chance < 0.65) return refresh(person)
    if (chance < 0.8) return rename(person)
    if (chance < 0.84) return signOut(person)
    if (chance < 0.88 && crowd.asksForLinks) return askForLink(person)
    if (chance < 0.92 && crowd.asksForLinks) return useLink()
    return chance < 0.95 ? signInAgain(person) : signUp()
  }

  const verifyOne = async (person: Person): Promise<void> => {
    await refresh(person)
    await signInAgain(person)
    const answer = await ask(`GET /api/accounts/${person.accountId}`, { bearer: person.access })
    const name = (answer?.body as { name?: string | null } | undefined)?.name ?? null
    if (name !== person.name && !person.perhaps.has(name ?? ''))
      counts.breaks.push(`${person.email} named an account ${person.name}, and it is ${name}.`)
  }

  const watchMemory = async (isOn: () => boolean): Promise<void> => {
    while (isOn()) {
      for (const instance of instances.filter((one) => one.isUp())) {
        for (const path of ['/.well-known/jwks.json', '/.well-known/openid-configuration']) {
          const watch = startWatch()
          const status = await sender(instance.url)(`GET ${path}`).then(
            (answer) => answer.status,
            () => 0,
          )
          if (status !== 0 || instance.isUp()) noteFromMemory(counts, path, watch(), status, calmMs)
        }
      }
      await pause(100)
    }
  }

  const crowd: Crowd = {
    promised,
    asksForLinks: true,
    isCalm: true,
    count: (next) => void (counts = next),
    start: (workers) => {
      let on = true
      const isOn = () => on
      const work = async (worker: number): Promise<void> => {
        // Nobody else uses the same session at the same time.
        const isOwn = (person: Person, at: number) => at % workers === worker && !person.isLeaving
        while (on) {
          const own = people.findLast(isOwn)
          await (own ? step(own, Math.random()) : signUp())
          await pause(20)
        }
      }
      const all = Promise.all([watchMemory(isOn), ...Array.from({ length: workers }, (_, worker) => work(worker))])
      return async () => {
        on = false
        await all
      }
    },
    verify: async (most) => {
      for (const person of people.filter(({ isLeaving }) => !isLeaving).slice(-most)) await verifyOne(person)
      for (const token of signedOut.splice(0).slice(-most)) {
        const answer = await ask('POST /auth/refresh', { body: { refresh_token: token } })
        if (answer?.status !== 401) counts.breaks.push(`A sign-out was forgotten: ${answer?.status}.`)
      }
    },
  }
  return crowd
}
