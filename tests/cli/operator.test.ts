// From an empty database to an application that people can sign in to, by commands alone.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findClient } from '../../server/storage/clients.ts'
import { openDatabase } from '../../server/storage/database.ts'
import { migrations } from '../../server/storage/migrate.ts'
import { startServer } from '../server-for-tests.ts'
import { freshDatabase, kinds } from '../storage/databases-for-tests.ts'
import { type Ended, production, runCommand } from './command-for-tests.ts'

interface Made {
  readonly tenant_id: string
  readonly client_id: string
  readonly client_secret: string | null
  readonly environments: readonly { environment_id: string; name: string; publishable_key: string }[]
}

const strong = 'correct horse battery staple'

describe.each(kinds)('the operator of a service on %s', (kind) => {
  let url: string
  let remove: () => void
  const folder = mkdtempSync(join(tmpdir(), 'operator-'))
  beforeAll(async () => ({ url, remove } = await freshDatabase(kind)))
  afterAll(() => {
    remove()
    rmSync(folder, { recursive: true })
  })

  const run = (args: readonly string[], input = '', more: Record<string, string> = {}): Promise<Ended> =>
    runCommand({ ...production(url), ...more }, args, input)
  const made = async (args: readonly string[], input = ''): Promise<Made> => {
    const { code, out, errors } = await run([...args, '--json'], input)
    expect({ args, code, errors }).toEqual({ args, code: 0, errors: '' })
    return JSON.parse(out) as Made
  }

  it('is told to migrate first, and nothing is made by asking', async () => {
    const sentence =
      kind === 'sqlite'
        ? /^There is no database at .+ countersign migrate/
        : /^The database is empty: run countersign migrate/
    const refused = { code: 1, out: '', errors: expect.stringMatching(sentence) as string }
    expect(await run(['tenants', 'list'])).toEqual(refused)
    const dry = await run(['migrate', '--dry-run', '--json'])
    expect(JSON.parse(dry.out)).toEqual({ applied: [], pending: migrations.map(({ name }) => name) })
    expect(await run(['tenants', 'list'])).toEqual(refused)
  })

  it('migrates once, and sees what was done', async () => {
    const { code, out } = await run(['migrate'])
    expect([code, out.split('\n')[0]]).toEqual([0, `Applied ${migrations[0]!.name}.`])
    expect(await run(['migrate'])).toMatchObject({ out: 'The database has the schema of this version.\n' })
    expect(JSON.parse((await run(['migrate', '--json'])).out)).toEqual({ applied: [], pending: [] })
  })

  it('makes tenants, by names that the contract takes too', async () => {
    const tenant = await made(['tenants', 'create', '--name', 'Acme Größe'])
    expect(tenant).toMatchObject({ name: 'Acme Größe', slug: 'acme-grosse', is_active: true })
    expect(await run(['tenants', 'create', '--name', 'Other', '--slug', 'acme-grosse'])).toMatchObject({
      code: 1,
      out: '',
      errors: 'The slug is taken: say another with --slug.\n',
    })
    expect(await run(['tenants', 'create', '--name', 'Other', '--slug', 'A b'])).toMatchObject({ code: 2, out: '' })
    expect(await made(['tenants', 'list'])).toEqual({ tenants: [tenant] })
    expect((await run(['tenants', 'list'])).out).toBe(`${tenant.tenant_id}  acme-grosse  Acme Größe\n`)
    // The console's own is nobody's.
    expect(await run(['applications', 'list', '--tenant', '_console'])).toMatchObject({ code: 1 })
  })

  it('makes administrators, whose password no list of processes shows', async () => {
    const create = ['admins', 'create', '--tenant', 'acme-grosse', '--email', 'Dana@Acme.test']
    expect(await run(create)).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/^--password-stdin is missing\.\n\n/),
    })
    const weak = await run([...create, '--password-stdin'], 'password1\n')
    expect(weak).toMatchObject({ code: 1, out: '', errors: expect.stringContaining('too common') })
    expect(await made([...create, '--password-stdin'], `${strong}\n`)).toMatchObject({
      email: 'dana@acme.test',
      status: 'active',
    })
    expect(await run([...create, '--password-stdin'], `${strong}\n`)).toMatchObject({
      code: 1,
      errors: 'This email already has a user.\n',
    })
    const remove = ['admins', 'remove', '--tenant', 'acme-grosse', '--email', 'dana@acme.test']
    expect(await run(remove)).toMatchObject({ code: 1, errors: expect.stringContaining('without an owner') })
    expect(await run(['admins', 'reset-mfa', ...remove.slice(2)])).toMatchObject({ code: 0 })
  })

  it('invites administrators, where the link leads somewhere', async () => {
    const invite = ['admins', 'invite', '--tenant', 'acme-grosse', '--email', 'erin@acme.test']
    expect(await run(invite)).toMatchObject({ code: 1, errors: expect.stringMatching(/^PUBLIC_URL is not set/) })
    const PUBLIC_URL = 'https://auth.example.com'
    expect(await run(invite, '', { PUBLIC_URL })).toMatchObject({
      code: 0,
      out: 'Invited erin@acme.test to acme-grosse. The service mails the link.\n',
    })
    expect(await run(invite, '', { PUBLIC_URL })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^erin@acme\.test is invited to acme-grosse\. No link is mailed: /),
    })
    expect(JSON.parse((await run([...invite, '--json'], '', { PUBLIC_URL })).out)).toMatchObject({ mailed: false })
    const { out } = await run(['admins', 'list', '--tenant', 'acme-grosse'])
    expect(out).toMatch(/^\S+  dana@acme\.test  active\n\S+  erin@acme\.test  invited\n$/)
    const { db, close } = await openDatabase(url)
    const mails = await db.selectFrom('outbox').select('kind').execute()
    await close()
    expect(mails.filter((mail) => mail.kind === 'invitation')).toHaveLength(1)
    expect(await run(['admins', 'remove', ...invite.slice(2)])).toMatchObject({ code: 0 })
  })

  it('makes applications with a production environment, and clients of it', async () => {
    const app = await made(['applications', 'create', '--tenant', 'acme-grosse', '--name', 'Shop'])
    const stage = app.environments.find(({ name }) => name === 'production')!
    expect(stage.publishable_key).toMatch(/^pk_live_/)
    const web = ['--redirect-uri', 'https://shop.example/callback', '--origin', 'https://shop.example']
    const scopes = ['--audience', 'https://api.shop.example', '--scope', 'read', '--scope', 'write']
    const create = ['clients', 'create', '--environment', stage.environment_id, '--name', 'Shop', ...web, ...scopes]
    const client = await made(create)
    expect(client).toMatchObject({ type: 'confidential', scopes: ['read', 'write'] })
    expect(client.client_secret).toMatch(/^sec_[\w-]{43}$/)
    expect(await made([...create, '--public'])).toMatchObject({ type: 'public', client_secret: null })

    const changed = await made(['clients', 'update', client.client_id, '--origin', 'https://www.shop.example'])
    expect(changed).toMatchObject({ allowed_origins: ['https://www.shop.example'], scopes: ['read', 'write'] })
    expect(await made(['clients', 'update', client.client_id, '--scope', ''])).toMatchObject({ scopes: [] })
    const renewed = await made(['clients', 'update', client.client_id, '--renew-secret'])
    expect(renewed.client_secret).not.toBe(client.client_secret)
    expect(await run(['clients', 'update', client.client_id])).toMatchObject({ code: 2 })
    expect(await run(['clients', 'update', client.client_id, '--origin', 'https://*.example'])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('--origin: '),
    })
    const { out } = await run(['clients', 'list', '--environment', stage.environment_id, '--json'])
    expect(out).not.toContain('sec_')
    expect((JSON.parse(out) as { clients: object[] }).clients).toHaveLength(2)
    const openid = join(folder, 'openid.json')
    writeFileSync(openid, JSON.stringify({ backchannel_logout_uri: 'https://shop.example/out', require_pkce: false }))
    const told = await made([
      'clients',
      'update',
      client.client_id,
      '--openid',
      openid,
      '--access-token-seconds',
      '600',
    ])
    expect(told).toMatchObject({
      access_token_seconds: 600,
      backchannel_logout_uri: 'https://shop.example/out',
      require_pkce: false,
      id_token_signed_response_alg: 'RS256',
    })
    const usual = await made(['clients', 'update', client.client_id, '--access-token-seconds', ''])
    expect(usual).toMatchObject({ access_token_seconds: null, require_pkce: false })
    writeFileSync(openid, JSON.stringify({ token_endpoint_auth_method: 'private_key_jwt' }))
    expect(await run(['clients', 'update', client.client_id, '--openid', openid])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('openid.token_endpoint_auth_method: needs jwks or jwks_uri'),
    })
    expect(await run(['clients', 'delete', client.client_id])).toMatchObject({ code: 0 })
    expect(await run(['clients', 'delete', client.client_id])).toMatchObject({ code: 1 })
  })

  it('gives the only administrator who has lost the password another one, and ends their sessions', async () => {
    const set = ['admins', 'set-password', '--tenant', 'acme-grosse', '--email', 'dana@acme.test']
    const server = await startServer({
      ...production(url),
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://auth.example.com',
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'no-reply@example.com',
      PROJECT_ENVIRONMENT: 'none',
      LOG_LEVEL: 'silent',
    })
    const signIn = (password: string) =>
      server.send('POST /api/platform/auth/login', { body: { email: 'dana@acme.test', password } })
    const before = JSON.parse((await signIn(strong)).text) as { access_token: string }
    const me = () => server.send('GET /api/platform/auth/me', { bearer: before.access_token })
    expect((await me()).status).toBe(200)

    expect(await run(set)).toMatchObject({ code: 2 })
    expect(await run([...set, '--password-stdin'], 'password1\n')).toMatchObject({ code: 1, out: '' })
    expect((await me()).status).toBe(200)
    const other = 'a quiet green lantern by the sea'
    expect(await run([...set, '--password-stdin'], `${other}\n`)).toMatchObject({
      code: 0,
      out: 'dana@acme.test has another password.\n',
    })
    expect([(await me()).status, (await signIn(strong)).status, (await signIn(other)).status]).toEqual([401, 401, 200])
    const mails = await server.world.db.selectFrom('outbox').select('kind').execute()
    expect(mails).toContainEqual({ kind: 'password_changed' })
    expect(await run([...set.slice(0, -1), 'nobody@acme.test', '--password-stdin'], other)).toMatchObject({ code: 1 })
    await server.close()
  })

  it('takes no more than the contract does of what it shows later', async () => {
    const tenant = ['--tenant', 'acme-grosse']
    const app = await made(['applications', 'create', ...tenant, '--name', 'Bounds'])
    const { environment_id: id } = app.environments[0]!
    const { client_id: client } = await made(['clients', 'create', '--environment', id])
    const twice = ['--redirect-uri', 'https://shop.example/callback', '--redirect-uri', 'https://shop.example/callback']
    const clients = ['clients', 'create', '--environment', id]
    const email = ['--email', 'fay@acme.test']
    const wrong: [args: string[], problem: string][] = [
      [['tenants', 'create', '--name', 'n'.repeat(101)], '--name: must have at most 100 characters.'],
      [['tenants', 'create', '--name', ' '], '--name: must not be empty.'],
      [['tenants', 'create', '--name', 'Bell \u0007'], '--name: takes characters that people see.'],
      [['tenants', 'create', '--name', 'Other', '--slug', 'a--b'], '--slug: is not well formed.'],
      [[...clients, '--audience', 'a'.repeat(400)], '--audience: must have at most 255 characters.'],
      [[...clients, ...twice], '--redirect-uri: must not have the same item twice.'],
      [[...clients, '--name', 'n'.repeat(101)], '--name: must have at most 100 characters.'],
      [[...clients, '--access-token-seconds', 'long'], '--access-token-seconds: must be a whole number.'],
      [[...clients, '--openid', join(folder, 'none.json')], `--openid ${join(folder, 'none.json')}: cannot be read.`],
      [['clients', 'update', client, ...twice], '--redirect-uri: must not have the same item twice.'],
      [['clients', 'update', client, '--scope', 'a'.repeat(101)], '--scope: must have at most 100 characters.'],
      [
        ['admins', 'create', ...tenant, ...email, '--password-stdin', '--first-name', 'n'.repeat(150)],
        '--first-name: must have at most 100 characters.',
      ],
      [
        ['applications', 'create', ...tenant, '--name', 'Long', '--callback-url', `https://a.test/${'a'.repeat(3000)}`],
        '--callback-url: must have at most 2048 characters.',
      ],
    ]
    for (const [args, problem] of wrong) {
      const { code, out, errors } = await run(args, `${strong}\n`)
      expect({ args, code, out, said: errors.split('\n')[0] }).toEqual({ args, code: 2, out: '', said: problem })
    }
    const long = await made(['tenants', 'create', '--name', `${'n'.repeat(62)} and more`])
    expect(long).toMatchObject({ slug: 'n'.repeat(62) })
    await made(['applications', 'delete', 'bounds', ...tenant, '--yes'])
  })

  it('does one thing to a client at a time', async () => {
    const tenant = ['--tenant', 'acme-grosse']
    const app = await made(['applications', 'create', ...tenant, '--name', 'One'])
    const client = await made(['clients', 'create', '--environment', app.environments[0]!.environment_id])
    const update = (...args: string[]) => run(['clients', 'update', client.client_id, ...args])
    for (const args of [
      ['--renew-secret', '--name', 'Other'],
      ['--renew-secret', '--disable'],
      ['--enable', '--disable'],
    ]) {
      expect([args, await update(...args)]).toEqual([args, expect.objectContaining({ code: 2, out: '' })])
    }
    const { db, close } = await openDatabase(url)
    expect(await findClient(db, client.client_id)).toMatchObject({ name: 'Client', isActive: true })
    expect(await update('--disable', '--name', 'Off')).toMatchObject({ code: 0 })
    expect(await findClient(db, client.client_id)).toMatchObject({ name: 'Off', isActive: false })
    await close()
    await made(['applications', 'delete', 'one', ...tenant, '--yes'])
  })

  it('switches an application off and on, and deletes it only where that is meant', async () => {
    const of = ['--tenant', 'acme-grosse']
    await made(['applications', 'create', ...of, '--name', 'Second'])
    expect(await made(['applications', 'disable', 'second', ...of])).toMatchObject({
      environments: [{ is_active: false }, { is_active: false }],
    })
    expect(await made(['applications', 'enable', 'second', ...of])).toMatchObject({ is_active: true })
    expect(await run(['applications', 'delete', 'second', ...of])).toMatchObject({ code: 2 })
    expect(await run(['applications', 'delete', 'second', ...of, '--yes'])).toMatchObject({ code: 0 })
    expect(await run(['applications', 'disable', 'second', ...of])).toMatchObject({ code: 1 })
  })

  it('shows what has happened, to people and as lines of JSON', async () => {
    const lines = async (...more: string[]) => {
      const { code, out, errors } = await run(['audit', '--json', ...more])
      expect({ code, errors }).toEqual({ code: 0, errors: '' })
      const rows = out.split('\n').slice(0, -1)
      return rows.map(
        (line) => JSON.parse(line) as { action: string; actor: string; tenant_id: string; user_id: string },
      )
    }
    const all = await lines()
    expect(all.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'tenant.created',
        'administrator.created',
        'client.secret_renewed',
        'application.deleted',
      ]),
    )
    const made = all.filter(({ action }) => /^(tenant|application|client)\./.test(action))
    expect(new Set(made.map(({ actor }) => actor))).toEqual(new Set(['operator']))
    expect(all.at(-1)).toMatchObject({ action: 'tenant.created', tenant_id: expect.any(String), ip: null })
    expect(await lines('--tenant', 'acme-grosse')).toEqual(
      all.filter(({ tenant_id }) => tenant_id === all.at(-1)!.tenant_id),
    )
    const clients = await lines('--action', 'client.registered', '--since', '1h')
    expect(clients).toEqual(all.filter(({ action }) => action === 'client.registered'))
    expect(await lines('--until', '1h')).toEqual([])
    expect(await lines('--limit', '2')).toEqual(all.slice(0, 2))
    const { out } = await run(['audit', '--action', 'tenant.created', '--tenant', 'acme-grosse'])
    expect(out).toMatch(/^\d{4}-\d{2}-\d{2}T\S+Z {2}tenant\.created +operator {2}tenant \S+\n$/)
    expect(await run(['audit', '--since', 'yesterday'])).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/^--since "yesterday" is no time/),
    })
    expect(await run(['audit', '--tenant', 'nobody'])).toMatchObject({ code: 1, out: '' })
  })

  it('does nothing with another secret than the service has', async () => {
    const other = { COUNTERSIGN_SECRET: 'qmZ8-another-1vT4-value-Xk20-entirely' }
    expect(await run(['tenants', 'list'], '', other)).toMatchObject({
      code: 1,
      errors: 'The database was made with another COUNTERSIGN_SECRET: set that one.\n',
    })
    expect(await run(['tenants', 'list'], '', { COUNTERSIGN_SECRET: '' })).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^COUNTERSIGN_SECRET is not set/),
    })
  })
})

