// Which clients are told that somebody has signed out, when sessions end.
import { policies } from '../model/policies.ts'
import type { Session } from '../model/session.ts'
import type { Database } from './database.ts'

export const whoIsTold = ['id', 'surface', 'clientId', 'userId', 'browserSessionId'] as const

export type Ended = Pick<Session, (typeof whoIsTold)[number]>

/** The person shall be signed out there, whoever is signed in at our pages. Of other ends the client knows, or it signs them in anew. */
const aboutThePerson = [
  'consent_revoked',
  'password_changed',
  'revoked_by_administrator',
  'revoked_by_user',
  'second_factor_on',
  'user_suspended',
]

/** Somebody has signed in anew in that browser, or its time is over: nobody has signed out. */
const ofTheBrowserAlone = ['replaced', 'expired']

/**
 * What to tell of sessions that have just ended. With one of our pages all that apps ever had from it, but what was told
 * before; of one of an app only where its browser's is over, or it is about the person. Never a client whose session is kept.
 */
export const listToTell = async (
  db: Database,
  ended: readonly Ended[],
  { now, reason, keptId }: { readonly now: number; readonly reason: string; readonly keptId?: string | undefined },
): Promise<Ended[]> => {
  const ofBrowsers = ended.filter(({ surface }) => surface === policies.browser.surface).map(({ id }) => id)
  const hanging = ofTheBrowserAlone.includes(reason) ? [] : await listOfBrowsers(db, ofBrowsers)
  const ofApps = ended.filter(({ browserSessionId }) => browserSessionId !== null)
  const goingOn = aboutThePerson.includes(reason) ? [] : await listGoingOn(db, ofApps, now)
  const told = [...hanging, ...ofApps.filter(({ browserSessionId }) => !goingOn.includes(browserSessionId))]
  const kept = keptId !== undefined && told.length > 0 ? await findKept(db, keptId) : undefined
  return told.filter((one) => one.clientId !== kept?.clientId || one.browserSessionId !== kept.browserSessionId)
}

const listOfBrowsers = async (db: Database, ids: readonly string[]): Promise<Ended[]> =>
  ids.length === 0
    ? []
    : db
        .selectFrom('sessions')
        .select(whoIsTold)
        .where('browserSessionId', 'in', ids)
        .where(({ or, eb }) => or([eb('endReason', 'is', null), eb('endReason', 'not in', aboutThePerson)]))
        .execute()

/** The sessions at our pages, of these, in which somebody is still signed in. */
const listGoingOn = async (
  db: Database,
  ofApps: readonly Ended[],
  now: number,
): Promise<readonly (string | null)[]> => {
  const ids = ofApps.flatMap(({ browserSessionId }) => browserSessionId ?? [])
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('sessions')
    .select('id')
    .where('id', 'in', ids)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', now)
    .execute()
  return rows.map(({ id }) => id)
}

const findKept = (db: Database, id: string): Promise<Pick<Session, 'clientId' | 'browserSessionId'> | undefined> =>
  db.selectFrom('sessions').select(['clientId', 'browserSessionId']).where('id', '=', id).executeTakeFirst()
