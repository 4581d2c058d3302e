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
      ...['line 3: is', 'line 4: is', 'line 5: email', 'line 7: is', 'line 6: email', 'line 8: password_hash'],
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
    expect(csv).toContain('\r\nada@example.test,false,"Ada ""the first""",Lovelace,,true,"{""a"":1}",')
    expect(csv).not.toContain(hash)
    const again = file('again.csv', csv)
    expect(await importFile(again)).toMatchObject({ code: 0, said: { imported: 0, failed: 0 } })
  })

  it('takes every row of CSV that is whole, and says by line what is odd with the others', async () => {
    const path = file(
      'odd.csv',
      [
        ...['email,first_name,last_name', 'odd-1@example.test,Ada,Lovelace', 'odd-2@example.test,Ada "the first",x'],
        ...['odd-3@example.test,"Ada" the first,x', 'odd-4@example.test,Lovelace, Ada,x', 'odd-5@example.test'],
        ...[
          'odd-6@example.test,"two\r\nlines",x',
          '',
          'odd-7@example.test,"Ada ""the first""",x',
          '"odd-8"@example.test,,',
        ],
        ...['odd-9@example.test,"never closed,x', 'odd-10@example.test,Grace,Hopper'],
      ].join('\r\n'),
    )
    const { code, errors, said } = await importFile(path)
    expect(errors.split('\n').toSorted()).toEqual([
      '',
      'line 11: has a quote that is neither around a whole cell nor doubled in one',
      'line 12: has a quote that is never closed: nothing from here on was read',
      'line 3: has a quote that is neither around a whole cell nor doubled in one',
      'line 4: has a quote that is neither around a whole cell nor doubled in one',
      'line 5: has more or fewer cells than the first line',
      'line 6: has more or fewer cells than the first line',
      expect.stringMatching(/^line 7: first_name: must have /),
    ])
    expect({ code, said }).toMatchObject({ code: 1, said: { rows: 9, imported: 2, failed: 7 } })
    const there = (await rows()).map(({ email }) => String(email)).filter((email) => email.startsWith('odd-'))
    expect(there).toEqual(['odd-1@example.test', 'odd-7@example.test'])
    const long = file(
      'long.csv',
      `email,first_name\nfirst@example.test,Ada\n"${'x'.repeat(200_000)}\nnext@example.test,Ada\n`,
    )
    expect(await importFile(long)).toMatchObject({
      ...{ code: 1, said: { rows: 2, imported: 1, failed: 1 } },
      errors: expect.stringMatching(/^line 3: is longer than 65536 bytes, or .* was read\n$/),
    })
  })

  it('says in one sentence why a file cannot be read', async () => {
    const [asCsv, asJson] = ['--format=csv', '--format=json']
    const cases: [string, string, string][] = [
      [folder, asCsv, 'it is a directory'],
      [folder, asJson, 'it is a directory'],
      [file('names.csv', 'name;email\nx;y\n'), asCsv, 'its first line names no column "email"'],
      [file('utf16.csv', 'e\0m\0a\0i\0l\0\n\0x\0'), asCsv, 'its first line names no column "email"'],
    ]
    for (const [path, format, why] of cases) {
      expect(await importFile(path, format)).toEqual({
        ...{ code: 1, out: '', said: {} },
        errors: `"${path}" cannot be read: ${why}.\n`,
      })
    }
    expect(await importFile(file('empty.csv', ''))).toMatchObject({ code: 0, said: { rows: 0 } })
  })

  it.each(['json', 'csv'])('brings out as %s who was switched off, and in again as that', async (format) => {
    const off = `off-${format}@example.test`
    await importFile(file('off.jsonl', `{"email":"${off}","email_verified":true,"is_active":false}`))
    const path = file(`whole.${format}`, await exported('--format', format))
    const { out } = await run(['applications', 'create', '--tenant', 'acme', '--name', `Copy ${format}`, '--json'])
    const copy = (JSON.parse(out) as { environments: { environment_id: string }[] }).environments[0]!.environment_id
    expect((await run(['users', 'import', path, '--environment', copy])).code).toBe(0)
    const again = await run(['users', 'export', '--environment', copy])
    const activeOf = (users: string) =>
      users
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .map(({ email, is_active }) => [email, is_active])
    expect(activeOf(again.out)).toEqual(activeOf(await exported()))
    expect(activeOf(again.out)).toContainEqual([off, false])
    expect(activeOf(again.out)).toContainEqual(['good@example.test', true])
  })

  it('says of a file of several batches beforehand what it then does', async () => {
    const of = (at: number) => ({ email: `batch-${at}@example.test`, email_verified: true, external_id: `batch-${at}` })
    const all = [...Array.from({ length: 120 }, (_, at) => of(at)), of(0), { ...of(1), first_name: 'Ada' }]
    const lines = [...all, { ...of(2), external_id: 'batch-3' }].map((line) => JSON.stringify(line))
    const path = file('batches.jsonl', lines.join('\n'))
    for (const more of [['--dry-run'], []]) {
      expect(await importFile(path, '--update', ...more)).toMatchObject({
        ...{ code: 1, said: { rows: 123, imported: 120, updated: 1, skipped: 1, failed: 1 } },
        errors: 'line 123: external_id: is of another user\n',
      })
    }
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
