// A checked request as the link that it came by, for a person who has signed in meanwhile.
import type { AuthorizationRequest } from '../identity/authorization/authorization-requests.ts'
import { keptClaims } from '../identity/authorization/claims-requests.ts'
import { withQuery } from '../identity/authorization/redirects.ts'
import { byClientSecret } from '../model/authorization-code.ts'

/** What is done is not asked again: to sign in, to choose somebody. */
export const toRequestAgain = (request: AuthorizationRequest): string => {
  const { client, redirectUri, responseType, responseMode, state, scope, codeChallenge, nonce, demands } = request
  const { pushedUri } = request
  if (pushedUri !== undefined) {
    return withQuery('/oauth2/authorize', { client_id: client.id, request_uri: pushedUri })
  }
  const hasChallenge = codeChallenge !== byClientSecret
  return withQuery('/oauth2/authorize', {
    client_id: client.id,
    redirect_uri: redirectUri,
    response_type: responseType,
    response_mode: responseMode,
    state,
    scope,
    code_challenge: hasChallenge ? codeChallenge : null,
    code_challenge_method: hasChallenge ? 'S256' : null,
    nonce,
    prompt: demands?.prompt.includes('consent') ? 'consent' : null,
    claims: toClaims(request),
  })
}

const toClaims = ({ claims, demands }: AuthorizationRequest): string | null => {
  const { idToken, userinfo } = keptClaims(claims)
  const named = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, null]))
  const subject = demands?.subject ?? null
  if (idToken.length + userinfo.length === 0 && subject === null) return null
  const sub = subject === null ? {} : { sub: { value: subject } }
  return JSON.stringify({ id_token: { ...named(idToken), ...sub }, userinfo: named(userinfo) })
}
