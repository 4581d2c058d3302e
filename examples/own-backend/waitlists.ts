// One resource of the contract, by a team that keeps its own people and its own rows.
import type { Wire } from '@countersign/contract'
import { type Authenticate, type ContextWith, Failure, type Resource } from 'countersign/http'

export interface Person {
  readonly kind: 'person'
  readonly accountId: string
  readonly token: string
  /** ms */
  readonly until: number
}

/** A database would stand here. */
export interface Own {
  readonly people: Map<string, Person>
  /** Account and feature, and since when. */
  readonly waits: Map<string, string>
  readonly now: () => number
}

export type Context = ContextWith<Own, Person>

/** The security scheme `accountBearer`. */
export const personOf: Authenticate<Context> = async ({ people, now }, token) => {
  const person = people.get(token)
  if (!person || now() >= person.until) throw new Failure('invalid_token')
  return person
}

const accountOf = ({ caller }: Context): string => {
  if (caller.kind !== 'person') throw new Failure('unauthorized')
  return caller.accountId
}

const toWaitlist = (feature: string, since: string | undefined): Wire['Waitlist'] => ({
  feature,
  signed_up: since !== undefined,
  created_at: since ?? null,
})

const join = async ({ path: { feature } }: { path: { feature: string } }, ctx: Context) => {
  const key = `${accountOf(ctx)} ${feature}`
  const since = ctx.waits.get(key) ?? new Date(ctx.now()).toISOString()
  ctx.waits.set(key, since)
  return { status: 200, body: toWaitlist(feature, since) } as const
}

// Take one away, and the compiler says which.
export const waitlists: Resource<'account.waitlists', Context> = {
  listWaitlists: async ({ query: { limit = 50, offset = 0 } }, ctx) => {
    const own = `${accountOf(ctx)} `
    const all = [...ctx.waits].filter(([key]) => key.startsWith(own)).sort(([a], [b]) => (a < b ? -1 : 1))
    const data = all.slice(offset, offset + limit).map(([key, since]) => toWaitlist(key.slice(own.length), since))
    return { status: 200, body: { data, total: all.length, limit, offset } }
  },
  getWaitlist: async ({ path: { feature } }, ctx) => ({
    status: 200,
    body: toWaitlist(feature, ctx.waits.get(`${accountOf(ctx)} ${feature}`)),
  }),
  joinWaitlist: join,
  signUpForWaitlist: join,
  leaveWaitlist: async ({ path: { feature } }, ctx) => {
    ctx.waits.delete(`${accountOf(ctx)} ${feature}`)
    return { status: 204 }
  },
}
