import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../server/storage/database.ts'
import { migrate } from '../../server/storage/migrate.ts'
import { listSigningKeys } from '../../server/storage/signing-keys.ts'
import { freshDatabase, kinds } from '../storage/databases-for-tests.ts'
import { production, runCommand } from './command-for-tests.ts'
import { examine, settings } from './doctor-for-tests.ts'

describe.each(kinds)('the doctor of a service on %s', (kind) => {
  let url: string
  let remove: () => void
  beforeAll(async () => ({ url, remove } = await freshDatabase(kind)))
  afterAll(() => remove())

  it('sends to countersign migrate first, and then finds nothing wrong', async () => {
    await (await openDatabase(url)).close()
    const before = await examine({ ...settings(url), SMTP_URL: 'smtp://127.0.0.1:1' })
    expect(before.code).toBe(1)
    expect(before.wrong).toEqual(['database', 'mail'])
    expect(before.findings.find(({ name, outcome }) => name === 'database' && outcome === 'wrong')?.text).toContain(
      'run countersign migrate',
    )
    const { db, close } = await openDatabase(url)
    await migrate(db)
    await close()
    const given = { ...settings(url), SMTP_URL: settings(url).SMTP_URL.replace('who:hidden-word@', '') }
    expect(await examine(given)).toMatchObject({ code: 0, wrong: [] })
  })

  it('says which page may not ask, and which gets no cookies', async () => {
    const { findings } = await examine(
      { ...settings(url), ALLOWED_ORIGINS: 'https://app.example.com' },
      ...['--front-end', 'https://app.example.com/start', '--front-end', 'https://other.test'],
    )
    const about = (name: string) => findings.filter((finding) => finding.name === name).map(({ outcome }) => outcome)
    expect([about('origin'), about('cookies')]).toEqual([
      ['ok', 'wrong'],
      ['ok', 'warning'],
    ])
  })

  it('tells the secret, the project and the proxy that do not fit', async () => {
    await runCommand(production(url), ['tenants', 'list'])
    const { wrong } = await examine({
      ...settings(url),
      COUNTERSIGN_SECRET: 'qmZ8-another-1vT4-value-Xk20-entirely',
      PROJECT_ENVIRONMENT: '0199c0de-0000-7000-8000-00000000dead',
      TRUSTED_PROXIES: '',
    })
    expect(wrong).toEqual(expect.arrayContaining(['secret', 'project', 'proxy']))
  })

  it('makes no signing keys, nor does whoever comes with another secret', async () => {
    const other = { COUNTERSIGN_SECRET: 'qmZ8-another-1vT4-value-Xk20-entirely' }
    const { db, close } = await openDatabase(url)
    const algorithms = async () => (await listSigningKeys(db)).map(({ alg }) => alg).sort()
    await db.deleteFrom('signingKeys').where('alg', '=', 'RS256').execute()

    expect((await examine({ ...settings(url), ...other })).wrong).toContain('secret')
    expect(await runCommand({ ...production(url), ...other }, ['tenants', 'list'])).toMatchObject({
      code: 1,
      errors: 'The database was made with another COUNTERSIGN_SECRET: set that one.\n',
    })
    expect((await examine(settings(url))).wrong).not.toContain('secret')
    expect(await algorithms()).toEqual(['ES256'])

    expect(await runCommand(production(url), ['tenants', 'list'])).toMatchObject({ code: 0, errors: '' })
    expect(await algorithms()).toEqual(['ES256', 'RS256'])
    await close()
  })
})

