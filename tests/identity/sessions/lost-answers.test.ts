// The answer to a refresh that was lost on its way is given once more; that is no theft, and a thief is found all the same.
import { describe, expect, it } from 'vitest'
import { kinds, runTwoInstances } from '../../database-server-for-tests.ts'
import { refresh, signUp } from '../../server-for-tests.ts'

const minute = 60

describe.each(kinds)('an answer that was lost, on %s', (kind) => {
  const two = runTwoInstances(kind, { LIMITS: 'signUpPerIp=10000/3600' })
  const browser = { 'user-agent': 'Browser/1' }
  const asBrowser = { sending: { headers: browser } }
  const refreshed = async (token: string, at = two.server, headers: Record<string, string> = browser) => {
    const { status, body } = await refresh(at.send, token, { headers })
    const { refresh_token, access_token } = body as Partial<typeof body>
    return { status, refresh_token, access_token }
  }
  const eventsOf = (userId: string, action: string) =>
    two.server.world.db
      .selectFrom('auditEvents')
      .selectAll()
      .where('action', '=', action)
      .where('userId', '=', userId.slice(4))
      .execute()

  it('is given again for ten minutes, on every instance, and written down', async () => {
    const { refresh_token, profile } = await signUp(two.server.send, asBrowser)
    const lost = await refreshed(refresh_token)
    two.advance(9 * minute)
    const again = await refreshed(refresh_token, two.other)
    expect([again.status, again.refresh_token]).toEqual([200, lost.refresh_token])
    expect(await eventsOf(profile.id, 'session.refresh_answer_repeated')).toHaveLength(1)
    expect((await refreshed(again.refresh_token!)).status).toBe(200)
  })

  it.each([
    ['after ten minutes', async () => two.advance(10 * minute + 1), browser],
    ['to another browser', async () => two.advance(minute), { 'user-agent': 'Browser/2' }],
  ])('is not given again %s: the session ends', async (_, pass, headers) => {
    const { refresh_token, profile } = await signUp(two.server.send, asBrowser)
    const { refresh_token: next } = await refreshed(refresh_token)
    await pass()
    expect((await refreshed(refresh_token, two.other, headers)).status).toBe(401)
    expect((await refreshed(next!)).status).toBe(401)
    expect(await eventsOf(profile.id, 'session.refresh_token_reused')).toHaveLength(1)
  })

  it.each([
    ['its access token', async (_: string, access: string) => two.server.send('GET /auth/me', { bearer: access })],
    ['its refresh token', async (next: string) => refreshed(next, two.other)],
    [
      'its refresh token in a cookie',
      async (next: string) => two.server.send('GET /auth/me', { cookies: { refresh_token: next } }),
    ],
  ])('is not given again once %s was seen', async (_, see) => {
    const { refresh_token } = await signUp(two.server.send, asBrowser)
    const { refresh_token: next, access_token: access } = await refreshed(refresh_token)
    await see(next!, access!)
    two.advance(minute)
    expect((await refreshed(refresh_token, two.other)).status).toBe(401)
    expect((await refreshed(next!)).status).toBe(401)
  })

  it('is given again although the access token of before is used', async () => {
    const { refresh_token, access_token } = await signUp(two.server.send, asBrowser)
    const lost = await refreshed(refresh_token)
    expect((await two.server.send('GET /auth/me', { bearer: access_token })).status).toBe(200)
    two.advance(minute)
    expect(await refreshed(refresh_token)).toMatchObject({ status: 200, refresh_token: lost.refresh_token })
  })

  it('is given again once an hour: a second one is a thief in step with the owner', async () => {
    const { refresh_token } = await signUp(two.server.send, asBrowser)
    await refreshed(refresh_token)
    two.advance(minute)
    const first = await refreshed(refresh_token)
    const second = await refreshed(first.refresh_token!)
    two.advance(minute)
    expect((await refreshed(first.refresh_token!)).status).toBe(401)
    expect((await refreshed(second.refresh_token!)).status).toBe(401)

    const later = await signUp(two.server.send, asBrowser)
    await refreshed(later.refresh_token)
    two.advance(minute)
    const again = await refreshed(later.refresh_token)
    two.advance(60 * minute)
    await refreshed(again.refresh_token!)
    two.advance(minute)
    expect((await refreshed(again.refresh_token!)).status).toBe(200)
  })

  it('is given again to whoever was answered, another browser than the one before', async () => {
    const { refresh_token } = await signUp(two.server.send, asBrowser)
    const { refresh_token: next } = await refreshed(refresh_token)
    const updated = { 'user-agent': 'Browser/2' }
    const lost = await refreshed(next!, two.server, updated)
    two.advance(minute)
    expect(await refreshed(next!, two.other, updated)).toMatchObject({ status: 200, refresh_token: lost.refresh_token })
  })

  it('is given again for ten seconds from the first time, and not from the last', async () => {
    const { refresh_token } = await signUp(two.server.send, asBrowser)
    await refreshed(refresh_token)
    two.advance(minute)
    for (const status of [200, 200, 401]) {
      expect((await refreshed(refresh_token, two.other)).status).toBe(status)
      two.advance(8)
    }
  })

  it('is one answer for all who ask at once', async () => {
    const { refresh_token } = await signUp(two.server.send, asBrowser)
    const lost = await refreshed(refresh_token)
    two.advance(minute)
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, at) => refreshed(refresh_token, at % 2 ? two.other : two.server)),
    )
    expect(new Set(all.map(({ refresh_token: next }) => next))).toEqual(new Set([lost.refresh_token]))
  })
})
