// What must hold when requests come at once: on one instance, and on two that share a database.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds, startServersOn } from '../database-server-for-tests.ts'
import {
  type Received,
  type TestServer,
  clientId,
  newEmail,
  password,
  refresh,
  signIn,
  signUp,
} from '../server-for-tests.ts'

describe.each(kinds)('at once, on two instances with one %s', (kind) => {
  let servers: TestServer[] = []
  beforeAll(async () => {
    servers = await startServersOn(kind, [{ LIMITS: 'signUpPerIp=100000/3600' }, { LIMITS: 'signUpPerIp=100000/3600' }])
  })
  afterAll(async () => {
    for (const server of servers) await server.close()
  })
  const at = (index: number) => servers[index % servers.length]!
  const me = async (token: string) => (await at(0).send('GET /auth/me', { bearer: token })).status

  const expectNoFailure = (answers: readonly Received[]) => {
    expect(answers.filter(({ status }) => status >= 500).map(({ text }) => text)).toEqual([])
  }

  it('twenty refreshes of one token leave one live successor (AC-022)', async () => {
    for (let round = 0; round < 4; round++) {
      const { refresh_token } = await signUp(at(round).send)
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => refresh(at(index).send, refresh_token)),
      )
      expectNoFailure(answers)
      const successors = new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body.refresh_token))
      expect(successors.size).toBe(1)
      const rows = await at(0)
        .world.db.selectFrom('refreshTokens')
        .selectAll()
        .where('usedAt', 'is', null)
        .where('sessionId', '=', sessionOf(answers))
        .execute()
      expect(rows).toHaveLength(1)
      expect((await refresh(at(1).send, [...successors][0]!)).status).toBe(200)
    }
  })

  it('fifty sign-ups of one address, however it is spelled, make one person (AC-119)', async () => {
    const name = newEmail('José')
    const inCapitals = name.replace(/[a-z]/g, (letter) => letter.toUpperCase())
    const spellings = [
      name,
      inCapitals,
      ` ${name} `,
      name.normalize('NFD'),
      inCapitals.normalize('NFD'),
      name.replace('example.test', 'EXAMPLE.Test'),
    ]
    const before = await countRows(at(0))
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        at(index).send('POST /auth/sign-up', {
          body: { client_id: clientId, email: spellings[index % spellings.length], password },
        }),
      ),
    )
    expectNoFailure(answers)
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(49).fill(409)])
    const after = await countRows(at(0))
    expect(after).toEqual({
      users: before.users + 1,
      organizations: before.organizations + 1,
      memberships: before.memberships + 1,
      mails: before.mails + 1,
      sessions: before.sessions + 1,
    })
  })

  it('a refresh and a sign-out leave nothing that opens (AC-122)', async () => {
    for (let round = 0; round < 15; round++) {
      const { access_token, refresh_token } = await signUp(at(round).send)
      const [refreshed, signedOut] = await Promise.all([
        refresh(at(0).send, refresh_token),
        at(1).send('POST /auth/sign-out', round % 2 ? { bearer: access_token } : { body: { refresh_token } }),
      ])
      expectNoFailure([refreshed, signedOut])
      expect([signedOut.status, await me(access_token)]).toEqual([204, 401])
      expect((await refresh(at(1).send, refresh_token)).status).toBe(401)
      if (refreshed.status === 200) {
        expect(await me(refreshed.body.access_token)).toBe(401)
        expect((await refresh(at(0).send, refreshed.body.refresh_token)).status).toBe(401)
      }
    }
  })

  it('twenty sign-ins of one person give twenty sessions', async () => {
    const { email } = await signUp(at(0).send)
    const answers = await Promise.all(Array.from({ length: 9 }, (_, index) => signIn(at(index).send, email)))
    expectNoFailure(answers)
    expect(new Set(answers.map(({ body }) => body.tokens.refresh_token)).size).toBe(9)
  })
})

const sessionOf = (answers: readonly Received[]): string => {
  const { access_token } = answers.find(({ status }) => status === 200)!.body
  return (JSON.parse(Buffer.from(access_token.split('.')[1]!, 'base64url').toString()) as { sid: string }).sid
}

const countRows = async ({ world }: TestServer) => {
  const count = async (table: 'users' | 'organizations' | 'memberships' | 'outbox' | 'sessions') =>
    Number(
      (
        await world.db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    )
  return {
    users: await count('users'),
    organizations: await count('organizations'),
    memberships: await count('memberships'),
    mails: await count('outbox'),
    sessions: await count('sessions'),
  }
}