describe('the doctor', () => {
  it('lists what is wrong with the settings, each with what to set', async () => {
    const { code, findings } = await examine({ COUNTERSIGN_SECRET: 'short' })
    expect(code).toBe(1)
    expect(findings.map(({ text }) => text.split(' ')[0]).sort()).toEqual([
      'COUNTERSIGN_SECRET',
      'DATABASE_URL',
      'MAIL_FROM',
      'PROJECT_ENVIRONMENT',
      'PUBLIC_URL',
      'SMTP_URL',
    ])
  })

  it('prints what is in force, without secrets', async () => {
    const given = { ...settings('postgres://who:hidden-word@db.example.com/name'), LIMITS: 'signUpPerIp=3/60' }
    const { code, out } = await runCommand(given, ['doctor', '--print', '--json'])
    const printed = JSON.parse(out) as Record<string, string>
    expect(code).toBe(0)
    expect(printed).toMatchObject({
      DATABASE_URL: 'postgres://who:hidden@db.example.com/name',
      COUNTERSIGN_SECRET: '(set)',
      PLATFORM_REGISTRATION: 'closed',
      POOL_SIZE: '10',
    })
    expect(printed.LIMITS?.split(',')).toEqual(expect.arrayContaining(['signUpPerIp=3/60', 'signInPerUser=10/900']))
    expect(printed.QUOTAS).toMatch(/^(\w+=\d+,?)+$/)
    expect(out).not.toContain('hidden-word')
    expect(out).not.toContain(given.COUNTERSIGN_SECRET)
  })

  it('prints every setting that there is, but the one of the sandbox alone', async () => {
    const given = {
      ...settings('sqlite::memory:'),
      DPOP_NONCE: 'required',
      PROJECT_NAME: 'Shop',
      PROJECT_LOGO_URL: 'https://www.example.com/logo.svg',
      PROJECT_ACCENT: '#1f6feb',
      ADMIN_ISSUER: 'https://console.example.com',
      ADMIN_AUDIENCE: 'https://auth.example.com',
      ADMIN_JWKS_URL: 'https://console.example.com/.well-known/jwks.json',
      PROVIDER_GOOGLE_CLIENT_ID: 'google-client',
      PROVIDER_GOOGLE_CLIENT_SECRET: 'google-hidden',
    }
    const { code, out } = await runCommand(given, ['doctor', '--print', '--json'])
    const printed = JSON.parse(out) as Record<string, string>
    const listed = readFileSync(join(import.meta.dirname, '../../docs/settings.md'), 'utf8').matchAll(/^\| (.+?) \|/gm)
    const names = [...listed].flatMap(([, cell]) => [...cell!.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name!))
    expect(names.length).toBeGreaterThan(30)
    expect({ code, missing: names.filter((name) => !(name in printed)) }).toEqual({
      code: 0,
      missing: ['CLIENT_HOSTS'],
    })
    const { DPOP_NONCE, PROJECT_NAME, PROJECT_LOGO_URL, PROJECT_ACCENT, ADMIN_AUDIENCE, ADMIN_JWKS_URL } = given
    expect(printed).toMatchObject({
      ...{ DPOP_NONCE, PROJECT_NAME, PROJECT_LOGO_URL, PROJECT_ACCENT, ADMIN_AUDIENCE, ADMIN_JWKS_URL },
      PROVIDER_GOOGLE_CLIENT_SECRET: '(set)',
    })
    expect(out).not.toContain('google-hidden')
  })

  it('makes no database where a path is mistyped, nor do the commands that need one', async () => {
    const { url, remove } = await freshDatabase('sqlite')
    const path = url.slice('sqlite:'.length)
    const sentence = `There is no database at ${path}: set DATABASE_URL, or have countersign migrate make it.`
    const { code, findings } = await examine(settings(url))
    expect([code, findings.find(({ name }) => name === 'database')?.text]).toEqual([1, sentence])
    for (const args of [
      ['tenants', 'list'],
      ['keys', 'list'],
    ]) {
      const ended = await runCommand(production(url), args)
      expect({ args, ...ended }).toEqual({ args, code: 1, out: '', errors: `${sentence}\n` })
    }
    expect(await runCommand(production(url), ['migrate', '--dry-run'])).toMatchObject({ code: 0 })
    expect(existsSync(dirname(path))).toBe(false)
    expect(await runCommand(production(url), ['migrate'])).toMatchObject({ code: 0 })
    expect(await runCommand(production(url), ['tenants', 'list'])).toMatchObject({ code: 0 })
    remove()
  })
})

describe.runIf(kinds.includes('postgres'))('a database whose role may not create pg_trgm', () => {
  it('says so at the migration and to the doctor, and has its indexes once an owner has created it', async () => {
    const { url, remove } = await freshDatabase('postgres')
    const owner = await openDatabase(url)
    onTestFinished(async () => {
      await owner.close()
      remove()
    })
    const role = `limited_${new URL(url).pathname.slice(1)}`
    const asOwner = (text: string) => sql.raw(text).execute(owner.db)
    await asOwner(`create role ${role} login`)
    await asOwner(`grant all on schema public to ${role}`)
    const limited = Object.assign(new URL(url), { username: role }).href
    const first = await runCommand(production(limited), ['migrate'])
    expect([first.code, first.errors]).toEqual([0, expect.stringContaining('Run "create extension pg_trgm" there')])
    const searches = async () => (await examine(settings(limited))).findings.filter(({ name }) => name === 'search')
    expect(await searches()).toEqual([{ name: 'search', outcome: 'warning', text: first.errors.trim() }])
    await asOwner('create extension pg_trgm')
    expect((await searches()).map(({ text }) => text)).toEqual([
      'Searches read whole tables: their indexes are missing. Run countersign migrate, which makes them.',
    ])
    expect(await runCommand(production(limited), ['migrate'])).toMatchObject({ code: 0, errors: '' })
    expect(await searches()).toEqual([])
  })
})
