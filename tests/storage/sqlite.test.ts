// Who else may read the embedded database.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../server/storage/database.ts'
import { migrate } from '../../server/storage/migrate.ts'

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe.skipIf(process.platform === 'win32')('the file of an embedded database', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-modes-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  /** Writes something, so that SQLite has made all its files. */
  const modesOf = async (path: string) => {
    const { db, close } = await openDatabase(`sqlite:${path}`)
    await migrate(db)
    const files = [path, `${path}-wal`, `${path}-shm`].filter((file) => existsSync(file))
    const modes = files.map(modeOf)
    await close()
    return modes
  }

  it('is its owner’s alone, with all beside it and the folder made for it', async () => {
    const path = join(folder, 'data', 'deep', 'test.db')
    expect(await modesOf(path)).toEqual(['600', '600', '600'])
    expect([modeOf(join(folder, 'data')), modeOf(join(folder, 'data', 'deep'))]).toEqual(['700', '700'])
  })

  it('is tightened where an earlier start left it open, in a folder that stays as it was', async () => {
    const shared = join(folder, 'shared')
    mkdirSync(shared)
    chmodSync(shared, 0o755)
    const path = join(shared, 'test.db')
    const before = await openDatabase(`sqlite:${path}`)
    await migrate(before.db)
    for (const file of [path, `${path}-wal`, `${path}-shm`]) chmodSync(file, 0o644)
    // The other one is still open, so that its files are there.
    expect(await modesOf(path)).toEqual(['600', '600', '600'])
    await before.close()
    expect(modeOf(shared)).toBe('755')
  })
})
