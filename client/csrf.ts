// The CSRF token of a browser session: asked for when first needed, renewed when an answer says so.
import { isAuthError } from './auth-error.ts'

export interface CsrfParts {
  /** `GET /auth/csrf-session`: sets the cookie. */
  readonly startSession: () => Promise<unknown>
  /** `GET /auth/csrf-token`: the token that belongs to the cookie. */
  readonly askToken: () => Promise<string>
}

/** Sends something that a cookie authenticates. */
export type WithCsrf = <Answer extends { response: Response }>(
  send: (headers: Record<string, string>) => Promise<Answer>,
) => Promise<Answer>

/** For clients that send no cookie: nothing to protect. */
export const withoutCsrf: WithCsrf = (send) => send({})

export const createCsrf = ({ startSession, askToken }: CsrfParts): WithCsrf => {
  let known: string | undefined
  let asking: Promise<string> | undefined

  // Another tab may have started the session, and a second one would take its token away: ask first.
  const askOrStart = (): Promise<string> =>
    askToken().catch(async (error: unknown) => {
      if (!isAuthError(error) || error.code !== 'csrf_session_missing') throw error
      await startSession()
      return askToken()
    })

  const current = async (): Promise<string> => {
    asking ??= askOrStart().finally(() => {
      asking = undefined
    })
    return (known = await asking)
  }

  return async (send) => {
    const attempt = async (token: string) => {
      const answer = await send({ 'X-CSRF-Token': token })
      // Sign-in and sign-up renew the pair.
      known = answer.response.headers.get('X-CSRF-Token') ?? known
      return answer
    }
    const used = known ?? (await current())
    try {
      return await attempt(used)
    } catch (error) {
      if (!isCsrfRefusal(error)) throw error
      // A call beside this one may have got the new token already.
      return attempt(known !== undefined && known !== used ? known : await current())
    }
  }
}

const isCsrfRefusal = (error: unknown): boolean =>
  isAuthError(error) && (error.code === 'csrf_mismatch' || error.code === 'csrf_session_missing')
