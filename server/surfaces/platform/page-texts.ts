import { type PlaceOfTexts, getPageTexts, replacePageTexts } from '../../identity/administration/page-texts.ts'
import { Failure } from '../../model/failure.ts'
import { pageTexts, problemOfTexts } from '../../pages/texts.ts'
import { brandedLook } from '../branded-pages.ts'
import type { Handle, Wire } from '../handle.ts'
import { previewPage } from './page-previews.ts'

type Path = Parameters<Handle<'platform.getAppPageTexts'>>[0]['path']

export const getAppPageTexts: Handle<'platform.getAppPageTexts'> = async ({ path }, ctx) => {
  const { texts } = await getPageTexts(ctx, fromPath(path))
  return { status: 200, body: toAnswer(path, texts) }
}

export const replaceAppPageTexts: Handle<'platform.replaceAppPageTexts'> = async ({ path, body }, ctx) => {
  const { texts } = body
  const problem = problemOfTexts(texts)
  if (problem !== undefined) throw new Failure('invalid_request', `texts.${problem}`)
  await replacePageTexts(ctx, fromPath(path), texts)
  return { status: 200, body: toAnswer(path, texts) }
}

export const previewAppPage: Handle<'platform.previewAppPage'> = async ({ path, query }, ctx) => {
  const { environment } = await getPageTexts(ctx, fromPath(path))
  return { status: 200, body: previewPage(await brandedLook(ctx, environment, path.language), query.page ?? 'sign_in') }
}

const fromPath = ({ appId: applicationId, environmentId, language }: Path): PlaceOfTexts => ({
  applicationId,
  environmentId,
  language,
})

const toAnswer = (
  { environmentId, language }: Path,
  texts: Readonly<Record<string, string>>,
): Wire['PageTextsAnswer'] => ({
  data: { environmentId, language, texts: { ...texts }, usual: { ...pageTexts[language] } },
})
