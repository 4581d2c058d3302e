// Why a call of the backend client rejected.
import type { errors } from '../generated/errors.ts'
import type { OperationId } from '../generated/operations.ts'
import type { RefusalOf } from '../generated/refusals.ts'

type BackendOperation = Extract<OperationId, `app.${string}` | `platform.${string}`>

/**
 * The `type` of what an operation of the app or the platform surface may refuse with (any of them by default), and two of
 * the client's own: `network_error`, when no whole answer came, and `unexpected_answer`, when one came that the contract
 * does not know. A newer server may say one that is not listed here: give every `switch` a default.
 */
export type BackendErrorCode<K extends BackendOperation = BackendOperation> =
  (typeof errors)['app'][RefusalOf<K>]['body']['type'] | 'network_error' | 'unexpected_answer'

/** A refusal as the wire has it (RFC 9457). */
export interface BackendErrorBody {
  readonly type: BackendErrorCode
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance?: string
}

interface Told {
  readonly body: BackendErrorBody
  readonly response?: Response
  readonly cause?: unknown
}

/** What calls of the backend client reject with. `message` says what is wrong with this very request, fit to be shown. */
export class BackendError extends Error {
  override readonly name: string = 'BackendError'
  /** The HTTP status; 0 when no answer came. */
  readonly status: number
  readonly body: BackendErrorBody
  /** Stable; branch on this. The same as `body.type`. */
  readonly code: BackendErrorCode
  /** Finds the request in the server's logs. */
  readonly requestId: string | undefined
  /** Seconds to wait before the next try, where the server says so (RFC 9110 section 10.2.3). */
  readonly retryAfter: number | undefined

  constructor({ body, response, cause }: Told) {
    super(body.detail, cause === undefined ? undefined : { cause })
    this.status = body.status
    this.body = body
    this.code = body.type
    this.requestId = response?.headers.get('X-Request-Id') ?? undefined
    const seconds = response?.headers.get('Retry-After')
    // A proxy may send a date instead; the contract has seconds only.
    this.retryAfter = seconds && /^\d+$/.test(seconds) ? Number(seconds) : undefined
  }
}

/** No answer came, or not all of it. `cause` is what `fetch` said. */
export const networkError = (request: Request, cause: unknown): BackendError =>
  new BackendError({
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
  return new BackendError({ body: { ...body, status: response.status, detail }, response })
}

/** What the server refused with. */
export const refusal = (response: Response, text: string): BackendError => {
  const body = readProblem(text)
  return body ? new BackendError({ body: { ...body, status: response.status }, response }) : unexpectedAnswer(response)
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
