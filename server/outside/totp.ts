// One-time passwords by time (RFC 6238), as every authenticator app makes them: SHA-1, six digits, 30 seconds.
import { Secret, TOTP } from 'otpauth'
import { toQrPicture } from './qr-code.ts'

const periodSeconds = 30
const form = { algorithm: 'SHA1', digits: 6, period: periodSeconds } as const

/** A secret of 160 bits or more, given in hexadecimal, in the form that people type (base32). */
export const toTotpSecret = (hex: string): string => Secret.fromHex(hex).base32

/** For an authenticator app, as a link and as a picture of it. */
export const enrolment = async (
  secret: string,
  { issuer, label }: { issuer: string; label: string },
): Promise<{ uri: string; qr: string }> => {
  const uri = new TOTP({ ...form, issuer, label, secret: Secret.fromBase32(secret) }).toString()
  return { uri, qr: await toQrPicture(uri) }
}

/** The code of a moment, as the app would show it. */
export const totpCode = (secret: string, now: number): string =>
  new TOTP({ ...form, secret: Secret.fromBase32(secret) }).generate({ timestamp: now })

/** The time step that a code is of: this one, the one before or the next; undefined for any other text. */
export const totpStep = (secret: string, code: string, now: number): number | undefined => {
  if (!/^[0-9]{6}$/.test(code)) return undefined
  const totp = new TOTP({ ...form, secret: Secret.fromBase32(secret) })
  const delta = totp.validate({ token: code, timestamp: now, window: 1 })
  return delta === null ? undefined : Math.floor(now / 1000 / periodSeconds) + delta
}
