// Authenticator apps of people: set up, named, and taken away by who they are of.
import type { Context } from '../../context.ts'
import { typedCode } from '../../model/codes.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { type AuthenticatorApp, type Enrolment, enrolmentSeconds, unnamedApp } from '../../model/second-factor.ts'
import type { User } from '../../model/user.ts'
import { enrolment, toTotpSecret } from '../../outside/totp.ts'
import { findCachedApplication } from '../../storage/applications.ts'
import { type Database, transaction } from '../../storage/database.ts'
import {
  confirmTotpFactor,
  deleteAuthenticatorApp,
  deleteSecondFactors,
  findAuthenticatorApp,
  findTotpFactor,
  hasFactor,
  insertTotpFactor,
  renameAuthenticatorApp,
  replaceBackupCodes,
} from '../../storage/second-factors.ts'
import { noteSecondFactor } from '../../storage/sessions.ts'
import { endSessionsOfUser } from '../../storage/ended-sessions.ts'
import { lockUser, updateUser } from '../../storage/users.ts'
import { byCaller, record } from '../administration/audit.ts'
import { queueNotice } from '../proofs/notices.ts'
import { requireProven, requireUser } from '../sessions/callers.ts'
import { requireFresh } from '../sessions/fresh.ts'
import { forgetDevices } from './remembered-devices.ts'
import {
  counted,
  giveTryBack,
  hashFor,
  newBackupCodes,
  readSecondFactor,
  stepOf,
  useSecondFactor,
} from './second-factor.ts'

/**
 * A new authenticator app for the caller. It counts once its first code has come, in the same session and soon; until then
 * another one replaces it.
 */
export const enrolSecondFactor = async (ctx: Context): Promise<Enrolment> => {
  requireProven(ctx)
  const { user, session, environment } = requireFresh(ctx)
  const secret = toTotpSecret(ctx.ids.hex(20))
  const sealedSecret = ctx.secrets.seal(secret)
  const now = ctx.clock.now()
  const of = { id: ctx.ids.uuid(), userId: user.id, name: unnamedApp, sessionId: session.id }
  const factor = {
    ...of,
    sealedSecret,
    confirmedAt: null,
    lastStep: 0,
    lastUsedAt: null,
    createdAt: now,
    updatedAt: now,
  }
  if (!(await insertTotpFactor(ctx.db, factor))) throw new Failure('second_factor_exists')
  return shownSecret(ctx.db, secret, environment, user)
}

/** A secret as a person gets it. */
export const shownSecret = async (
  db: Database,
  secret: string,
  { tenantId, applicationId }: Pick<Environment, 'tenantId' | 'applicationId'>,
  { email }: Pick<User, 'email'>,
): Promise<Enrolment> => {
  const application = await findCachedApplication(db, tenantId, applicationId)
  return { secret, ...(await enrolment(secret, { issuer: application?.name ?? 'Countersign', label: email })) }
}

/**
 * Switches the second factor on by the first code, and gives backup codes. All other sessions end: they were started
 * without it.
 */
export const confirmSecondFactor = async (
  ctx: Context,
  typed: string,
  name: string = unnamedApp,
): Promise<string[]> => {
  const code = typedCode(typed)
  const { user, session, environment } = requireProven(ctx)
  const factor = await findTotpFactor(ctx.db, user.id)
  if (factor && factor.confirmedAt !== null) throw new Failure('second_factor_exists')
  const isPending = factor?.sessionId === session.id && ctx.clock.now() - factor.createdAt < enrolmentSeconds * 1000
  if (!factor || !isPending) throw new Failure('second_factor_missing')
  const step = await counted(ctx, user, () => stepOf(ctx, factor, code))
  const codes = newBackupCodes(ctx)
  await transaction(ctx.db, async (db) => {
    const now = ctx.clock.now()
    // The user first: a sign-in at the same time waits for this row, and then sees that it has to ask; or it was first, and
    // its session ends here.
    await updateUser(db, user.id, { updatedAt: now })
    if (!(await confirmTotpFactor(db, { ...factor, name }, step, now))) throw new Failure('invalid_code')
    await giveTryBack(ctx, db, user)
    await replaceBackupCodes(db, user.id, codes.map(hashFor(ctx, user)), now)
    await endSessionsOfUser(db, user.id, now, 'second_factor_on', session.id)
    await forgetDevices(ctx, db, user.id)
    // The code was shown in this one: nobody is asked for it here again.
    await noteSecondFactor(db, session.id)
    await record(ctx, db, 'second_factor.on', { environmentId: environment.id, ...byCaller(ctx) })
    await queueNotice(ctx, db, environment, 'second_factor_on', user)
  })
  return codes
}

/** As it was typed, if it was. */
export const nameOfApp = (typed: string): string => (typed.trim() === '' ? unnamedApp : typed.trim())

/** The one that codes are asked from; none where there is none. */
export const listOwnApps = async (ctx: Context): Promise<AuthenticatorApp[]> => {
  const app = await findAuthenticatorApp(ctx.db, requireUser(ctx).user.id)
  return app ? [app] : []
}

export const renameOwnApp = async (ctx: Context, id: string, name: string): Promise<AuthenticatorApp> => {
  const { user } = requireUser(ctx)
  const isRenamed = await renameAuthenticatorApp(ctx.db, { id, userId: user.id, name })
  const app = isRenamed ? await findAuthenticatorApp(ctx.db, user.id) : undefined
  if (!app) throw new Failure('authenticator_app_not_found')
  return app
}

/** By a fresh proof: whoever has lost the app has no code of it. */
export const removeOwnApp = async (ctx: Context, id: string): Promise<void> => {
  const { user } = requireFresh(ctx)
  await transaction(ctx.db, async (db) => {
    await lockUser(db, user)
    if (!(await dropApp(ctx, db, id))) throw new Failure('authenticator_app_not_found')
  })
}

/** Switches it off, by a code of either kind. */
export const removeSecondFactor = async (ctx: Context, code: string): Promise<void> => {
  const { user } = requireUser(ctx)
  const app = await findAuthenticatorApp(ctx.db, user.id)
  if (!app) throw new Failure('second_factor_missing')
  const proof = await readSecondFactor(ctx, user, code)
  await transaction(ctx.db, async (db) => {
    await useSecondFactor(ctx, db, user, proof)
    if (!(await dropApp(ctx, db, app.id))) throw new Failure('second_factor_missing')
  })
}

/** True for the one caller who takes it away, in a transaction that holds its owner's lock. Backup codes stand for passkeys, too. */
const dropApp = async (ctx: Context, db: Database, id: string): Promise<boolean> => {
  const { user, environment } = requireUser(ctx)
  if (!(await deleteAuthenticatorApp(db, { id, userId: user.id }))) return false
  if (!(await hasFactor(db, user.id))) await deleteSecondFactors(db, user.id)
  await forgetDevices(ctx, db, user.id)
  await record(ctx, db, 'second_factor.off', { environmentId: environment.id, ...byCaller(ctx) })
  await queueNotice(ctx, db, environment, 'second_factor_off', user)
  return true
}
