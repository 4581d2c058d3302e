// The keys that sign tokens, of each algorithm: made at first start, sealed in the database, shared by all instances.
import { setTimeout as pause } from 'node:timers/promises'
import { Failure } from '../../model/failure.ts'
import { type SigningAlgorithm, type SigningKey, signingAlgorithms } from '../../model/signing-key.ts'
import type { Clock } from '../../outside/clock.ts'
import type { Keyring } from '../../outside/keyring.ts'
import { type KeyPair, generateKey, importPrivateKey, importPublicKey } from '../../outside/jwt.ts'
import type { Secrets } from '../../outside/secrets.ts'
import { type Database, exclusively } from '../../storage/database.ts'
import { deleteSigningKey, insertSigningKey, listSigningKeys, updateSigningKey } from '../../storage/signing-keys.ts'

interface KeyStore {
  readonly db: Database
  readonly clock: Clock
  readonly secrets: Secrets
}

/** Clients keep the key set for five minutes, so a key is published for longer before it signs. */
const publishAheadMs = 6 * 60_000
/** The longest life of an access token, and a minute for clocks that differ. */
const tokenLifeMs = 24 * 60 * 60_000 + 60_000
/** How long this instance may not know that another one revoked a key. */
const staleMs = 1000
/** How long the key set waits for the database. */
const patienceMs = 300

interface Loaded {
  readonly at: number
  readonly keys: readonly {
    key: SigningKey
    publicKey: ReturnType<typeof importPublicKey>
    privateKey: KeyPair['privateKey']
  }[]
}

/** Opens the ring, with a first key if there is none. Keys are imported once and read again every second at most. */
export const openKeyring = async (store: KeyStore): Promise<Keyring> => {
  await ensureKeys(store)
  let loading: Promise<Loaded> | undefined
  let loaded: Loaded | undefined

  const load = async (): Promise<Loaded> => {
    const known = new Map(loaded?.keys.map((entry) => [entry.key.kid, entry]))
    const rows = await listSigningKeys(store.db)
    const keys = await Promise.all(
      rows.map(async (key) => ({ ...(known.get(key.kid) ?? (await importKey(store, key))), key })),
    )
    return { at: store.clock.now(), keys }
  }
  const current = async () => {
    const now = store.clock.now()
    if (!loaded || Math.abs(now - loaded.at) >= staleMs) {
      loading ??= load().finally(() => (loading = undefined))
      loaded = await loading
    }
    return loaded.keys.filter(({ key }) => key.retiresAt === null || key.retiresAt > now)
  }

  /** The key set is answered at once, from memory where the database is slow or away: other services verify by it. */
  const currentOrLast = async () => {
    const last = loaded
    if (!last) return current()
    const asked = current()
    const remembered = () => last.keys.filter(({ key }) => key.retiresAt === null || key.retiresAt > store.clock.now())
    const soon = pause(patienceMs, undefined, { ref: false }).then(remembered)
    return Promise.race([asked.catch(remembered), soon])
  }

  // Better no start than a service that cannot sign.
  await current()
  return {
    signingKey: async (alg = 'ES256') => {
      const now = store.clock.now()
      const known = (await current())
        .filter((one) => one.key.alg === alg)
        .sort((a, b) => b.key.signsFrom - a.key.signsFrom)
      // Where a clock was set back nothing may sign yet: the oldest one does, which everybody knows by now.
      const newest = known.find(({ key }) => key.signsFrom <= now) ?? known.at(-1)
      if (!newest) throw new Failure('unavailable')
      return { kid: newest.key.kid, alg, privateKey: newest.privateKey }
    },
    anyPublicKey: async (kid) => {
      const found = (await current()).find(({ key }) => key.kid === kid)
      return found && { alg: found.key.alg, publicKey: found.publicKey }
    },
    published: async () =>
      (await currentOrLast())
        // Whoever takes the first key to verify access tokens gets one that signs them.
        .sort((a, b) => a.key.alg.localeCompare(b.key.alg) || b.key.signsFrom - a.key.signsFrom)
        .map(({ key }) => key.publicJwk),
  }
}

/** What is done for each key in the same transaction. */
type Alongside = (db: Database, key: Pick<SigningKey, 'kid'>) => Promise<void>

/**
 * Publishes the next keys at once, one of each algorithm; they sign in six minutes, and the old ones stay until their last
 * token has ended.
 */