describe('commands', () => {
  it('say how they are used', async () => {
    for (const name of ['tenants', 'admins', 'applications', 'clients']) {
      expect(await runCommand({}, [name, '--help'])).toMatchObject({ code: 0, errors: '' })
      expect((await runCommand({}, [name, 'create', '--help'])).out).toContain(`countersign ${name} create`)
      expect(await runCommand({}, [name])).toMatchObject({ code: 2, out: '' })
      expect((await runCommand({}, [name, 'fly'])).errors).toContain(`There is no command "${name} fly"`)
      expect(await runCommand({}, [name, 'list', 'too', 'much'])).toMatchObject({ code: 2 })
      expect(await runCommand({}, [name, 'list', '--what'])).toMatchObject({ code: 2 })
    }
  })

  it('make no database because nobody said where theirs is', async () => {
    expect(await runCommand({ NODE_ENV: 'production' }, ['tenants', 'list'])).toMatchObject({
      code: 1,
      errors: 'DATABASE_URL is not set: set sqlite:PATH or postgres://user:password@host/name.\n',
    })
  })

  it('serve a sandbox too, by its own secret, and refuse it in production', async () => {
    const { url, remove } = await freshDatabase('sqlite')
    const server = await startServer({ DATABASE_URL: url })
    expect((await runCommand({ DATABASE_URL: url }, ['tenants', 'list'])).out).toMatch(/ {2}sandbox {2}Sandbox\n$/)
    expect(await runCommand({ ...production(url), NODE_ENV: 'production' }, ['tenants', 'list'])).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/another COUNTERSIGN_SECRET|filled by the sandbox/),
    })
    await server.close()
    remove()
  })
})
