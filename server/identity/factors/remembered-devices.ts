// Browsers that are not asked for a second factor, for as long as an environment allows: a person has said so after one.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { rememberedDevicePurpose } from '../../model/proofs.ts'
import type { User } from '../../model/user.ts'
import { sha256 } from '../../outside/secrets.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { type OneTimeToken, findToken, insertToken, listTokensOfUser } from '../../storage/one-time-tokens.ts'
import { deleteAllTokens, retireTokenOfUser, retireTokensOfUser } from '../../storage/retired-tokens.ts'
import { hasFactor } from '../../storage/second-factors.ts'
import { record } from '../administration/audit.ts'
import { lockUnchanged } from '../people/lock-unchanged.ts'
import { requireUser } from '../sessions/callers.ts'

const day = 24 * 60 * 60

export const secondsRemembered = ({ settings }: Environment): number => settings.rememberDeviceDays * day

/** The secret of one, for its browser to keep; null where the environment remembers none. */
export const rememberDevice = async (ctx: Context, environment: Environment, user: User): Promise<string | null> => {
  const seconds = secondsRemembered(environment)
  if (seconds === 0) return null
  const secret = ctx.ids.secret()
  const now = ctx.clock.now()
  const isKept = await transaction(ctx.db, async (db) => {
    // What has forgotten all of them meanwhile is not outlived by one that comes after.
    if (!(await lockUnchanged(db, user)) || !(await hasFactor(db, user.id))) return false
    await insertToken(db, {
      id: ctx.ids.uuid(),
      environmentId: environment.id,
      userId: user.id,
      purpose: rememberedDevicePurpose,
      surface: null,
      email: user.email,
      requestId: ctx.ids.uuid(),
      hash: sha256(secret),
      attempts: 0,
      data: { userAgent: ctx.userAgent },
      createdAt: now,
      expiresAt: now + seconds * 1000,
      usedAt: null,
    })
    await record(ctx, db, 'second_factor.device_remembered', { environmentId: environment.id, userId: user.id })
    return true
  })
  return isKept ? secret : null
}

/** Whether the browser is one of that person's there. The rule of today counts: one from before is not good for longer. */
export const isRemembered = async (
  ctx: Context,
  environment: Environment,
  user: User,
  secret: string | undefined,
): Promise<boolean> => {
  if (secret === undefined || secondsRemembered(environment) === 0) return false
  const now = ctx.clock.now()
  const shown = { purpose: rememberedDevicePurpose, hash: sha256(secret), surface: null }
  const device = await findToken(ctx.db, shown, now)
  return (
    device?.userId === user.id &&
    device.environmentId === environment.id &&
    device.createdAt + secondsRemembered(environment) * 1000 > now
  )
}

/** All of a person's: with another password or factor, and wherever they are signed out everywhere. */
export const forgetDevices = async (ctx: Context, db: Database, userId: string): Promise<void> => {
  await retireTokensOfUser(db, userId, ctx.clock.now(), [rememberedDevicePurpose])
}

/** The same of a tenant's people or, where it is null, of everybody. */
export const forgetAllDevices = (db: Database, tenantId: string | null): Promise<void> =>
  deleteAllTokens(db, tenantId, [rememberedDevicePurpose])

/** Newest first. */
export const listOwnDevices = (ctx: Context): Promise<OneTimeToken[]> =>
  listTokensOfUser(ctx.db, requireUser(ctx).user.id, rememberedDevicePurpose, ctx.clock.now())

export const forgetOwnDevice = async (ctx: Context, id: string): Promise<void> => {
  const { user, environment } = requireUser(ctx)
  const slot = { id, userId: user.id, purpose: rememberedDevicePurpose }
  await transaction(ctx.db, async (db) => {
    if (!(await retireTokenOfUser(db, slot, ctx.clock.now()))) throw new Failure('session_not_found')
    await record(ctx, db, 'second_factor.device_forgotten', { environmentId: environment.id, userId: user.id })
  })
}
