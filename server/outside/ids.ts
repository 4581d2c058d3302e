import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Clock } from './clock.ts'

/** Everything made of chance. */
export interface Ids {
  /** A UUIDv7 (RFC 9562 section 5.7). Each one sorts after the one before it. */
  uuid(): string
  /** 256 random bits in base64url, 43 characters. */
  secret(): string
  /** Random bytes in hexadecimal, two characters a byte. */
  hex(bytes: number): string
  /** So many characters of an alphabet, each equally likely. */
  text(alphabet: string, length: number): string
  /** Six digits, each of the million values equally likely. */
  code(): string
}

const COUNTER_END = 0x1000
const MINUTE = 0x10000

const hex = (number: number, length: number): string => number.toString(16).padStart(length, '0')

export const createIds = (clock: Clock): Ids => {
  let ms = 0
  let counter = 0
  // Of the 48 bits of the time the first 32 stay the same for a minute.
  let minute = Number.NaN
  let start = ''

  // RFC 9562 section 6.2 method 1: the counter starts in its lower half, so that it has room within the millisecond.
  const startMillisecond = (at: number, random: string) => {
    ms = at
    counter = Number.parseInt(random.slice(0, 3), 16) % (COUNTER_END / 2)
    if (minute === Math.floor(ms / MINUTE)) return
    minute = Math.floor(ms / MINUTE)
    start = `${minute.toString(16).padStart(8, '0')}-`
  }

  // Order outlives a clock that stands still or is set back: the counter goes on, and carries into the time.
  const step = (random: string) => {
    const now = clock.now()
    if (now > ms) return startMillisecond(now, random)
    counter += 1
    if (counter === COUNTER_END) startMillisecond(ms + 1, random)
  }

  return {
    uuid: () => {
      const random = randomUUID()
      step(random)
      // Variant and 62 random bits stand in the same place in a random UUID.
      return `${start}${hex(ms % MINUTE, 4)}-7${hex(counter, 3)}-${random.slice(19)}`
    },
    secret: () => randomBytes(32).toString('base64url'),
    hex: (bytes) => randomBytes(bytes).toString('hex'),
    text: (alphabet, length) => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join(''),
    code: () => randomInt(1_000_000).toString().padStart(6, '0'),
  }
}
