import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, keyed } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const shop = async (seeds: Seeds) => {
  const owner = await seeds.platformCaller(dana)
  const app = await seeds.application(owner)
  const bearer = owner.access_token
  const path = { appId: app.id }
  const user = await seeds.appCaller(alice, stageOf(app).publishableKey)
  const listed = await seeds.call('platform.listAppSessions', { bearer, path })
  return { bearer, app, path, user, session: (listed?.body as Wire['AppSessionPage'] | undefined)?.data[0] }
}

contract('platform.listAppSessions', {
  'lists the live sessions, newest first': given(
    async (seeds) => {
      const made = await shop(seeds)
      await seeds.appCaller(bob, stageOf(made.app, 'production').publishableKey)
      return made
    },
    {
      send: ({ bearer, path }) => ({ bearer, path }),
      expect: {
        status: 200,
        example: 'sessions',
        body: ({ data, total }) => {
          expect(data.map(({ userEmail }) => userEmail)).toEqual([bob.email, alice.email])
          expect(total).toBe(2)
        },
      },
    },
  ),
  'leaves out what has ended': given(
    async (seeds) => {
      const made = await shop(seeds)
      const headers = keyed(stageOf(made.app).publishableKey)
      await seeds.call('app.logout', { headers, body: { refresh_token: made.user.refresh_token } })
      return made
    },
    {
      send: ({ bearer, path, app }) => ({ bearer, path, query: { environmentId: stageOf(app).id } }),
      expect: { status: 200, example: 'sessions' },
      then: async (_seeds, answer) =>
        expect(answer.body).toEqual({ data: [], total: 0, page: 1, limit: 100, nextCursor: null }),
    },
  ),
})

contract('platform.listAppSessions', {
  'goes on from a cursor': given(
    async (seeds) => {
      const made = await shop(seeds)
      await seeds.appCaller(bob, stageOf(made.app).publishableKey)
      const first = await seeds.call('platform.listAppSessions', { ...made, query: { limit: 1 } })
      return { ...made, cursor: (first?.body as Wire['AppSessionPage'] | undefined)?.nextCursor ?? 'MS5h' }
    },
    {
      send: ({ bearer, path, cursor }) => ({ bearer, path, query: { cursor, limit: 1 } }),
      expect: {
        status: 200,
        example: 'sessions',
        body: (body) => expect(body).toMatchObject({ data: [{ userEmail: alice.email }], total: 2, nextCursor: null }),
      },
    },
  ),
  'refuses a cursor that no page gave': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, query: { cursor: 'abc' } }),
    expect: { error: 'invalid_request', detail: 'cursor' },
  }),
})

const nobody = '0199c0de-0000-7000-8000-00000000dead'

contract('platform.listAppSessions', {
  'lists those of one user': given(
    async (seeds) => {
      const made = await shop(seeds)
      await seeds.appCaller(bob, stageOf(made.app).publishableKey)
      return made
    },
    {
      send: ({ bearer, path, user }) => ({ bearer, path, query: { userId: user.user.id } }),
      expect: {
        status: 200,
        example: 'sessions',
        body: ({ data, total }) => {
          expect(data.map(({ userEmail }) => userEmail)).toEqual([alice.email])
          expect(total).toBe(1)
        },
      },
    },
  ),
  'refuses a user that the application does not have': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, query: { userId: nobody } }),
    expect: { error: 'user_not_found' },
  }),
})

contract('platform.revokeAppSession', {
  'ends a session at once': given(shop, {
    send: ({ bearer, path, session }) => ({ bearer, path: { ...path, sessionId: session?.id ?? 'example' } }),
    expect: { status: 200, example: 'revoked' },
    then: async (seeds, _answer, { app, user }) => {
      const headers = keyed(stageOf(app).publishableKey)
      expect((await seeds.call('app.getMe', { headers, bearer: user.access_token }))?.status).toBe(401)
    },
  }),
})
