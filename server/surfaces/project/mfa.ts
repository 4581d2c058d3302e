// The second factor of who is signed in, and the step of a sign-in that asks for it.
import { requireProject } from '../../identity/administration/project.ts'
import {
  confirmSecondFactor,
  enrolSecondFactor,
  removeSecondFactor,
} from '../../identity/factors/authenticator-apps.ts'
import { renewBackupCodes } from '../../identity/factors/second-factor.ts'
import { beginPasskeyStep } from '../../identity/sign-in/second-step.ts'
import { completeSignIn } from '../../identity/sign-in/sign-in-steps.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toAnswer, toPasskeyStep } from '../second-factor-answers.ts'
import { toMfa } from './mfa-state.ts'
import { toSession } from './signed-in.ts'

export const challengeMfa: Handle<'project.challengeMfa'> = async ({ body, query }, ctx) => {
  const { mfaToken: ticket, ...sent } = body
  const step = { environment: await requireProject(ctx), ticket, answer: toAnswer(sent) }
  const started = await completeSignIn(ctx, policies.project, step)
  return { status: 200, ...(await toSession(ctx, started, query.client_type)) }
}

export const beginPasskeyChallenge: Handle<'project.beginPasskeyChallenge'> = async ({ body }, ctx) => {
  const shown = { environment: await requireProject(ctx), ticket: body.mfaToken }
  return { status: 200, body: toPasskeyStep(await beginPasskeyStep(ctx, policies.project, shown)) }
}

export const getMfa: Handle<'project.getMfa'> = async (_request, ctx) => ({ status: 200, body: await toMfa(ctx) })

export const enableMfa: Handle<'project.enableMfa'> = async (_request, ctx) => {
  const { secret, uri, qr } = await enrolSecondFactor(ctx)
  return { status: 200, body: { secret, otpauthUri: uri, qrData: qr } }
}

export const verifyMfaSetup: Handle<'project.verifyMfaSetup'> = async ({ body }, ctx) => ({
  status: 200,
  body: { backupCodes: await confirmSecondFactor(ctx, body.code, body.name) },
})

export const disableMfa: Handle<'project.disableMfa'> = async ({ body }, ctx) => {
  await removeSecondFactor(ctx, body.code)
  return { status: 200, body: await toMfa(ctx) }
}

export const generateBackupCodes: Handle<'project.generateBackupCodes'> = async (_request, ctx) => ({
  status: 200,
  body: { backupCodes: await renewBackupCodes(ctx) },
})
