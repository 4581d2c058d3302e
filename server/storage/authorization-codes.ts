import type { AuthorizationCode } from '../model/authorization-code.ts'
import type { Database } from './database.ts'
import { environmentsOfTenant } from './of-tenant.ts'
import { prepared } from './prepared.ts'

/** All that must be right for a code to be good. */
export interface CodeProof {
  readonly hash: string
  readonly environmentId: string
  readonly clientId: string | null
  readonly surface: string
  readonly codeChallenge: string
  /** Absent where its exchange does not repeat it. */
  readonly redirectUri: string | undefined
  /** Of the key that was proved; null where none was. */
  readonly keyThumbprint: string | null
  readonly now: number
}

export const insertCode = async (db: Database, code: AuthorizationCode): Promise<void> => {
  await insert(db, code)
}

const insert = prepared((db, code: AuthorizationCode) => db.insertInto('authorizationCodes').values(code))

export const findCode = async (db: Database, hash: string): Promise<AuthorizationCode | undefined> =>
  (await byHash(db, hash))[0]

const byHash = prepared((db, hash: string) => db.selectFrom('authorizationCodes').selectAll().where('hash', '=', hash))

/** Consumes a code. Returns it to the one caller who wins with the right proof, and to nobody after. */
export const useCode = (db: Database, proof: CodeProof): Promise<AuthorizationCode | undefined> => {
  const update = db
    .updateTable('authorizationCodes')
    .set({ usedAt: proof.now })
    .where('hash', '=', proof.hash)
    .where('environmentId', '=', proof.environmentId)
    .where('clientId', proof.clientId === null ? 'is' : '=', proof.clientId)
    .where('surface', '=', proof.surface)
    .where('codeChallenge', '=', proof.codeChallenge)
    .where(({ or, eb }) => or([eb('keyThumbprint', 'is', null), eb('keyThumbprint', '=', proof.keyThumbprint)]))
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', proof.now)
  const { redirectUri } = proof
  return (redirectUri === undefined ? update : update.where('redirectUri', '=', redirectUri))
    .returningAll()
    .executeTakeFirst()
}

/** Notes which session a code started, so that its second use can end it. */
export const nameSessionOfCode = async (db: Database, hash: string, sessionId: string): Promise<void> => {
  await nameSession(db, hash, sessionId)
}

const nameSession = prepared((db, hash: string, sessionId: string) =>
  db.updateTable('authorizationCodes').set({ sessionId }).where('hash', '=', hash),
)

/** Takes back what a person was on their way with. Answers how many. */
export const deleteCodesOfUser = async (db: Database, userId: string): Promise<number> => {
  return (await deleteOfUser(db, userId)).length
}

const deleteOfUser = prepared((db, userId: string) =>
  db.deleteFrom('authorizationCodes').where('userId', '=', userId).returning('hash'),
)

/** Of a tenant's people or, where it is null, of everybody. */
export const deleteAllCodes = async (db: Database, tenantId: string | null): Promise<void> => {
  const codes = db.deleteFrom('authorizationCodes').where('usedAt', 'is', null)
  await (tenantId === null ? codes : codes.where('environmentId', 'in', environmentsOfTenant(db, tenantId))).execute()
}

/** Those on their way to one client. */
export const deleteCodesOfUserAtClient = async (db: Database, userId: string, clientId: string): Promise<void> => {
  await db
    .deleteFrom('authorizationCodes')
    .where('userId', '=', userId)
    .where('clientId', '=', clientId)
    .where('usedAt', 'is', null)
    .execute()
}

/** Everybody's. */
export const deleteCodesOfClient = async (db: Database, clientId: string): Promise<void> => {
  await db.deleteFrom('authorizationCodes').where('clientId', '=', clientId).where('usedAt', 'is', null).execute()
}

/** Drops codes whose end lies before. Answers how many. */
export const deleteExpiredCodes = async (db: Database, before: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('authorizationCodes')
    .where('hash', 'in', ({ selectFrom }) =>
      selectFrom('authorizationCodes').select('hash').where('expiresAt', '<', before).orderBy('expiresAt').limit(limit),
    )
    .where('expiresAt', '<', before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
