// The second factor of who is signed in: end users and administrators alike.
import {
  confirmSecondFactor,
  enrolSecondFactor,
  removeSecondFactor,
} from '../../identity/factors/authenticator-apps.ts'
import { countCodesLeft, renewBackupCodes, spendBackupCode } from '../../identity/factors/second-factor.ts'
import type { Handle } from '../handle.ts'
import { toBackupCodes, toMessage, toMfaSetup } from './views.ts'

export const enableMfa: Handle<'app.enableMfa'> & Handle<'platform.enableMfa'> = async (_request, ctx) => ({
  status: 200,
  body: { data: toMfaSetup(await enrolSecondFactor(ctx)) },
})

export const verifyMfaSetup: Handle<'app.verifyMfaSetup'> & Handle<'platform.verifyMfaSetup'> = async (
  { body },
  ctx,
) => ({
  status: 200,
  body: { data: toBackupCodes(await confirmSecondFactor(ctx, body.code, body.name)) },
})

export const disableMfa: Handle<'app.disableMfa'> & Handle<'platform.disableMfa'> = async ({ body }, ctx) => {
  await removeSecondFactor(ctx, body.code)
  return { status: 200, body: toMessage('The second factor is off.') }
}

export const generateBackupCodes: Handle<'app.generateBackupCodes'> & Handle<'platform.generateBackupCodes'> = async (
  _request,
  ctx,
) => ({
  status: 200,
  body: { data: toBackupCodes(await renewBackupCodes(ctx)) },
})

export const verifyBackupCode: Handle<'app.verifyBackupCode'> & Handle<'platform.verifyBackupCode'> = async (
  { body },
  ctx,
) => {
  await spendBackupCode(ctx, body.code)
  return { status: 200, body: toMessage('The backup code was good.') }
}

export const getRemainingBackupCodes: Handle<'app.getRemainingBackupCodes'> &
  Handle<'platform.getRemainingBackupCodes'> = async (_request, ctx) => ({
  status: 200,
  body: { data: { remaining: await countCodesLeft(ctx) } },
})
