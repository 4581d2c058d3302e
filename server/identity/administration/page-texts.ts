// An owner's own words for the hosted pages of an environment. Whoever hands them in has held them to what the usual ones name.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import type { Language } from '../../model/languages.ts'
import { transaction } from '../../storage/database.ts'
import { type OwnTexts, findPageTexts, savePageTexts } from '../../storage/page-texts.ts'
import { requireProvenMaker } from '../sessions/callers.ts'
import { requireEnvironmentOf } from './applications.ts'
import { byCaller, record } from './audit.ts'

/** Which texts a request is about. */
export interface PlaceOfTexts {
  readonly applicationId: string
  readonly environmentId: string
  readonly language: Language
}

/** Those that pages of the environment say instead of ours. */
export const textsOfPages = ({ db }: Pick<Context, 'db'>, { id }: Environment, language: Language): Promise<OwnTexts> =>
  findPageTexts(db, { environmentId: id, language })

/** The environment, and its texts. */
export const getPageTexts = async (
  ctx: Context,
  { applicationId, environmentId, language }: PlaceOfTexts,
): Promise<{ readonly environment: Environment; readonly texts: OwnTexts }> => {
  const environment = await requireEnvironmentOf(ctx, applicationId, environmentId)
  return { environment, texts: await textsOfPages(ctx, environment, language) }
}

/** These from now on, and no others. They outlast whoever wrote them. */
export const replacePageTexts = async (
  ctx: Context,
  { applicationId, environmentId, language }: PlaceOfTexts,
  texts: OwnTexts,
): Promise<void> => {
  requireProvenMaker(ctx)
  await requireEnvironmentOf(ctx, applicationId, environmentId)
  await transaction(ctx.db, async (db) => {
    await savePageTexts(db, { environmentId, language }, texts, ctx.clock.now())
    const data = { language, fields: Object.keys(texts).slice(0, 100) }
    await record(ctx, db, 'page_texts.changed', { environmentId, ...byCaller(ctx), data })
  })
}
