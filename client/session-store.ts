// A session that a page watches: what it is kept in, and who is signed in.
import type { Wire } from '../generated/operations.ts'
import { type AuthClient, type AuthClientOptions, createAuthClient } from './auth-client.ts'
import { isAuthError } from './auth-error.ts'
import type { Tokens } from './session.ts'

export type Storage = 'memory' | 'localStorage' | 'cookie'

/** `loading` until it is known: `signed_in` has a user, and the others have none. */
export type SessionState =
  | { readonly status: 'loading' | 'signed_out'; readonly user: null }
  | { readonly status: 'signed_in'; readonly user: Wire['SessionProfile'] }

export interface SessionStore {
  readonly auth: AuthClient
  readonly state: () => SessionState
  readonly subscribe: (listener: () => void) => () => void
  /** Finds out who is signed in, where that is not known. */
  readonly start: () => void
}

export interface SessionStoreOptions extends Pick<AuthClientOptions, 'baseUrl' | 'clientId' | 'fetch'> {
  readonly storage?: Storage
}

export const createSessionStore = ({ storage = 'memory', ...options }: SessionStoreOptions): SessionStore => {
  const kept = storage === 'localStorage' ? keepIn(`countersign ${options.baseUrl} ${options.clientId ?? ''}`) : nowhere
  const listeners = new Set<() => void>()
  const saved = kept.load()
  let state: SessionState = { status: 'loading', user: null }
  let session = sessionOf(saved)
  let round = 0
  let isStarted = false

  const become = (next: SessionState): void => {
    state = next
    for (const listener of listeners) listener()
  }

  /** Only the last question's answer counts. */
  const find = async (): Promise<void> => {
    const own = ++round
    try {
      const user = await auth.me()
      if (own === round) become({ status: 'signed_in', user })
    } catch (error) {
      if (own === round && isAuthError(error) && error.status === 401 && error.code !== 'unexpected_answer') {
        become({ status: 'signed_out', user: null })
      }
    }
  }

  const onTokens = (tokens: Tokens | null): void => {
    kept.save(tokens)
    const next = sessionOf(tokens)
    const isSame = next !== undefined && next === session
    session = next
    if (!tokens) {
      round += 1
      become({ status: 'signed_out', user: null })
    } else if (!isSame || state.status !== 'signed_in') {
      become({ status: 'loading', user: null })
      void find()
    }
  }

  const auth = createAuthClient({
    ...options,
    mode: storage === 'cookie' ? 'cookie' : 'token',
    ...(saved && { tokens: saved }),
    onTokens,
  })

  return {
    auth,
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    start: () => {
      if (isStarted) return
      isStarted = true
      if (saved || storage === 'cookie') void find()
      else if (state.status === 'loading' && round === 0) become({ status: 'signed_out', user: null })
    },
  }
}

interface Keep {
  readonly load: () => Tokens | null
  readonly save: (tokens: Tokens | null) => void
}

const nowhere: Keep = { load: () => null, save: () => undefined }

/** A browser may have none, or refuse it: then the page's memory has to do. */
const keepIn = (key: string): Keep => {
  const attempt = <Result>(work: (store: globalThis.Storage) => Result): Result | null => {
    try {
      return work(globalThis.localStorage)
    } catch {
      return null
    }
  }
  return {
    load: () => attempt((store) => JSON.parse(store.getItem(key) ?? 'null') as Tokens | null),
    save: (tokens) =>
      void attempt((store) => (tokens ? store.setItem(key, JSON.stringify(tokens)) : store.removeItem(key))),
  }
}

/** The `sid` of an access token: a refresh keeps it, another sign-in does not. */
const sessionOf = (tokens: Tokens | null): string | undefined => {
  try {
    const [, claims = ''] = tokens?.access_token.split('.') ?? []
    return (JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as { sid?: string }).sid
  } catch {
    return undefined
  }
}
