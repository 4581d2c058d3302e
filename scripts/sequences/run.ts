// Makes sequences by seeded chance, runs one alone or several at once, and looks after each step at what has to stay so.
import { Agent } from 'node:http'
import { type Passkey, type Session, type Secret, type Surface, emptyModel } from './model.ts'
import { glanceDead, letTimeTell, probeDead, probeLive, probeSecret } from './sessions.ts'
import { type Server } from './server.ts'
import { type Owned, type Stage, ask, isFinding } from './stage.ts'
import { accountSteps } from './steps-accounts.ts'
import { endSteps } from './steps-ends.ts'
import { factorSteps } from './steps-factors.ts'
import { invitationSteps } from './steps-invitations.ts'
import { linkSteps } from './steps-links.ts'
import { passkeySteps, probePasskey } from './steps-passkeys.ts'
import { providerSteps } from './steps-providers.ts'
import { sessionSteps } from './steps-sessions.ts'
import { tenantSteps } from './steps-tenants.ts'
import type { Dice, Kind, Step } from './steps.ts'

export const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries({
    ...sessionSteps,
    ...endSteps,
    ...linkSteps,
    ...accountSteps,
    ...invitationSteps,
    ...factorSteps,
    ...passkeySteps,
    ...providerSteps,
    ...tenantSteps,
  }),
)

/** mulberry32: chance that a seed repeats, on every machine. */
export const diceOf = (seed: number): Dice => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { next, pick: (some) => some[Math.floor(next() * some.length)] }
}

/** What one sequence found, and the steps that led there. */
export interface Finding {
  readonly lane: number
  readonly sentence: string
}

export interface Round {
  /** What each sequence did. */
  readonly steps: readonly (readonly Step[])[]
  readonly calls: number
  readonly finding: Finding | undefined
}

/** Where the steps come from: thrown, or written down. */
type Source = (stage: Stage, at: number) => Step | undefined

const thrown = (
  dice: Dice,
  length: number,
  { surfaces, alone }: { surfaces: readonly Surface[]; alone: boolean },
): Source => {
  const some = [...kinds].filter(
    ([, kind]) => kind.surfaces.some((one) => surfaces.includes(one)) && (alone || !kind.alone),
  )
  const all = some.reduce((sum, [, { weight }]) => sum + weight, 0)
  return (stage, at) => {
    if (at >= length) return undefined
    for (let tries = 0; ; tries += 1) {
      // Some steps are only sometimes thought of: a thousand times none means that nothing can be done any more.
      if (tries === 1000) return undefined
      let left = dice.next() * all
      const [name, kind] = some.find(([, { weight }]) => (left -= weight) < 0) ?? some[0]!
      const given = kind.choose(stage.model, dice)
      const surface = given?.surface as Surface | undefined
      if (given && (surface === undefined || surfaces.includes(surface))) return { at, do: name, ...given }
    }
  }
}

const written =
  (steps: readonly Step[]): Source =>
  (_stage, at) =>
    steps[at]

/** What is asked after each step: a share by chance, or all of it where steps are run again. */
interface Looks extends Dice {
  readonly isThorough: boolean
}

/** After a step: what it ended is dead, something that ended before still is, and something that goes on does. */
const probe = async (stage: Stage, before: ReadonlySet<Session | Secret | Passkey>, looks: Looks): Promise<void> => {
  const { next, pick, isThorough } = looks
  const { sessions, secrets, passkeys } = stage.model
  letTimeTell(stage.model)
  const over = [...sessions.values()].filter(({ live }) => !live)
  const spent = [...secrets.values()].filter(({ live, purpose }) => !live && purpose !== 'ticket')
  for (const session of over) {
    if (!before.has(session)) continue
    // One of its two tokens will do: both are asked in the end.
    await (isThorough ? probeDead(stage, session) : glanceDead(stage, session, next() < 0.5))
  }
  for (const secret of spent) if (before.has(secret)) await probeSecret(stage, secret)
  for (const passkey of passkeys.values()) {
    if (!passkey.live && before.has(passkey)) await probePasskey(stage, passkey)
  }
  if (!isThorough && next() < 0.5) return
  const thing = next()
  const session = pick(over)
  const secret = pick(spent)
  const live = pick([...sessions.values()].filter((one) => one.live))
  if (thing < 0.5) await (session && glanceDead(stage, session, thing < 0.25))
  else if (thing < 0.75) await (secret && probeSecret(stage, secret))
  else await (live && probeLive(stage, live))
}

