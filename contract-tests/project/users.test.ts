import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, demoProject, keyed } from '../harness/fixtures/people.ts'

const asAdmin = { bearer: demoProject.apiKey }
const unknownId = '0199c0de-0000-7000-8000-00000000dead'

contract('project.listUsers', {
  'lists the newest first, one page at a time': {
    given: async (seeds) => {
      await seeds.projectUser(alice)
      await seeds.wait(1)
      await seeds.projectUser(bob)
    },
    send: { ...asAdmin, query: { offset: 0, limit: 1 } },
    expect: {
      status: 200,
      example: 'users',
      body: ({ data, pagination }) => {
        expect(data.map(({ email }) => email)).toEqual([bob.email])
        expect(pagination).toEqual({ offset: 0, limit: 1, total: 2, nextCursor: expect.any(String) })
      },
      answer: ({ text }) => expect(text).not.toMatch(/password|hash|argon/i),
    },
    then: async (seeds, answer) => {
      const { nextCursor: cursor } = (answer.body as Wire['ProjectUserPage']).pagination
      const last = (await seeds.call('project.listUsers', { ...asAdmin, query: { limit: 1, cursor: cursor! } }))?.body
      expect(last).toMatchObject({ data: [{ email: alice.email }] })
      expect((last as Wire['ProjectUserPage']).pagination).toEqual({ offset: 0, limit: 1, total: 2 })
    },
  },
  'refuses a cursor that no page gave': {
    send: { ...asAdmin, query: { cursor: 'abc' } },
    expect: { error: 'invalid_request', detail: 'cursor' },
  },
  'finds people by a part of the email or the name': {
    given: async (seeds) => {
      await seeds.call('project.register', { body: { ...alice, name: 'Alice Liddell' } })
      await seeds.projectUser(bob)
    },
    send: { ...asAdmin, query: { search: 'LIDD' } },
    expect: {
      status: 200,
      example: 'users',
      body: ({ data, pagination }) => {
        expect(data.map(({ email }) => email)).toEqual([alice.email])
        expect(pagination).toEqual({ offset: 0, limit: 10, total: 1 })
      },
    },
  },
  'takes a search to the letter (AC-106)': {
    given: (seeds) => seeds.projectUser(alice),
    send: { ...asAdmin, query: { search: "%' or 1=1 --_" } },
    expect: { status: 200, example: 'users', body: ({ data }) => expect(data).toEqual([]) },
  },
  'refuses a limit over 100': {
    send: { ...asAdmin, query: { limit: 101 } },
    expect: { error: 'invalid_request', detail: 'limit: must be at most 100' },
  },
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses an API key that is not known': {
    send: { bearer: 'ik_nobody' },
    expect: { error: 'invalid_api_key', answer: ({ body }) => expect(body).toMatchObject({ statusCode: 401 }) },
  },
  'refuses an administrator whose hour is over': given(
    async (seeds) => {
      const bearer = await seeds.projectAdmin()
      await seeds.wait(3601)
      return bearer
    },
    { send: (bearer) => ({ bearer }), expect: { error: 'invalid_token' } },
  ),
  'refuses a user, and says what is needed (AC-092)': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken }) => ({ bearer: accessToken }),
    expect: {
      error: 'admin_only',
      answer: ({ body }) =>
        expect(body).toMatchObject({ error: 'AUTH_UNAUTHORIZED', message: 'Admin access required', statusCode: 403 }),
    },
  }),
})

contract('project.getUser', {
  'gives the user': given((seeds) => seeds.projectUser(alice), {
    send: ({ user }) => ({ ...asAdmin, path: { userId: user.id } }),
    expect: { status: 200, example: 'user', body: (body) => expect(body.email).toBe(alice.email) },
  }),
  'refuses an id that is none': {
    send: { ...asAdmin, path: { userId: 'me' } },
    expect: { error: 'invalid_request', detail: 'userId' },
  },
  'refuses nobody': { send: { path: { userId: unknownId } }, expect: { error: 'unauthorized' } },
  'refuses a token that is none': {
    send: { bearer: 'nonsense', path: { userId: unknownId } },
    expect: { error: 'invalid_token' },
  },
  'refuses an API key that is not known': {
    send: { bearer: 'ik_nobody', path: { userId: unknownId } },
    expect: { error: 'invalid_api_key' },
  },
  'refuses a user, for existing and missing ids alike (AC-092)': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken }) => ({ bearer: accessToken, path: { userId: unknownId } }),
    expect: { error: 'admin_only' },
  }),
  'refuses a user that is not there': {
    send: { ...asAdmin, path: { userId: unknownId } },
    expect: { error: 'user_not_found' },
  },
})

