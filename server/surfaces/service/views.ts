import type { SandboxMail } from '../../identity/mails/mail.ts'
import type { Wire } from '../handle.ts'

export const toMail = (mail: SandboxMail): Wire['Mail'] => ({
  id: mail.id,
  to: mail.to,
  subject: mail.subject,
  kind: mail.kind,
  text: mail.text,
  html: mail.html,
  code: mail.code,
  link: mail.link,
  token: mail.token,
  createdAt: new Date(mail.createdAt).toISOString(),
})

export const toClock = (now: number, offset: number): Wire['SandboxClock'] => ({
  now: new Date(now).toISOString(),
  offset,
})
