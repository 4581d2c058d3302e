// One interleaving: a person's tabs and outages first, then perhaps a thief with a copy of what they hold.
import type { Stage, Tokens } from './stage.ts'

export interface Tally {
  interleavings: number
  refreshes: number
  lostAnswers: number
  falseLogouts: number
  thieves: number
  replaysEnded: number
  /** A sentence each, with the seed. */
  readonly faults: string[]
}

export const newTally = (): Tally => ({
  interleavings: 0,
  refreshes: 0,
  lostAnswers: 0,
  falseLogouts: 0,
  thieves: 0,
  replaysEnded: 0,
  faults: [],
})

type Chance = () => number

/** Mulberry32: the same numbers for the same seed. */
const chanceOf = (seed: number): Chance => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const browser = 'Browser/1'
const minute = 60
const hour = 60 * minute

/** Seconds from one to the other. */
const between = (chance: Chance, from: number, to: number): number => from + chance() * (to - from)

interface Owner {
  held: Tokens
  /** Seconds since an answer was last lost for longer than tabs take. */
  sinceLost: number
}

/** Something that happens to somebody honest. False where it costs them their session. */
const live = async (stage: Stage, chance: Chance, owner: Owner, tally: Tally): Promise<boolean> => {
  const pass = (seconds: number) => {
    stage.advance(seconds)
    owner.sinceLost += seconds
  }
  const refresh = async (token: string) => {
    tally.refreshes += 1
    return stage.refresh(token, browser)
  }
  const kind = chance()
  if (kind < 0.2) {
    pass(between(chance, 1, 2 * hour))
    return true
  }
  if (kind < 0.4) return stage.use(owner.held.access)
  const presented = owner.held.refresh
  if (kind < 0.7) {
    // Tabs, each with what all of them held, and some of their answers are lost.
    let next: Tokens | undefined
    for (let tabs = Math.ceil(chance() * 3), left = 9; tabs > 0; tabs -= 1) {
      const answer = await refresh(presented)
      if (!answer || (next && answer.refresh !== next.refresh)) return false
      next = answer
      const seconds = between(chance, 0, left)
      pass(seconds)
      left -= seconds
    }
    owner.held = next!
    return true
  }
  // An outage: the request arrived or did not, its answer is lost, and it is sent again once all is well.
  const mayBeLong = owner.sinceLost > hour
  if (chance() < 0.7) {
    tally.lostAnswers += 1
    if (!(await refresh(presented))) return false
  }
  const away = mayBeLong ? between(chance, 1, 10 * minute) : between(chance, 0, 5)
  pass(away)
  if (mayBeLong) owner.sinceLost = 0
  for (let again = Math.ceil(chance() * 3), left = 4; again > 0; again -= 1) {
    const answer = await refresh(presented)
    if (!answer) return false
    owner.held = answer
    const seconds = between(chance, 0, left)
    pass(seconds)
    left -= seconds
  }
  return true
}

/**
 * Both hold one token, and show it in turns, never as near to each other as tabs are: whoever comes second shows a used one. True
 * once that has ended the session, which has to be within the hour.
 */
const steal = async (stage: Stage, chance: Chance, held: Tokens): Promise<boolean> => {
  let token = held.refresh
  // A thief may copy the browser's words too.
  const thief = chance() < 0.7 ? browser : 'Other/1'
  for (let round = 0; round < 3; round += 1) {
    const thiefFirst = chance() < 0.5
    const [first, second] = thiefFirst ? [thief, browser] : [browser, thief]
    const answer = await stage.refresh(token, first)
    if (!answer) return false
    if (chance() < (thiefFirst ? 0.5 : 0.8)) await stage.use(answer.access)
    stage.advance(between(chance, 11, 14 * minute))
    const copied = await stage.refresh(token, second)
    if (!copied) return !(await stage.use(answer.access)) && !(await stage.refresh(answer.refresh, first))
    token = copied.refresh
    stage.advance(between(chance, 1, 5 * minute))
  }
  return false
}

/** Throws one, and adds what came of it. */
export const runOne = async (stage: Stage, seed: number, tally: Tally): Promise<void> => {
  const chance = chanceOf(seed)
  const owner: Owner = { held: await stage.begin(), sinceLost: Infinity }
  tally.interleavings += 1
  let isGood = true
  for (let left = 1 + Math.floor(chance() * 5); left > 0 && isGood; left -= 1) {
    isGood = await live(stage, chance, owner, tally)
  }
  if (!isGood) {
    tally.falseLogouts += 1
    tally.faults.push(`seed ${seed}: somebody honest was signed out`)
  } else if (chance() < 0.5) {
    tally.thieves += 1
    if (await steal(stage, chance, owner.held)) tally.replaysEnded += 1
    else tally.faults.push(`seed ${seed}: a thief was not found`)
  }
  await stage.forget()
}
