// A defect in words that somebody understands who has not read this kit.
import type { Mutant } from './mutant.ts'

type Say = (answer: string, place: string) => string

const field =
  (what: string): Say =>
  (answer, place) =>
    `${answer} ${what} ${place}`

/** By kind: what the server does wrong. */
const sentences: Readonly<Record<string, Say>> = {
  'dropped field': field('lacks the field'),
  'renamed field': (answer, place) => `${answer} calls the field ${place} otherwise`,
  'retyped field': (answer, place) => `${answer} has another type in the field ${place}`,
  'nulled field': (answer, place) => `${answer} has null in the field ${place}`,
  'added field': (answer) => `${answer} gives a password_hash away`,
  'other status': (answer, place) => `${answer} has the status ${place} instead`,
  'other error code': (answer, place) => `${answer} has the words of ${place} instead`,
  'missing header': field('lacks the header'),
  'wrong media type': (answer) => `${answer} says that it is text/plain`,
  'redirect elsewhere': (answer) => `${answer} leads to https://evil.example/`,
  'missing cookie': field('does not set the cookie'),
  'weaker cookie': (answer, place) => `${answer} sets a weaker cookie: ${place}`,
  'empty page': (answer) => `${answer} is an empty page`,
  'body where none is': (answer) => `${answer} has a body`,
  'ignored refusal': (_answer, place) => `it says yes where it has to refuse with ${place}`,
  'wrong password accepted': () => 'it takes a wrong password',
  'second use accepted': () => 'it takes a link, code or token that was used before',
  'expired token accepted': () => 'it takes an access token whose time is over',
  'expired proof accepted': () => 'it takes a link or code whose time is over',
  'foreign row returned': () => 'it gives somebody what is somebody else’s',
  'missing CSRF token accepted': () => 'it does without the CSRF token',
  'wrong CSRF token accepted': () => 'it takes a wrong CSRF token',
  'nothing done': () => 'it says that it is done, and does nothing',
}

/** One sentence, without the operation. */
export const wordsOf = ({ id, kind, mutation }: Pick<Mutant, 'id' | 'kind' | 'mutation'>): string => {
  const [before = '', place = ''] = id.slice(mutation.operation.length + 1).split(kind)
  const say = sentences[kind]
  return say ? say(`its answer ${before.trim()}`.trim(), place.trim()) : id
}
