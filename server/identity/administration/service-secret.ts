// The service's one secret, and how it is changed while the service goes on. Sealed texts are sealed anew; keyed hashes cannot be
// made anew, so that they go on being derived from what they began with, which is kept sealed like all else.
import type { Context } from '../../context.ts'
import type { Clock } from '../../outside/clock.ts'
import { type Secrets, createSecrets } from '../../outside/secrets.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { findSecretRoot, insertSecretRoot } from '../../storage/secret-roots.ts'
import { type SealedRow, listSealed, replaceSealed, sealedTables } from '../../storage/sealed.ts'
import { record } from './audit.ts'

export interface ServiceSecret {
  /** Seals. */
  readonly secret: string
  /** Opens, too, while it is being changed; null at all other times. */
  readonly otherSecret: string | null
}

interface Place {
  readonly db: Database
  readonly clock: Clock
}

const batch = 200

/** What the secret can do with this database. Throws with a sentence where it is not the one that it was made with. */
export const openSecrets = async ({ db, clock }: Place, { secret, otherSecret }: ServiceSecret): Promise<Secrets> => {
  const known = createSecrets(secret, { other: otherSecret })
  const sealedRoot = await findSecretRoot(db)
  if (sealedRoot === undefined && otherSecret === null) return known
  if (sealedRoot === undefined) {
    const [first] = await listSealed(db, 'signingKeys', '', 1)
    const isOurs = !first || (await opens(createSecrets(secret), first.sealed))
    await insertSecretRoot(db, known.seal(isOurs ? secret : otherSecret!), clock.now())
  }
  const root = await known.open((await findSecretRoot(db))!).catch((cause: unknown) => {
    throw new Error('The database was made with another COUNTERSIGN_SECRET: set that one.', { cause })
  })
  return createSecrets(secret, { other: otherSecret, root })
}

/**
 * Seals anew whatever another secret has sealed, some rows at a time, each time with its record. Answers how many; doing it again finds
 * what was sealed meanwhile. Throws with a sentence where neither secret opens something.
 */
export const sealAnew = async (ctx: Context): Promise<number> => {
  const { db, config } = ctx
  const own = createSecrets(config.secret)
  const both = createSecrets(config.secret, { other: config.otherSecret })
  let count = 0
  for (const table of sealedTables) {
    for (
      let after = '', rows;
      (rows = await listSealed(db, table, after, batch)).length > 0;
      after = rows.at(-1)!.key
    ) {
      const anew: [row: SealedRow, sealed: string][] = []
      for (const row of rows) {
        if (await opens(own, row.sealed)) continue
        const text = await both.open(row.sealed).catch((cause: unknown) => {
          throw new Error(`Neither secret opens ${table} ${row.key}: set COUNTERSIGN_SECRET_OTHER to the one before.`, {
            cause,
          })
        })
        anew.push([row, own.seal(text)])
      }
      count += await replaceAll(ctx, table, anew)
    }
  }
  return count
}

/** Rows that somebody has changed meanwhile stay. Answers how many did not. */
const replaceAll = (
  ctx: Context,
  table: Parameters<typeof replaceSealed>[1],
  anew: readonly [row: SealedRow, sealed: string][],
): Promise<number> =>
  transaction(ctx.db, async (db) => {
    let sealed = 0
    for (const [row, text] of anew) if (await replaceSealed(db, table, row, text)) sealed += 1
    if (sealed > 0) await record(ctx, db, 'secret.rotated', { environmentId: null, data: { table, sealed } })
    return sealed
  })

const opens = (secrets: Secrets, sealed: string): Promise<boolean> =>
  secrets.open(sealed).then(
    () => true,
    () => false,
  )
