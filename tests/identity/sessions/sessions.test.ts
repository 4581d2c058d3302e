import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { dpopProof, newDpopKey } from '../../../contract-tests/harness/fixtures/dpop.ts'
import { sandboxEnvironmentId } from '../../../server/model/sandbox-credentials.ts'
import { listSessionsOfUser } from '../../../server/storage/session-lists.ts'
import { findUserByEmail } from '../../../server/storage/users.ts'
import { kinds, runTwoInstances } from '../../database-server-for-tests.ts'
import { clientId, refresh, signIn, signUp } from '../../server-for-tests.ts'
import { sha256 } from '../../../server/outside/secrets.ts'
import { deleteMembership } from '../../../server/storage/memberships.ts'

describe.each(kinds)('sessions on two instances with one %s', (kind) => {
  const two = runTwoInstances(kind, { LIMITS: 'signUpPerIp=10000/3600' })
  const me = async (token: string, at = two.server) => (await at.send('GET /auth/me', { bearer: token })).status
  const refreshed = async (token: string, at = two.server) => {
    const answer = await refresh(at.send, token)
    return { status: answer.status, code: answer.body.code, ...(answer.body as Partial<typeof answer.body>) }
  }

  it('end when a used refresh token comes back after the grace; others of the same person go on (AC-020)', async () => {
    const first = await signUp(two.server.send)
    const elsewhere = (await signIn(two.server.send, first.email)).body.tokens
    const second = await refreshed(first.refresh_token)
    expect(second.status).toBe(200)
    // The answer has come: whoever shows the used one now has a copy.
    expect(await me(second.access_token!, two.other)).toBe(200)
    two.advance(11)
    expect(await refreshed(first.refresh_token, two.other)).toMatchObject({
      status: 401,
      code: 'invalid_refresh_token',
    })
    expect(await refreshed(second.refresh_token!)).toMatchObject({ status: 401, code: 'invalid_refresh_token' })
    for (const at of [two.server, two.other]) {
      expect([await me(first.access_token, at), await me(second.access_token!, at)]).toEqual([401, 401])
      expect(await me(elsewhere.access_token, at)).toBe(200)
    }
    expect((await refreshed(elsewhere.refresh_token)).status).toBe(200)

    const events = await two.server.world.db
      .selectFrom('auditEvents')
      .selectAll()
      .where('action', '=', 'session.refresh_token_reused')
      .where('userId', '=', first.profile.id.slice(4))
      .execute()
    expect(events).toHaveLength(1)
    const { text } = await two.server.send(`GET /sandbox/mailbox.json?to=${encodeURIComponent(first.email)}`)
    expect((JSON.parse(text) as { messages: { kind: string }[] }).messages.map((mail) => mail.kind)).toContain(
      'session_stolen',
    )
  })

  it('have a next refresh token that an old one and the secret of the service do not give', async () => {
    const { db } = two.server.world
    const { refresh_token, access_token } = await signUp(two.server.send)
    const { sid } = JSON.parse(Buffer.from(access_token.split('.')[1]!, 'base64url').toString()) as { sid: string }
    const tokensOfSession = () => db.selectFrom('refreshTokens').selectAll().where('sessionId', '=', sid).execute()
    const [unused] = await tokensOfSession()
    const successors = new Set<string>()
    for (let life = 0; life < 3; life += 1) {
      successors.add((await refreshed(refresh_token, life % 2 ? two.other : two.server)).refresh_token!)
      // Within the grace it is the same again, on either instance.
      expect(successors).toContain((await refreshed(refresh_token, two.other)).refresh_token)
      expect((await tokensOfSession()).filter(({ usedAt }) => usedAt === null)).toHaveLength(1)
      await db.deleteFrom('refreshTokens').where('sessionId', '=', sid).execute()
      await db.insertInto('refreshTokens').values(unused!).execute()
    }
    expect(successors.size).toBe(3)
  })

  it('give one next refresh token where one was used before there were salts', async () => {
    const { db } = two.server.world
    const { refresh_token } = await signUp(two.server.send)
    const hash = sha256(refresh_token)
    const successor = two.server.world.secrets.derive('refresh successor', refresh_token)
    const old = await db.selectFrom('refreshTokens').selectAll().where('hash', '=', hash).executeTakeFirstOrThrow()
    await db
      .insertInto('refreshTokens')
      .values({ ...old, hash: sha256(successor) })
      .execute()
    await db
      .updateTable('refreshTokens')
      .set({ usedAt: two.server.world.clock.now() })
      .where('hash', '=', hash)
      .execute()
    expect((await refreshed(refresh_token)).refresh_token).toBe(successor)
  })

  it('end when any older refresh token of the family comes back', async () => {
    const { refresh_token } = await signUp(two.server.send)
    const second = (await refreshed(refresh_token)).refresh_token!
    const third = (await refreshed(second)).refresh_token!
    expect((await refreshed(refresh_token)).status).toBe(401)
    expect((await refreshed(third)).status).toBe(401)
  })

  it('give the same successor again within ten seconds, on every instance (AC-023)', async () => {
    const { refresh_token } = await signUp(two.server.send)
    const successor = (await refreshed(refresh_token)).refresh_token!
    two.advance(9)
    expect((await refreshed(refresh_token, two.other)).refresh_token).toBe(successor)
    expect((await refreshed(successor)).status).toBe(200)
  })

  it('survive an answer that was lost on its way (AC-023)', async () => {
    const { refresh_token } = await signUp(two.server.send)
    const body = JSON.stringify({ refresh_token })
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(two.server.url).port), '127.0.0.1', () => {
        socket.write(
          `POST /auth/refresh HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
          () => socket.destroy(),
        )
      })
      socket.on('close', () => setTimeout(resolve, 100))
    })
    const retried = await refreshed(refresh_token)
    expect(retried.status).toBe(200)
    expect((await refreshed(retried.refresh_token!)).status).toBe(200)
    two.advance(11)
    expect((await refreshed(refresh_token)).status).toBe(401)
  })

  describe('that somebody has bound to a key of their own with a copy of a refresh token', () => {
    /** The copy's next refresh token, for a key that the owner does not have. */
    const bindAway = async (copy: string) => {
      const proof = await dpopProof(await newDpopKey(), { line: 'POST /oauth2/token', base: 'http://localhost:3000' })
      const body = { grant_type: 'refresh_token', client_id: clientId, refresh_token: copy }
      const { text } = await two.server.send('POST /oauth2/token', { body, headers: { dpop: proof } })
      return JSON.parse(text) as { access_token: string; token_type: string; refresh_token: string }
    }
    const asToken = async (token: string, at = two.other) => {
      const body = { grant_type: 'refresh_token', client_id: clientId, refresh_token: token }
      return (await at.send('POST /oauth2/token', { body })).status
    }
    const liveSessions = async (address: string) => {
      const { db, clock } = two.server.world
      const person = await findUserByEmail(db, sandboxEnvironmentId, address)
      return (await listSessionsOfUser(db, person!.id, clock.now())).length
    }

    it.each([
      ['the token endpoint', asToken, 400],
      ['the refresh of the account', async (token: string) => (await refreshed(token, two.other)).status, 401],
    ])('end when the owner shows theirs after the grace, at %s', async (_, show, status) => {
      const owner = await signUp(two.server.send)
      const taken = await bindAway(owner.refresh_token)
      expect(taken.token_type).toBe('DPoP')
      expect([await show(owner.refresh_token), await liveSessions(owner.email)]).toEqual([status, 1])
      two.advance(11)
      expect([await show(owner.refresh_token), await liveSessions(owner.email)]).toEqual([status, 0])
      const { text } = await two.server.send(`GET /sandbox/mailbox.json?to=${encodeURIComponent(owner.email)}`)
      expect(text).toContain('"session_stolen"')
    })

    it('end when the owner shows the successor that both of them got', async () => {
      const owner = await signUp(two.server.send)
      const own = (await refreshed(owner.refresh_token)).refresh_token!
      expect((await bindAway(owner.refresh_token)).refresh_token).toBe(own)
      expect([(await refreshed(own, two.other)).status, await liveSessions(owner.email)]).toEqual([401, 0])
    })

    it('go on when a token of that key is shown without it', async () => {
      const owner = await signUp(two.server.send)
      const taken = await bindAway(owner.refresh_token)
      two.advance(11)
      expect([await asToken(taken.refresh_token), await liveSessions(owner.email)]).toEqual([400, 1])
    })
  })

  it('end at sign-out for good, on every instance (AC-024)', async () => {
    const { access_token, refresh_token } = await signUp(two.server.send)
    const successor = (await refreshed(refresh_token)).refresh_token!
    const signedOut = await two.server.send('POST /auth/sign-out', { bearer: access_token })
    expect([signedOut.status, signedOut.text]).toEqual([204, ''])
    for (const at of [two.server, two.other]) {
      expect(await me(access_token, at)).toBe(401)
      expect((await refreshed(refresh_token, at)).status).toBe(401)
      expect((await refreshed(successor, at)).status).toBe(401)
      expect((await at.send('GET /api/accounts', { bearer: access_token })).status).toBe(401)
    }
  })

  it('say nothing at sign-out of whether there was one (AC-024)', async () => {
    const { access_token, refresh_token } = await signUp(two.server.send)
    const answers = [
      await two.server.send('POST /auth/sign-out', { body: { refresh_token } }),
      await two.server.send('POST /auth/sign-out', { body: { refresh_token } }),
      await two.server.send('POST /auth/sign-out', { bearer: access_token }),
      await two.server.send('POST /auth/sign-out', { bearer: 'garbage' }),
      await two.server.send('POST /auth/sign-out', { body: { refresh_token: 'garbage' } }),
      await two.server.send('POST /auth/sign-out'),
    ]
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]))
    expect(new Set(answers.map(({ cookies }) => cookies.get('refresh_token')?.line)).size).toBe(1)
    expect(await me(access_token)).toBe(401)
  })

  it('last ninety days at most, and fourteen without use', async () => {
    const idle = await signUp(two.server.send)
    const busy = await signUp(two.server.send)
    let token = busy.refresh_token
    const day = 24 * 60 * 60
    for (let at = 13; at < 90; at += 13) {
      two.advance(13 * day)
      const next = await refreshed(token)
      expect([at, next.status]).toEqual([at, at <= 78 ? 200 : 401])
      token = next.refresh_token ?? token
      if (at === 26) expect((await refreshed(idle.refresh_token)).status).toBe(401)
    }
    two.advance(13 * day)
    expect((await refreshed(token)).status).toBe(401)
  })

  it('keep the access token for an hour, and no longer', async () => {
    const { access_token, expires_in } = await signUp(two.server.send)
    expect(expires_in).toBe(3600)
    two.advance(3590)
    expect(await me(access_token)).toBe(200)
    two.advance(20)
    expect(await me(access_token)).toBe(401)
  })

  it('take no more from a refresh than they had, and less where something was taken away (AC-029)', async () => {
    const { refresh_token, profile } = await signUp(two.server.send)
    const wishes = {
      scope: 'admin',
      role: 'admin',
      audience: 'https://api.inbox-manager.com',
      account_id: 'acc_1',
      client_id: 'cid_other',
      aal: 'aal2',
    }
    for (const [name, value] of Object.entries(wishes)) {
      const refused = await two.server.send('POST /auth/refresh', { body: { refresh_token, [name]: value } })
      expect([refused.status, refused.body.detail]).toEqual([400, `${name}: is not a field of this request`])
    }
    const first = await refreshed(refresh_token)
    expect(claimsOf(first.access_token!)).toMatchObject({ role: 'owner', acc: profile.active_membership?.account_id })
    await deleteMembership(two.server.world.db, profile.memberships[0]!.account_id.slice(4), profile.id.slice(4))
    const second = await refreshed(first.refresh_token!)
    expect(claimsOf(second.access_token!)).not.toHaveProperty('role')
    expect(claimsOf(second.access_token!)).not.toHaveProperty('acc')
    expect((await two.server.send('GET /api/accounts', { bearer: first.access_token! })).body).toMatchObject({
      data: [],
      total: 0,
    })
  })
})

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>
