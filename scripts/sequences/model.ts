// What a sequence knows of the world that it has made: who is there, what is good, and what is over for ever.

import type { Authenticator } from '../../contract-tests/harness/seeds/passkeys.ts'

/** Where sessions begin. */
export type Surface = 'account' | 'app' | 'platform' | 'project'

/** The sandbox's own environment, or the one of a tenant. */
export type Place = 'sandbox' | 't0' | 't1'

export interface Person {
  readonly name: string
  readonly email: string
  readonly place: Place
  /** Undefined once nobody knows it. */
  password: string | undefined
  exists: boolean
  verified: boolean
  factor: Factor | undefined
  /** Without what a surface puts before it. */
  id: string
  /** Where they signed up. */
  home: Surface
  /** Until when the link of their sign-up is good; 0 where they have none that they did not open. */
  linkUntil: number
  /** The id of what a provider knows them by; undefined where nothing is linked. */
  identity: string | undefined
}

/** A key that an authenticator keeps for somebody. */
export interface Passkey {
  readonly label: string
  readonly person: Person
  /** Its id among those of its person. */
  readonly row: string
  readonly device: Authenticator
  live: boolean
}

export interface Factor {
  readonly secret: string
  readonly codes: string[]
  readonly used: string[]
}

export interface Session {
  readonly label: string
  readonly person: Person
  readonly surface: Surface
  readonly id: string
  access: string
  accessUntil: number
  /** Oldest first; all but the last are used. */
  readonly refreshes: string[]
  refreshedAt: number
  idleUntil: number
  readonly until: number
  /** The last proof of who it is. */
  provenAt: number
  /** The label of the only account that it acts in. */
  readonly confinedTo: string | undefined
  live: boolean
}

export interface Account {
  readonly label: string
  readonly id: string
  readonly place: Place
  readonly members: Map<Person, { readonly id: string; role: Role }>
  /** Everybody who was ever in it, or asked to come. */
  readonly guests: Set<Person>
  /** Its roles are not known any more: its last owner has gone, and somebody else owns it. */
  vague: boolean
  live: boolean
}

export type Role = 'owner' | 'member' | 'viewer'

/** A request that is good for a while, or once: whatever it opens, it must not open it again. */
export interface Secret {
  readonly label: string
  readonly kind: 'link' | 'key'
  /** What uses it. */
  readonly call: Call
  readonly person: Person | undefined
  /** Who made it. */
  readonly by: Person | undefined
  readonly place: Place
  readonly purpose: string
  readonly about: string
  /** The id of what it leads to, where that can be taken back. */
  readonly row?: string
  until: number
  live: boolean
}

export interface Tenant {
  readonly place: Place
  readonly applicationId: string
  readonly environmentId: string
  readonly publishableKey: string
}

/** One call of an operation. */
export interface Call {
  readonly id: string
  readonly sent: Sending
}

