import type { Language } from '../model/languages.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import { fromJson, toJson } from './rows.ts'

/** By their names. */
export type OwnTexts = Readonly<Record<string, string>>

interface Place {
  readonly environmentId: string
  readonly language: Language
}

export const findPageTexts = async (db: Database, { environmentId, language }: Place): Promise<OwnTexts> => {
  const [row] = await ofPlace(db, environmentId, language)
  return fromJson<OwnTexts>(row?.texts ?? null) ?? {}
}

const ofPlace = prepared((db, environmentId: string, language: string) =>
  db
    .selectFrom('pageTexts')
    .select('texts')
    .where('environmentId', '=', environmentId)
    .where('language', '=', language),
)

/** These from now on, and no others. */
export const savePageTexts = async (db: Database, place: Place, texts: OwnTexts, updatedAt: number): Promise<void> => {
  const row = { texts: toJson(texts), updatedAt }
  await db
    .insertInto('pageTexts')
    .values({ ...place, ...row })
    .onConflict((conflict) => conflict.columns(['environmentId', 'language']).doUpdateSet(row))
    .execute()
}
