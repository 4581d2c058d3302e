// People who come from another service with their passwords, and sign in here.
import { pbkdf2Sync, scryptSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hash as argon2 } from '@node-rs/argon2'
import { hash as bcrypt } from '@node-rs/bcrypt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ImportedUser, beginDryRun, importUsers } from '../../../server/identity/people/import-users.ts'
import { sandboxEnvironmentId } from '../../../server/model/sandbox-credentials.ts'
import { findEnvironment } from '../../../server/storage/environments.ts'
import { findUserByEmail, proveUser } from '../../../server/storage/users.ts'
import { kinds, startServersOn } from '../../database-server-for-tests.ts'
import { type TestServer, newEmail, signIn, signUp } from '../../server-for-tests.ts'
import { contextFor } from '../context-for-tests.ts'

const password = 'a tall yellow kettle'
const salt = Buffer.from('SodiumChloride')
const bare = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')

const hashes: Record<string, () => Promise<string>> = {
  argon2id: () => argon2(password, { memoryCost: 8192, timeCost: 1 }),
  bcrypt: () => bcrypt(password, { cost: 6 }),
  scrypt: async () =>
    `$scrypt$ln=10,r=8,p=1$${bare(salt)}$${bare(scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 }))}`,
  pbkdf2: async () =>
    `pbkdf2_sha256$1000$seasalt$${pbkdf2Sync(password, 'seasalt', 1000, 32, 'sha256').toString('base64')}`,
}