export interface Sending {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly form?: Readonly<Record<string, string>>
  readonly bearer?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Model {
  /** Which of the sequences at once this is: its people are nobody else's. */
  readonly lane: number
  readonly people: ReadonlyMap<string, Person>
  readonly sessions: Map<string, Session>
  readonly accounts: Map<string, Account>
  readonly secrets: Map<string, Secret>
  readonly passkeys: Map<string, Passkey>
  readonly tenants: Map<Place, Tenant>
  /** Tokens of mails that were read before. */
  readonly read: Set<string>
  /** How far the clock was moved, ms. */
  moved: number
}

const names: Readonly<Record<Place, readonly string[]>> = {
  sandbox: ['alice', 'bob', 'carol', 'dave'],
  t0: ['t0.owner', 't0.erin', 't0.frank'],
  t1: ['t1.owner', 't1.grace', 't1.heidi'],
}

export const domain = 'sequences.test'

/** The address of somebody's account at a provider: not the one that they have here, so that nothing but a link leads to them. */
export const addressThere = ({ email }: Person): string => `there.${email}`

/** Administrators of a tenant are people of the console. */
export const isAdministrator = ({ name }: Person): boolean => name.endsWith('.owner')

export const firstPassword = 'copper garden whistle'

export const emptyModel = (lane: number): Model => {
  const people = (Object.keys(names) as Place[]).flatMap((place) =>
    names[place].map((name): Person => {
      const state = {
        password: undefined,
        exists: false,
        verified: false,
        factor: undefined,
        id: '',
        home: 'account',
        linkUntil: 0,
        identity: undefined,
      } as const
      return { name, email: `${name}.${lane}@${domain}`, place, ...state }
    }),
  )
  return {
    lane,
    people: new Map(people.map((person) => [person.name, person])),
    sessions: new Map(),
    accounts: new Map(),
    secrets: new Map(),
    passkeys: new Map(),
    tenants: new Map(),
    read: new Set(),
    moved: 0,
  }
}

export const now = ({ moved }: Model): number => Date.now() + moved

const seconds = 1000
const day = 24 * 3600 * seconds

/** Lifetimes that the contract's documents promise. */
export const lifetimes: Readonly<Record<Surface, { readonly idle: number; readonly all: number }>> = {
  account: { idle: 14 * day, all: 90 * day },
  app: { idle: 7 * day, all: 7 * day },
  platform: { idle: 7 * day, all: 7 * day },
  project: { idle: 7 * day, all: 7 * day },
}

/** Requests take their time: what is within this of its end may be either. */
export const haze = 15 * seconds

export const isFresh = (model: Model, { provenAt }: Session): boolean => now(model) - provenAt < 600 * seconds - haze

/** Ends sessions for ever. */
export const endAll = (sessions: Iterable<Session>): void => {
  for (const session of sessions) session.live = false
}

export const sessionsOf = ({ sessions }: Model, person: Person): Session[] =>
  [...sessions.values()].filter((session) => session.person === person)

/** What was mailed to them, and is good until it is used. */
export const linksOf = ({ secrets }: Model, person: Person): Secret[] =>
  [...secrets.values()].filter((secret) => secret.person === person && secret.kind === 'link')

/** Ends what else signed them in. */
export const endKeys = ({ passkeys }: Model, person: Person): void => {
  for (const passkey of passkeys.values()) if (passkey.person === person) passkey.live = false
  person.identity = undefined
}

/** What they began to sign in with, and did not finish, is over. */
export const endTickets = (model: Model, person: Person): void => {
  for (const link of linksOf(model, person)) if (link.purpose === 'ticket') link.live = false
}

/** What is in somebody else's mailbox or hands: no longer known to be good. */
export const forgetLinks = (model: Model, person: Person): void => {
  for (const link of linksOf(model, person)) if (link.live) model.secrets.delete(link.label)
}

/** Of whom nothing is known any more: forgotten, and no longer looked at. */
export const forget = (model: Model, sessions: readonly Session[]): void => {
  for (const { label } of sessions) model.sessions.delete(label)
}

/** Whose sessions somebody sees: their own, and an administrator those of their tenant's people. */
export const isOwn = ({ person, surface }: Session, other: Person): boolean =>
  other === person || (surface === 'platform' && other.place === person.place)

/** What a session may read of: accounts that its person is in or asked to, and whom it meets there. */
export const mayRead = (model: Model, { person }: Session): { accounts: Set<string>; emails: Set<string> } => {
  if (isAdministrator(person)) {
    const own = [...model.accounts.values()].filter(({ place }) => place === person.place)
    const met = [...model.people.values()].filter(({ place }) => place === person.place)
    return { accounts: new Set(own.map(({ id }) => id)), emails: new Set(met.map(({ email }) => email)) }
  }
  const isAsked = (label: string) =>
    linksOf(model, person).some((link) => link.live && link.purpose === 'invitation' && link.about === label)
  const own = [...model.accounts.values()].filter(({ label, members }) => members.has(person) || isAsked(label))
  const met = own.flatMap(({ guests, members }) => [...guests, ...members.keys()])
  return {
    accounts: new Set(own.map(({ id }) => id)),
    emails: new Set([addressThere(person), ...[person, ...met].map(({ email }) => email)]),
  }
}
