// Links and codes that prove who reads the mail of an address: made here, presented here, used once.
import type { Context } from '../context.ts'
import { typedCode } from '../model/codes.ts'
import type { EmailMethod, Environment } from '../model/environment.ts'
import { Failure } from '../model/failure.ts'
import {
  allStoredPurposes,
  codeTries,
  type ProofPurpose,
  proofRules,
  storedPurpose,
  storedPurposesOf,
} from '../model/proofs.ts'
import type { User } from '../model/user.ts'
import { equal, sha256 } from '../outside/secrets.ts'
import { type Database, exclusively, transaction } from '../storage/database.ts'
import { findEnvironment } from '../storage/environments.ts'
import {
  type OneTimeToken,
  findToken,
  insertToken,
  retireTokens,
  retireTokensOfRequest,
  spendAttempt,
  useToken,
} from '../storage/one-time-tokens.ts'
import { findUser } from '../storage/users.ts'
import { requireEmail } from './emails.ts'
import { giveBack, spend } from './limits.ts'

export interface ProofRequest {
  readonly environment: Environment
  /** Nobody's, where the address has no user: made all the same, so that time does not tell, and good for nothing. */
  readonly user: User | null
  readonly purpose: ProofPurpose
  /** Canonical. */
  readonly email: string
  readonly clientId: string | null
  /** Where the person goes on after following the link; already found on an allow list. */
  readonly redirectUri: string | null
}

export interface IssuedProof {
  /** The token of a link (64 hexadecimal characters) or six digits. It is kept nowhere. */
  readonly secret: string
  readonly requestId: string
  /** ms */
  readonly expiresAt: number
  readonly seconds: number
}

/**
 * Makes a link's token or a code. What older requests for the same purpose and address gave is worth nothing from now on,
 * except what `beside` gave: it joins that request, and dies with it.
 */
export const issueProof = (
  ctx: Context,
  db: Database,
  request: ProofRequest,
  method: EmailMethod,
  { beside, seconds = lifeOf(request.purpose, method) }: { beside?: { requestId: string }; seconds?: number } = {},
): Promise<IssuedProof> => {
  const { environment, user, purpose, email } = request
  // Two requests at once must not both stay live.
  return exclusively(db, `proof ${environment.id} ${email}`, async (trx) => {
    const now = ctx.clock.now()
    const requestId = beside?.requestId ?? ctx.ids.uuid()
    if (!beside) {
      const purposes = storedPurposesOf(purpose)
      await retireTokens(trx, { environmentId: environment.id, email, purposes, now })
    }
    const secret = method === 'code' ? newCode(ctx, email) : ctx.ids.hex(32)
    const expiresAt = now + seconds * 1000
    await insertToken(trx, {
      id: ctx.ids.uuid(),
      environmentId: environment.id,
      userId: user?.id ?? null,
      purpose: storedPurpose(purpose, method),
      email,
      requestId,
      hash: method === 'code' ? hashOfCode(ctx, requestId, secret) : sha256(secret),
      attempts: 0,
      data: { clientId: request.clientId, redirectUri: request.redirectUri },
      createdAt: now,
      expiresAt,
      usedAt: null,
    })
    return { secret, requestId, expiresAt, seconds }
  })
}

const lifeOf = (purpose: ProofPurpose, method: EmailMethod): number =>
  method === 'code' ? proofRules[purpose].codeSeconds : proofRules[purpose].linkSeconds

/** In the sandbox some addresses always get the same code, so that a test need not read mail. */
const newCode = (ctx: Context, email: string): string =>
  ctx.sandbox && /\+code@example\.test$/.test(email) ? '424242' : ctx.ids.code()

/** Keyed, and by request: a million digests of all codes would tell nothing about the next one. */
const hashOfCode = (ctx: Context, requestId: string, code: string): string =>
  ctx.secrets.derive('one-time code', `${requestId}:${code}`)

/** What somebody shows us. A code counts for one address only; a link's token names its own. */
export type Presented =
  | { readonly token: string; readonly environment?: Environment }
  | { readonly code: string; readonly email: string; readonly environment: Environment }

/** A proof that is good, and not used yet. */
export interface Proven {
  readonly proof: OneTimeToken
  readonly purpose: ProofPurpose
  readonly user: User
  readonly environment: Environment
  readonly clientId: string | null
  readonly redirectUri: string | null
}

/**
 * Looks at a link's token, or counts a try at a code. Refuses with `invalid_link` or `invalid_code`: wrong, used, expired
 * and never asked for are one answer in one time. Nothing is consumed: `useProof` does that.
 */
export const presentProof = async (ctx: Context, purpose: ProofPurpose, presented: Presented): Promise<Proven> => {
  const isCode = 'code' in presented
  const proof = isCode
    ? await tryCode(ctx, purpose, presented)
    : await findToken(ctx.db, storedPurpose(purpose, 'link'), sha256(presented.token), ctx.clock.now())
  const isElsewhere = presented.environment !== undefined && proof?.environmentId !== presented.environment.id
  if (!proof?.userId || isElsewhere) throw refusalOf(isCode)

  const environment = presented.environment ?? (await findEnvironment(ctx.db, proof.environmentId))
  const user = await findUser(ctx.db, proof.environmentId, proof.userId)
  if (!environment?.isActive || user?.status !== 'active' || user.email !== proof.email) throw refusalOf(isCode)
  const { clientId = null, redirectUri = null } = proof.data as Partial<Pick<Proven, 'clientId' | 'redirectUri'>>
  return { proof, purpose, user, environment, clientId, redirectUri }
}

const refusalOf = (isCode: boolean): Failure => new Failure(isCode ? 'invalid_code' : 'invalid_link')

const tryCode = async (
  ctx: Context,
  purpose: ProofPurpose,
  { code: typed, email, environment }: Extract<Presented, { code: string }>,
): Promise<OneTimeToken | undefined> => {
  const code = typedCode(typed)
  const address = requireEmail(email)
  // One transaction, so that one commit is waited for whether there was a code to try at or not.
  const pending = await transaction(ctx.db, async (db) => {
    await spend(ctx, 'codeTriesPerIp', ctx.ip, db)
    return spendAttempt(db, {
      environmentId: environment.id,
      purpose: storedPurpose(purpose, 'code'),
      email: address,
      now: ctx.clock.now(),
      max: codeTries,
    })
  })
  const matches = equal(pending?.hash ?? '', hashOfCode(ctx, pending?.requestId ?? '', code))
  if (!pending || !matches) return undefined
  await giveBack(ctx, 'codeTriesPerIp', ctx.ip)
  return pending
}

/** Consumes a proof and all else that its request gave. Refuses every caller but one. */
export const useProof = async (ctx: Context, db: Database, { proof, purpose }: Proven): Promise<void> => {
  const now = ctx.clock.now()
  if (!(await useToken(db, proof.purpose, proof.hash, now))) {
    throw refusalOf(proof.purpose === storedPurpose(purpose, 'code'))
  }
  await retireTokensOfRequest(db, proof.requestId, now)
}

/** Makes every link and code mailed to a person worthless: their password or their address is another one now. */
export const retireProofs = async (ctx: Context, db: Database, user: User): Promise<void> => {
  const { environmentId, email } = user
  await retireTokens(db, { environmentId, email, purposes: allStoredPurposes, now: ctx.clock.now() })
}
