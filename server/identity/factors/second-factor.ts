// The second factor: a code of an authenticator app, or a backup code for when that is lost.
import type { Context } from '../../context.ts'
import { typedCode } from '../../model/codes.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { LimitName } from '../../model/limits.ts'
import { type TotpFactor, backupCodeCount, unnamedApp } from '../../model/second-factor.ts'
import type { User } from '../../model/user.ts'
import { toTotpSecret, totpCode, totpStep } from '../../outside/totp.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { deletePasskeysOfUser, listPasskeysOfUser } from '../../storage/passkeys.ts'
import {
  countBackupCodes,
  deleteSecondFactors,
  findTotpFactor,
  hasBackupCode,
  hasFactor,
  hasTotpFactor,
  insertTotpFactor,
  listUsersWithTotpFactor,
  replaceBackupCodes,
  useBackupCode,
  useTotpStep,
} from '../../storage/second-factors.ts'
import { endSessionsOfUser } from '../../storage/ended-sessions.ts'
import { lockUser, updateUser } from '../../storage/users.ts'
import { byCaller, record } from '../administration/audit.ts'
import { lockCaller, requireUser } from '../sessions/callers.ts'
import { recordFailure } from '../limits/failed-proofs.ts'
import { countFailure, forgetFailures } from '../limits/limits.ts'
import { queueNotice } from '../proofs/notices.ts'
import { freshUntil, requireFresh } from '../sessions/fresh.ts'
import { isAtHome } from '../limits/mailboxes.ts'
import { forgetDevices } from './remembered-devices.ts'

/** Who of these people is asked for one. */
export const withSecondFactor = async (ctx: Context, users: readonly User[]): Promise<ReadonlySet<string>> =>
  new Set(
    await listUsersWithTotpFactor(
      ctx.db,
      users.map(({ id }) => id),
    ),
  )

/**
 * A confirmed authenticator app and its backup codes for somebody, in place of those they had, as in `confirmSecondFactor`. Nobody
 * has shown that they have it: this is for who develops.
 */
export const giveSecondFactor = async (
  ctx: Context,
  user: User,
): Promise<{ secret: string; code: string; backupCodes: string[] }> => {
  const secret = toTotpSecret(ctx.ids.hex(20))
  const backupCodes = newBackupCodes(ctx)
  const now = ctx.clock.now()
  await transaction(ctx.db, async (db) => {
    await updateUser(db, user.id, { updatedAt: now })
    await deleteSecondFactors(db, user.id)
    await insertTotpFactor(db, {
      id: ctx.ids.uuid(),
      userId: user.id,
      name: unnamedApp,
      sealedSecret: ctx.secrets.seal(secret),
      confirmedAt: now,
      sessionId: null,
      lastStep: 0,
      lastUsedAt: null,
      createdAt: now,
      updatedAt: now,
    })
    await replaceBackupCodes(db, user.id, backupCodes.map(hashFor(ctx, user)), now)
    await endSessionsOfUser(db, user.id, now, 'second_factor_on')
    await forgetDevices(ctx, db, user.id)
    await record(ctx, db, 'second_factor.on', { environmentId: user.environmentId, userId: user.id })
  })
  return { secret, code: totpCode(secret, now), backupCodes }
}

/** For an administrator, where somebody has lost theirs, passkeys with them. Their sessions go on; they hear of it. */
export const takeSecondFactors = (ctx: Context, environment: Environment, user: User): Promise<void> =>
  transaction(ctx.db, async (db) => {
    const hasAny = (await hasTotpFactor(db, user.id)) || (await listPasskeysOfUser(db, user.id)).length > 0
    if (!hasAny) return
    await deleteSecondFactors(db, user.id)
    await deletePasskeysOfUser(db, user.id)
    await forgetDevices(ctx, db, user.id)
    await record(ctx, db, 'second_factor.taken', {
      environmentId: environment.id,
      ...byCaller(ctx),
      userId: user.id,
      data: { userId: user.id },
    })
    await queueNotice(ctx, db, environment, 'second_factor_off', user)
  })

/** New backup codes in place of all earlier ones. */
export const renewBackupCodes = async (ctx: Context): Promise<string[]> => {
  const { user, environment } = requireFresh(ctx)
  if (!(await hasFactor(ctx.db, user.id))) throw new Failure('second_factor_missing')
  const codes = newBackupCodes(ctx)
  await transaction(ctx.db, async (db) => {
    await lockCaller(ctx, db)
    await replaceBackupCodes(db, user.id, codes.map(hashFor(ctx, user)), ctx.clock.now())
    await record(ctx, db, 'second_factor.backup_codes', { environmentId: environment.id, ...byCaller(ctx) })
  })
  return codes
}

/** Uses up one of the caller's backup codes, or `invalid_code`. */
export const spendBackupCode = async (ctx: Context, typed: string): Promise<void> => {
  const { user } = requireUser(ctx)
  const proof = await readBackupCode(ctx, user, typedCode(typed))
  await transaction(ctx.db, (db) => useSecondFactor(ctx, db, user, proof))
}

