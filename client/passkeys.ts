// Passkeys in a browser: what stands between the client's calls and the authenticator (WebAuthn level 3).
import type { Wire } from '../generated/operations.ts'
import type { AuthClient } from './auth-client.ts'

/** What `create` needs: the `AuthClient`, or two calls of your own to your backend. */
export interface Creating<Kept> {
  beginPasskey(): Promise<{ readonly public_key: Wire['PasskeyCreationOptions'] }>
  addPasskey(made: { readonly name: string; readonly credential: Wire['PasskeyAttestation'] }): Promise<Kept>
}

/** What `signIn` needs: the `AuthClient`, or two calls of your own to your backend. */
export interface SigningIn<Started> {
  beginPasskeySignIn(asked: OfClient): Promise<{ readonly public_key: Wire['PasskeyRequestOptions'] }>
  signInWithPasskey(signed: { readonly credential: Wire['PasskeyAssertion'] } & OfClient): Promise<Started>
}

interface OfClient {
  readonly clientId?: string
}

type Completing = Pick<AuthClient, 'beginPasskeyChallenge' | 'completeSignIn'>
type Proving = Pick<AuthClient, 'beginReauthentication' | 'reauthenticate'>

/** Whether this browser has all that passkeys need; no page of plain http has, but those of this machine. */
export const canUsePasskeys = (): boolean =>
  typeof PublicKeyCredential !== 'undefined' &&
  'parseCreationOptionsFromJSON' in PublicKeyCredential &&
  'parseRequestOptionsFromJSON' in PublicKeyCredential

/** Whether the browser offers passkeys in a field with `autocomplete="username webauthn"`. */
export const canOfferInField = async (): Promise<boolean> =>
  canUsePasskeys() && (await PublicKeyCredential.isConditionalMediationAvailable())

/**
 * Makes a passkey for who is signed in at the client. Rejects as `beginPasskey` and `addPasskey` do (`reauthentication_required` where the
 * last proof is older than ten minutes), or with the browser's `DOMException`: `NotAllowedError` where the person does not,
 * `InvalidStateError` where this authenticator has one already.
 */
export const create = async <Kept>(auth: Creating<Kept>, { name }: { readonly name: string }): Promise<Kept> => {
  const { public_key } = await auth.beginPasskey()
  return auth.addPasskey({ name, credential: await make(public_key) })
}

const make = async (asked: Wire['PasskeyCreationOptions']): Promise<Wire['PasskeyAttestation']> => {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked as PublicKeyCredentialCreationOptionsJSON)
  return jsonOf(await navigator.credentials.create({ publicKey })) as Wire['PasskeyAttestation']
}

const sign = async (asked: Wire['PasskeyRequestOptions']): Promise<Wire['PasskeyAssertion']> => {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked as PublicKeyCredentialRequestOptionsJSON)
  return jsonOf(await navigator.credentials.get({ publicKey })) as Wire['PasskeyAssertion']
}

/**
 * The second step of a sign-in by a passkey, where the error's `factors` have one; or, where it had an `enrolment`, by one that is made in place
 * of the app that the enrolment shows, and called `name`. Rejects as `completeSignIn` does, or with the browser's `DOMException`.
 */
export const completeSignIn = async (
  auth: Completing,
  {
    mfaToken,
    name = 'Passkey',
    clientId,
  }: { readonly mfaToken: string; readonly name?: string; readonly clientId?: string },
): Promise<Wire['AuthenticationResult']> => {
  const of = { mfaToken, ...(clientId !== undefined && { clientId }) }
  const { request, creation } = await auth.beginPasskeyChallenge(of)
  if (request) return auth.completeSignIn({ ...of, credential: await sign(request) })
  return auth.completeSignIn({ ...of, newPasskey: { name, credential: await make(creation!) } })
}

/** Proves by a passkey who is signed in. Rejects as `reauthenticate` does, or with the browser's `DOMException`. */
export const reauthenticate = async (auth: Proving): Promise<Wire['AccountFreshProof']> => {
  const { request } = await auth.beginReauthentication()
  return auth.reauthenticate({ credential: await sign(request!) })
}

/**
 * Signs in by a passkey, with nothing typed. With `inField` it waits until the person picks one in such a field: call it as the page opens,
 * and abort it before another sign-in begins. Rejects as `signInWithPasskey` does, or with the browser's `DOMException`.
 */
export const signIn = async <Started>(
  auth: SigningIn<Started>,
  { inField = false, signal, clientId }: { readonly inField?: boolean; readonly signal?: AbortSignal } & OfClient = {},
): Promise<Started> => {
  const of = clientId === undefined ? {} : { clientId }
  for (;;) {
    const { public_key } = await auth.beginPasskeySignIn(of)
    const asked = public_key as PublicKeyCredentialRequestOptionsJSON
    const stop = new AbortController()
    const abort = () => stop.abort(signal?.reason)
    signal?.addEventListener('abort', abort)
    if (signal?.aborted) abort()
    // A person may pick one long after the page opened: what is asked is renewed before the server forgets it.
    const age = inField && asked.timeout ? setTimeout(() => stop.abort(aged), asked.timeout * 0.9) : undefined
    try {
      const used = await navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked),
        mediation: inField ? 'conditional' : 'optional',
        signal: stop.signal,
      })
      return await auth.signInWithPasskey({ ...of, credential: jsonOf(used) as Wire['PasskeyAssertion'] })
    } catch (error) {
      if (error !== aged) throw error
    } finally {
      clearTimeout(age)
      signal?.removeEventListener('abort', abort)
    }
  }
}

const aged = new Error('The challenge is old.')

const jsonOf = (credential: Credential | null): unknown => (credential as PublicKeyCredential).toJSON()
