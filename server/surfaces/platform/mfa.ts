import { administratorOf } from '../../identity/administrators.ts'
import { consoleEnvironment } from '../../identity/console.ts'
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

export const challengeMfa: Handle<'platform.challengeMfa'> = async ({ body }, ctx) => {
  const environment = await consoleEnvironment(ctx)
  const proof = { environment, ticket: body.mfa_token, code: body.code }
  const started = await completeSignIn(ctx, policies.platform, proof)
  return { status: 200, body: await toSignedIn(ctx, { ...started, ...(await administratorOf(ctx, started.user)) }) }
}

export const enableMfa: Handle<'platform.enableMfa'> = async (_request, ctx) => ({
  status: 200,
  body: { data: toMfaSetup(await enrolSecondFactor(ctx)) },
})

export const verifyMfaSetup: Handle<'platform.verifyMfaSetup'> = async ({ body }, ctx) => ({
  status: 200,
  body: { data: toBackupCodes(await confirmSecondFactor(ctx, body.code)) },
})

export const disableMfa: Handle<'platform.disableMfa'> = async ({ body }, ctx) => {
  await removeSecondFactor(ctx, body.code)
  return { status: 200, body: toMessage('The second factor is off.') }
}

export const generateBackupCodes: Handle<'platform.generateBackupCodes'> = async (_request, ctx) => ({
  status: 200,
  body: { data: toBackupCodes(await renewBackupCodes(ctx)) },
})

export const verifyBackupCode: Handle<'platform.verifyBackupCode'> = async ({ body }, ctx) => {
  await spendBackupCode(ctx, body.code)
  return { status: 200, body: toMessage('The backup code was good.') }
}

export const getRemainingBackupCodes: Handle<'platform.getRemainingBackupCodes'> = async (_request, ctx) => ({
  status: 200,
  body: { data: { remaining: await countCodesLeft(ctx) } },
})
