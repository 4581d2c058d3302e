// What every storage test starts from: a fresh database of each kind.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, inject } from 'vitest'
import { openDatabase } from '../../server/storage/database.ts'
import type { OpenDatabase } from '../../server/storage/database.ts'
import { migrate } from '../../server/storage/migrate.ts'
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

/** A fresh, migrated database. `close` removes it. */
export const openFresh = async (kind: Kind): Promise<OpenDatabase & { readonly url: string }> => {
  const { url, remove } = await freshDatabase(kind)
  const opened = await openDatabase(url)
  await migrate(opened.db)
  const close = async () => {
    await opened.close()
    remove()
  }
  return { ...opened, url, close }
}
