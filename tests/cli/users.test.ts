// Users in and out by the command line: files large and broken, once and again.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash as bcrypt } from '@node-rs/bcrypt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase, kinds } from '../storage/databases-for-tests.ts'
import { production, runCommand } from './command-for-tests.ts'

describe.each(kinds)('users by the command line, on %s', (kind) => {
  let url: string
  let remove: () => void
  let environment: string
  const folder = mkdtempSync(join(tmpdir(), 'users-'))
  beforeAll(async () => {
    ;({ url, remove } = await freshDatabase(kind))
    await run(['migrate'])
    await run(['tenants', 'create', '--name', 'Acme'])
    const { out } = await run(['applications', 'create', '--tenant', 'acme', '--name', 'Shop', '--json'])
    environment = (JSON.parse(out) as { environments: { environment_id: string }[] }).environments[0]!.environment_id
  })
  afterAll(() => {
    remove()
    rmSync(folder, { recursive: true })
  })

  const run = (args: readonly string[]) => runCommand(production(url), args)
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const importFile = async (path: string, ...more: string[]) => {
    const ended = await run(['users', 'import', path, '--environment', environment, '--json', ...more])
    return { ...ended, said: JSON.parse(ended.out || '{}') as Record<string, unknown> }
  }
  const exported = async (...more: string[]) => {
    const { code, out, errors } = await run(['users', 'export', '--environment', environment, ...more])
    expect({ code, errors }).toEqual({ code: 0, errors: expect.stringMatching(/^\d+ users\.\n$/) })
    return out
  }
  const rows = async (...more: string[]) =>
    (await exported(...more))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)

  it('says what would be done, and then does it', async () => {
    const lines = Array.from({ length: 250 }, (_, at) =>
      JSON.stringify({ email: `person-${at}@example.test`, email_verified: true, external_id: `ext-${at}` }),
    )
    const path = file('many.jsonl', `${lines.join('\n')}\n`)
    expect(await importFile(path, '--dry-run')).toMatchObject({ code: 0, said: { imported: 250, dry_run: true } })
    expect(await importFile(path)).toMatchObject({ code: 0, errors: '', said: { rows: 250, imported: 250, failed: 0 } })
    expect(await importFile(path)).toMatchObject({ code: 0, said: { imported: 0, skipped: 250 } })
    const all = await rows()
    expect(all).toHaveLength(250)
    expect(all[0]).toMatchObject({ email: 'person-0@example.test', email_verified: true, external_id: 'ext-0' })
    expect(all[0]).not.toHaveProperty('password_hash')
  })

  it('takes what it can, and says by line what it cannot', async () => {
    const path = file(
      'broken.jsonl',
      [
        ...['{"email":"good@example.test"}', '', 'no json', '["a list"]', '{"email":7}'],
        ...['{"email":"x","first_name":"Al"}', `{"email":"long@example.test","metadata":"${'x'.repeat(70_000)}"}`],
        ...['{"email":"bad@example.test","password_hash":"md5"}', '{"email":"last@example.test"}'],
      ].join('\n'),
    )
    const { code, errors, said } = await importFile(path)
    expect(code).toBe(1)
    expect(said).toMatchObject({ rows: 8, imported: 2, failed: 6 })
    expect(errors.match(/^line \d+: [\w.]+/gm)).toEqual([
      ...['line 3: is', 'line 4: is', 'line 5: email', 'line 7: is', 'line 6: email', 'line 8: passwordHash'],
    ])
    expect((said.errors as { line: number }[]).map(({ line }) => line)).toEqual([3, 4, 5, 7, 6, 8])
  })

  it('reads CSV with quotes, lines in cells and a mark at its start', async () => {
    const hash = await bcrypt('a tall yellow kettle', { cost: 5 })
    const path = file(
      'users.csv',
      `\uFEFFemail,first_name,last_name,metadata,password_hash\r\nada@example.test,"Ada ""the first""",Lovelace,"{""a"":\n1}",${hash}\r\nno address,,,,\r\n`,
    )
    const { code, errors, said } = await importFile(path)
    expect([code, errors.split(':')[0], said.imported]).toEqual([1, 'line 4', 1])
    const of = (await rows('--with-hashes')).find(({ email }) => email === 'ada@example.test')
    expect(of).toMatchObject({ first_name: 'Ada "the first"', metadata: { a: 1 }, password_hash: hash })
    const csv = await exported('--format', 'csv')
    expect(csv).toContain('\r\nada@example.test,false,"Ada ""the first""",Lovelace,,"{""a"":1}",')
    expect(csv).not.toContain(hash)
    const again = file('again.csv', csv)
    expect(await importFile(again)).toMatchObject({ code: 0, said: { imported: 0, failed: 0 } })
  })

  it('goes on where it was broken off, on the same file alone', async () => {
    const lines = Array.from({ length: 150 }, (_, at) => `{"email":"resumed-${at}@example.test"}`)
    const path = file('resumed.jsonl', lines.join('\n'))
    const { size, mtimeMs } = await import('node:fs').then(({ statSync }) => statSync(path))
    file('resumed.jsonl.progress', JSON.stringify({ environment, size, mtimeMs, rows: 100 }))
    expect(await importFile(path, '--resume')).toMatchObject({ code: 0, said: { imported: 50, resumed_after: 100 } })
    expect(() => readFileSync(`${path}.progress`)).toThrow()
    file('resumed.jsonl.progress', JSON.stringify({ environment, size: size + 1, mtimeMs, rows: 100 }))
    expect(await importFile(path, '--resume')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('has changed'),
    })
  })

  it('takes an export of Firebase with how its project hashes', async () => {
    const path = file(
      'firebase.jsonl',
      '{"localId":"fb-1","email":"fb@example.test","emailVerified":true,"displayName":"Grace Brewster Hopper","salt":"42xEC+ixf3L2lw==","passwordHash":"lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ=="}',
    )
    const signer = 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA=='
    const flags = ['--firebase-signer-key', signer, '--firebase-salt-separator', 'Bw==']
    expect(await importFile(path, ...flags)).toMatchObject({ code: 0, said: { imported: 1 } })
    const of = (await rows('--with-hashes')).find(({ external_id }) => external_id === 'fb-1')
    expect(of).toMatchObject({ first_name: 'Grace', last_name: 'Brewster Hopper', email_verified: true })
    expect(of!.password_hash).toMatch(/^\$fbscrypt\$v=1,n=14,r=8,p=1,ss=Bw==,sk=/)
  })

  it('writes down who brought users in and took them out', async () => {
    const { out } = await run(['audit', '--environment', environment, '--json'])
    const actions = out.split('\n').flatMap((line) => (line ? [(JSON.parse(line) as { action: string }).action] : []))
    expect(new Set(actions)).toEqual(new Set(['users.imported', 'users.exported']))
  })

  it('is refused where it is used wrongly', async () => {
    expect(await run(['users', 'import', '--environment', environment])).toMatchObject({ code: 2 })
    expect(await importFile('/nowhere.jsonl')).toMatchObject({ code: 1, errors: expect.stringContaining('no file') })
    expect(await run(['users', 'export', '--environment', 'none'])).toMatchObject({ code: 1, out: '' })
    expect(await run(['users', 'export', '--environment', environment, '--format', 'xml'])).toMatchObject({ code: 2 })
  })
})
