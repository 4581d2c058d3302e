// Which client a request is of, where the contract has a place that says so.
import type { Request } from 'express'
import type { ClientRules, RequestContext } from '../request-context.ts'
import { type Document, type OperationObject, resolve } from './document.ts'

export type FindClient<Ctx extends RequestContext> = (req: Request, ctx: Ctx) => Promise<Ctx['client']>

type Place = 'body' | 'query' | 'cookie'

/** Reads an operation's contract once; `shared` are the parameters of all operations of its path. Null where none of its places says a client. */
export const createFindClient = <Ctx extends RequestContext>(
  document: Document,
  { security, parameters = [], requestBody }: OperationObject,
  shared: readonly object[] = [],
  clients: ClientRules<Ctx> | undefined,
): FindClient<Ctx> | null => {
  const isOpen = security.length === 0 || security.some((one) => Object.keys(one).length === 0)
  // Of somebody who is signed in it is their session that says so; a `client_id` is then what the request is about.
  if (!isOpen || !clients) return null
  const declared = [...shared, ...parameters].map((one) => resolve<{ name?: string; in?: string }>(document, one))
  const bodies = Object.values(requestBody?.content ?? {}).map(
    ({ schema }) => (schema && resolve<{ properties?: Record<string, object> }>(document, schema).properties) ?? {},
  )
  const places = Object.entries(clients.byField).flatMap(([name, find]) => {
    const has = (place: Place) =>
      place === 'body'
        ? bodies.some((properties) => name in properties)
        : declared.some((one) => one.name === name && one.in === place)
    return (['body', 'query', 'cookie'] as const).filter(has).map((place) => ({ name, find, read: readers[place] }))
  })
  if (places.length === 0) return null
  return async (req, ctx) => {
    for (const { name, find, read } of places) {
      const given = read(req)?.[name]
      if (typeof given === 'string' && /^[!-~]{1,512}$/.test(given)) return find(ctx, given)
    }
    return null
  }
}

const readers: Record<Place, (req: Request) => Readonly<Record<string, unknown>> | undefined> = {
  body: (req) => req.body as Record<string, unknown> | undefined,
  query: (req) => req.query,
  cookie: (req) => req.cookies as Record<string, string> | undefined,
}