describe.each(kinds)('users of another service, on %s', (kind) => {
  let server: TestServer
  beforeAll(async () => {
    ;[server] = (await startServersOn(kind, [{ LIMITS: 'signInPerIp=100000/60' }])) as [TestServer]
  })
  afterAll(() => server.close())

  const bring = async (given: readonly ImportedUser[], rules: { updating?: boolean; dry?: boolean } = {}) => {
    const ctx = contextFor(server.world, { caller: { kind: 'operator', tenantId: null } })
    const environment = (await findEnvironment(ctx.db, sandboxEnvironmentId))!
    return importUsers(ctx, environment, given, {
      updating: rules.updating ?? false,
      dry: rules.dry ? beginDryRun() : undefined,
    })
  }
  const find = (email: string) => findUserByEmail(server.world.db, sandboxEnvironmentId, email)

  it.each(Object.entries(hashes))('sign in with their %s hash, which then is one of ours', async (_, make) => {
    const email = newEmail()
    const passwordHash = await make()
    expect(await bring([{ email, emailVerified: true, passwordHash }])).toMatchObject({ imported: 1, errors: [] })
    expect((await signIn(server.send, email, 'a wrong guess')).status).toBe(401)
    expect((await find(email))!.passwordHash).toBe(passwordHash)
    // At once from two tabs: neither loses by what the other one has changed.
    const both = await Promise.all([signIn(server.send, email, password), signIn(server.send, email, password)])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    const now = (await find(email))!.passwordHash!
    expect(server.world.passwords.needsRehash(now)).toBe(false)
    expect((await signIn(server.send, email, password)).status).toBe(200)
    expect((await find(email))!.passwordHash).toBe(now)
  })

  it('are there once, however often they come', async () => {
    const [email, externalId] = [newEmail(), newEmail('id')]
    const given = { email: email.toUpperCase(), firstName: 'Ada', externalId, metadata: { plan: 'pro' } }
    const counts = async (one: ImportedUser, rules?: { updating: boolean }) => {
      const { imported, updated, skipped, errors } = await bring([one], rules)
      return [imported, updated, skipped, errors.length]
    }
    expect(await counts(given)).toEqual([1, 0, 0, 0])
    expect(await counts(given)).toEqual([0, 0, 1, 0])
    // By the external id, also where the address is another one now.
    expect(await counts({ ...given, email: newEmail() })).toEqual([0, 0, 1, 0])
    expect(await counts({ ...given, lastName: 'Lovelace' }, { updating: true })).toEqual([0, 1, 0, 0])
    expect(await counts({ ...given, lastName: 'Lovelace' }, { updating: true })).toEqual([0, 0, 1, 0])
    expect(await counts({ email, externalId: 'another' })).toEqual([0, 0, 0, 1])
    expect(await find(email)).toMatchObject({
      firstName: 'Ada',
      lastName: 'Lovelace',
      externalId,
      metadata: { plan: 'pro' },
    })
    expect((await bring([{ email: newEmail('twice') }, { email: newEmail('other') }])).imported).toBe(2)
    const twice = newEmail()
    expect(await bring([{ email: twice }, { email: twice }])).toMatchObject({ imported: 1, skipped: 1 })
  })

  it('do not take over who has signed up', async () => {
    const { email } = await signUp(server.send)
    const before = await find(email)
    expect(await bring([{ email, emailVerified: true, password }], { updating: true })).toMatchObject({ skipped: 1 })
    expect(await find(email)).toEqual(before)
  })

  it('give nothing to somebody who has signed up with an address and not proven it', async () => {
    const [externalId, fresh] = [newEmail('id'), newEmail()]
    const { email } = await signUp(server.send)
    const before = (await find(email))!
    expect(before.emailVerifiedAt).toBeNull()
    const rows = [
      { email, emailVerified: true, externalId, firstName: 'Ada' },
      { email, emailVerified: true, firstName: 'Ada' },
      { email: fresh, emailVerified: true, externalId },
    ]
    const said = {
      ...{ imported: 1, updated: 0, skipped: 0 },
      errors: [
        { index: 0, email, problem: 'externalId: somebody has signed up with the address and not proven it' },
        { index: 1, email, problem: 'email: somebody has signed up with the address and not proven it' },
      ],
    }
    expect(await bring(rows, { updating: true, dry: true })).toEqual(said)
    expect(await bring(rows, { updating: true })).toEqual(said)
    expect(await find(email)).toEqual(before)
    expect(await find(fresh)).toMatchObject({ externalId })
    // Once it is theirs, what is known of its owner is, too.
    await proveUser(server.world.db, before.id, server.world.clock.now())
    expect(await bring([{ email, externalId: `${externalId}2` }], { updating: true })).toMatchObject({ updated: 1 })
    expect(await find(email)).toMatchObject({ externalId: `${externalId}2`, emailVerifiedAt: expect.any(Number) })
  })

  it.each([true, false])(
    'have an external id each, and a dry run says the same as the run: updating %s',
    async (updating) => {
      const [ada, bob, eve, last] = ['ada', 'bob', 'eve', 'last'].map((name) => newEmail(name)) as [
        string,
        string,
        string,
        string,
      ]
      const [one, two] = [newEmail('id'), newEmail('id')]
      await bring([
        { email: bob, emailVerified: true, externalId: two },
        { email: eve, emailVerified: true },
      ])
      const rows: ImportedUser[] = [
        { email: ada, emailVerified: true, externalId: one },
        // The same person under another address, and an address of somebody else with it.
        { email: newEmail(), externalId: one },
        { email: bob, externalId: one },
        { email: eve, externalId: two },
        { email: ada, externalId: two },
        { email: eve, externalId: `${one}3` },
        { email: ada, lastName: 'Lovelace' },
        { email: last, externalId: `${one}4` },
      ]
      const dry = await bring(rows, { updating, dry: true })
      expect(dry).toMatchObject({ imported: 2, updated: updating ? 2 : 0, skipped: updating ? 1 : 3 })
      expect(dry.errors.map(({ index, problem }) => [index, problem])).toEqual(
        [2, 3, 4].map((index) => [index, 'externalId: is of another user']),
      )
      expect(await bring(rows, { updating })).toEqual(dry)
      expect(await find(ada)).toMatchObject({ externalId: one, lastName: updating ? 'Lovelace' : null })
      expect(await find(bob)).toMatchObject({ externalId: two })
      expect(await find(eve)).toMatchObject({ externalId: updating ? `${one}3` : null })
      expect(await find(last)).toMatchObject({ externalId: `${one}4` })
    },
  )

  it('have an external id as long as the contract lets it be', async () => {
    const contract = JSON.parse(readFileSync(new URL('../../../generated/openapi.json', import.meta.url), 'utf8')) as {
      components: { schemas: { AppUser: { properties: { externalId: { maxLength: number } } } } }
    }
    const { maxLength } = contract.components.schemas.AppUser.properties.externalId
    const id = (length: number) => newEmail('i').padEnd(length, 'x')
    const [fits, not] = await Promise.all(
      [maxLength, maxLength + 1].map((length) => bring([{ email: newEmail(), externalId: id(length) }])),
    )
    expect(fits).toMatchObject({ imported: 1, errors: [] })
    expect(not).toMatchObject({ imported: 0, errors: [{ problem: expect.stringMatching(/^externalId: .* 200 /) }] })
  })

  it('cannot sign in where they were switched off', async () => {
    const [off, on] = [newEmail(), newEmail()]
    await bring([
      { email: off, emailVerified: true, password, isActive: false },
      { email: on, emailVerified: true, password, isActive: true },
    ])
    expect([
      (await signIn(server.send, off, password)).status,
      (await signIn(server.send, on, password)).status,
    ]).toEqual([401, 200])
  })

  it('are refused one by one, and the others come', async () => {
    const good = newEmail()
    const outcome = await bring([
      { email: 'no address' },
      { email: good, password },
      { email: newEmail(), passwordHash: '5f4dcc3b5aa765d61d8327deb882cf99' },
      { email: newEmail(), passwordHash: `$2b$31$${'C'.repeat(53)}` },
      { email: newEmail(), password: 'password1' },
      { email: newEmail(), firstName: 'x'.repeat(101) },
      { email: newEmail(), metadata: { text: 'x'.repeat(5000) } },
    ])
    expect(outcome).toMatchObject({ imported: 1, updated: 0, skipped: 0 })
    expect(outcome.errors.map(({ index, problem }) => [index, problem.split(':')[0]])).toEqual([
      [0, 'email'],
      [2, 'passwordHash'],
      [3, 'passwordHash'],
      [4, 'This password is too common. Use several words that nobody else would put together.'],
      [5, 'firstName'],
      [6, 'metadata'],
    ])
    expect((await signIn(server.send, good, password)).status).toBe(200)
  })

  it('are not there after a dry run', async () => {
    const email = newEmail()
    expect(await bring([{ email, password }], { dry: true })).toMatchObject({ imported: 1 })
    expect(await find(email)).toBeUndefined()
  })
})
