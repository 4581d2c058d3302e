import type { Context } from '../../context.ts'
import { requireProvenClient } from '../../identity/authorization/client-authentication.ts'
import { type DeviceStep, aboutDevice, answerDevice } from '../../identity/authorization/device-approval.ts'
import { asShown, startDeviceAuthorization } from '../../identity/authorization/device-codes.ts'
import { pageTokenOf, startForm } from '../../identity/authorization/forms.ts'
import { askForDevice } from '../../identity/authorization/pushed-requests.ts'
import { withQuery } from '../../identity/authorization/redirects.ts'
import { shownNameOf } from '../../model/client-documents.ts'
import type { Failure } from '../../model/failure.ts'
import { deviceCodeSeconds, devicePollSeconds } from '../../model/policies.ts'
import { wordsOf } from '../../model/scopes.ts'
import { deviceCodePage, deviceConfirmation } from '../../pages/device.ts'
import { phrase } from '../../pages/html.ts'
import type { Look } from '../../pages/layout.ts'
import { messagePage } from '../../pages/message.ts'
import { brandedPage, plainPage } from '../branded-pages.ts'
import type { Handle } from '../handle.ts'
import { toProblem } from '../problems.ts'
import { toLinks, toWishes } from './authorization-views.ts'
import { fromCredentials, noStore } from './views.ts'

const path = '/oauth2/device'
/** Of the page, in the languages that it was asked for in. */
const toUrl = ({ uiLocales }: Context, query: Readonly<Record<string, string>> = {}): string =>
  withQuery(path, { ...query, ui_locales: uiLocales ?? undefined })

/** It leads to no app. */
const nowhere = phrase('')

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
  const { user_code: userCode, answer, page_token: pageToken } = body
  const form = { session: cookies.device_form, token: body.form_token }
  const step = await answerDevice(ctx, { form, userCode, answer, pageToken, cookie: cookies.browser_session })
  switch (step.kind) {
    case 'code':
      if (!ctx.wantsPage) throw step.failure
      return { status: 400, ...askForCode(ctx, userCode, step.failure) }
    case 'sign_in':
      return { status: 303, headers: { Location: await toSignIn(ctx, step, userCode) } }
    default:
      return { status: 200, ...(await toPage(ctx, step, userCode)) }
  }
}

/** The one sign-in page, which leads back here: nothing of a sign-in is different because a device waits. */
const toSignIn = async (
  ctx: Context,
  { client, isAgain }: Extract<DeviceStep, { kind: 'sign_in' }>,
  userCode: string,
): Promise<string> => {
  const page = `${ctx.config.publicUrl}${toUrl(ctx, { user_code: asShown(userCode) })}`
  const request_uri = await askForDevice(ctx, client, { page, isAgain })
  return withQuery('/oauth2/authorize', { client_id: client.id, request_uri })
}

const toPage = async (ctx: Context, step: Extract<DeviceStep, { kind: 'confirm' | 'done' }>, userCode: string) => {
  const { client, environment } = step
  const { session, token } = startForm(ctx)
  const make = (look: Look) => {
    if (step.kind === 'confirm') {
      const { user, browserSessionId, code } = step
      const shown = { form: session, browserSessionId, step: 'device' as const, about: aboutDevice(step) }
      return deviceConfirmation(
        { look, token, destination: nowhere },
        {
          url: toUrl(ctx),
          app: shownNameOf(client),
          email: user.email,
          userCode: asShown(userCode),
          pageToken: pageTokenOf(ctx, shown),
          wishes: toWishes(look, wordsOf(code.scope)),
          links: toLinks(client),
        },
      )
    }
    return messagePage({
      look,
      title: look.say(step.isAllowed ? 'device_connected' : 'device_not_connected'),
      text: look.say(step.isAllowed ? 'close_and_go_on' : 'device_gets_nothing'),
      tone: step.isAllowed ? 'good' : 'neutral',
    })
  }
  const page = await brandedPage(ctx, environment, [], make, step.user)
  return { ...page, cookies: [{ ...formCookie, value: session, maxAge: 60 * 60 }] }
}

/** Nobody knows yet whose device it is: a page in our own colours. */
const askForCode = (ctx: Context, userCode: string, failure?: Failure) => {
  const { session, token } = startForm(ctx)
  return {
    ...plainPage(ctx, (look) => {
      const problem = failure && toProblem('oauth', look, failure)
      return deviceCodePage({ look, token, destination: nowhere, problem }, { url: toUrl(ctx), userCode })
    }),
    cookies: [{ ...formCookie, value: session, maxAge: 60 * 60 }],
  }
}
