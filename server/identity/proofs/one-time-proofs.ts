// Links and codes that prove who reads the mail of an address: made here, presented here, used once.
import type { Context } from '../../context.ts'
import type { EmailMethod, Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { SurfaceName } from '../../model/policies.ts'
import {
  allStoredPurposes,
  type ProofPurpose,
  proofRules,
  storedPurpose,
  storedPurposesOf,
} from '../../model/proofs.ts'
import type { JsonObject, User } from '../../model/user.ts'
import { sha256 } from '../../outside/secrets.ts'
import { type Database, exclusively, transaction } from '../../storage/database.ts'
import { findEnvironment } from '../../storage/environments.ts'
import {
  type OneTimeToken,
  findEnvironmentOfToken,
  findToken,
  insertToken,
  useToken,
} from '../../storage/one-time-tokens.ts'
import { retireTokens, retireTokensOfUser, retireTokensOfRequest } from '../../storage/retired-tokens.ts'
import { findUser, lockUser } from '../../storage/users.ts'
import { hashOfCode, type Presented, tryCode } from './code-tries.ts'

export interface ProofRequest {
  readonly environment: Environment
  /** The only one that it counts at. */
  readonly surface: SurfaceName
  /** Nobody's, where the address has no user: made all the same, so that time does not tell, and good for nothing. */
  readonly user: User | null
  readonly purpose: ProofPurpose
  /** Canonical. */
  readonly email: string
  readonly clientId: string | null
  /** Where the person goes on after following the link; already found on an allow list. */
  readonly redirectUri: string | null
  /** What its use needs to know, beside. */
  readonly about?: JsonObject
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
  {
    beside,
    seconds = lifeOf(request.purpose, method),
    isHeldBack = false,
  }: {
    beside?: { requestId: string }
    seconds?: number
    /** Nobody is going to get it: it is good for nothing, and older ones stay as they are. */
    isHeldBack?: boolean
  } = {},
): Promise<IssuedProof> => {
  const { environment, user, purpose, email } = request
  const make = async (trx: Database): Promise<IssuedProof> => {
    const now = ctx.clock.now()
    const requestId = beside?.requestId ?? ctx.ids.uuid()
    if (!beside && !isHeldBack) await retireOlder(trx, request, now)
    const secret = method === 'code' ? newCode(ctx, email) : ctx.ids.hex(32)
    const expiresAt = now + seconds * 1000
    await insertToken(trx, {
      id: ctx.ids.uuid(),
      environmentId: environment.id,
      userId: user?.id ?? null,
      purpose: storedPurpose(purpose, method),
      surface: request.surface,
      email,
      requestId,
      hash: method === 'code' ? hashOfCode(ctx, requestId, secret) : sha256(secret),
      attempts: 0,
      data: { ...request.about, clientId: request.clientId, redirectUri: request.redirectUri },
      createdAt: now,
      expiresAt,
      usedAt: isHeldBack ? now : null,
    })
    return { secret, requestId, expiresAt, seconds }
  }
  // Two requests at once must not both stay live. What replaces nothing needs no turn, and waits for nobody's: a notice comes last in
  // the transaction of what it tells.
  if (proofRules[purpose].replaces === 'none') return transaction(db, make)
  return exclusively(db, proofsOf(environment.id, email), make)
}

const proofsOf = (environmentId: string, email: string): string => `proof ${environmentId} ${email}`

const retireOlder = async (db: Database, { environment, user, purpose, email }: ProofRequest, now: number) => {
  const purposes = storedPurposesOf(purpose)
  const { replaces } = proofRules[purpose]
  if (replaces === 'of_address') await retireTokens(db, { environmentId: environment.id, email, purposes, now })
  if (replaces === 'of_person') await retireTokensOfUser(db, user?.id ?? 'nobody', now, purposes)
}

const lifeOf = (purpose: ProofPurpose, method: EmailMethod): number =>
  method === 'code' ? proofRules[purpose].codeSeconds : proofRules[purpose].linkSeconds

/** In the sandbox some addresses always get the same code, so that a test need not read mail. */
const newCode = (ctx: Context, email: string): string =>
  ctx.sandbox && /\+code@example\.test$/.test(email) ? '424242' : ctx.ids.code()

/** A proof that is good, and not used yet. */
export interface Proven {
  readonly proof: OneTimeToken
  readonly purpose: ProofPurpose
  /** Where it was shown; null at a page that serves all. */
  readonly surface: SurfaceName | null
  readonly user: User
  readonly environment: Environment
  readonly clientId: string | null
  readonly redirectUri: string | null
}

/** The same before it is known whose the address is, if anybody's. */
export type ProvenAddress = Pick<Proven, 'proof' | 'purpose' | 'surface'>

/**
 * Looks at a link's token, or counts a try at a code. Refuses with `invalid_link` or `invalid_code`: wrong, used, expired
 * and never asked for are one answer in one time. Nothing is consumed: `useProof` does that.
 */
export const presentProof = async (ctx: Context, purpose: ProofPurpose, presented: Presented): Promise<Proven> => {
  const isCode = 'code' in presented
  const proof = isCode
    ? await tryCode(ctx, purpose, presented)
    : await findToken(
        ctx.db,
        { purpose: storedPurpose(purpose, 'link'), hash: sha256(presented.token), surface: presented.surface },
        ctx.clock.now(),
      )
  const isElsewhere = presented.environment !== undefined && proof?.environmentId !== presented.environment.id
  if (!proof?.userId || isElsewhere) throw isCode ? refusalOf(true) : await deadLink(ctx, purpose, presented.token)

  const environment = presented.environment ?? (await findEnvironment(ctx.db, proof.environmentId))
  const user = await findUser(ctx.db, proof.environmentId, proof.userId)
  const hasAddress = user?.email === proof.email || proofRules[purpose].outlivesAddress
  if (!environment?.isActive || user?.status !== 'active' || !hasAddress) throw refusalOf(isCode)
  const { clientId = null, redirectUri = null } = proof.data as Partial<Pick<Proven, 'clientId' | 'redirectUri'>>
  return { proof, purpose, surface: presented.surface, user, environment, clientId, redirectUri }
}

/** Its page is of the application that mailed it: whoever holds the link has its mail before them. */
const deadLink = async (ctx: Context, purpose: ProofPurpose, token: string): Promise<Failure> => {
  const shown = { purpose: storedPurpose(purpose, 'link'), hash: sha256(token) }
  const environmentId = ctx.wantsPage ? await findEnvironmentOfToken(ctx.db, shown) : undefined
  return new Failure('invalid_link', undefined, { environmentId })
}

const refusalOf = (isCode: boolean): Failure => new Failure(isCode ? 'invalid_code' : 'invalid_link')

/** A code that is right for an address, whoever has it by now; see `presentProof`. */
export const presentCodeOfAddress = async (
  ctx: Context,
  purpose: ProofPurpose,
  presented: Extract<Presented, { code: string }>,
): Promise<ProvenAddress> => {
  const proof = await tryCode(ctx, purpose, presented)
  if (!proof) throw refusalOf(true)
  return { proof, purpose, surface: presented.surface }
}

/** Consumes a proof and all else that its request gave. Refuses every caller but one. */
export const useProof = async (
  ctx: Context,
  db: Database,
  { proof, purpose, surface, user }: ProvenAddress & { readonly user: User | undefined },
): Promise<void> => {
  const now = ctx.clock.now()
  if (user) await lockUser(db, user)
  // In the order of `issueProof`: one that is used up may give another one in the same transaction.
  await exclusively(db, proofsOf(proof.environmentId, proof.email), async (trx) => {
    if (!(await useToken(trx, { purpose: proof.purpose, hash: proof.hash, surface }, now))) {
      throw refusalOf(proof.purpose === storedPurpose(purpose, 'code'))
    }
    await retireTokensOfRequest(trx, proof.requestId, now)
  })
}

/** Makes every link and code mailed to a person worthless: their password or their address is another one now, or they are put out. */
export const retireProofs = async (ctx: Context, db: Database, user: User): Promise<void> => {
  const { environmentId, email } = user
  const now = ctx.clock.now()
  await retireTokens(db, { environmentId, email, purposes: allStoredPurposes, now })
  // Those that went elsewhere: to the address that a stranger would have had next.
  await retireTokensOfUser(db, user.id, now, allStoredPurposes)
}
