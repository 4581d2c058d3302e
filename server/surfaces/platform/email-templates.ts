import {
  changeTemplate,
  createTemplate,
  deleteTemplate,
  initializeTemplates,
  listTemplates,
  previewMail,
  previewTemplate,
  previewTenantMail,
} from '../../identity/mails/templates.ts'
import type { GivenWords } from '../../identity/mails/template-words.ts'
import type { MailTemplate } from '../../model/mail-template.ts'
import { toDone, toTime } from '../app-and-platform/views.ts'
import type { Handle, Wire } from '../handle.ts'

const ofTenant = { applicationId: null }

export const listAppEmailTemplates: Handle<'platform.listAppEmailTemplates'> = async ({ path, query }, ctx) => ({
  status: 200,
  body: { data: (await listTemplates(ctx, { applicationId: path.appId }, query.environmentId)).map(toTemplate) },
})

export const createAppEmailTemplate: Handle<'platform.createAppEmailTemplate'> = async ({ path, body }, ctx) => {
  const { environmentId, textBody = null, language = null, ...given } = body
  const made = await createTemplate(ctx, path.appId, environmentId, { ...given, textBody, language })
  return { status: 200, body: { data: toTemplate(made) } }
}

export const updateAppEmailTemplate: Handle<'platform.updateAppEmailTemplate'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: toTemplate(await changeTemplate(ctx, { applicationId: path.appId }, path.templateId, body)) },
})

export const deleteAppEmailTemplate: Handle<'platform.deleteAppEmailTemplate'> = async ({ path }, ctx) => {
  await deleteTemplate(ctx, path.appId, path.templateId)
  return { status: 200, body: toDone() }
}

export const previewAppEmailTemplate: Handle<'platform.previewAppEmailTemplate'> = async ({ path }, ctx) => ({
  status: 200,
  body: await previewTemplate(ctx, { applicationId: path.appId }, path.templateId),
})

export const previewAppMail: Handle<'platform.previewAppMail'> = async ({ path, body }, ctx) => {
  const { name, environmentId, language = null, words } = body
  const place = { applicationId: path.appId, environmentId }
  return { status: 200, body: await previewMail(ctx, place, { name, language, words: words && toWords(words) }) }
}

export const listEmailTemplates: Handle<'platform.listEmailTemplates'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await listTemplates(ctx, ofTenant)).map(toTemplate) },
})

export const updateEmailTemplate: Handle<'platform.updateEmailTemplate'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: toTemplate(await changeTemplate(ctx, ofTenant, path.templateId, body)) },
})

export const previewEmailTemplate: Handle<'platform.previewEmailTemplate'> = async ({ path }, ctx) => ({
  status: 200,
  body: await previewTemplate(ctx, ofTenant, path.templateId),
})

export const previewMailWords: Handle<'platform.previewMailWords'> = async ({ body }, ctx) => ({
  status: 200,
  body: await previewTenantMail(ctx, body.name, toWords(body.words)),
})

export const initializeEmailTemplates: Handle<'platform.initializeEmailTemplates'> = async (_request, ctx) => {
  const made = await initializeTemplates(ctx)
  const message = made.length === 1 ? '1 template was made.' : `${made.length} templates were made.`
  return { status: 200, body: { data: made.map(toTemplate), message } }
}

const toWords = ({ textBody = null, ...words }: Wire['MailWords']): GivenWords => ({ ...words, textBody })

const toTemplate = (template: MailTemplate): Wire['EmailTemplate'] => ({
  id: template.id,
  applicationId: template.applicationId,
  environmentId: template.environmentId,
  name: template.name,
  language: template.language,
  subject: template.subject,
  htmlBody: template.htmlBody,
  textBody: template.textBody,
  variables: [...template.variables],
  isActive: template.isActive,
  createdAt: toTime(template.createdAt),
  updatedAt: toTime(template.updatedAt),
})
