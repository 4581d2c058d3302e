import { operations } from '../../../generated/operations.ts'
import { listMailbox } from '../../identity/mails/mail.ts'
import { issueSandboxAdminCode } from '../../identity/administration/project-admin.ts'
import { sandboxCredentialsAt } from '../../model/sandbox-credentials.ts'
import { resetSandbox as reset } from '../../sandbox/sandbox.ts'
import { Failure } from '../../model/failure.ts'
import { mailPolicy, pagePolicy } from '../../pages/content-security.ts'
import { callbackPage } from '../../pages/callback.ts'
import { landingPage } from '../../pages/landing.ts'
import { mailPage, mailboxPage } from '../../pages/mailbox.ts'
import type { Handle } from '../handle.ts'
import { toClock, toMail } from './views.ts'

const titles: Record<string, string> = {
  account: 'Browsers and apps that belong to an account',
  oauth: 'Machines that speak OAuth and OpenID Connect',
  app: 'End users of an application',
  platform: 'Administrators of tenants and applications',
  project: 'One project: web, mobile and desktop',
  service: 'Health, this contract, the sandbox',
}

const operationsBySurface = [...Map.groupBy(Object.values(operations), ({ surface }) => surface)].map(
  ([surface, found]) => ({ surface, count: found.length, title: titles[surface] ?? surface }),
)

export const showLanding: Handle<'service.showLanding'> = async (_request, ctx) => ({
  status: 200,
  headers: { 'Content-Security-Policy': pagePolicy() },
  body: landingPage({
    publicUrl: ctx.config.publicUrl,
    version: (ctx.contract.document as { info: { version: string } }).info.version,
    credentials: sandboxCredentialsAt(ctx.config.publicUrl),
    mailCount: (await listMailbox(ctx)).length,
    operationsBySurface,
    mockUrl: ctx.config.mockUrl,
    isMock: ctx.config.isMock,
  }),
})

export const getCredentials: Handle<'service.getCredentials'> = async (_request, ctx) => ({
  status: 200,
  body: sandboxCredentialsAt(ctx.config.publicUrl),
})

export const listMail: Handle<'service.listMail'> = async ({ query }, ctx) => ({
  status: 200,
  body: { messages: (await listMailbox(ctx, query.to)).map(toMail) },
})

export const showMailbox: Handle<'service.showMailbox'> = async ({ query }, ctx) => ({
  status: 200,
  headers: { 'Content-Security-Policy': pagePolicy({ frames: true }) },
  body: mailboxPage({
    messages: (await listMailbox(ctx, query.to)).map(toMail),
    publicUrl: ctx.config.publicUrl,
    ...(query.to && { to: query.to }),
    ...(query.id && { id: query.id }),
    ...(query.view && { view: query.view }),
  }),
})

export const showMail: Handle<'service.showMail'> = async ({ path }, ctx) => {
  const mail = (await listMailbox(ctx)).find(({ id }) => id === path.mail_id)
  if (!mail) throw new Failure('mail_not_found')
  // The mailbox page shows it in a frame; the default forbids that.
  const headers = {
    'Content-Security-Policy': mailPolicy,
    'X-Frame-Options': 'SAMEORIGIN',
    // The policy takes its origin away, so that there is none to have a process of its own: Chromium complains of asking.
    'Origin-Agent-Cluster': '?0',
  }
  return { status: 200, headers, body: mailPage(toMail(mail)) }
}

export const resetSandbox: Handle<'service.resetSandbox'> = async (_request, ctx) => {
  await reset(ctx)
  return { status: 200, body: { reset: true } }
}

export const getClock: Handle<'service.getClock'> = async (_request, ctx) => ({
  status: 200,
  body: toClock(ctx.clock.now(), ctx.sandbox?.clock.offsetSeconds() ?? 0),
})

export const moveClock: Handle<'service.moveClock'> = async ({ body }, ctx) => {
  ctx.sandbox?.clock.advance(body.advance)
  return { status: 200, body: toClock(ctx.clock.now(), ctx.sandbox?.clock.offsetSeconds() ?? 0) }
}

export const createAdminCode: Handle<'service.createAdminCode'> = async (_request, ctx) => ({
  status: 200,
  body: { code: await issueSandboxAdminCode(ctx) },
})

export const showCallback: Handle<'service.showCallback'> = async ({ query }, ctx) => {
  const { code, insforge_code, state, iss, error, error_description } = query
  const named = { code, insforge_code, state, iss, error, error_description }
  const received = Object.fromEntries(Object.entries(named).flatMap(([name, value]) => (value ? [[name, value]] : [])))
  return {
    status: 200,
    headers: { 'Content-Security-Policy': pagePolicy() },
    body: callbackPage({
      received,
      publicUrl: ctx.config.publicUrl,
      clientId: sandboxCredentialsAt(ctx.config.publicUrl).account.client_id,
    }),
  }
}