contract('project.deleteUsers', {
  'deletes a user with all that they held, and gives a new id to who comes back (AC-026)': given(
    (seeds) => seeds.projectUser(alice),
    {
      send: ({ user }) => ({ ...asAdmin, body: { userIds: [user.id] } }),
      expect: {
        status: 200,
        example: 'deleted',
        body: (body) => expect(body).toEqual({ message: 'Users deleted successfully', deletedCount: 1 }),
      },
      then: async (seeds, _answer, { user, accessToken, refreshToken }) => {
        expect((await seeds.call('project.getCurrentUser', { bearer: accessToken }))?.status).toBe(401)
        const refreshed = await seeds.call('project.refresh', {
          query: { client_type: 'mobile' },
          body: { refreshToken },
        })
        expect(refreshed?.status).toBe(401)
        expect((await seeds.call('project.getProfile', { path: { userId: user.id } }))?.status).toBe(404)
        expect((await seeds.projectUser(alice)).user.id).not.toBe(user.id)
      },
    },
  ),
  'passes over ids that are not there, and counts none twice (AC-092)': given(
    async (seeds) => ({ hers: await seeds.projectUser(alice), his: await seeds.projectUser(bob) }),
    {
      send: ({ hers }) => ({ ...asAdmin, body: { userIds: [hers.user.id, unknownId, hers.user.id] } }),
      expect: { status: 200, example: 'deleted', body: (body) => expect(body.deletedCount).toBe(1) },
      then: async (seeds, _answer, { his }) =>
        expect((await seeds.call('project.getCurrentUser', { bearer: his.accessToken }))?.status).toBe(200),
    },
  ),
  'touches nobody of another environment, whose ids answer as none (AC-092)': given(
    async (seeds) => {
      const app = await seeds.application(await seeds.platformCaller())
      const { publishableKey } = stageOf(app)
      return {
        own: await seeds.projectUser(alice),
        foreign: await seeds.appCaller(bob, publishableKey),
        publishableKey,
      }
    },
    {
      send: ({ own, foreign }) => ({ ...asAdmin, body: { userIds: [foreign.user.id, own.user.id] } }),
      expect: { status: 200, example: 'deleted', body: (body) => expect(body.deletedCount).toBe(1) },
      then: async (seeds, _answer, { foreign, publishableKey }) => {
        const headers = keyed(publishableKey)
        expect((await seeds.call('app.getMe', { headers, bearer: foreign.access_token }))?.status).toBe(200)
        const path = { userId: foreign.user.id }
        expect((await seeds.call('project.getUser', { ...asAdmin, path }))?.status).toBe(404)
        expect((await seeds.call('project.getProfile', { path }))?.status).toBe(404)
        const listed = await seeds.call('project.listUsers', { ...asAdmin, query: { search: bob.email } })
        expect(listed?.body).toMatchObject({ data: [] })
      },
    },
  ),
  'deletes nobody where one id is none (AC-092)': given((seeds) => seeds.projectUser(alice), {
    send: ({ user }) => ({ ...asAdmin, body: { userIds: [user.id, 'user-id-2'] } }),
    expect: { error: 'invalid_request', detail: 'userIds' },
    then: async (seeds, _answer, { accessToken }) =>
      expect((await seeds.call('project.getCurrentUser', { bearer: accessToken }))?.status).toBe(200),
  }),
  'refuses more than a thousand ids at once (AC-092)': {
    send: { ...asAdmin, body: { userIds: Array.from({ length: 1001 }, () => unknownId) } },
    expect: { error: 'invalid_request', detail: 'userIds: must have at most 1000 items' },
  },
  'refuses an empty list': {
    send: { ...asAdmin, body: { userIds: [] } },
    expect: { error: 'invalid_request', detail: 'userIds: must have at least 1 items' },
  },
  'refuses nobody': { send: { body: { userIds: [unknownId] } }, expect: { error: 'unauthorized' } },
  'refuses a token that is none': {
    send: { bearer: 'nonsense', body: { userIds: [unknownId] } },
    expect: { error: 'invalid_token' },
  },
  'refuses an API key that is not known': {
    send: { bearer: 'ik_nobody', body: { userIds: [unknownId] } },
    expect: { error: 'invalid_api_key' },
  },
  'refuses a user who would delete themselves (AC-092)': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken, user }) => ({ bearer: accessToken, body: { userIds: [user.id] } }),
    expect: { error: 'admin_only' },
    then: async (seeds, _answer, { accessToken }) =>
      expect((await seeds.call('project.getCurrentUser', { bearer: accessToken }))?.status).toBe(200),
  }),
})

contract('project.removeUserMfa', {
  'takes the second factor away, ends no session and mails a notice': given(
    async (seeds) => {
      const { access_token, user } = await seeds.appCaller(alice)
      await seeds.secondFactor('app', access_token)
      return { access_token, userId: user.id }
    },
    {
      send: ({ userId }) => ({ ...asAdmin, path: { userId } }),
      expect: { status: 200, example: 'mfa_removed' },
      then: async (seeds, _answer, { access_token: bearer }) => {
        expect((await seeds.call('project.signIn', { body: alice }))?.status).toBe(200)
        expect((await seeds.call('app.getMe', { headers: keyed(), bearer }))?.status).toBe(200)
        expect((await seeds.mail(alice.email, 'second_factor_off')).to).toBe(alice.email)
      },
    },
  ),
  'refuses nobody': { send: { path: { userId: unknownId } }, expect: { error: 'unauthorized' } },
  'refuses a token that is none': {
    send: { bearer: 'nonsense', path: { userId: unknownId } },
    expect: { error: 'invalid_token' },
  },
  'refuses an API key that is not known': {
    send: { bearer: 'ik_nobody', path: { userId: unknownId } },
    expect: { error: 'invalid_api_key' },
  },
  'refuses a user': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken }) => ({ bearer: accessToken, path: { userId: unknownId } }),
    expect: { error: 'admin_only' },
  }),
  'refuses a user that is not there': {
    send: { ...asAdmin, path: { userId: unknownId } },
    expect: { error: 'user_not_found' },
  },
})
