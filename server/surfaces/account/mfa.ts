// The second factor of who is signed in, and the step of a sign-in that asks for it.
import { requireClient } from '../../identity/clients/clients.ts'
import {
  confirmSecondFactor,
  enrolSecondFactor,
  removeSecondFactor,
} from '../../identity/factors/authenticator-apps.ts'
import { renewBackupCodes, stateOfSecondFactor } from '../../identity/factors/second-factor.ts'
import { requireCsrfOfBrowser } from '../../identity/sessions/csrf.ts'
import { beginPasskeyStep } from '../../identity/sign-in/second-step.ts'
import { completeSignIn } from '../../identity/sign-in/sign-in-steps.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toAnswer, toPasskeyStep } from '../second-factor-answers.ts'
import { toCsrfProof } from './csrf-proof.ts'
import { toAuthentication } from './signed-in.ts'

export const challengeMfa: Handle<'account.challengeMfa'> = async ({ body, headers, cookies }, ctx) => {
  const found = await requireClient(ctx, body.client_id)
  await requireCsrfOfBrowser(ctx, toCsrfProof({ cookies, headers, body }))
  const { mfa_token: ticket, code, credential, new_passkey: newPasskey } = body
  const answer = toAnswer({ code, credential, newPasskey })
  const started = await completeSignIn(ctx, policies.account, { ...found, ticket, answer })
  return { status: 200, ...(await toAuthentication(ctx, { ...started, ...found }, cookies)) }
}

export const beginPasskeyChallenge: Handle<'account.beginPasskeyChallenge'> = async (
  { body, headers, cookies },
  ctx,
) => {
  const found = await requireClient(ctx, body.client_id)
  await requireCsrfOfBrowser(ctx, toCsrfProof({ cookies, headers, body }))
  const step = await beginPasskeyStep(ctx, policies.account, { ...found, ticket: body.mfa_token })
  return { status: 200, body: toPasskeyStep(step) }
}

export const getMfa: Handle<'account.getMfa'> = async (_request, ctx) => {
  const { isOn, codesLeft, freshUntil } = await stateOfSecondFactor(ctx)
  const fresh_until = new Date(freshUntil).toISOString()
  return { status: 200, body: { enabled: isOn, backup_codes_left: codesLeft, fresh_until } }
}

export const enableMfa: Handle<'account.enableMfa'> = async (_request, ctx) => {
  const { secret, uri, qr } = await enrolSecondFactor(ctx)
  return { status: 200, body: { secret, otpauth_uri: uri, qr_data: qr } }
}

export const verifyMfaSetup: Handle<'account.verifyMfaSetup'> = async ({ body }, ctx) => ({
  status: 200,
  body: { backup_codes: await confirmSecondFactor(ctx, body.code, body.name) },
})

export const disableMfa: Handle<'account.disableMfa'> = async ({ body }, ctx) => {
  await removeSecondFactor(ctx, body.code)
  return { status: 204 }
}

export const generateBackupCodes: Handle<'account.generateBackupCodes'> = async (_request, ctx) => ({
  status: 200,
  body: { backup_codes: await renewBackupCodes(ctx) },
})
