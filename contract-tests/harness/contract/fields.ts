// The fields of a head: what cases ask of the standard's Headers, which checks and sorts in each exchange what no case looks at.

/** What is read of them. */
export type Fields = Pick<Headers, 'get' | 'has' | 'getSetCookie'> & Iterable<[name: string, value: string]>

export interface HeadFields extends Fields {
  readonly set: (name: string, value: string) => void
}

/** Of names and values in turns, as Node tells what came. */
export const createFields = (raw: readonly string[] = []): HeadFields => {
  const values = new Map<string, string>()
  const cookies: string[] = []
  for (let at = 0; at < raw.length; at += 2) {
    const [name, value] = [raw[at]!.toLowerCase(), raw[at + 1]!]
    if (name === 'set-cookie') cookies.push(value)
    const known = values.get(name)
    values.set(name, known === undefined ? value : `${known}, ${value}`)
  }
  return {
    get: (name) => values.get(name.toLowerCase()) ?? null,
    has: (name) => values.has(name.toLowerCase()),
    getSetCookie: () => [...cookies],
    // Blanks around a value are none of it (RFC 9110 section 5.5).
    set: (name, value) => void values.set(name.toLowerCase(), value.trim()),
    /** By name, and each cookie for itself. */
    *[Symbol.iterator]() {
      for (const name of [...values.keys()].sort()) {
        if (name !== 'set-cookie') yield [name, values.get(name)!]
        else for (const cookie of cookies) yield [name, cookie]
      }
    },
  }
}
