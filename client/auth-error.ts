// Why a call of the client rejected. Plain Error objects with fields, so that they survive bundlers and realms.
import type { OperationId, Wire } from '../generated/operations.ts'
import type { RefusalOf } from '../generated/refusals.ts'

type Enrolment = Wire['MfaEnrolment']
type Factors = Wire['SecondFactorKinds']
type AccountOperation = Extract<OperationId, `account.${string}`>

/**
 * What an operation of the account surface may refuse with (any of them by default), and two codes of the client's own: `network_error`, when no whole answer came, and
 * `unexpected_answer`, when one came that the contract does not know. A newer server may say a code that is not listed
 * here: give every `switch` a default.
 */
export type AuthErrorCode<K extends AccountOperation = AccountOperation> =
  RefusalOf<K> | 'network_error' | 'unexpected_answer'

/** A refusal, in the words of the server's problem details (RFC 9457). */
export interface AuthError<K extends AccountOperation = AccountOperation> extends Error {
  readonly name: 'AuthError'
  /** Stable; branch on this. */
  readonly code: AuthErrorCode<K>
  /** The HTTP status; 0 when no answer came. */
  readonly status: number
  /** What is wrong; the same for every error with this code. */
  readonly title: string
  /** What is wrong with this very request. */
  readonly detail: string | undefined
  /** Of `second_factor_required`: what `completeSignIn` takes, within five minutes. */
  readonly mfaToken: string | undefined
  /** Of the same: what the person may answer with; where there is an `enrolment`, what they may set up. A newer server may name others. */
  readonly factors: Factors | undefined
  /** Of the same, where a second factor is required and there is none: what to show. Its first code goes to `completeSignIn`. */
  readonly enrolment: Enrolment | undefined
  /** Finds the request in the server's logs. */
  readonly requestId: string | undefined
  /** Seconds to wait before the next try, where the server says so (RFC 9110 section 10.2.3). */
  readonly retryAfter: number | undefined
}

/**
 * Whether this is an error that a call of the client rejected with. Say which operation was called,
 * `isAuthError<'account.signIn'>(error)`, and `code` is one of those that it declares.
 */
export const isAuthError = <K extends AccountOperation = AccountOperation>(error: unknown): error is AuthError<K> =>
  error instanceof Error && error.name === 'AuthError' && 'code' in error

/** No answer came, or not all of it. `cause` is what `fetch` said. */
export const networkError = (request: Request, cause: unknown): AuthError =>
  authError({ code: 'network_error', status: 0, title: `No answer from ${new URL(request.url).origin}` }, cause)

/** An answer that the contract does not know, such as the page of a proxy in between. */
export const unexpectedAnswer = (response: Response): AuthError =>
  authError({
    code: 'unexpected_answer',
    status: response.status,
    title: 'The answer is not one of this service',
    detail: `Status ${response.status}, ${response.headers.get('Content-Type') ?? 'no content type'}.`,
    ...besideBody(response),
  })

/** What the server refused with. */
export const refusal = (response: Response, text: string): AuthError => {
  const problem = readProblem(text)
  if (!problem) return unexpectedAnswer(response)
  return authError({ ...problem, status: response.status, ...besideBody(response) })
}

type Fields = Pick<AuthError, 'code' | 'status' | 'title'> &
  Partial<Pick<AuthError, 'detail' | 'mfaToken' | 'factors' | 'enrolment' | 'requestId' | 'retryAfter'>>

const authError = (
  { code, status, title, detail, mfaToken, factors, enrolment, requestId, retryAfter }: Fields,
  cause?: unknown,
): AuthError =>
  Object.assign(new Error(detail ? `${title}. ${detail}` : title, cause === undefined ? undefined : { cause }), {
    name: 'AuthError' as const,
    code,
    status,
    title,
    detail,
    mfaToken,
    factors,
    enrolment,
    requestId,
    retryAfter,
  })

const besideBody = ({ headers }: Response) => {
  const seconds = headers.get('Retry-After')
  return {
    requestId: headers.get('X-Request-Id') ?? undefined,
    // A proxy may send a date instead; the contract has seconds only.
    retryAfter: seconds && /^\d+$/.test(seconds) ? Number(seconds) : undefined,
  }
}

const readProblem = (
  text: string,
): Pick<AuthError, 'code' | 'title' | 'detail' | 'mfaToken' | 'factors' | 'enrolment'> | undefined => {
  try {
    const { code, title, detail, mfa_token: mfaToken, factors, enrolment } = JSON.parse(text) as Record<string, unknown>
    if (typeof code !== 'string' || typeof title !== 'string') return undefined
    const due = typeof enrolment === 'object' && enrolment !== null ? (enrolment as Enrolment) : undefined
    const named = Array.isArray(factors) ? (factors as Factors) : undefined
    const told = { code: code as AuthErrorCode, title, detail: textOf(detail), mfaToken: textOf(mfaToken) }
    return { ...told, factors: named, enrolment: due }
  } catch {
    // No JSON, or JSON that is `null`.
    return undefined
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
