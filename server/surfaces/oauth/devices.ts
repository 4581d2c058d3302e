import { errors } from '../../../generated/errors.ts'
import type { Context } from '../../context.ts'
import { requireProvenClient } from '../../identity/authorization/client-authentication.ts'
import { type DeviceStep, aboutDevice, answerDevice } from '../../identity/authorization/device-approval.ts'
import { asShown, startDeviceAuthorization } from '../../identity/authorization/device-codes.ts'
import { pageTokenOf, startForm } from '../../identity/authorization/forms.ts'
import { withQuery } from '../../identity/authorization/redirects.ts'
import type { Failure } from '../../model/failure.ts'
import { deviceCodeSeconds, devicePollSeconds } from '../../model/policies.ts'
import { wordsOf } from '../../model/scopes.ts'
import { pagePolicy } from '../../pages/content-security.ts'
import { deviceCodePage, deviceConfirmation, deviceSignIn } from '../../pages/device.ts'
import type { Hosted } from '../../pages/hosted-frame.ts'
import { messagePage } from '../../pages/message.ts'
import { brandedPage } from '../branded-pages.ts'
import { toBrowserCookie } from '../browser-cookie.ts'
import type { Handle } from '../handle.ts'
import { toProblem } from '../sign-in-pages.ts'
import { toWishes } from './authorization-views.ts'
import { fromCredentials, noStore } from './views.ts'

const path = '/oauth2/device'
const formCookie = { name: 'device_form', path, sameSite: 'Strict', httpOnly: true } as const

export const authorizeDevice: Handle<'oauth.authorizeDevice'> = async ({ body }, ctx) => {
  const proven = await requireProvenClient(ctx, fromCredentials(body))
  const { deviceCode, userCode } = await startDeviceAuthorization(ctx, proven, body.scope)
  const page = `${ctx.config.publicUrl}${path}`
  return {
    status: 200,
    headers: noStore,
    body: {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: page,
      verification_uri_complete: withQuery(page, { user_code: userCode }),
      expires_in: deviceCodeSeconds,
      interval: devicePollSeconds,
    },
  }
}

export const showDevicePage: Handle<'oauth.showDevicePage'> = async ({ query }, ctx) => ({
  status: 200,
  ...askForCode(ctx, query.user_code ?? ''),
})

export const answerDevicePage: Handle<'oauth.answerDevicePage'> = async ({ body, cookies }, ctx) => {
  const { user_code: userCode, email, password, answer, page_token: pageToken } = body
  const form = { session: cookies.device_form, token: body.form_token }
  const cookie = cookies.browser_session
  const step = await answerDevice(ctx, { form, userCode, email, password, answer, pageToken, cookie })
  const failure = 'failure' in step ? step.failure : undefined
  if (failure && !ctx.wantsPage) throw failure
  const page = await toPage(ctx, step, { userCode, email })
  const started = step.started === undefined ? [] : [toBrowserCookie(step.started)]
  const shown = { ...page, cookies: [...page.cookies, ...started] }
  if (!failure) return { status: 200, ...shown }
  return errors.oauth[failure.code].status === 403 ? { status: 403, ...shown } : { status: 400, ...shown }
}

interface Typed {
  readonly userCode: string
  readonly email: string | undefined
}

const toPage = async (ctx: Context, step: DeviceStep, { userCode, email = '' }: Typed) => {
  if (step.kind === 'code') return askForCode(ctx, userCode, step.failure)
  const { client, environment } = step
  const { session, token } = startForm(ctx)
  const page = await brandedPage(ctx, environment, [], (look) => {
    const hosted: Hosted = { look, token, destination: '' }
    switch (step.kind) {
      case 'sign_in': {
        const problem = step.failure && toProblem({ ctx, surface: 'oauth' }, step.failure)
        return deviceSignIn({ ...hosted, problem }, { app: client.name, userCode, email })
      }
      case 'confirm': {
        const { user, browserSessionId, code } = step
        const shown = { form: session, browserSessionId, step: 'device' as const, about: aboutDevice(step) }
        return deviceConfirmation(hosted, {
          app: client.name,
          email: user.email,
          userCode: asShown(userCode),
          pageToken: pageTokenOf(ctx, shown),
          wishes: toWishes(wordsOf(code.scope)),
        })
      }
      case 'done':
        return messagePage({
          look,
          title: step.isAllowed ? 'The device is connected' : 'The device is not connected',
          text: step.isAllowed
            ? 'You can close this page and go on there.'
            : 'It gets nothing. You can close this page.',
          tone: step.isAllowed ? 'good' : 'neutral',
        })
    }
  })
  return { ...page, cookies: [{ ...formCookie, value: session, maxAge: 60 * 60 }] }
}

/** Nobody knows yet whose device it is: a page in our own colours. */
const askForCode = (ctx: Context, userCode: string, failure?: Failure) => {
  const { session, token } = startForm(ctx)
  const hosted: Hosted = {
    token,
    destination: '',
    problem: failure && toProblem({ ctx, surface: 'oauth' }, failure),
  }
  return {
    type: 'text/html' as const,
    headers: { 'Content-Security-Policy': pagePolicy() },
    body: deviceCodePage(hosted, { userCode }),
    cookies: [{ ...formCookie, value: session, maxAge: 60 * 60 }],
  }
}