export const rotateSigningKeys = async (store: KeyStore, alongside?: Alongside): Promise<SigningKey[]> => {
  const signsFrom = store.clock.now() + publishAheadMs
  const next = await Promise.all(signingAlgorithms.map((alg) => newKey(store, alg, signsFrom)))
  await exclusively(store.db, 'signing-keys', async (db) => {
    for (const key of await listSigningKeys(db)) {
      if (key.retiresAt === null) await updateSigningKey(db, key.kid, { retiresAt: signsFrom + tokenLifeMs })
    }
    for (const key of next) {
      await insertSigningKey(db, key)
      await alongside?.(db, key)
    }
  })
  return next
}

/**
 * Drops a key at once: every token it signed is refused from now on. Where it was the one that signs, the one before it does again until the next
 * has been published for long enough, or, where none is left, the next one at once.
 */
export const revokeSigningKey = async (store: KeyStore, kid: string, alongside?: Alongside): Promise<boolean> => {
  const alg = (await listSigningKeys(store.db)).find((key) => key.kid === kid)?.alg
  if (!alg) return false
  const next = await newKey(store, alg, store.clock.now())
  return exclusively(store.db, 'signing-keys', async (db) => {
    const revoked = await deleteSigningKey(db, kid)
    if (revoked) await alongside?.(db, { kid })
    await succeedBy(db, next)
    return revoked
  })
}

/** Inserts a key of an algorithm that has none which signs now, or none which stays: keys that are to go leave nobody behind. */
const succeedBy = async (db: Database, next: SigningKey): Promise<void> => {
  const now = next.signsFrom
  const left = (await listSigningKeys(db)).filter((key) => key.alg === next.alg && (key.retiresAt ?? Infinity) > now)
  const signs = left.findLast(({ signsFrom }) => signsFrom <= now)
  if (!signs) return insertSigningKey(db, next)
  if (left.some(({ retiresAt }) => retiresAt === null)) return
  const signsFrom = now + publishAheadMs
  const retiresAt = Math.max(signs.retiresAt ?? 0, signsFrom + tokenLifeMs)
  await updateSigningKey(db, signs.kid, { retiresAt })
  await insertSigningKey(db, { ...next, signsFrom })
}

/** The keys that are there, all of which the secret opens: it throws where one is sealed with another. Makes none. */
export const requireOwnKeys = async (store: KeyStore): Promise<SigningKey[]> => {
  const known = await listSigningKeys(store.db)
  for (const { sealedPrivateJwk } of known) await openSealed(store, sealedPrivateJwk)
  return known
}

/**
 * Also of an algorithm that an earlier version did not have, or whose keys are all to go. A wrong secret seals nothing beside what it cannot open. Of
 * instances that start together, each with a key of its own, all get the one that came first.
 */
const ensureKeys = async (store: KeyStore): Promise<void> => {
  const stays = (keys: readonly SigningKey[], of: SigningAlgorithm) =>
    keys.some(({ alg, retiresAt }) => alg === of && retiresAt === null)
  const known = await requireOwnKeys(store)
  const missing = signingAlgorithms.filter((alg) => !stays(known, alg))
  for (const key of await Promise.all(missing.map((alg) => newKey(store, alg, store.clock.now())))) {
    await exclusively(store.db, 'signing-keys', async (db) => {
      // Whether it signs yet is not asked: the clock of the instance that made it may be ahead.
      if (!stays(await listSigningKeys(db), key.alg)) await succeedBy(db, key)
    })
  }
}

const newKey = async ({ clock, secrets }: KeyStore, alg: SigningAlgorithm, signsFrom: number): Promise<SigningKey> => {
  const { kid, publicJwk, privateJwk } = await generateKey(alg)
  const sealedPrivateJwk = secrets.seal(JSON.stringify(privateJwk))
  return { kid, alg, publicJwk: { ...publicJwk }, sealedPrivateJwk, createdAt: clock.now(), signsFrom, retiresAt: null }
}

const importKey = async (store: KeyStore, key: SigningKey) => ({
  key,
  publicKey: importPublicKey(key.publicJwk, key.alg),
  privateKey: importPrivateKey(JSON.parse(await openSealed(store, key.sealedPrivateJwk)), key.alg),
})

const openSealed = async ({ secrets }: KeyStore, sealed: string): Promise<string> => {
  try {
    return await secrets.open(sealed)
  } catch (cause) {
    throw new Error('The database was made with another COUNTERSIGN_SECRET: set that one.', { cause })
  }
}
