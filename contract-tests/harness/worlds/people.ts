// A world with people who are there already, from a file: they sign in, and nobody signs up.
import { existsSync, readFileSync } from 'node:fs'
import { demo, demoApp, people as cast } from '../fixtures/people.ts'
import type { World } from '../seeds/world.ts'
import { type Pair, aliasesOf } from './aliases.ts'

/** What the file holds. All but the people may be left out where the server has the sandbox's own. */
interface File {
  /** Up to four, in the order in which cases need them. */
  readonly people: readonly { readonly email: string; readonly password: string }[]
  readonly clientId?: string
  readonly redirectUri?: string
  readonly origin?: string
  readonly publishableKey?: string
}

/** What the cases' client is. */
const ours = {
  clientId: demo.clientId,
  redirectUri: demo.redirectUri,
  origin: demo.origin,
  publishableKey: demoApp.publishableKey,
} as const

const isPerson = (value: unknown): value is File['people'][number] => {
  const { email, password } = (value ?? {}) as { email?: unknown; password?: unknown }
  return typeof email === 'string' && typeof password === 'string' && email !== '' && password !== ''
}

/** The people of a file: `{ "people": [{ "email": …, "password": … }] }`, and what else of theirs differs. */
export const peopleWorld = (path: string): World => {
  if (!existsSync(path)) throw new Error(`There is no file ${path} of people, seen from ${process.cwd()}.`)
  const file = JSON.parse(readFileSync(path, 'utf8')) as Partial<File>
  const { people } = file
  if (!Array.isArray(people) || people.length === 0 || !people.every(isPerson)) {
    throw new Error(`${path} holds no list "people" of {"email": …, "password": …}`)
  }
  const named = Object.entries(ours).flatMap(([name, own]): Pair[] => {
    const theirs = file[name as keyof typeof ours]
    return theirs === undefined ? [] : [[own, theirs]]
  })
  const known = cast.slice(0, people.length)
  const pairs = known.flatMap(({ email, password }, index): Pair[] => [
    [email, people[index]!.email],
    [password, people[index]!.password],
  ])
  return {
    reset: () => Promise.resolve(),
    people: known.map(({ email }) => email),
    aliases: aliasesOf([...pairs, ...named]),
    only: [
      ...(['user', 'session', 'appUser', 'appSession', 'projectUser', 'projectSession', 'csrf'] as const),
      ...(['page', 'signInForm', 'code', 'tokensOfCode', 'openIdTokens', 'browserSession', 'call'] as const),
    ],
  }
}
