// A request and its answer as somebody recorded them, or as they pass a proxy.

export interface Seen {
  readonly method: string
  /** The server that was asked, with the path that its contract begins below. */
  readonly baseUrl: string
  /** Path and query. */
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | undefined
  readonly answer: {
    readonly status: number
    readonly headers: readonly (readonly [name: string, value: string])[]
    readonly text: string
  }
}

/** Headers as the standard's class has them: records hold pseudo-headers of HTTP/2, and several values on lines of one. */
export const toHeaders = (pairs: Seen['headers']): Headers => {
  const headers = new Headers()
  for (const [name, value] of pairs) {
    for (const line of value.split(/[\r\n]+/)) {
      try {
        headers.append(name, line)
      } catch {
        // No name of a header, or no value of one: whoever recorded it has put it there.
      }
    }
  }
  return headers
}

/** The cookies of a request, by name. */
export const cookiesIn = (headers: Headers): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (headers.get('cookie') ?? '')
      .split('; ')
      .filter((pair) => pair.includes('='))
      .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
