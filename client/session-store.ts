// A session that a page watches: what it is kept in, and who is signed in.
import type { Wire } from '../generated/operations.ts'
import { type AuthClient, createAuthClient } from './auth-client.ts'
import type { AuthClientOptions } from './auth-client-options.ts'
import { isAuthError } from './auth-error.ts'
import { type Tokens, sessionOf } from './session.ts'

export type Storage = 'memory' | 'localStorage' | 'cookie'

/**
 * `loading` until it is known, or `unreachable` where the service does not answer, which is then asked again until it does:
 * `signed_in` has a user, and the others have none.
 */
export type SessionState =
  | { readonly status: 'loading' | 'signed_out' | 'unreachable'; readonly user: null }
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
  let session = sessionOf(saved?.access_token)
  let round = 0
  /** How long until the service is asked once more, ms. */
  let again = 1000
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
      again = 1000
      if (own === round) become({ status: 'signed_in', user })
    } catch (error) {
      if (own !== round) return
      if (isAuthError(error) && error.status === 401 && error.code !== 'unexpected_answer') {
        become({ status: 'signed_out', user: null })
      } else {
        become({ status: 'unreachable', user: null })
        setTimeout(() => void (own === round && find()), again)
        again = Math.min(again * 2, 30_000)
      }
    }
  }

  const onTokens = (tokens: Tokens | null): void => {
    kept.save(tokens)
    const next = sessionOf(tokens?.access_token)
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

  /** Another tab has signed in, or out, or got new tokens. */
  const onOtherTab = ({ key, newValue }: StorageEvent): void => {
    if (key !== kept.lock) return
    if (newValue !== null) return void find()
    round += 1
    become({ status: 'signed_out', user: null })
  }

  const auth = createAuthClient({
    ...options,
    mode: storage === 'cookie' ? 'cookie' : 'token',
    ...(saved && { tokens: saved }),
    ...(kept.lock !== undefined && {
      shared: { load: kept.load, exclusively: <Result>(work: () => Promise<Result>) => oneTab(kept.lock!, work) },
    }),
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
      if (kept.lock !== undefined) globalThis.addEventListener?.('storage', onOtherTab)
      if (saved || storage === 'cookie') void find()
      else if (state.status === 'loading' && round === 0) become({ status: 'signed_out', user: null })
    },
  }
}

/** How long what one tab has written takes at most to reach the others' processes, ms. */
const writtenMs = 100

/**
 * The lock is held until other tabs see what the work has written. Where the browser has no Web Locks, two refreshes at once
 * still get the same successor from the service.
 */
const oneTab = <Result>(lock: string, work: () => Promise<Result>): Promise<Result> => {
  const locks = globalThis.navigator?.locks
  if (!locks) return work()
  return new Promise<Result>((resolve, reject) => {
    const working = async (): Promise<void> => {
      await work().then(resolve, reject)
      await new Promise((done) => setTimeout(done, writtenMs))
    }
    locks.request(lock, working).catch(reject)
  })
}

interface Keep {
  /** What tabs that share it take turns by. */
  readonly lock?: string
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
    lock: key,
    load: () => attempt((store) => JSON.parse(store.getItem(key) ?? 'null') as Tokens | null),
    save: (tokens) =>
      void attempt((store) => (tokens ? store.setItem(key, JSON.stringify(tokens)) : store.removeItem(key))),
  }
}
