// What the parts of the backend client share.
import { unexpectedAnswer } from './backend-error.ts'
import { bodyOf } from './transport.ts'

/** The body of an answer that must have one, or a `BackendError`. */
export const answered = async <Body>(answer: Promise<{ data?: Body; response: Response }>): Promise<Body> =>
  bodyOf(await answer, unexpectedAnswer)

/** Sent for whoever holds the access token. */
export const as = (accessToken: string) => ({ headers: { Authorization: `Bearer ${accessToken}` } })

/** Where a list goes on that is given whole as long as it is short. */
export interface Further {
  /** How many at most; a thousand otherwise. */
  readonly limit?: number
  /** The `nextCursor` of the answer before; an answer without one was the last. */
  readonly cursor?: string
}

/** The same, with the ids in the path. */
export const asAt = <Path extends Record<string, string>>(accessToken: string, path: Path) => ({
  ...as(accessToken),
  params: { path },
})
