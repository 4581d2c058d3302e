// What the parts of the client share.

/** With an access token of your own instead of this client's session. It is sent as it is and never refreshed. */
export interface WithBearer {
  readonly bearerToken?: string
}

/** Which part of a list; `limit` is 1 to 100 (50 by default). */
export interface Page {
  readonly limit?: number
  readonly offset?: number
}

/** A page of a list that may be long. */
export interface FurtherPage extends Page {
  /** The `next_cursor` of the page before; then `offset` says nothing. */
  readonly cursor?: string
}

/** Sends as the given bearer, or as the session's user. */
export type AsUser = <Answer>(
  by: WithBearer,
  send: (init: { headers: Record<string, string>; credentials?: 'omit' }) => Promise<Answer>,
  byCookie?: { cookieCounts: boolean },
) => Promise<Answer>
