// Transactions that end in one turn share a commit, and none is told of its end before.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createGroupCommit } from '../../server/storage/group-commit.ts'

const openFile = () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-group-'))
  const path = join(folder, 'rows.db')
  const writer = new Sqlite(path)
  writer.pragma('journal_mode = WAL')
  writer.exec('create table rows (name text primary key)')
  const reader = new Sqlite(path, { readonly: true })
  onTestFinished(() => {
    writer.close()
    reader.close()
    rmSync(folder, { recursive: true })
  })
  return { writer, onDisk: () => reader.prepare('select name from rows order by name').pluck().all() }
}

describe('transactions of one group', () => {
  let writer: Sqlite.Database
  let onDisk: () => unknown[]
  let done: string[]
  let group: ReturnType<typeof createGroupCommit>
  let failing: string | undefined
  beforeEach(() => {
    ;({ writer, onDisk } = openFile())
    done = []
    failing = undefined
    const execute = async (sql: string) => {
      if (sql === failing) throw Object.assign(new Error('The disk is gone'), { code: 'SQLITE_IOERR' })
      done.push(sql)
      writer.exec(sql)
    }
    group = createGroupCommit({ database: writer, execute })
  })
  const add = (name: string) => writer.prepare('insert into rows values (?)').run(name)
  const keep = async (name: string) => {
    await group.begin()
    add(name)
    await group.commit()
  }
  const commits = () => done.filter((sql) => sql === 'commit').length

  it('are on the disk by one commit, and nobody is told before', async () => {
    const seen: unknown[][] = []
    const tell = async (name: string) => {
      await keep(name)
      seen.push(onDisk())
    }
    await Promise.all(['a', 'b', 'c'].map(tell))
    expect([commits(), seen]).toEqual([1, Array.from({ length: 3 }, () => ['a', 'b', 'c'])])
    await keep('d')
    expect([commits(), onDisk()]).toEqual([2, ['a', 'b', 'c', 'd']])
  })

  it('lose nothing to one of them that is taken back, which is told with them', async () => {
    const order: string[] = []
    const takeBack = async () => {
      await group.begin()
      add('b')
      await group.rollback()
      order.push('b', ...onDisk().map(String))
    }
    await Promise.all([keep('a'), takeBack(), keep('c')])
    expect([commits(), onDisk(), order]).toEqual([1, ['a', 'c'], ['b', 'a', 'c']])
  })

  it('take a statement that fails for nothing, and those that go for what they are', async () => {
    const single = (name: string) => group.single(async () => add(name).changes)
    const outcomes = await Promise.allSettled([single('a'), single('a'), single('b')])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect([commits(), onDisk()]).toEqual([1, ['a', 'b']])
  })

  it('all fail, and leave nothing, where the commit does', async () => {
    failing = 'commit'
    const outcomes = await Promise.allSettled([keep('a'), keep('b')])
    expect(outcomes).toMatchObject([1, 2].map(() => ({ reason: { code: 'database_unavailable' } })))
    expect([onDisk(), writer.inTransaction]).toEqual([[], false])
    failing = undefined
    await keep('c')
    expect(onDisk()).toEqual(['c'])
  })

  it('all fail where SQLite has taken back what they did, whoever was told of it', async () => {
    const loses = async () => {
      await group.begin()
      writer.exec('rollback')
      await group.rollback()
    }
    const outcomes = await Promise.allSettled([keep('a'), loses(), keep('b')])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    expect(onDisk()).toEqual(['b'])
    const goesOn = async () => {
      await group.begin()
      writer.exec('rollback')
      await group.commit()
    }
    await expect(goesOn()).rejects.toMatchObject({ code: 'database_unavailable' })
    await keep('c')
    expect(onDisk()).toEqual(['b', 'c'])
  })

  it.each(['savepoint member', 'release savepoint member', 'rollback to savepoint member'])(
    'all fail, and let the next ones in, where %j does',
    async (sql) => {
      const first = [keep('a'), keep('b')]
      // They have ended, and wait for the commit.
      while (!done.includes('release savepoint member')) await Promise.resolve()
      failing = sql
      const next = sql.startsWith('rollback') ? group.begin().then(() => group.rollback()) : keep('c')
      const kept = (await Promise.allSettled([...first, next])).slice(0, 2)
      const lost = { status: 'rejected', reason: { code: 'database_unavailable' } }
      expect(kept).toMatchObject([lost, lost])
      expect([onDisk(), writer.inTransaction]).toEqual([[], false])
      failing = undefined
      await keep('d')
      expect(onDisk()).toEqual(['d'])
    },
  )

  it('have a savepoint each but the first, which is taken back whole', async () => {
    const takeBack = async () => {
      await group.begin()
      add('a')
      await group.rollback()
    }
    await Promise.all([takeBack(), keep('b'), keep('c')])
    expect(onDisk()).toEqual(['b', 'c'])
    expect(done).toEqual([
      'begin immediate',
      'rollback',
      'begin immediate',
      'savepoint member',
      'release savepoint member',
      'commit',
    ])
  })

  it('wait where somebody wants all on the disk', async () => {
    const begun = keep('a')
    expect(await group.settled(async () => onDisk())).toEqual(['a'])
    await begun
  })
})