export const countCodesLeft = (ctx: Context): Promise<number> => countBackupCodes(ctx.db, requireUser(ctx).user.id)

/** What the caller may know of their second factor, and until when the last proof of who they are counts. */
export const stateOfSecondFactor = async (ctx: Context) => {
  const { user, session } = requireUser(ctx)
  const isOn = await hasTotpFactor(ctx.db, user.id)
  return { isOn, codesLeft: await countBackupCodes(ctx.db, user.id), freshUntil: freshUntil(session) }
}

/** A code that is right, and not taken yet. */
export type SecondFactorProof =
  { readonly kind: 'totp'; readonly step: number } | { readonly kind: 'backup'; readonly hash: string }

/** Looks at a code of either kind: counts the try, and takes nothing yet. Backup codes stand for passkeys, too. */
export const readSecondFactor = async (
  ctx: Context,
  user: User,
  typed: string,
  missing: Failure['code'] = 'second_factor_missing',
): Promise<SecondFactorProof> => {
  const code = typedCode(typed)
  if (!(await hasFactor(ctx.db, user.id))) throw new Failure(missing)
  if (code.includes('-')) return readBackupCode(ctx, user, code)
  const factor = await findTotpFactor(ctx.db, user.id)
  // Of passkeys alone there are no digits: they are wrong, as others would be.
  const read = async () => (factor?.confirmedAt ? stepOf(ctx, factor, code) : undefined)
  return { kind: 'totp', step: await counted(ctx, user, read) }
}

const readBackupCode = async (ctx: Context, user: User, code: string): Promise<SecondFactorProof> => {
  const hash = hashFor(ctx, user)(code)
  await counted(ctx, user, async () => (await hasBackupCode(ctx.db, user.id, hash)) || undefined)
  return { kind: 'backup', hash }
}

/** The time step that a code is of; undefined for a wrong one, and for one that was taken before. */
export const stepOf = async (ctx: Context, factor: TotpFactor, code: string): Promise<number | undefined> => {
  const step = totpStep(await ctx.secrets.open(factor.sealedSecret), code, ctx.clock.now())
  return step !== undefined && step > factor.lastStep ? step : undefined
}

/** Takes a code: every caller but one is refused with `invalid_code`. */
export const useSecondFactor = async (
  ctx: Context,
  db: Database,
  user: User,
  proof: SecondFactorProof,
): Promise<void> => {
  const now = ctx.clock.now()
  await lockUser(db, user)
  const won =
    proof.kind === 'totp'
      ? await useTotpStep(db, user.id, proof.step, now)
      : await useBackupCode(db, user.id, proof.hash, now)
  if (!won) throw new Failure('invalid_code')
  if (proof.kind === 'backup') {
    const { environmentId, id } = user
    await record(ctx, db, 'second_factor.backup_code_used', { environmentId, userId: id })
  }
  await giveTryBack(ctx, db, user)
}

/**
 * Counts a try before it is made, wherever and with whichever password or ticket it comes. Refuses a wrong one with
 * `invalid_code`; a right one is given back once it is used. Whoever knows the password cannot lock the owner out: some of
 * the tries are left to the addresses that a good session of the owner uses.
 */
export const counted = async <T>(ctx: Context, user: User, check: () => Promise<T | undefined>): Promise<T> => {
  const usedUp: LimitName[] = []
  const atHome = await isAtHome(ctx, ctx.db, user)
  const { failures } = await transaction(ctx.db, async (db) => {
    for (const name of limitsOf(atHome)) if ((await ctx.spend(name, user.id, db)).remaining === 0) usedUp.push(name)
    const streak = await countFailure(ctx, db, { ...inARow(user), isAtHome: atHome })
    if (streak.isPaused) usedUp.push('secondFactorsInARow')
    return streak
  })
  const found = await check()
  if (found !== undefined) return found
  const { environmentId, email } = user
  await recordFailure(ctx, { name: 'secondFactorsInARow', environmentId, user, email, failures, usedUp })
  throw new Failure('invalid_code')
}

export const giveTryBack = async (ctx: Context, db: Database, user: User): Promise<void> => {
  for (const name of limitsOf(await isAtHome(ctx, db, user))) await ctx.giveBack(name, user.id, db)
  await forgetFailures(ctx, db, inARow(user))
}

const limitsOf = (atHome: boolean): readonly LimitName[] =>
  atHome ? ['secondFactorPerUser'] : ['secondFactorElsewhere', 'secondFactorPerUser']

const inARow = ({ id }: User) => ({ name: 'secondFactorsInARow', key: id }) as const

export const newBackupCodes = (ctx: Context): string[] =>
  Array.from({ length: backupCodeCount }, () => {
    const hex = ctx.ids.hex(5)
    return `${hex.slice(0, 5)}-${hex.slice(5)}`
  })

/** Keyed, as a code has only 40 bits. */
export const hashFor = (ctx: Context, user: Pick<User, 'id'>) => (code: string) =>
  ctx.secrets.derive('backup code', `${user.id}:${code}`)
