// Password hashes: argon2id with the parameters OWASP recommends; those of other services match until they are made anew.
import { randomBytes } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { availableParallelism, getPriority, setPriority } from 'node:os'
import { hash } from '@node-rs/argon2'
import { Failure } from '../model/failure.ts'
import { readImportedHash } from './imported-hashes.ts'

export interface Passwords {
  /** Hashes a password, NFC-normalised by the caller. Throws `overloaded` when too many wait. */
  hash(password: string): Promise<string>
  /** False for a malformed hash too. Throws `overloaded` when too many wait. */
  matches(password: string, hash: string): Promise<boolean>
  /** A place in the line, for who has something to do before the password is looked at. Throws `overloaded` when too many wait. */
  enter(): Place
  /** Whether a hash was made with other parameters than today's. */
  needsRehash(hash: string): boolean
  /** Why a hash of another service cannot be kept, as one sentence; undefined where it can. */
  problemWith(hash: string): string | undefined
  /** A real hash that no password matches: verified where there is no user, so that timing tells nothing. */
  readonly nobody: string
  /** How many calls wait for their turn. */
  readonly waiting: number
}

/** Good for one password. */
export interface Place {
  /** As that of `Passwords`, and refuses nobody. */
  matches(password: string, hash: string): Promise<boolean>
  /** Whoever has a place leaves it, also where it was not used. */
  leave(): void
}

/** What OWASP recommends, and the least that argon2id takes, which only the sandbox may be set to. */
const costs = {
  recommended: { memoryCost: 19_456, timeCost: 2 },
  low: { memoryCost: 64, timeCost: 1 },
} as const

/** How many hashes run at once. One of libuv's four threads stays free: signatures and files need it too. */
export const HASHES_AT_ONCE = Math.min(3, Math.max(2, availableParallelism()))

/** How far the threads that hash stand back for the one that answers: a tenth of the weight (sched(7), nice values). */
const niceness = 10

/** Hashes are computed by libuv's threads, all of which there are once one has computed. Linux alone has priorities of threads. */
const letAnswersGoFirst = (): void => {
  if (process.platform !== 'linux') return
  try {
    for (const thread of readdirSync('/proc/self/task')) {
      const name = readFileSync(`/proc/self/task/${thread}/comm`, 'utf8')
      if (name.startsWith('libuv-worker')) setPriority(Number(thread), Math.min(19, getPriority() + niceness))
    }
  } catch {
    // Without it answers wait longer while many sign in.
  }
}

/** `queue` is how many calls may wait while HASHES_AT_ONCE others run. */
export const createPasswords = async ({
  queue,
  cost = 'recommended',
}: {
  readonly queue: number
  readonly cost?: keyof typeof costs
}): Promise<Passwords> => {
  const parameters = { ...costs[cost], parallelism: 1 }
  const prefix = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=1$`
  const line = createLine(HASHES_AT_ONCE, queue)
  const nobody = await hash(randomBytes(32), parameters)
  letAnswersGoFirst()
  const enter = (): Place => {
    const place = line.enter()
    return {
      matches: async (password, expected) => {
        const read = readImportedHash(expected)
        return 'problem' in read ? false : place.run(() => read.verify(password))
      },
      leave: place.leave,
    }
  }
  return {
    hash: async (password) => {
      const place = line.enter()
      return place.run(() => hash(password, parameters)).finally(place.leave)
    },
    matches: async (password, expected) => {
      const place = enter()
      return place.matches(password, expected).finally(place.leave)
    },
    enter,
    problemWith: (text) => {
      const read = readImportedHash(text)
      return 'problem' in read ? read.problem : undefined
    },
    needsRehash: (expected) => !expected.startsWith(prefix),
    nobody,
    get waiting() {
      return line.waiting()
    },
  }
}

/** Runs `width` tasks at once, in the order they came; lets `queue` more have a place and refuses the rest at once. */
const createLine = (width: number, queue: number) => {
  let inside = 0
  let free = width
  const turns: (() => void)[] = []

  const takeTurn = async () => {
    if (free > 0) {
      free -= 1
      return
    }
    await new Promise<void>((resolve) => turns.push(resolve))
  }

  // A turn goes straight to the next in line: freeing it first would let a newcomer slip in.
  const passTurn = () => {
    const next = turns.shift()
    if (next) next()
    else free += 1
  }

  return {
    waiting: () => turns.length,
    enter: () => {
      if (inside >= width + queue) throw new Failure('overloaded')
      inside += 1
      let isInside = true
      return {
        run: async <T>(task: () => Promise<T>): Promise<T> => {
          await takeTurn()
          try {
            return await task()
          } finally {
            passTurn()
          }
        },
        leave: () => {
          if (isInside) inside -= 1
          isInside = false
        },
      }
    },
  }
}
