// What an environment asks beside a first proof: the second factor that somebody has, or that they set one up before they are in.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { adminRoleId } from '../../model/role.ts'
import { type DueEnrolment, type FactorKind, unnamedApp } from '../../model/second-factor.ts'
import type { User } from '../../model/user.ts'
import { toTotpSecret, totpStep } from '../../outside/totp.ts'
import type { Database } from '../../storage/database.ts'
import { findCachedEnvironment } from '../../storage/environments.ts'
import { listPasskeysOfUser } from '../../storage/passkeys.ts'
import { listRolesOfUsers } from '../../storage/roles.ts'
import {
  countBackupCodes,
  hasFactor,
  hasTotpFactor,
  insertTotpFactor,
  replaceBackupCodes,
} from '../../storage/second-factors.ts'
import { endSessionsOfUser } from '../../storage/ended-sessions.ts'
import { lockUser } from '../../storage/users.ts'
import { record } from '../administration/audit.ts'
import { queueNotice } from '../proofs/notices.ts'
import { consoleEnvironmentId } from '../sign-in/console.ts'
import { shownSecret } from './authenticator-apps.ts'
import { type NewPasskeyProof, keepPasskey } from './passkeys.ts'
import { forgetDevices } from './remembered-devices.ts'
import { counted, giveTryBack, hashFor, newBackupCodes } from './second-factor.ts'

/** What has to follow a first proof. */
export type AskedNext = 'nothing' | 'second_factor' | 'enrolment'

/**
 * A second factor is asked for where there is one. Where one is required, a passkey is one as well, so that whoever has the
 * password alone does not set up another beside it; who has neither sets one up. An administrator's passkey always is one
 * beside their password.
 */
export const askedNext = async (db: Database, user: User): Promise<AskedNext> => {
  if (await hasTotpFactor(db, user.id)) return 'second_factor'
  const required = await isRequired(db, user)
  if (!required && user.environmentId !== consoleEnvironmentId) return 'nothing'
  if ((await listPasskeysOfUser(db, user.id)).length > 0) return 'second_factor'
  return required ? 'enrolment' : 'nothing'
}

/** What somebody may answer the question with. */
export const factorsOf = async (db: Database, { id }: Pick<User, 'id'>): Promise<FactorKind[]> => {
  const kinds: FactorKind[] = []
  if (await hasTotpFactor(db, id)) kinds.push('totp')
  if ((await listPasskeysOfUser(db, id)).length > 0) kinds.push('passkey')
  if (kinds.length > 0 && (await countBackupCodes(db, id)) > 0) kinds.push('backup_code')
  return kinds
}

export const isMoreAsked = async (db: Database, user: User): Promise<boolean> =>
  (await askedNext(db, user)) !== 'nothing'

/** Administrators are who holds the role that the environment began with. */
const isRequired = async (db: Database, { id, environmentId }: User): Promise<boolean> => {
  const required = (await findCachedEnvironment(db, environmentId))?.settings.requireSecondFactor ?? 'off'
  if (required !== 'administrators') return required === 'all'
  return (await listRolesOfUsers(db, [id])).some(({ role }) => role.id === adminRoleId(environmentId))
}

/** What is kept of an enrolment until it is done. */
export interface PendingEnrolment {
  readonly secret: string
  readonly backupCodes: readonly string[]
}

export const newEnrolment = (ctx: Context): PendingEnrolment => ({
  secret: toTotpSecret(ctx.ids.hex(20)),
  backupCodes: newBackupCodes(ctx),
})

/** As the person gets it. */
export const dueEnrolment = async (
  db: Database,
  environment: Pick<Environment, 'tenantId' | 'applicationId'>,
  user: Pick<User, 'email'>,
  { secret, backupCodes }: PendingEnrolment,
): Promise<DueEnrolment> => ({ ...(await shownSecret(db, secret, environment, user)), backupCodes })

/** Looks at the first code of it: counts the try, and sets nothing up yet. */
export const readFirstCode = (ctx: Context, user: User, { secret }: PendingEnrolment, code: string): Promise<number> =>
  counted(ctx, user, () => Promise.resolve(totpStep(secret, code, ctx.clock.now())))

/** What is set up: the app of the secret, by the time step of its first code; or a passkey in its place. */
export type FirstFactor =
  { readonly kind: 'totp'; readonly step: number } | { readonly kind: 'passkey'; readonly proof: NewPasskeyProof }

/**
 * Switches it on, in the transaction that uses up the ticket it came with: `invalid_mfa_token` where the person has got a factor
 * or another password meanwhile. Their other sessions end: they were started without it. The backup codes count from now on.
 */
export const completeEnrolment = async (
  ctx: Context,
  db: Database,
  environment: Environment,
  user: User,
  { secret, backupCodes }: PendingEnrolment,
  first: FirstFactor,
): Promise<void> => {
  const now = ctx.clock.now()
  const current = await lockUser(db, user)
  const isSame = current?.status === 'active' && current.passwordHash === user.passwordHash
  if (!isSame || current.emailVerifiedAt === null || (await hasFactor(db, user.id))) {
    throw new Failure('invalid_mfa_token')
  }
  if (first.kind === 'passkey') {
    await keepPasskey(ctx, db, first.proof, { user, environment })
  } else {
    const of = { id: ctx.ids.uuid(), userId: user.id, name: unnamedApp, sessionId: null }
    const factor = { ...of, sealedSecret: ctx.secrets.seal(secret), confirmedAt: now, lastStep: first.step }
    const isNew = await insertTotpFactor(db, { ...factor, lastUsedAt: null, createdAt: now, updatedAt: now })
    if (!isNew) throw new Failure('invalid_mfa_token')
    await giveTryBack(ctx, db, user)
    await forgetDevices(ctx, db, user.id)
    await record(ctx, db, 'second_factor.on', { environmentId: environment.id, userId: user.id })
    await queueNotice(ctx, db, environment, 'second_factor_on', user)
  }
  await replaceBackupCodes(db, user.id, backupCodes.map(hashFor(ctx, user)), now)
  await endSessionsOfUser(db, user.id, now, 'second_factor_on')
}
