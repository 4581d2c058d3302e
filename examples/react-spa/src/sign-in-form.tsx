import { type FormEvent, useState } from 'react'
import { isAuthError } from '@countersign/client'
import { useSession } from '@countersign/client/react'

/** What a person can do about a refusal; the codes are the contract's. */
const sentences: Record<string, string> = {
  invalid_credentials: 'The email or the password is wrong.',
  user_exists: 'That email has an account already: sign in.',
  weak_password: 'Choose a password that is harder to guess.',
  too_many_requests: 'Too many tries. Wait a little.',
  network_error: 'We cannot be reached. Try again.',
}

export const SignInForm = () => {
  const { auth } = useSession()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { submitter } = event.nativeEvent as SubmitEvent
    const fields = new FormData(event.currentTarget)
    const person = { email: String(fields.get('email')), password: String(fields.get('password')) }
    setBusy(true)
    setProblem(undefined)
    try {
      await ((submitter as HTMLButtonElement | null)?.value === 'sign-up' ? auth.signUp(person) : auth.signIn(person))
    } catch (error) {
      if (!isAuthError(error)) throw error
      setProblem(sentences[error.code] ?? 'That did not work. Try again.')
    } finally {
      setBusy(false)
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <label>
        Email <input name="email" type="email" autoComplete="username" required />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" required />
      </label>
      {problem && <p role="alert">{problem}</p>}
      <button disabled={isBusy}>Sign in</button>
      <button disabled={isBusy} value="sign-up">
        Sign up
      </button>
    </form>
  )
}
