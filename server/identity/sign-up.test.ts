import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds, startServerOn } from '../database-server-for-tests.ts'
import { limits } from '../model/limits.ts'
import { type TestServer, clientId, newEmail, password, signIn, signUp } from '../server-for-tests.ts'

const tables = ['users', 'organizations', 'memberships', 'sessions', 'refreshTokens', 'outbox', 'auditEvents'] as const

describe.each(kinds)('a sign-up on %s', (kind) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServerOn(kind, { LIMITS: 'signInPerIp=1000/900' })
  })
  afterAll(() => server.close())

  const countAll = () =>
    Promise.all(
      tables.map(async (table) => {
        const { n } = await server.world.db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
        return Number(n)
      }),
    )

  it('makes one row of everything', async () => {
    const before = await countAll()
    await signUp(server.send)
    expect(await countAll()).toEqual(before.map((n) => n + 1))
  })

  it('makes nothing at all where one part of it fails, and the address stays free', async () => {
    const { world } = server
    const seal = () => Promise.reject(new Error('no seal'))
    const send = await server.serveWith({ world: { ...world, secrets: { ...world.secrets, seal } } })
    const body = { client_id: clientId, email: newEmail(), password }
    const before = await countAll()
    expect((await send('POST /auth/sign-up', { body })).status).toBe(500)
    expect(await countAll()).toEqual(before)
    expect((await server.send('POST /auth/sign-up', { body })).status).toBe(201)
  })

  it('belongs to an account of its own, named as told', async () => {
    const names = { given_name: 'Ada', family_name: 'Lovelace', account_name: 'Analytical Engines' }
    const answer = await server.send('POST /auth/sign-up', {
      body: { client_id: clientId, email: newEmail(), password, ...names },
    })
    const { identity, memberships, active_membership: active } = answer.body.profile
    expect(identity).toMatchObject({ given_name: 'Ada', family_name: 'Lovelace', email_verified: false })
    expect([memberships.length, active?.role, active]).toEqual([1, 'owner', memberships[0]])
    const { text } = await server.send('GET /api/accounts', { bearer: answer.body.tokens.access_token })
    expect(JSON.parse(text)).toMatchObject({
      total: 1,
      data: [{ name: 'Analytical Engines', account_id: active?.account_id }],
    })
  })

  it('knows an address in every spelling', async () => {
    const email = newEmail('zoë')
    await signUp(server.send, { email: `  ${email.toUpperCase()} ` })
    for (const spelling of [
      email,
      email.normalize('NFD'),
      email.toUpperCase(),
      `\t${email}`,
      email.replace('example.test', 'EXAMPLE.TEST'),
    ]) {
      const again = await server.send('POST /auth/sign-up', {
        body: { client_id: clientId, email: spelling, password },
      })
      expect([spelling, again.status, again.body.code]).toEqual([spelling, 409, 'user_exists'])
      expect([spelling, (await signIn(server.send, spelling)).status]).toEqual([spelling, 200])
    }
    const idn = newEmail().replace('example.test', 'bücher.test')
    await signUp(server.send, { email: idn })
    expect((await signIn(server.send, idn.replace('bücher', 'xn--bcher-kva'))).body.profile.identity.email).toContain(
      '@xn--bcher-kva.test',
    )
  })

  it('needs a client that exists', async () => {
    for (const id of ['cid_nobody', 'cid___proto__', `${clientId}x`, clientId.toUpperCase()]) {
      const answer = await server.send('POST /auth/sign-up', { body: { client_id: id, email: newEmail(), password } })
      expect([id, answer.status, answer.cookies.size]).toEqual([id, id.startsWith('cid_') ? 401 : 400, 0])
    }
  })

  it('is refused at the eleventh from one address in an hour, in production', async () => {
    expect([limits.signUpPerIp.max, limits.signUpPerIp.windowSeconds]).toEqual([10, 3600])
    const strict = await startServerOn('sqlite', { LIMITS: 'signUpPerIp=10/3600' })
    const statuses = []
    for (let index = 0; index < 12; index++) {
      statuses.push(
        (
          await strict.send('POST /auth/sign-up', {
            body: { client_id: clientId, email: newEmail(), password: 'short' },
          })
        ).status,
      )
    }
    expect(statuses).toEqual([...Array(10).fill(400), 429, 429])
    await strict.close()
  })
})
