// Signing in on a device that has no browser (RFC 8628): the device asks, somebody lets it in from another one, and the
// device gets its tokens.
import type { Context } from '../../context.ts'
import type { DeviceCode } from '../../model/device-code.ts'
import { Failure } from '../../model/failure.ts'
import { type Policy, deviceCodeSeconds, devicePollSeconds } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import { sha256 } from '../../outside/secrets.ts'
import { transaction } from '../../storage/database.ts'
import { findDeviceCode, insertDeviceCode, notePoll, useDeviceCode } from '../../storage/device-codes.ts'
import { lockUser } from '../../storage/users.ts'
import type { SignInMethod, StartedSession } from '../sessions/sessions.ts'
import { startSignedInSession } from '../sign-in/sign-in.ts'
import { secondFactorOf } from './authorization-codes.ts'
import type { ProvenClient } from './client-authentication.ts'
import { requireGrant } from './grants.ts'
import { grantScope, mayRefresh } from './scopes.ts'

export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

export interface DeviceAuthorization {
  readonly deviceCode: string
  /** As people type it. */
  readonly userCode: string
}

/** No vowels, so that it spells no word, and nothing that is taken for something else (RFC 8628 section 6.1). */
const letters = 'BCDFGHJKLMNPQRSTVWXZ'
const userCodeLength = 8

/** What the device asks with, and what a person types for it: good for ten minutes. */
export const startDeviceAuthorization = async (
  ctx: Context,
  { client, environment }: ProvenClient,
  scope: string | undefined,
): Promise<DeviceAuthorization> => {
  requireGrant(client, deviceGrant)
  await ctx.spend('deviceCodesPerIp', ctx.ip)
  const deviceCode = ctx.ids.secret()
  const userCode = ctx.ids.text(letters, userCodeLength)
  const now = ctx.clock.now()
  await insertDeviceCode(ctx.db, {
    hash: sha256(deviceCode),
    userCodeHash: userCodeHashOf(ctx, userCode),
    environmentId: environment.id,
    clientId: client.id,
    scope: grantScope(client, scope),
    answer: null,
    answeredAt: null,
    userId: null,
    authenticatedBy: null,
    authenticatedAt: null,
    intervalMs: devicePollSeconds * 1000,
    pollAfter: now,
    createdAt: now,
    expiresAt: now + deviceCodeSeconds * 1000,
    usedAt: null,
  })
  return { deviceCode, userCode: asShown(userCode) }
}

/** However it was typed: in small letters, with blanks or dashes, or without. */
const lettersOf = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z]/g, '')

/** As the device shows it. */
export const asShown = (text: string): string => `${lettersOf(text).slice(0, 4)}-${lettersOf(text).slice(4)}`

export const userCodeHashOf = ({ secrets }: Context, text: string): string =>
  secrets.derive('device user code', lettersOf(text))

export interface DeviceSession extends StartedSession {
  readonly user: User
}

/** The device asks: for its tokens once it was let in, and else what it is to do (RFC 8628 section 3.5). */
export const exchangeDeviceCode = async (
  ctx: Context,
  policy: Policy,
  { client }: ProvenClient,
  { deviceCode, keyThumbprint }: { readonly deviceCode: string | undefined; readonly keyThumbprint: string | null },
): Promise<DeviceSession> => {
  if (deviceCode === undefined) throw new Failure('invalid_request', 'device_code: is missing')
  const hash = sha256(deviceCode)
  const now = ctx.clock.now()
  const known = await findDeviceCode(ctx.db, hash)
  // What was answered since is seen by the next poll.
  if (known?.answer !== 'allowed' || known.userId === null) return refuse(ctx, known, client.id)
  const { userId } = known
  const started = await transaction(ctx.db, async (db) => {
    const user = await lockUser(db, { id: userId, environmentId: known.environmentId })
    const code = await useDeviceCode(db, { hash, clientId: client.id, now })
    if (!code || user?.status !== 'active') return undefined
    // What was not kept is not made up.
    const by = (code.authenticatedBy as SignInMethod | null) ?? 'device_code'
    const session = await startSignedInSession(ctx, db, policy, {
      user,
      client,
      scope: code.scope,
      by: 'device_code',
      ...secondFactorOf(by),
      otherwise: 'invalid_device_code',
      seconds: mayRefresh(client, code) ? undefined : (client.accessTokenSeconds ?? policy.accessSeconds),
      authenticated: {
        at: code.authenticatedAt,
        by,
        // What ends there does not end here: the device is another one.
        browserSessionId: null,
        claims: null,
        resource: null,
        keyThumbprint,
      },
    })
    return { ...session, user }
  }).catch((error: unknown) => {
    throw isRefusedSession(error) ? new Failure('invalid_device_code', undefined, { cause: error }) : error
  })
  return started ?? refuse(ctx, await findDeviceCode(ctx.db, hash), client.id)
}

/** What came between the person's yes and the tokens. */
const isRefusedSession = (error: unknown): boolean =>
  error instanceof Failure && (error.code === 'access_denied' || error.code === 'second_factor_required')

const refuse = async (ctx: Context, code: DeviceCode | undefined, clientId: string): Promise<never> => {
  const now = ctx.clock.now()
  if (code?.clientId !== clientId || code.usedAt !== null) throw new Failure('invalid_device_code')
  if (code.answer === 'denied') throw new Failure('device_denied')
  if (code.expiresAt <= now) throw new Failure('device_code_expired')
  // Allowed by somebody who may not sign in any more.
  if (code.answer === 'allowed') throw new Failure('invalid_device_code')
  throw new Failure((await notePoll(ctx.db, code.hash, now)) ? 'authorization_pending' : 'polling_too_fast')
}
