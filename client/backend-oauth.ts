// Sign-in with a provider, for an application that has a publishable key.
import type { Wire } from '../generated/operations.ts'
import { answered, as } from './backend-calls.ts'
import type { Transport } from './transport.ts'

export interface OAuthCalls {
  /**
   * The address that a browser opens to sign in with `google`, `github` or another provider:
   * `GET /api/v1/auth/oauth/{provider}`. It ends at the redirect URI, which must be registered, with `code`, and with the
   * `state` that was given: compare it with what this browser began with. With a `codeChallenge` (S256, RFC 7636) the code
   * is exchanged by its verifier, without one by the secret key of your own backend.
   */
  getOAuthInitUrl(provider: string, redirectUri: string, more?: { state?: string; codeChallenge?: string }): string
  /**
   * Tokens and the user for a code, or `mfa_required` and the `mfa_token` to send with a code of the second factor:
   * `POST /api/v1/auth/oauth/exchange`. Each code works once, within a minute. Keep the secret key, `sk_…`, out of
   * browsers. Codes: `invalid_authorization_code`, `invalid_api_key`.
   */
  exchangeOAuthCode(
    came: { code: string } & ({ codeVerifier: string } | { secretKey: string }),
  ): Promise<Wire['AppLoginResult']>
}

interface Place {
  readonly apiUrl: string
  readonly tenantId: string | undefined
}

export const createOAuthCalls = (api: Transport, { apiUrl, tenantId }: Place): OAuthCalls => ({
  getOAuthInitUrl: (provider, redirectUri, { state, codeChallenge } = {}) => {
    const query = new URLSearchParams({
      redirect_uri: redirectUri,
      ...(tenantId !== undefined && { tenant_id: tenantId }),
      ...(codeChallenge !== undefined && { code_challenge: codeChallenge }),
      ...(state !== undefined && { state }),
    })
    return `${apiUrl}/api/v1/auth/oauth/${encodeURIComponent(provider)}?${query}`
  },
  exchangeOAuthCode: async ({ code, ...proof }) => {
    const asked =
      'secretKey' in proof
        ? { ...as(proof.secretKey), body: { code } }
        : { body: { code, code_verifier: proof.codeVerifier } }
    // openapi-fetch's types drop what is always null.
    return (await answered(api.POST('/api/v1/auth/oauth/exchange', asked))) as Wire['AppLoginResult']
  },
})
