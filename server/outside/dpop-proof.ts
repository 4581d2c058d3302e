// Proofs of a key (RFC 9449 section 4.2): what one says, once it is signed by the key that it carries.
import { EmbeddedJWK, type JWK, calculateJwkThumbprint, jwtVerify } from 'jose'
import { dpopAlgorithms } from '../model/signing-key.ts'

export interface DpopProof {
  /** Of its key (RFC 7638). */
  readonly keyThumbprint: string
  readonly jti: string
  readonly htm: string
  readonly htu: string
  /** Seconds since 1970. */
  readonly iat: number
  readonly ath: string | undefined
  readonly nonce: string | undefined
}

const maxLength = 4096

/** What a proof says, nothing of it compared yet but its own times; undefined for any other text. `now` in ms. */
export const readDpopProof = async (
  text: string,
  now: number,
  clockSeconds: number,
): Promise<DpopProof | undefined> => {
  if (text.length > maxLength) return undefined
  try {
    const { payload, protectedHeader } = await jwtVerify(text, EmbeddedJWK, {
      algorithms: [...dpopAlgorithms],
      typ: 'dpop+jwt',
      requiredClaims: ['jti', 'htm', 'htu', 'iat'],
      currentDate: new Date(now),
      clockTolerance: clockSeconds,
    })
    const { jti, htm, htu, iat, ath, nonce } = payload
    if (!isName(jti) || !isName(htm) || !isName(htu) || typeof iat !== 'number') return undefined
    if (![ath, nonce].every((claim) => claim === undefined || isName(claim))) return undefined
    const keyThumbprint = await calculateJwkThumbprint(protectedHeader.jwk as JWK)
    return { keyThumbprint, jti, htm, htu, iat, ath: ath as string | undefined, nonce: nonce as string | undefined }
  } catch {
    // Whoever sends it chooses the key: whatever jose or the platform says of it, it is no proof.
    return undefined
  }
}

const isName = (claim: unknown): claim is string => typeof claim === 'string' && claim !== ''
