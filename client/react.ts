// The session in React: who is signed in, for whatever is shown.
import {
  type ReactNode,
  createContext,
  createElement,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react'
import type { AuthClient } from './auth-client.ts'
import type { AuthClientOptions } from './auth-client-options.ts'
import { type SessionState, type SessionStore, type Storage, createSessionStore } from './session-store.ts'

export type { SessionState, Storage } from './session-store.ts'

export interface AuthProviderProps extends Pick<AuthClientOptions, 'baseUrl' | 'clientId' | 'fetch'> {
  /**
   * Where the session is kept. `memory` (the default) forgets it with the page. `localStorage` keeps both tokens where every
   * script of the page reads them: one that should not be there takes the session along. `cookie` leaves the refresh token to
   * the browser, in a cookie that no script reads; the service has to be of the same site as the page.
   */
  readonly storage?: Storage
  readonly children?: ReactNode
}

const SessionContext = createContext<SessionStore | null>(null)

/** Opens a client, and gives the session to all below. Its options count when it is first shown. */
export const AuthProvider = ({ children, ...options }: AuthProviderProps) => {
  const [store] = useState(() => createSessionStore(options))
  useEffect(() => store.start(), [store])
  return createElement(SessionContext.Provider, { value: store }, children)
}

const useStore = (): SessionStore => {
  const store = useContext(SessionContext)
  if (!store) throw new Error('There is no AuthProvider around this component.')
  return store
}

/** The session as it stands, and the client: `auth.signIn`, `auth.signOut` and all else. */
export const useSession = (): SessionState & { readonly auth: AuthClient } => {
  const { subscribe, state, auth } = useStore()
  // On a server nobody is known yet: the page begins with `loading` there and here.
  const now = useSyncExternalStore(subscribe, state, () => loading)
  return { ...now, auth }
}

const loading: SessionState = { status: 'loading', user: null }

/** Who is signed in; null while that is not known, and for nobody. */
export const useUser = (): SessionState['user'] => useSession().user

/** Shown to who is signed in. */
export const SignedIn = ({ children }: { readonly children?: ReactNode }): ReactNode =>
  useSession().status === 'signed_in' ? children : null

/** Shown to who is not; nothing while that is not known. */
export const SignedOut = ({ children }: { readonly children?: ReactNode }): ReactNode =>
  useSession().status === 'signed_out' ? children : null
