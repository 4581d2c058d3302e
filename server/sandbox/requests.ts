// What was asked of this process lately, for who develops: in memory, without anything that a request or an answer held.

import type { LoggedRequest, RequestLog } from '../model/logged-requests.ts'

const most = 500

/** Of what a person did not ask for, such as the parts of our pages, nothing is kept. */
const isNoise = (path: string): boolean => /^\/(sandbox|assets|docs|health)(\/|$)|^\/$|^\/favicon/.test(path)

export const createRequestLog = (now: () => number): RequestLog => {
  const kept: LoggedRequest[] = []
  let last = 0
  return {
    add: (request) => {
      if (isNoise(request.path)) return
      last += 1
      const path = request.path.slice(0, 500)
      kept.push({ ...request, path, number: last, at: now() })
      // Seldom, for each time all of them move.
      if (kept.length >= 2 * most) kept.splice(0, kept.length - most)
    },
    // A number that this process has not given is of one before it, of which nothing is known any more.
    since: (number) => kept.slice(-most).filter((request) => number > last || request.number > number),
  }
}
