// A challenge that an authenticator signs. It is derived from what it is for, so that nothing is stored until it was used.
import type { Context } from '../../context.ts'
import { passkeySeconds } from '../../model/passkey.ts'
import { equal, sha256 } from '../../outside/secrets.ts'
import type { Database } from '../../storage/database.ts'
import { insertSpentAssertion } from '../../storage/spent-assertions.ts'

/** What a challenge is bound to: to sign in somewhere, alone or as second factor, to prove oneself once more, or to become a passkey. */
export interface ChallengeFor {
  readonly purpose: 'sign_in' | 'second_factor' | 'fresh_proof' | 'enrol'
  readonly surface: string
  readonly environmentId: string
  readonly clientId: string | null
  /** The session, or the ticket of a sign-in, that it is for; or what the browser keeps, where it keeps anything. */
  readonly holder: string | null
}

/** In base64url, as WebAuthn has it: when it ends, a random, and an HMAC of both with what it is for. */
export const issueChallenge = (ctx: Context, bound: ChallengeFor): string => {
  const text = `${ctx.clock.now() + passkeySeconds * 1000}.${ctx.ids.secret()}`
  return Buffer.from(`${text}.${sign(ctx, bound, text)}`).toString('base64url')
}

/** Whether it is one of ours, for this, and not too old. */
export const isChallenge = (ctx: Context, bound: ChallengeFor, challenge: string): boolean => {
  const [endsAt = '', random = '', signature = ''] = partsOf(challenge)
  return Number(endsAt) > ctx.clock.now() && equal(signature, sign(ctx, bound, `${endsAt}.${random}`))
}

/** True for the one caller who uses it, however it was written: one text has several forms in base64url. */
export const spendChallenge = (db: Database, challenge: string): Promise<boolean> => {
  const [endsAt = '', random = ''] = partsOf(challenge)
  return insertSpentAssertion(db, sha256(`passkey ${endsAt}.${random}`), Number(endsAt))
}

const partsOf = (challenge: string): string[] => Buffer.from(challenge, 'base64url').toString().split('.')

const sign = (ctx: Context, bound: ChallengeFor, text: string): string =>
  ctx.secrets.derive(
    'passkey challenge',
    JSON.stringify([bound.purpose, bound.surface, bound.environmentId, bound.clientId, bound.holder, text]),
  )
