// Somebody lets a device in, at our page in a browser of theirs (RFC 8628 section 3.3).
import type { Context } from '../../context.ts'
import { type Client, isOwnClient } from '../../model/client.ts'
import type { DeviceCode } from '../../model/device-code.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { wordsOf } from '../../model/scopes.ts'
import type { User } from '../../model/user.ts'
import { findClient } from '../../storage/clients.ts'
import { transaction } from '../../storage/database.ts'
import { answerDeviceCode, findOpenDeviceCode } from '../../storage/device-codes.ts'
import { findEnvironment } from '../../storage/environments.ts'
import type { LiveSession } from '../../storage/sessions.ts'
import { record } from '../administration/audit.ts'
import { lockUnchanged } from '../people/lock-unchanged.ts'
import { usableSession } from './authorization-steps.ts'
import { giveConsent } from './consents.ts'
import { userCodeHashOf } from './device-codes.ts'
import { type FormProof, type PageShown, isAnswerOf, requireForm } from './forms.ts'

export interface DeviceAsked {
  readonly form: FormProof
  readonly userCode: string
  readonly answer: string | undefined
  readonly pageToken: string | undefined
  readonly cookie: string | undefined
}

/** Which device, of which app. */
interface Found {
  readonly code: DeviceCode
  readonly client: Client
  readonly environment: Environment
}

/** The page that is next. */
export type DeviceStep =
  | { readonly kind: 'code'; readonly failure: Failure }
  /** `isAgain`: as somebody else, or with what counts now. */
  | ({ readonly kind: 'sign_in'; readonly isAgain: boolean } & Found)
  | ({ readonly kind: 'confirm'; readonly user: User; readonly browserSessionId: string } & Found)
  | ({ readonly kind: 'done'; readonly user: User; readonly isAllowed: boolean } & Found)

/** Nothing happens but by a form of our page: whoever only follows a link has let nobody in. */
export const answerDevice = async (ctx: Context, asked: DeviceAsked): Promise<DeviceStep> => {
  const form = requireForm(ctx, asked.form)
  const found = await findByUserCode(ctx, asked.userCode)
  if (!found) return { kind: 'code', failure: new Failure('invalid_user_code') }
  const live = await usableSession(ctx, found, asked.cookie)
  if (!live || asked.answer === 'other') return { kind: 'sign_in', isAgain: live !== undefined, ...found }
  const shown: PageShown = { form, browserSessionId: live.session.id, step: 'device', about: aboutDevice(found) }
  const isAnswer = asked.answer !== undefined && isAnswerOf(ctx, shown, asked.pageToken)
  return isAnswer ? settle(ctx, found, live, asked.answer === 'allow') : confirm(found, live)
}

/** All that an answer holds for. */
export const aboutDevice = ({ code, client }: Pick<Found, 'code' | 'client'>): readonly unknown[] => [
  code.hash,
  client.id,
  code.scope,
]

/** A guess is counted before it is known for one; a right code gives it back. */
const findByUserCode = async (ctx: Context, userCode: string): Promise<Found | undefined> => {
  await ctx.spend('userCodesPerIp', ctx.ip)
  const code = await findOpenDeviceCode(ctx.db, userCodeHashOf(ctx, userCode), ctx.clock.now())
  const client = code && (await findClient(ctx.db, code.clientId))
  const environment = client?.isActive ? await findEnvironment(ctx.db, client.environmentId) : undefined
  if (!client || !environment?.isActive) return undefined
  await ctx.giveBack('userCodesPerIp', ctx.ip)
  return { code, client, environment }
}

const confirm = (found: Found, { user, session }: LiveSession): DeviceStep => ({
  kind: 'confirm',
  ...found,
  user,
  browserSessionId: session.id,
})

/**
 * Once, whoever else has the code: a device is somebody's or nobody's. Whose password was changed, or address proven, since
 * their session was looked up signs in again: that takes back the codes it sees.
 */
const settle = (ctx: Context, found: Found, { user, session }: LiveSession, isAllowed: boolean): Promise<DeviceStep> =>
  transaction(ctx.db, async (db) => {
    const { code, client } = found
    if (!(await lockUnchanged(db, user))) return { kind: 'sign_in', isAgain: true, ...found }
    const answer = {
      answer: isAllowed ? ('allowed' as const) : ('denied' as const),
      userId: user.id,
      authenticatedBy: session.authenticatedBy,
      authenticatedAt: session.authenticatedAt ?? session.createdAt,
    }
    if (!(await answerDeviceCode(db, code.hash, answer, ctx.clock.now()))) {
      return { kind: 'code', failure: new Failure('invalid_user_code') }
    }
    await record(ctx, db, isAllowed ? 'device.allowed' : 'device.denied', {
      environmentId: user.environmentId,
      userId: user.id,
      sessionId: session.id,
      data: { clientId: client.id, scope: code.scope },
    })
    if (isAllowed && !isOwnClient(client))
      await giveConsent(ctx, { client, user, words: wordsOf(code.scope), resource: null }, db)
    return { kind: 'done', ...found, user, isAllowed }
  })
