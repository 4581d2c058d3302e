// A tenant's own words for the mails that its people get, for its administrators. What is not theirs does not exist.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { type MailName, type MailTemplate, mailNames } from '../../model/mail-template.ts'
import { canonicalLanguage, languageOf, wantedLanguages } from '../../model/languages.ts'
import { exampleMail, usualWords } from '../../outside/mail-templates.ts'
import { type Database, exclusively } from '../../storage/database.ts'
import {
  countMailTemplates,
  deleteMailTemplate,
  findMailTemplate,
  insertMailTemplate,
  listMailTemplates,
  updateMailTemplate,
} from '../../storage/mail-templates.ts'
import { requireTenant } from '../administration/administrators.ts'
import { requireApplication, requireEnvironmentOf } from '../administration/applications.ts'
import { byCaller, record } from '../administration/audit.ts'
import { requireRoom } from '../limits/quotas.ts'
import { requireProvenMaker } from '../sessions/callers.ts'
import { chooseTemplate } from './choose-template.ts'
import { type GivenWords, checkedWords } from './template-words.ts'

/** Whose templates a request is about: an application's, or the tenant's own. */
export type OwnerOfTemplates = { readonly applicationId: string } | { readonly applicationId: null }

export const listTemplates = async (
  ctx: Context,
  { applicationId }: OwnerOfTemplates,
  environmentId?: string,
): Promise<MailTemplate[]> => {
  const tenantId = await requireOwner(ctx, applicationId)
  if (applicationId !== null && environmentId !== undefined)
    await requireEnvironmentOf(ctx, applicationId, environmentId)
  return listMailTemplates(ctx.db, tenantId, applicationId, environmentId)
}

export interface NewTemplate extends GivenWords {
  readonly name: MailName
  readonly language: string | null
}

export const createTemplate = async (
  ctx: Context,
  applicationId: string,
  environmentId: string,
  given: NewTemplate,
): Promise<MailTemplate> => {
  const tenantId = await requireOwner(ctx, applicationId)
  // The words go out in the service's name, and outlast whoever wrote them.
  requireProvenMaker(ctx)
  await requireEnvironmentOf(ctx, applicationId, environmentId)
  const language = requireLanguage(given.language)
  const words = await checkedWords(given.name, given)
  return changing(ctx, tenantId, async (db) => {
    requireRoom(ctx, 'mailTemplatesPerApplication', await countMailTemplates(db, tenantId, applicationId))
    const made = newTemplate(ctx, { ...words, tenantId, applicationId, environmentId, name: given.name, language })
    if (!(await insertMailTemplate(db, made))) throw new Failure('email_template_exists')
    await recordAbout(ctx, db, 'email_template.created', made)
    return made
  })
}

export type TemplateChanges = Partial<NewTemplate & Pick<MailTemplate, 'isActive'>>

/** What it says is checked again as a whole. */
export const changeTemplate = async (
  ctx: Context,
  { applicationId }: OwnerOfTemplates,
  id: string,
  changes: TemplateChanges,
): Promise<MailTemplate> => {
  const tenantId = await requireOwner(ctx, applicationId)
  requireProvenMaker(ctx)
  const { isActive, variables, language, ...said } = changes
  return changing(ctx, tenantId, async (db) => {
    const before = await requireTemplate(db, tenantId, applicationId, id)
    const name = said.name ?? before.name
    // Declared once, they stay declared, unless the words are other ones.
    const kept = Object.keys(said).length === 0 ? before.variables : undefined
    const words = await checkedWords(name, { ...before, ...said, variables: variables ?? kept })
    const place = { name, language: language === undefined ? before.language : requireLanguage(language) }
    await requireFree(db, before, place)
    const patch = { ...words, ...place, ...(isActive !== undefined && { isActive }), updatedAt: ctx.clock.now() }
    const changed = await updateMailTemplate(db, id, patch)
    if (!changed) throw new Failure('email_template_not_found')
    await recordAbout(ctx, db, 'email_template.changed', changed, { fields: Object.keys(changes) })
    return changed
  })
}

export const deleteTemplate = async (ctx: Context, applicationId: string, id: string): Promise<void> => {
  const tenantId = await requireOwner(ctx, applicationId)
  await changing(ctx, tenantId, async (db) => {
    const template = await requireTemplate(db, tenantId, applicationId, id)
    if (!(await deleteMailTemplate(db, id))) throw new Failure('email_template_not_found')
    await recordAbout(ctx, db, 'email_template.deleted', template)
  })
}

/** Filled with values that are made up. */
export const previewTemplate = async (
  ctx: Context,
  { applicationId }: OwnerOfTemplates,
  id: string,
): Promise<Preview> => {
  const tenantId = await requireOwner(ctx, applicationId)
  const own = await requireTemplate(ctx.db, tenantId, applicationId, id)
  return exampleMail(own.name, { ...(await example(ctx, applicationId)), own })
}

