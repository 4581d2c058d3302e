import { useSession } from '@countersign/client/react'
import { SignInForm } from './sign-in-form.tsx'

export const App = () => {
  const { status, user, auth } = useSession()
  return (
    <main>
      <h1>Notes</h1>
      {status === 'loading' && <p role="status">One moment…</p>}
      {status === 'unreachable' && <p role="alert">We cannot be reached. Trying again…</p>}
      {status === 'signed_out' && <SignInForm />}
      {status === 'signed_in' && (
        <>
          <p>Signed in as {user.identity.email}</p>
          <button type="button" onClick={() => void auth.signOut()}>
            Sign out
          </button>
        </>
      )}
    </main>
  )
}
