// What authenticators say, checked as WebAuthn level 3 has it (sections 7.1 and 7.2). Undefined for whatever does not hold.
import type { Passkey } from '../model/passkey.ts'

/** Loaded when the first passkey is shown: its 300 modules are a tenth of the start. */
const webAuthn = () => import('@simplewebauthn/server')

/** ES256, EdDSA and RS256: what authenticators of today have. */
export const passkeyAlgorithms = [-7, -8, -257] as const

/** How a browser may reach one (WebAuthn level 3 section 5.8.4). */
const passkeyTransports: readonly string[] = ['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'internal']

export interface Ceremony {
  readonly rpId: string
  readonly origin: string
  /** Whether we gave the challenge that was signed. */
  readonly isOurs: (challenge: string) => boolean
}

/** The page and the challenge that an answer of an authenticator names, before anything of it is believed. */
export const clientDataOf = (
  clientDataJson: string,
): { readonly origin: string; readonly challenge: string } | undefined => {
  try {
    const said = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString()) as Record<string, unknown>
    const { origin, challenge, crossOrigin = false } = said
    // A frame in a page of others: whoever made that page chose what the person sees around it.
    if (crossOrigin !== false) return undefined
    return typeof origin === 'string' && typeof challenge === 'string' ? { origin, challenge } : undefined
  } catch {
    return undefined
  }
}

/** What of an authenticator's answer counts; browsers tell more. */
interface Answered<Response> {
  readonly id: string
  readonly rawId: string
  readonly type: 'public-key'
  readonly response: Response
}

export type Attestation = Answered<{
  readonly clientDataJSON: string
  readonly attestationObject: string
  readonly transports?: readonly string[]
}>

export type Assertion = Answered<{
  readonly clientDataJSON: string
  readonly authenticatorData: string
  readonly signature: string
  /** Whose it is; absent where an authenticator was asked for one by its name, and does not say it. */
  readonly userHandle?: string | undefined
}>

export type NewPasskey = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'isBackedUp'>

export const readNewPasskey = async (
  { id, rawId, type, response: { transports: _, ...made } }: Attestation,
  { rpId, origin, isOurs }: Ceremony,
): Promise<NewPasskey | undefined> => {
  const { verifyRegistrationResponse } = await webAuthn()
  const verified = await verifyRegistrationResponse({
    response: { id, rawId, type, response: made, clientExtensionResults: {} },
    expectedChallenge: isOurs,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: [...passkeyAlgorithms],
  }).catch(() => undefined)
  if (!verified?.verified) return undefined
  const { credential, credentialBackedUp } = verified.registrationInfo
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    isBackedUp: credentialBackedUp,
  }
}

/** The counter is the caller's to look at: one that falls behind is worth telling apart from a wrong signature. */
export const readPasskeyUse = async (
  { id, rawId, type, response }: Assertion,
  { credentialId, publicKey }: Pick<Passkey, 'credentialId' | 'publicKey'>,
  { rpId, origin, isOurs }: Ceremony,
): Promise<{ readonly counter: number; readonly isBackedUp: boolean } | undefined> => {
  const { verifyAuthenticationResponse } = await webAuthn()
  const verified = await verifyAuthenticationResponse({
    response: { id, rawId, type, response, clientExtensionResults: {} },
    expectedChallenge: isOurs,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    credential: { id: credentialId, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter: -1 },
  }).catch(() => undefined)
  if (!verified?.verified) return undefined
  const { newCounter, credentialBackedUp } = verified.authenticationInfo
  return { counter: newCounter, isBackedUp: credentialBackedUp }
}

const isBase64url = (part: unknown): part is string => typeof part === 'string' && /^[\w-]+$/.test(part)

/** What a form carries as text of a new passkey; undefined where a part is missing, or no text. */
export const readAttestation = (text: string): Attestation | undefined => {
  try {
    const { id, rawId, type, response } = JSON.parse(text) as Partial<Attestation>
    const { clientDataJSON, attestationObject, transports } = (response ?? {}) as Partial<Attestation['response']>
    const parts = [id, rawId, clientDataJSON, attestationObject]
    if (type !== 'public-key' || !parts.every(isBase64url)) return undefined
    const known = Array.isArray(transports) ? transports.filter((one) => passkeyTransports.includes(one)) : []
    const made = { clientDataJSON, attestationObject, transports: known } as Attestation['response']
    return { id: id!, rawId: rawId!, type, response: made }
  } catch {
    return undefined
  }
}

/** The same of a use. */
export const readAssertion = (text: string): Assertion | undefined => {
  try {
    const { id, rawId, type, response } = JSON.parse(text) as Partial<Assertion>
    const { clientDataJSON, authenticatorData, signature, userHandle } = (response ?? {}) as Partial<
      Assertion['response']
    >
    const parts = [id, rawId, clientDataJSON, authenticatorData, signature, userHandle ?? 'none']
    if (type !== 'public-key' || !parts.every(isBase64url)) return undefined
    const read = { clientDataJSON, authenticatorData, signature, userHandle } as Assertion['response']
    return { id: id!, rawId: rawId!, type, response: read }
  } catch {
    return undefined
  }
}
