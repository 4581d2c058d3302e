import { requireEnvironment } from '../../identity/publishable-keys.ts'
import {
  confirmSecondFactor,
  countCodesLeft,
  enrolSecondFactor,
  removeSecondFactor,
  renewBackupCodes,
  spendBackupCode,
} from '../../identity/second-factor.ts'
import { completeSignIn } from '../../identity/sign-in-steps.ts'
import { policies } from '../../model/policies.ts'
import { toBackupCodes, toMessage, toMfaSetup } from '../backend/views.ts'
import type { Handle } from '../handle.ts'
import { toSignedIn } from './signed-in.ts'

export const challengeMfa: Handle<'app.challengeMfa'> = async ({ body }, ctx) => {
  const environment = requireEnvironment(ctx)
  const proof = { environment, ticket: body.mfa_token, code: body.code }
  const started = await completeSignIn(ctx, policies.app, proof)
  return { status: 200, body: await toSignedIn(ctx, { ...started, environment }) }
}

export const enableMfa: Handle<'app.enableMfa'> = async (_request, ctx) => ({
  status: 200,
  body: { data: toMfaSetup(await enrolSecondFactor(ctx)) },
})

export const verifyMfaSetup: Handle<'app.verifyMfaSetup'> = async ({ body }, ctx) => ({
  status: 200,
  body: { data: toBackupCodes(await confirmSecondFactor(ctx, body.code)) },
})

export const disableMfa: Handle<'app.disableMfa'> = async ({ body }, ctx) => {
  await removeSecondFactor(ctx, body.code)
  return { status: 200, body: toMessage('The second factor is off.') }
}

export const generateBackupCodes: Handle<'app.generateBackupCodes'> = async (_request, ctx) => ({
  status: 200,
  body: { data: toBackupCodes(await renewBackupCodes(ctx)) },
})

export const verifyBackupCode: Handle<'app.verifyBackupCode'> = async ({ body }, ctx) => {
  await spendBackupCode(ctx, body.code)
  return { status: 200, body: toMessage('The backup code was good.') }
}

export const getRemainingBackupCodes: Handle<'app.getRemainingBackupCodes'> = async (_request, ctx) => ({
  status: 200,
  body: { data: { remaining: await countCodesLeft(ctx) } },
})
