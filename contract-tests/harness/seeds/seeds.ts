// The words that a case makes its world with, at each target.
import type { OperationId } from '../../../generated/operations.ts'
import { makesSomebody } from '../contract/newcomers.ts'
import { type Person, alice } from '../fixtures/people.ts'
import { askAhead, request } from '../requests/request.ts'
import { skipTest } from '../requests/skip.ts'
import { mockSeeds } from './mock-seeds.ts'
import { realSeeds } from './real-seeds.ts'
import type { Seeds } from './seed-words.ts'
import { endUnmade } from './unmade.ts'
import type { Target } from './world.ts'

export { demo } from '../fixtures/people.ts'
export { cookieOf, hiddenFields, valueOf } from './forms.ts'
export type { CameBack, Csrf, ProjectSignedIn, Seeds, SignedIn, StandInCode, StandInPerson } from './seed-words.ts'
export { ada } from './stand-ins.ts'

const nothing = {}

/** Empties the world of a target before a case. */
export const resetWorld = async ({ name, baseUrl, allow, calls, world }: Target): Promise<void> => {
  if (name === 'mock') return
  allow?.()
  calls?.(true)
  if (world?.reset) return world.reset()
  const answer = await request(baseUrl, 'service.resetSandbox', nothing)
  if (answer.status !== 200) endUnmade('service.resetSandbox', answer)
}

/** Begins to empty it as soon as a case has ended: whatever is asked next, the next case emptying it above all, waits for that. */
export const resetAhead = ({ name, baseUrl, world }: Target): void => {
  if (name === 'remote' && !world?.reset) askAhead(baseUrl, 'service.resetSandbox', nothing)
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
    appUser: async (person = alice) => seeds.appSession(known(person)),
    appSession: async (person) => seeds.appSession(known(person)),
    projectUser: async (person = alice, clientType) => seeds.projectSession(known(person), clientType),
    projectSession: async (person, clientType) => seeds.projectSession(known(person), clientType),
    code: async (person, query) => seeds.code(known(person), query),
    openIdTokens: async (person, query) => seeds.openIdTokens(known(person), query),
    browserSession: async (person) => seeds.browserSession(known(person)),
    call: async (id, sent) => (makesSomebody(id) ? skipTest(nobodyNew) : seeds.call(id, sent)),
  }
}

/** The same with some words alone. */
const sayingOnly = (seeds: Seeds, only: readonly (keyof Seeds)[]): Seeds => {
  const others = Object.keys(seeds).filter((word) => !(only as readonly string[]).includes(word))
  const refuse = (word: string) => async () => {
    await Promise.resolve()
    return skipTest(`the world has no word for ${word}`)
  }
  return { ...seeds, ...Object.fromEntries(others.map((word) => [word, refuse(word)])) }
}