type Preview = ReturnType<typeof exampleMail>

/**
 * The same of words that are not kept yet, or of the mail as whoever asks for the language gets it now. Refuses words that would not
 * be kept.
 */
export const previewMail = async (
  ctx: Context,
  { applicationId, environmentId }: { readonly applicationId: string; readonly environmentId: string },
  { name, language: given, words }: MailToPreview,
): Promise<Preview> => {
  const environment = await requireEnvironmentOf(ctx, applicationId, environmentId)
  const language = requireLanguage(given)
  const wanted = wantedLanguages(language)
  const own = words
    ? { ...(await checkedWords(name, words)), language }
    : await chooseTemplate(ctx.db, environment, name, wanted)
  return exampleMail(name, { ...(await example(ctx, applicationId)), own, language: languageOf(wanted) })
}

export interface MailToPreview {
  readonly name: MailName
  readonly language: string | null
  readonly words: GivenWords | undefined
}

/** The same of words for the tenant. */
export const previewTenantMail = async (ctx: Context, name: MailName, words: GivenWords): Promise<Preview> => {
  await requireOwner(ctx, null)
  const own = { ...(await checkedWords(name, words)), language: null }
  return exampleMail(name, { ...(await example(ctx, null)), own })
}

const example = async (ctx: Context, applicationId: string | null) => ({
  appName: applicationId === null ? 'Example' : (await requireApplication(ctx, applicationId)).application.name,
  publicUrl: ctx.config.publicUrl,
})

/** One of the tenant's for each mail that it has none for, in our own words. Answers those that were made. */
export const initializeTemplates = async (ctx: Context): Promise<MailTemplate[]> => {
  const tenantId = await requireOwner(ctx, null)
  return changing(ctx, tenantId, async (db) => {
    const there = new Set((await listMailTemplates(db, tenantId, null)).map(({ name }) => name))
    const missing = mailNames.filter((name) => !there.has(name)).sort()
    const made: MailTemplate[] = []
    for (const name of missing) {
      const own = { tenantId, applicationId: null, environmentId: null, name, language: null }
      const template = newTemplate(ctx, { ...own, ...(await checkedWords(name, usualWords(name))) })
      await insertMailTemplate(db, template)
      await recordAbout(ctx, db, 'email_template.created', template)
      made.push(template)
    }
    return made
  })
}

const newTemplate = (
  { ids, clock }: Context,
  said: Omit<MailTemplate, 'id' | 'isActive' | 'createdAt' | 'updatedAt'>,
): MailTemplate => ({ ...said, id: ids.uuid(), isActive: true, createdAt: clock.now(), updatedAt: clock.now() })

const requireOwner = async (ctx: Context, applicationId: string | null): Promise<string> => {
  const { tenant } = await requireTenant(ctx)
  if (applicationId !== null) await requireApplication(ctx, applicationId)
  return tenant.id
}

/** One at a time, so that what was read still holds when it is written. */
const changing = <T>(ctx: Context, tenantId: string, work: (db: Database) => Promise<T>): Promise<T> =>
  exclusively(ctx.db, `mail templates ${tenantId}`, work)

const requireTemplate = async (
  db: Database,
  tenantId: string,
  applicationId: string | null,
  id: string,
): Promise<MailTemplate> => {
  const template = await findMailTemplate(db, tenantId, applicationId, id)
  if (!template) throw new Failure('email_template_not_found')
  return template
}

const requireFree = async (
  db: Database,
  { id, tenantId, applicationId, environmentId }: MailTemplate,
  { name, language }: Pick<MailTemplate, 'name' | 'language'>,
): Promise<void> => {
  const others = await listMailTemplates(db, tenantId, applicationId, environmentId ?? undefined)
  const isTaken = others.some((other) => other.id !== id && other.name === name && other.language === language)
  if (isTaken) throw new Failure('email_template_exists')
}

const requireLanguage = (given: string | null): string | null => {
  if (given === null) return null
  const language = canonicalLanguage(given)
  if (language === undefined) throw new Failure('invalid_request', 'language: is no language tag')
  return language
}

const recordAbout = (
  ctx: Context,
  db: Database,
  action: 'email_template.created' | 'email_template.changed' | 'email_template.deleted',
  { id, tenantId, applicationId, environmentId, name }: MailTemplate,
  more: { readonly fields?: string[] } = {},
) =>
  record(ctx, db, action, {
    environmentId,
    tenantId,
    ...(applicationId !== null && { applicationId }),
    ...byCaller(ctx),
    data: { templateId: id, name, ...more },
  })
