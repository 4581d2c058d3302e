import { randomBytes, randomFillSync, randomInt } from 'node:crypto'
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
/** Two for the counter, eight for the rest. */
const RANDOM_BYTES = 10

const hex = (number: number, length: number): string => number.toString(16).padStart(length, '0')

export const createIds = (clock: Clock): Ids => {
  let ms = 0
  let counter = 0
  // Of the 48 bits of the time the first 32 stay the same for a minute.
  let minute = Number.NaN
  let start = ''

  // Random bytes of many ids, since to draw them one by one takes longer than all else.
  const drawn = Buffer.alloc(256 * RANDOM_BYTES)
  let next = drawn.length

  /** Gives where the next random bytes begin. */
  const draw = (): number => {
    if (next === drawn.length) {
      randomFillSync(drawn)
      next = 0
    }
    next += RANDOM_BYTES
    return next - RANDOM_BYTES
  }

  // RFC 9562 section 6.2 method 1: the counter starts in its lower half, so that it has room within the millisecond.
  const startMillisecond = (at: number, random: number) => {
    ms = at
    counter = random % (COUNTER_END / 2)
    if (minute === Math.floor(ms / MINUTE)) return
    minute = Math.floor(ms / MINUTE)
    start = `${minute.toString(16).padStart(8, '0')}-`
  }

  // Order outlives a clock that stands still or is set back: the counter goes on, and carries into the time.
  const step = (random: number) => {
    const now = clock.now()
    if (now > ms) return startMillisecond(now, random)
    counter += 1
    if (counter === COUNTER_END) startMillisecond(ms + 1, random)
  }

  return {
    uuid: () => {
      const at = draw()
      step(drawn.readUInt16BE(at))
      // The variant, and 62 random bits.
      drawn[at + 2] = 0x80 | (drawn[at + 2]! & 0x3f)
      const random = drawn.toString('hex', at + 2, at + RANDOM_BYTES)
      return `${start}${hex(ms % MINUTE, 4)}-7${hex(counter, 3)}-${random.slice(0, 4)}-${random.slice(4)}`
    },
    secret: () => randomBytes(32).toString('base64url'),
    hex: (bytes) => randomBytes(bytes).toString('hex'),
    text: (alphabet, length) => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join(''),
    code: () => randomInt(1_000_000).toString().padStart(6, '0'),
  }
}
