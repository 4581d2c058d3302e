// The session that a client holds: its tokens, and never more than one refresh at a time.
import type { Wire } from '../generated/operations.ts'
import { type AuthError, isAuthError } from './auth-error.ts'

/** What a session goes on from. In cookie mode the browser keeps the refresh token, and it is absent here. */
export type Tokens = Omit<Wire['SessionTokens'], 'refresh_token'> & { refresh_token?: string }

export interface SessionParts {
  readonly mode: 'token' | 'cookie'
  readonly tokens: Partial<Tokens> | undefined
  readonly onTokens: ((tokens: Tokens | null) => void) | undefined
  /** Asks the server for new tokens; without a refresh token it is the cookie's turn. */
  readonly exchange: (refreshToken: string | undefined) => Promise<Wire['SessionTokens']>
  readonly shared?: SharedTokens | undefined
}

/** Tokens that several tabs keep in one place. */
export interface SharedTokens {
  /** What is kept there now, maybe by another tab. */
  readonly load: () => Tokens | null
  /** Has the work of one tab done at a time. */
  readonly exclusively: <Result>(work: () => Promise<Result>) => Promise<Result>
}

/** One session. Signing in or out puts another in its place, so that late answers of the old one change nothing. */
interface Held {
  access?: string | undefined
  refresh?: string | undefined
  renewing?: Promise<Wire['SessionTokens']> | undefined
}

export type Session = ReturnType<typeof createSession>

export const createSession = ({ mode, tokens: initial, onTokens, exchange, shared }: SessionParts) => {
  let held: Held = { access: initial?.access_token, refresh: mode === 'token' ? initial?.refresh_token : undefined }

  const keep = (of: Held, tokens: Wire['SessionTokens']): void => {
    const { refresh_token, ...rest } = tokens
    of.access = tokens.access_token
    of.refresh = mode === 'token' ? refresh_token : undefined
    if (held === of) onTokens?.(mode === 'token' ? tokens : rest)
  }

  const begin = (tokens: Wire['SessionTokens']): void => {
    held = {}
    keep(held, tokens)
  }

  const end = (of: Held): void => {
    if (held !== of) return
    held = {}
    onTokens?.(null)
  }

  /** Of another sign-in, maybe of another person: what was asked as this one is not asked again as that one. */
  const take = (of: Held, tokens: Wire['SessionTokens']): void => {
    const isOther = of.access !== undefined && sessionOf(of.access) !== sessionOf(tokens.access_token)
    if (!isOther) keep(of, tokens)
    else if (held === of) begin(tokens)
  }

  const renew = (of: Held): Promise<Wire['SessionTokens']> =>
    shared ? shared.exclusively(() => renewAlone(of)) : renewAlone(of)

  const renewAlone = async (of: Held): Promise<Wire['SessionTokens']> => {
    // Another tab was first: its token is the newer one, and ours is used up.
    const newer = shared?.load()
    if (newer?.refresh_token !== undefined && newer.refresh_token !== of.refresh) {
      const taken = { ...newer, refresh_token: newer.refresh_token }
      take(of, taken)
      return taken
    }
    const tokens = await exchange(of.refresh).catch((error: unknown) => {
      if (saysSessionIsOver(error)) end(of)
      throw error
    })
    take(of, tokens)
    return tokens
  }

  const renewOnce = (of: Held): Promise<Wire['SessionTokens']> =>
    (of.renewing ??= renew(of).finally(() => {
      of.renewing = undefined
    }))

  const canRenew = (of: Held): boolean =>
    mode === 'cookie' || of.refresh !== undefined || shared?.load()?.refresh_token !== undefined

  /** Goes on with another access token; the refresh token stays. Nothing where another session took its place. */
  const goOn = (of: Held, tokens: Tokens): void => {
    if (held !== of) return
    of.access = tokens.access_token
    onTokens?.({ ...tokens, ...(of.refresh !== undefined && { refresh_token: of.refresh }) })
  }

  return {
    begin,
    end,
    goOn,
    current: () => held,

    /** New tokens, from the given refresh token or from this session's own. */
    refresh: async (given: string | undefined): Promise<Wire['SessionTokens']> => {
      if (given === undefined || given === held.refresh) return renewOnce(held)
      const tokens = await exchange(given)
      if (mode === 'token') begin(tokens)
      return tokens
    },

    /**
     * Sends with the session's access token. When that one is no good any more, takes a new one and sends once more.
     * `cookieCounts` says that the server takes the cookie as well: its `unauthorized` then means that there is none.
     */
    authorized: async <Answer>(
      send: (accessToken: string | undefined) => Promise<Answer>,
      { cookieCounts = false } = {},
    ): Promise<Answer> => {
      const of = held
      const used = of.access
      try {
        return await send(used)
      } catch (error) {
        const worthRenewing =
          asksForToken(error) && !(cookieCounts && mode === 'cookie' && error.code === 'unauthorized')
        if (!worthRenewing || held !== of || !canRenew(of)) throw error
        // Where it differs, a call beside this one was refused first and has the new one already.
        if (of.access === used) await renewOnce(of)
        if (held !== of) throw error
        return send(of.access)
      }
    },
  }
}

/** The `sid` of an access token: a refresh keeps it, another sign-in does not. */
export const sessionOf = (accessToken: string | undefined): string | undefined => {
  try {
    const [, claims = ''] = accessToken?.split('.') ?? []
    return (JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as { sid?: string }).sid
  } catch {
    return undefined
  }
}

const asksForToken = (error: unknown): error is AuthError =>
  isAuthError(error) && error.status === 401 && (error.code === 'invalid_token' || error.code === 'unauthorized')

/**
 * Only the service's own word ends a session. A lost connection, a proxy, a limit or a server in trouble says nothing about it: the
 * next call may try again.
 */
const saysSessionIsOver = (error: unknown): boolean => isAuthError(error) && error.code === 'invalid_refresh_token'
