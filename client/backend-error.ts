// Why a call of the backend client rejected. Plain Error objects with fields, so that they survive bundlers and realms.
import type { errors } from '../generated/errors.ts'

/**
 * The `type` of a refusal, and two of the client's own: `network_error`, when no whole answer came, and
 * `unexpected_answer`, when one came that the contract does not know. A newer server may say one that is not listed here:
 * give every `switch` a default.
 */
export type BackendErrorCode =
  (typeof errors)['app'][keyof (typeof errors)['app']]['body']['type'] | 'network_error' | 'unexpected_answer'

/** A refusal as the wire has it (RFC 9457). */
export interface BackendErrorBody {
  readonly type: BackendErrorCode
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance?: string
}

export interface BackendError extends Error {
  readonly name: 'BackendError'
  /** The HTTP status; 0 when no answer came. */
  readonly status: number
  /** What is wrong with this very request, fit to be shown; the same as `body.detail`. */
  readonly message: string
  readonly body: BackendErrorBody
  /** Stable; branch on this. The same as `body.type`. */
  readonly code: BackendErrorCode
  /** Finds the request in the server's logs. */
  readonly requestId: string | undefined
  /** Seconds to wait before the next try, where the server says so (RFC 9110 section 10.2.3). */
  readonly retryAfter: number | undefined
}

/** Whether this is an error that a call of the backend client rejected with. */
export const isBackendError = (error: unknown): error is BackendError =>
  error instanceof Error && error.name === 'BackendError' && 'body' in error

/** The same question as `error instanceof BackendError`. */
export const BackendError = {
  [Symbol.hasInstance]: (error: unknown): error is BackendError => isBackendError(error),
}

/** No answer came, or not all of it. `cause` is what `fetch` said. */
export const networkError = (request: Request, cause: unknown): BackendError =>
  backendError({
    body: {
      type: 'network_error',
      title: 'No answer',
      status: 0,
      detail: `No answer from ${new URL(request.url).origin}.`,
    },
    cause,
  })

/** An answer that the contract does not know, such as the page of a proxy in between. */
export const unexpectedAnswer = (response: Response): BackendError => {
  const type = response.headers.get('Content-Type') ?? 'no content type'
  const detail = `The answer is not one of this service: status ${response.status}, ${type}.`
  const body = { type: 'unexpected_answer', title: 'The answer is not one of this service' } as const
  return backendError({ body: { ...body, status: response.status, detail }, response })
}

/** What the server refused with. */
export const refusal = (response: Response, text: string): BackendError => {
  const body = readProblem(text)
  return body ? backendError({ body: { ...body, status: response.status }, response }) : unexpectedAnswer(response)
}

interface Told {
  readonly body: BackendErrorBody
  readonly response?: Response
  readonly cause?: unknown
}

const backendError = ({ body, response, cause }: Told): BackendError => {
  const seconds = response?.headers.get('Retry-After')
  return Object.assign(new Error(body.detail, cause === undefined ? undefined : { cause }), {
    name: 'BackendError' as const,
    status: body.status,
    body,
    code: body.type,
    requestId: response?.headers.get('X-Request-Id') ?? undefined,
    // A proxy may send a date instead; the contract has seconds only.
    retryAfter: seconds && /^\d+$/.test(seconds) ? Number(seconds) : undefined,
  })
}

const readProblem = (text: string): BackendErrorBody | undefined => {
  try {
    const problem = JSON.parse(text) as Record<string, unknown>
    const isOne = ['type', 'title', 'detail'].every((field) => typeof problem[field] === 'string')
    return isOne ? (problem as unknown as BackendErrorBody) : undefined
  } catch {
    // No JSON, or JSON that is `null`.
    return undefined
  }
}