/** At the end: all that is over, and all that goes on. */
const probeAll = async (stage: Stage): Promise<void> => {
  letTimeTell(stage.model)
  const { sessions, secrets, passkeys } = stage.model
  for (const session of sessions.values()) await (session.live ? probeLive(stage, session) : probeDead(stage, session))
  for (const secret of secrets.values())
    if (!secret.live && secret.purpose !== 'ticket') await probeSecret(stage, secret)
  for (const passkey of passkeys.values()) if (!passkey.live) await probePasskey(stage, passkey)
}

const good = ({ model: { sessions, secrets, passkeys } }: Stage): Set<Session | Secret | Passkey> =>
  new Set([...sessions.values(), ...secrets.values(), ...passkeys.values()].filter(({ live }) => live))

/** Runs one sequence to its end, or to what it finds. */
const runLane = async (stage: Stage, source: Source, looks: Looks, hasEnded: () => boolean) => {
  const steps: Step[] = []
  try {
    for (let at = 0; !hasEnded(); at += 1) {
      const step = source(stage, at)
      if (!step) {
        await probeAll(stage)
        return { steps, sentence: undefined }
      }
      steps.push(step)
      const before = good(stage)
      if (await kinds.get(step.do)!.run(stage, step)) await probe(stage, before, looks)
    }
    return { steps, sentence: undefined }
  } catch (error) {
    return {
      steps,
      sentence: isFinding(error) ? error.message : `the sequence itself failed: ${(error as Error).stack}`,
    }
  }
}

const run = async (server: Server, sources: readonly Source[], looks: readonly Looks[]): Promise<Round> => {
  const agent = new Agent({ keepAlive: true })
  const owned = new Map<string, Owned>()
  const stages = sources.map((_, lane): Stage => ({ server, model: emptyModel(lane), owned, agent, calls: 0 }))
  let finding: Finding | undefined
  try {
    await ask(stages[0]!, { id: 'service.resetSandbox', sent: {} })
    const lanes = await Promise.all(
      stages.map(async (stage, lane) => {
        const { steps, sentence } = await runLane(stage, sources[lane]!, looks[lane]!, () => finding !== undefined)
        if (sentence !== undefined) finding ??= { lane, sentence }
        return steps
      }),
    )
    return { steps: lanes, calls: stages.reduce((sum, { calls }) => sum + calls, 0), finding }
  } finally {
    agent.destroy()
  }
}

export interface Thrown {
  readonly seed: number
  /** How many sequences at once. */
  readonly lanes: number
  readonly length: number
  readonly surfaces: readonly Surface[]
}

/** Which dice a sequence of a round has. */
const seedOf = (seed: number, lane: number): number => Math.imul(seed, 0x9e3779b1) + Math.imul(lane + 1, 0x85ebca6b)

/** A round by chance: the same for the same seed, as far as several at once go by turns. */
export const throwRound = (server: Server, { seed, lanes, length, surfaces }: Thrown): Promise<Round> => {
  const each = Array.from({ length: lanes }, (_, lane) => lane)
  const sources = each.map((lane) => thrown(diceOf(seedOf(seed, lane)), length, { surfaces, alone: lanes === 1 }))
  return run(
    server,
    sources,
    each.map((lane) => ({ ...diceOf(seedOf(seed, lane) ^ 0x55555555), isThorough: false })),
  )
}

/** The same steps again, in an emptied world. What was looked at by chance is looked at in the end. */
export const runAgain = (server: Server, steps: readonly (readonly Step[])[]): Promise<Round> =>
  run(
    server,
    steps.map(written),
    steps.map(() => everything),
  )

/** Not chance: the first of all. */
const everything: Looks = { next: () => 0, pick: (some) => some[0], isThorough: true }
