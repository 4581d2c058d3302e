import type { MailName, MailTemplate, MailVariable } from '../model/mail-template.ts'
import { cacheOf } from './cached-rows.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import { type Patch, fromJson, toFlag, toJson } from './rows.ts'
import type { MailTemplatesTable } from './schema.ts'

const toTemplate = ({ place: _place, ...row }: MailTemplatesTable): MailTemplate => ({
  ...row,
  name: row.name as MailName,
  language: row.language === '' ? null : row.language,
  variables: fromJson<MailVariable[]>(row.variables) ?? [],
  isActive: row.isActive === 1,
})

/** Where only one of a name and language may be. */
const placeOf = ({ tenantId, environmentId }: Pick<MailTemplate, 'tenantId' | 'environmentId'>): string =>
  environmentId ?? tenantId

/** False where the place has one of that name and language. */
export const insertMailTemplate = async (db: Database, template: MailTemplate): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('mailTemplates')
    .values({
      ...template,
      place: placeOf(template),
      language: template.language ?? '',
      variables: toJson(template.variables),
      isActive: toFlag(template.isActive),
    })
    .onConflict((conflict) => conflict.columns(['place', 'name', 'language']).doNothing())
    .executeTakeFirst()
  return Number(numInsertedOrUpdatedRows) > 0
}

/** Of an application, or of one of its environments; or the tenant's own. By name. */
export const listMailTemplates = async (
  db: Database,
  tenantId: string,
  applicationId: string | null,
  environmentId?: string,
): Promise<MailTemplate[]> => {
  const rows = await db
    .selectFrom('mailTemplates')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('applicationId', applicationId === null ? 'is' : '=', applicationId)
    .$if(environmentId !== undefined, (query) => query.where('environmentId', '=', environmentId!))
    .orderBy('name')
    .orderBy('language')
    .orderBy('id')
    .limit(1000)
    .execute()
  return rows.map(toTemplate)
}

export const countMailTemplates = async (
  db: Database,
  tenantId: string,
  applicationId: string | null,
): Promise<number> => {
  const { total } = await db
    .selectFrom('mailTemplates')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('tenantId', '=', tenantId)
    .where('applicationId', applicationId === null ? 'is' : '=', applicationId)
    .executeTakeFirstOrThrow()
  return Number(total)
}

export const findMailTemplate = async (
  db: Database,
  tenantId: string,
  applicationId: string | null,
  id: string,
): Promise<MailTemplate | undefined> => {
  const row = await db
    .selectFrom('mailTemplates')
    .selectAll()
    .where('id', '=', id)
    .where('tenantId', '=', tenantId)
    .where('applicationId', applicationId === null ? 'is' : '=', applicationId)
    .executeTakeFirst()
  return row && toTemplate(row)
}

/** Those that are on for a mail, in an environment or its tenant, in all languages. */
export const listTemplatesOfMail = async (
  db: Database,
  { id, tenantId }: { readonly id: string; readonly tenantId: string },
  name: MailName,
): Promise<MailTemplate[]> => {
  // That there are none may be known from less than a second ago. Words are not kept: they may be long.
  const none = await cacheOf(db).find(db, `no templates ${name} of ${id}`, async () => {
    const found = await ofMail(db, id, tenantId, name)
    return found.length === 0 ? found : undefined
  })
  return none ? [] : (await ofMail(db, id, tenantId, name)).map(toTemplate)
}

const ofMail = prepared((db, environmentId: string, tenantId: string, name: string) =>
  db
    .selectFrom('mailTemplates')
    .selectAll()
    .where('place', 'in', [environmentId, tenantId])
    .where('name', '=', name)
    .where('isActive', '=', 1),
)

/** The changed one; undefined where it is gone. Fails with a unique violation where the place has one of that name and language. */
export const updateMailTemplate = async (
  db: Database,
  id: string,
  {
    isActive,
    variables,
    language,
    ...patch
  }: Patch<MailTemplate, 'id' | 'tenantId' | 'applicationId' | 'environmentId' | 'createdAt'>,
): Promise<MailTemplate | undefined> => {
  const row = await db
    .updateTable('mailTemplates')
    .set({
      ...patch,
      isActive: toFlag(isActive),
      variables: toJson(variables),
      language: language === null ? '' : language,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return row && toTemplate(row)
}

/** True for the one caller who deleted it. */
export const deleteMailTemplate = async (db: Database, id: string): Promise<boolean> => {
  const { numDeletedRows } = await db.deleteFrom('mailTemplates').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0
}
