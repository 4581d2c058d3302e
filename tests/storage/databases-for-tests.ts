// What every storage test starts from: a fresh database of each kind.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, inject } from 'vitest'
import { openDatabase } from '../../server/storage/database.ts'
import type { OpenDatabase } from '../../server/storage/database.ts'
import { migrate } from '../../server/storage/migrate.ts'
import { patientLimits } from '../patient-limits-for-tests.ts'
import { createDatabase, startPostgres } from './postgres-for-tests.ts'
import './postgres-global-setup.ts'

export type Kind = OpenDatabase['kind']

// Without the global setup (one file run by itself), the file starts its own.
const provided = inject('postgresUrl') as string | null | undefined
const own = provided === undefined ? await startPostgres() : undefined
if (own) afterAll(() => own.stop())
const serverUrl = provided ?? own?.url

/** The kinds that can run here: `describe.each(kinds)`. */
export const kinds: readonly Kind[] = serverUrl ? ['sqlite', 'postgres'] : ['sqlite']

/** The URL of a fresh, empty database, and what removes it. */
export const freshDatabase = async (kind: Kind): Promise<{ url: string; remove(): void }> => {
  if (kind === 'postgres' && serverUrl) return { url: await createDatabase(serverUrl), remove: () => undefined }
  const folder = mkdtempSync(join(tmpdir(), 'countersign-storage-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  return { url: `sqlite:${join(folder, 'deep', 'test.db')}`, remove }
}

/** As the first of each kind was once it was migrated. */
const templates = new Map<Kind, Promise<string>>()

const createTemplate = async (kind: Kind): Promise<string> => {
  const { url, remove } = await freshDatabase(kind)
  process.once('exit', remove)
  const { db, close } = await openDatabase(url)
  await migrate(db)
  await close()
  return url
}

/** The URL of a fresh database of this program's schema, and what removes it. */
export const migratedDatabase = async (kind: Kind): Promise<{ url: string; remove(): void }> => {
  const template = templates.get(kind) ?? createTemplate(kind)
  templates.set(kind, template)
  const from = await template
  if (kind === 'postgres' && serverUrl) return { url: await createDatabase(serverUrl, from), remove: () => undefined }
  const fresh = await freshDatabase(kind)
  mkdirSync(dirname(fileOf(fresh.url)), { mode: 0o700 })
  copyFileSync(fileOf(from), fileOf(fresh.url))
  return fresh
}

const fileOf = (url: string): string => url.slice('sqlite:'.length)

/** A fresh, migrated database. `close` removes it. */
export const openFresh = async (kind: Kind): Promise<OpenDatabase & { readonly url: string }> => {
  const { url, remove } = await migratedDatabase(kind)
  const opened = await openDatabase(url, { limits: patientLimits })
  const close = async () => {
    await opened.close()
    remove()
  }
  return { ...opened, url, close }
}
