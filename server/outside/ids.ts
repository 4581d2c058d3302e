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

export const createIds = (clock: Clock): Ids => {
  let ms = 0
  let counter = 0

  // RFC 9562 section 6.2 method 1: the counter starts in its lower half, so that it has room within the millisecond.
  const startMillisecond = (at: number) => {
    ms = at
    counter = randomInt(COUNTER_END / 2)
  }

  // Order outlives a clock that stands still or is set back: the counter goes on, and carries into the time.
  const step = () => {
    const now = clock.now()
    if (now > ms) return startMillisecond(now)
    counter += 1
    if (counter === COUNTER_END) startMillisecond(ms + 1)
  }

  return {
    uuid: () => {
      step()
      const time = ms.toString(16).padStart(12, '0')
      const count = counter.toString(16).padStart(3, '0')
      // Variant and 62 random bits stand in the same place in a random UUID.
      return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${randomUUID().slice(19)}`
    },
    secret: () => randomBytes(32).toString('base64url'),
    hex: (bytes) => randomBytes(bytes).toString('hex'),
    text: (alphabet, length) => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join(''),
    code: () => randomInt(1_000_000).toString().padStart(6, '0'),
  }
}
