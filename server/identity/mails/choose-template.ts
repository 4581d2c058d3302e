// Which words a mail has: the environment's own, else the tenant's, in the language that is asked for.
import type { Environment } from '../../model/environment.ts'
import type { MailName, MailTemplate } from '../../model/mail-template.ts'
import type { Database } from '../../storage/database.ts'
import { listTemplatesOfMail } from '../../storage/mail-templates.ts'

/** Undefined where they are ours. */
export const chooseTemplate = async (
  db: Database,
  environment: Environment,
  name: MailName,
  /** Tags, the most wanted first. */
  wanted: readonly string[],
): Promise<MailTemplate | undefined> => {
  const found = await listTemplatesOfMail(db, environment, name)
  if (found.length === 0) return undefined
  const languages = [...wanted, null]
  const own = found.filter(({ environmentId }) => environmentId !== null)
  const ofTenant = found.filter(({ environmentId }) => environmentId === null)
  return inLanguage(own, languages) ?? inLanguage(ofTenant, languages)
}

const inLanguage = (templates: readonly MailTemplate[], languages: readonly (string | null)[]) => {
  for (const language of languages) {
    const template = templates.find((one) => one.language === language)
    if (template) return template
  }
  return undefined
}
