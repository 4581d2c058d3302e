// The second factor: a code of an authenticator app, or a backup code for when that is lost.
import type { Context } from '../context.ts'
import { typedCode } from '../model/codes.ts'
import { Failure } from '../model/failure.ts'
import { backupCodeCount, freshSeconds } from '../model/second-factor.ts'
import type { User } from '../model/user.ts'
import { enrolment, toTotpSecret, totpStep } from '../outside/totp.ts'
import { findApplication } from '../storage/applications.ts'
import { type Database, transaction } from '../storage/database.ts'
import {
  confirmTotpFactor,
  countBackupCodes,
  deleteSecondFactors,
  findTotpFactor,
  hasTotpFactor,
  insertTotpFactor,
  listUsersWithTotpFactor,
  replaceBackupCodes,
  useBackupCode,
  useTotpStep,
} from '../storage/second-factors.ts'
import { endSessionsOfUser } from '../storage/sessions.ts'
import { byCaller, record } from './audit.ts'
import { requireUser } from './callers.ts'
import { giveBack, spend } from './limits.ts'
import { queueMail } from './mail.ts'

/** Whether a sign-in has to ask for one. */
export const hasSecondFactor = (db: Database, user: User): Promise<boolean> => hasTotpFactor(db, user.id)

/** Who of these people is asked for one. */
export const withSecondFactor = async (ctx: Context, users: readonly User[]): Promise<ReadonlySet<string>> =>
  new Set(
    await listUsersWithTotpFactor(
      ctx.db,
      users.map(({ id }) => id),
    ),
  )

export interface Enrolment {
  readonly secret: string
  readonly uri: string
  readonly qr: string
}

/** A new authenticator app for the caller. It counts once its first code has come; until then another one replaces it. */
export const enrolSecondFactor = async (ctx: Context): Promise<Enrolment> => {
  const { user, environment } = requireFresh(ctx)
  const secret = toTotpSecret(ctx.ids.hex(20))
  const sealedSecret = ctx.secrets.seal(secret)
  const now = ctx.clock.now()
  const factor = { userId: user.id, sealedSecret, confirmedAt: null, lastStep: 0, createdAt: now, updatedAt: now }
  if (!(await insertTotpFactor(ctx.db, factor))) throw new Failure('second_factor_exists')
  const application = await findApplication(ctx.db, environment.tenantId, environment.applicationId)
  return { secret, ...(await enrolment(secret, { issuer: application?.name ?? 'Countersign', label: user.email })) }
}

/**
 * Switches the second factor on by the first code, and gives backup codes. All other sessions end: they were started
 * without it.
 */
export const confirmSecondFactor = async (ctx: Context, typed: string): Promise<string[]> => {
  const code = typedCode(typed)
  const { user, session, environment } = requireUser(ctx)
  const factor = await findTotpFactor(ctx.db, user.id)
  if (!factor) throw new Failure('second_factor_missing')
  if (factor.confirmedAt !== null) throw new Failure('second_factor_exists')
  const step = await counted(ctx, user, async () =>
    totpStep(await ctx.secrets.open(factor.sealedSecret), code, ctx.clock.now()),
  )
  const codes = newBackupCodes(ctx)
  await transaction(ctx.db, async (db) => {
    const now = ctx.clock.now()
    if (!(await confirmTotpFactor(db, user.id, step, now))) throw new Failure('invalid_code')
    await replaceBackupCodes(db, user.id, codes.map(hashFor(ctx, user)), now)
    await endSessionsOfUser(db, user.id, now, 'second_factor_on', session.id)
    await record(ctx, db, 'second_factor.on', { environmentId: environment.id, ...byCaller(ctx) })
    await queueMail(ctx, db, environment, 'second_factor_on', user.email, {})
  })
  return codes
}

