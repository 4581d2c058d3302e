import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, evan, stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, keyed } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

type Page = Wire['AuditLogPage']

const shop = async (seeds: Seeds) => shopOf(seeds, await seeds.administrator(dana))

/** Of somebody who has registered and followed the mailed link. */
const registeredShop = async (seeds: Seeds) => {
  const owner = await seeds.newAdministrator(dana)
  const { token } = await seeds.mail(dana.email, 'verify_email_link')
  await seeds.call('account.verifyEmail', { body: { token: token ?? '' } })
  return shopOf(seeds, owner)
}

const shopOf = async (seeds: Seeds, owner: Wire['PlatformRegistered']) => {
  const app = await seeds.application(owner)
  const bearer = owner.access_token
  const environmentId = stageOf(app).id
  await seeds.call('platform.createAppApiKey', {
    bearer,
    path: { appId: app.id },
    body: { name: 'Backend', environmentId },
  })
  const user = await seeds.appCaller(alice, stageOf(app).publishableKey)
  return { bearer, app, path: { appId: app.id }, environmentId, user: user.user, owner: owner.user }
}

const withGuess = async (seeds: Seeds) => {
  const made = await shop(seeds)
  const headers = keyed(stageOf(made.app).publishableKey)
  await seeds.call('app.login', { headers, body: { ...alice, password: 'a wrong guess' } })
  return made
}

contract('platform.listAppAuditLogs', {
  'lists what people and administrators did, newest first': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path }),
    expect: { status: 200, example: 'audit_logs' },
    then: async (_seeds, answer, { user, owner, app, environmentId }) => {
      const { data } = answer.body as Page
      expect(data.map(({ action }) => action)).toEqual([
        ...['user.email_verified', 'user.signed_in', 'user.signed_up'],
        ...['api_key.created', 'application.created'],
      ])
      expect(data[1]).toMatchObject({
        actorType: 'user',
        ...{
          actorId: user.id,
          userId: user.id,
          userEmail: alice.email,
          administratorId: null,
          administratorEmail: null,
        },
        ...{ environmentId, resource: 'session', resourceId: data[1]!.sessionId },
        details: { by: 'sign_up', surface: 'app' },
      })
      expect(data[3]).toMatchObject({
        actorType: 'administrator',
        ...{
          actorId: owner!.id,
          administratorId: owner!.id,
          administratorEmail: dana.email,
          userId: null,
          userEmail: null,
        },
        ...{ environmentId, resource: 'api_key' },
      })
      expect(data[4]).toMatchObject({ environmentId: null, resource: 'application', resourceId: app.id })
    },
  }),
  'lists a wrong password as of nobody, and whose it was': given(withGuess, {
    send: ({ bearer, path, environmentId }) => ({ bearer, path, query: { environmentId, action: 'password.failed' } }),
    expect: { status: 200, example: 'audit_logs' },
    then: async (_seeds, answer, { user }) =>
      expect(answer.body).toMatchObject({
        data: [{ actorType: 'nobody', actorId: null, userId: user.id, userEmail: alice.email, resource: 'user' }],
        total: 1,
        nextCursor: null,
      }),
  }),
  'goes on from a cursor': given(
    async (seeds) => {
      const made = await shop(seeds)
      const first = await seeds.call('platform.listAppAuditLogs', { ...made, query: { limit: 2 } })
      return { ...made, cursor: (first?.body as { nextCursor: string } | undefined)?.nextCursor ?? 'example' }
    },
    {
      send: ({ bearer, path, cursor }) => ({ bearer, path, query: { cursor, limit: 2 } }),
      expect: { status: 200, example: 'audit_logs' },
      then: async (_seeds, answer) => {
        expect((answer.body as Page).data.map(({ action }) => action)).toEqual(['user.signed_up', 'api_key.created'])
        expect((answer.body as Page).nextCursor).not.toBeNull()
      },
    },
  ),
  'refuses a cursor that no page gave': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, query: { cursor: 'bm9uZQ' } }),
    expect: { error: 'invalid_request' },
  }),
  'does not know an application of another tenant': given(
    async (seeds) => {
      const { path } = await shop(seeds)
      return { path, bearer: (await seeds.platformCaller(evan)).access_token }
    },
    { send: ({ bearer, path }) => ({ bearer, path }), expect: { error: 'application_not_found' } },
  ),
})

contract('platform.listAuditLogs', {
  'lists what administrators did beside what happened in their applications': given(registeredShop, {
    send: ({ bearer }) => ({ bearer }),
    expect: { status: 200, example: 'audit_logs' },
    then: async (_seeds, answer, { owner }) => {
      const { data, total } = answer.body as Page
      expect(total).toBe(data.length)
      expect(data.slice(-3).map(({ action }) => action)).toEqual([
        'user.email_verified',
        'user.signed_in',
        'tenant.created',
      ])
      expect(data.at(-2)).toMatchObject({
        actorType: 'administrator',
        ...{ administratorId: owner!.id, administratorEmail: dana.email, userId: null, environmentId: null },
      })
    },
  }),
  'lists what one administrator did in some time': given(shop, {
    send: ({ bearer, owner }) => ({
      bearer,
      query: {
        administratorId: owner?.id ?? 'example',
        since: '2026-01-01T00:00:00Z',
        until: '2999-01-01T00:00:00+01:00',
      },
    }),
    expect: { status: 200, example: 'audit_logs' },
    then: async (_seeds, answer) =>
      expect((answer.body as Page).data.map(({ action }) => action).slice(0, 2)).toEqual([
        'api_key.created',
        'application.created',
      ]),
  }),
  'shows nothing of another tenant': given(
    async (seeds) => {
      const made = await withGuess(seeds)
      return { ...made, bearer: (await seeds.platformCaller(evan)).access_token }
    },
    {
      send: ({ bearer, user }) => ({ bearer, query: { userId: user.id } }),
      expect: { status: 200, example: 'audit_logs' },
      then: async (_seeds, answer) => expect(answer.body).toMatchObject({ data: [], total: 0, nextCursor: null }),
    },
  ),
})
