// Which client a request names by its id, where the contract has a place for it and nobody is signed in.
import type { Request } from 'express'
import { type Document, type OperationObject, resolve } from './document.ts'

/** Reads an operation's contract once; `shared` are the parameters of all operations of its path. */
export const createClientIdOf = (
  document: Document,
  { security, parameters = [], requestBody }: OperationObject,
  shared: readonly object[] = [],
): ((req: Request) => string | undefined) => {
  const isOpen = security.length === 0 || security.some((one) => Object.keys(one).length === 0)
  // Of somebody who is signed in it is their session that says so; a `client_id` is then what the request is about.
  if (!isOpen) return () => undefined
  const inQuery = [...shared, ...parameters]
    .map((parameter) => resolve<{ name?: string; in?: string }>(document, parameter))
    .some(({ name, in: place }) => name === 'client_id' && place === 'query')
  const inBody = Object.values(requestBody?.content ?? {}).some(
    ({ schema }) =>
      schema && 'client_id' in (resolve<{ properties?: Record<string, object> }>(document, schema).properties ?? {}),
  )
  return (req) => {
    const fromBody = inBody ? (req.body as { client_id?: unknown } | undefined)?.client_id : undefined
    const given = fromBody ?? (inQuery ? req.query.client_id : undefined)
    return typeof given === 'string' && /^[!-~]{1,100}$/.test(given) ? given : undefined
  }
}