/** Switches it off, by a code of either kind. */
export const removeSecondFactor = async (ctx: Context, code: string): Promise<void> => {
  const { user, environment } = requireUser(ctx)
  const proof = await readSecondFactor(ctx, user, code)
  await transaction(ctx.db, async (db) => {
    await useSecondFactor(ctx, db, user, proof)
    await deleteSecondFactors(db, user.id)
    await record(ctx, db, 'second_factor.off', { environmentId: environment.id, ...byCaller(ctx) })
    await queueMail(ctx, db, environment, 'second_factor_off', user.email, {})
  })
}

/** New backup codes in place of all earlier ones. */
export const renewBackupCodes = async (ctx: Context): Promise<string[]> => {
  const { user, environment } = requireFresh(ctx)
  if (!(await hasTotpFactor(ctx.db, user.id))) throw new Failure('second_factor_missing')
  const codes = newBackupCodes(ctx)
  await transaction(ctx.db, async (db) => {
    await replaceBackupCodes(db, user.id, codes.map(hashFor(ctx, user)), ctx.clock.now())
    await record(ctx, db, 'second_factor.backup_codes', { environmentId: environment.id, ...byCaller(ctx) })
  })
  return codes
}

/** Uses up one of the caller's backup codes, or `invalid_code`. */
export const spendBackupCode = async (ctx: Context, typed: string): Promise<void> => {
  const { user } = requireUser(ctx)
  const hash = hashFor(ctx, user)(typedCode(typed))
  await counted(ctx, user, async () => (await useBackupCode(ctx.db, user.id, hash, ctx.clock.now())) || undefined)
}

export const countCodesLeft = (ctx: Context): Promise<number> => countBackupCodes(ctx.db, requireUser(ctx).user.id)

/** A code that is right, and not taken yet. */
export type SecondFactorProof =
  { readonly kind: 'totp'; readonly step: number } | { readonly kind: 'backup'; readonly hash: string }

/** Looks at a code of either kind: counts the try, and takes nothing yet. */
export const readSecondFactor = async (ctx: Context, user: User, typed: string): Promise<SecondFactorProof> => {
  const code = typedCode(typed)
  const factor = await findTotpFactor(ctx.db, user.id)
  if (!factor || factor.confirmedAt === null) throw new Failure('second_factor_missing')
  if (code.includes('-')) {
    await spend(ctx, 'secondFactorPerUser', user.id)
    return { kind: 'backup', hash: hashFor(ctx, user)(code) }
  }
  const step = await counted(ctx, user, async () =>
    totpStep(await ctx.secrets.open(factor.sealedSecret), code, ctx.clock.now()),
  )
  return { kind: 'totp', step }
}

/** Takes a code: every caller but one is refused with `invalid_code`. */
export const useSecondFactor = async (
  ctx: Context,
  db: Database,
  user: User,
  proof: SecondFactorProof,
): Promise<void> => {
  const now = ctx.clock.now()
  const won =
    proof.kind === 'totp'
      ? await useTotpStep(db, user.id, proof.step, now)
      : await useBackupCode(db, user.id, proof.hash, now)
  if (!won) throw new Failure('invalid_code')
}

/** Counts a try before it is made; a right one is given back. Refuses a wrong one with `invalid_code`. */
const counted = async <T>(ctx: Context, user: User, check: () => Promise<T | undefined>): Promise<T> => {
  await spend(ctx, 'secondFactorPerUser', user.id)
  const found = await check()
  if (found === undefined) throw new Failure('invalid_code')
  await giveBack(ctx, 'secondFactorPerUser', user.id)
  return found
}

/** Whoever holds a copied token must not change factors: the person signs in again first. */
const requireFresh = (ctx: Context) => {
  const caller = requireUser(ctx)
  if (ctx.clock.now() - caller.session.createdAt > freshSeconds * 1000) throw new Failure('sign_in_again')
  return caller
}

const newBackupCodes = (ctx: Context): string[] =>
  Array.from({ length: backupCodeCount }, () => {
    const hex = ctx.ids.hex(5)
    return `${hex.slice(0, 5)}-${hex.slice(5)}`
  })

/** Keyed, as a code has only 40 bits. */
const hashFor = (ctx: Context, user: User) => (code: string) => ctx.secrets.derive('backup code', `${user.id}:${code}`)
