// The service's one secret, and how it is changed while the service goes on. Sealed texts are sealed anew; keyed hashes cannot be
// made anew, so that they go on being derived from what they began with, which is kept sealed like all else.
import type { Clock } from '../../outside/clock.ts'
import { type Secrets, createSecrets } from '../../outside/secrets.ts'
import type { Database } from '../../storage/database.ts'
import { findSecretRoot, insertSecretRoot } from '../../storage/secret-roots.ts'
import { listSealed, replaceSealed, sealedTables } from '../../storage/sealed.ts'

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
 * Seals anew whatever another secret has sealed, some rows at a time. Answers how many; doing it again finds what was sealed
 * meanwhile. Throws with a sentence where neither secret opens something.
 */
export const sealAnew = async (db: Database, { secret, otherSecret }: ServiceSecret): Promise<number> => {
  const own = createSecrets(secret)
  const both = createSecrets(secret, { other: otherSecret })
  let count = 0
  for (const table of sealedTables) {
    for (
      let after = '', rows;
      (rows = await listSealed(db, table, after, batch)).length > 0;
      after = rows.at(-1)!.key
    ) {
      for (const row of rows) {
        if (await opens(own, row.sealed)) continue
        const text = await both.open(row.sealed).catch((cause: unknown) => {
          throw new Error(`Neither secret opens ${table} ${row.key}: set COUNTERSIGN_SECRET_OTHER to the one before.`, {
            cause,
          })
        })
        if (await replaceSealed(db, table, row, own.seal(text))) count += 1
      }
    }
  }
  return count
}

const opens = (secrets: Secrets, sealed: string): Promise<boolean> =>
  secrets.open(sealed).then(
    () => true,
    () => false,
  )
