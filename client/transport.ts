// How requests travel: openapi-fetch, with refusals and lost connections thrown as errors.
import createClient from 'openapi-fetch'
import type { paths } from '../generated/schema.ts'
import { networkError, refusal, unexpectedAnswer } from './auth-error.ts'

export interface TransportOptions {
  readonly baseUrl: string
  readonly fetch?: typeof fetch
  /** Whether the browser's cookies go along. */
  readonly cookies: boolean
  readonly origin?: string
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>
}

/** How calls that fail say so: each surface has its own words. */
export interface Refusals {
  readonly networkError: (request: Request, cause: unknown) => Error
  readonly unexpectedAnswer: (response: Response) => Error
  readonly refusal: (response: Response, text: string) => Error
}

export const createTransport = (
  options: TransportOptions,
  refusals: Refusals = { networkError, unexpectedAnswer, refusal },
) =>
  createClient<paths>({
    baseUrl: options.baseUrl,
    // Omitted even at the same origin: a cookie would ask for a CSRF token and outlive the tokens.
    credentials: options.cookies ? 'include' : 'omit',
    // A browser ignores this and sends its own.
    headers: { ...options.headers, Origin: options.origin },
    // Looked up at each call, as a browser's fetch may only be called on its global.
    fetch: (request) => readAnswer(request, options.fetch ?? globalThis.fetch, refusals),
  })

export type Transport = ReturnType<typeof createTransport>

/** The body of an answer that must have one. */
export const bodyOf = <Body>(
  { data, response }: { data?: Body; response: Response },
  unexpected: Refusals['unexpectedAnswer'] = unexpectedAnswer,
): Body => {
  if (data === undefined) throw unexpected(response)
  return data
}

/** The same where a browser would get a page: this client asks for no page. */
export const jsonOf = <Body>(answer: { data?: Body; response: Response }): Exclude<Body, string> =>
  bodyOf(answer) as Exclude<Body, string>

/** Reads an answer to its end: what is lost half-way is a network error too, and not a broken answer. */
const readAnswer = async (request: Request, send: typeof fetch, say: Refusals): Promise<Response> => {
  const { response, text } = await exchange(request, send).catch((cause: unknown) => {
    throw say.networkError(request, cause)
  })
  if (!response.ok) throw say.refusal(response, text)
  if (text && !isScript(response) && !isJson(text)) throw say.unexpectedAnswer(response)
  return new Response(text || null, response)
}

const exchange = async (request: Request, send: typeof fetch) => {
  const response = await send(request)
  return { response, text: await response.text() }
}

/** `GET /auth/csrf-session` answers with one. */
const isScript = ({ headers }: Response): boolean => headers.get('Content-Type')?.includes('javascript') ?? false

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
