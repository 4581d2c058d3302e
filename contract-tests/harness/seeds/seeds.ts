// The words that a case makes its world with, at each target.
import type { OperationId } from '../../../generated/operations.ts'
import { type Answer, leavesAll } from '../contract/contract.ts'
import { makesSomebody } from '../contract/newcomers.ts'
import { type Person, alice } from '../fixtures/people.ts'
import { turnsTaken } from '../requests/bounds.ts'
import { askAhead, request } from '../requests/request.ts'
import { skipTest } from '../requests/skip.ts'
import { mockSeeds } from './mock-seeds.ts'
import { realSeeds } from './real-seeds.ts'
import type { Seeds } from './seed-words.ts'
import { endUnmade } from './unmade.ts'
import type { Target } from './world.ts'

export { demo } from '../fixtures/people.ts'
export { cookieOf, hiddenFields, valueOf } from './forms.ts'
export type {
  CameBack,
  Caller,
  Csrf,
  ProjectSignedIn,
  Seeds,
  SignedIn,
  StandInCode,
  StandInPerson,
} from './seed-words.ts'
export { ada } from './stand-ins.ts'

const nothing = {}

/** A world that was emptied, or in which nothing but refusals has come of what was asked since. */
interface Empty {
  /** When that was so, by the turns of requests. */
  readonly turn: number
  /** How many cases have asked in it. */
  readonly cases: number
}
const empty = new Map<string, Empty>()

/** Servers count what is refused: so many cases are asked in one world at most. */
const most = 3

/** Whether the world of a target needs no emptying, since the last cases made nothing in it and were refused. */
const isEmpty = (target: Target): boolean => {
  const known = empty.get(target.baseUrl)
  return isEmptiedHere(target) && known?.turn === turnsTaken() && known.cases < most
}

/** Whether it is a sandbox's, and nobody else knows how it is emptied. */
const isEmptiedHere = ({ name, world }: Target): boolean => name === 'remote' && !world?.reset

/** How a case makes its world. */
type Make = (seeds: Seeds) => unknown

/** Those that take long, for cases that are all refused for what was made. */
const shared = new WeakSet<Make>()
export const sharedWorld = <Given>(make: (seeds: Seeds) => Promise<Given>): ((seeds: Seeds) => Promise<Given>) => {
  shared.add(make)
  return make
}

/** What was made so, and still is there: nobody has asked anything since the turn. */
interface Shared {
  readonly make: Make
  readonly value: unknown
  readonly turn: number
}
const left = new Map<string, Shared>()

const leftFor = ({ baseUrl }: Target, make: Make | undefined): Shared | undefined => {
  const found = left.get(baseUrl)
  return make && found?.make === make && found.turn === turnsTaken() ? found : undefined
}

/** Makes the world of a case, where the case before has not left the very same. */
export const makeWorld = async (target: Target, make: Make | undefined): Promise<unknown> => {
  const found = leftFor(target, make)
  if (found) return found.value
  const value = await make?.(seedsOf(target))
  if (make && shared.has(make) && isEmptiedHere(target)) left.set(target.baseUrl, { make, value, turn: turnsTaken() })
  return value
}

/** Says what came of the one request of a case: who is refused leaves the world as it was, and so does a GET that is not said to write. */
export const leaveWorld = ({ baseUrl }: Target, id: OperationId, answer: Answer): void => {
  const made = left.get(baseUrl)
  if (made?.turn === turnsTaken() - 1 && answer.status >= 400) left.set(baseUrl, { ...made, turn: turnsTaken() })
  const known = empty.get(baseUrl)
  if (known?.turn !== turnsTaken() - 1 || answer.status === 429 || !leavesAll(id, answer)) return
  empty.set(baseUrl, { turn: turnsTaken(), cases: known.cases + 1 })
}

/** Empties the world of a target before a case, where that is needed. */
export const enterWorld = async (target: Target, make?: Make): Promise<void> => {
  if (!isEmpty(target) && !leftFor(target, make)) await resetWorld(target)
}

const worlds = new Map<string, symbol>()

/** The world that is there now, by nothing but itself: another one is there once it was emptied. */
export const worldOf = ({ baseUrl }: Target): symbol | undefined => worlds.get(baseUrl)

/** Empties the world of a target. */
export const resetWorld = async ({ name, baseUrl, allow, calls, world }: Target): Promise<void> => {
  if (name === 'mock') return
  worlds.set(baseUrl, Symbol('world'))
  allow?.()
  calls?.(true)
  if (world?.reset) return world.reset()
  const answer = await request(baseUrl, 'service.resetSandbox', nothing)
  if (answer.status !== 200) endUnmade('service.resetSandbox', answer)
  empty.set(baseUrl, { turn: turnsTaken(), cases: 0 })
}

/** Begins to empty it as soon as a case has ended: whatever is asked next, the next case emptying it above all, waits for that. */
export const resetAhead = (target: Target): void => {
  const isLeft = isEmpty(target) || leftFor(target, left.get(target.baseUrl)?.make)
  if (isEmptiedHere(target) && !isLeft) askAhead(target.baseUrl, 'service.resetSandbox', nothing)
}

export const seedsOf = (target: Target): Seeds => {
  if (target.name === 'mock') return mockSeeds
  const { people, only } = target.world ?? {}
  const seeds = people ? amongThem(realSeeds(target), people) : realSeeds(target)
  return only ? sayingOnly(seeds, only) : seeds
}

const nobodyNew = 'the world has its people or nobody, and nobody else comes to be there'

/** Leaves a case out that has somebody come to be, where the world has no word for that. */
export const requireNewcomers = ({ world }: Target, id: OperationId): void => {
  if (world?.only && !world.only.includes('newcomer') && makesSomebody(id)) skipTest(nobodyNew)
}

/** The words of a world whose people are there already. */
const amongThem = (seeds: Seeds, people: readonly string[]): Seeds => {
  const known = (person: Person): Person =>
    people.includes(person.email) ? person : skipTest(`the world has no more than ${people.length} people`)
  return {
    ...seeds,
    user: async (person = alice) => seeds.session(known(person)),
    session: async (person) => seeds.session(known(person)),
    caller: async (person = alice) => seeds.session(known(person)),
    appUser: async (person = alice) => seeds.appSession(known(person)),
    appCaller: async (person = alice) => seeds.appSession(known(person)),
    appSession: async (person) => seeds.appSession(known(person)),
    projectUser: async (person = alice, clientType) => seeds.projectSession(known(person), clientType),
    projectSession: async (person, clientType) => seeds.projectSession(known(person), clientType),
    code: async (person, query) => seeds.code(known(person), query),
    openIdTokens: async (person, query) => seeds.openIdTokens(known(person), query),
    browserSession: async (person) => seeds.browserSession(known(person)),
    call: async (id, sent) => (makesSomebody(id) ? skipTest(nobodyNew) : seeds.call(id, sent)),
  }
}

/** Whoever can be had with all that is known of them can be had by their session alone. */
const withMore: Partial<Record<keyof Seeds, keyof Seeds>> = {
  caller: 'user',
  appCaller: 'appUser',
  platformCaller: 'administrator',
}

/** The same with some words alone. */
const sayingOnly = (seeds: Seeds, only: readonly (keyof Seeds)[]): Seeds => {
  const others = (Object.keys(seeds) as (keyof Seeds)[]).filter((word) => !only.includes(withMore[word] ?? word))
  const refuse = (word: string) => async () => {
    await Promise.resolve()
    return skipTest(`the world has no word for ${word}`)
  }
  return { ...seeds, ...Object.fromEntries(others.map((word) => [word, refuse(word)])) }
}
