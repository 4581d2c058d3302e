import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, newcomersShop, stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, demoApp, demoPlatform, keyed } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

/** A tenant with an application and a signed-in user of its first environment. */
const shopWithAlice = async (seeds: Seeds) => {
  const owner = await seeds.platformCaller(dana)
  const app = await seeds.application(owner)
  const stage = stageOf(app)
  const user = await seeds.appCaller(alice, stage.publishableKey)
  return { bearer: owner.access_token, app, stage, user, path: { appId: app.id } }
}

contract('platform.listAppUsers', {
  'lists the users of all environments, newest first': given(
    async (seeds) => {
      const made = await shopWithAlice(seeds)
      await seeds.appCaller(bob, stageOf(made.app, 'production').publishableKey)
      return made
    },
    {
      send: ({ bearer, path }) => ({ bearer, path }),
      expect: {
        status: 200,
        example: 'users',
        body: ({ data, total, page, limit }) => {
          expect(data.map(({ email }) => email)).toEqual([bob.email, alice.email])
          expect({ total, page, limit }).toEqual({ total: 2, page: 1, limit: 100 })
        },
      },
    },
  ),
  'lists one environment, page by page': given(
    async (seeds) => {
      const made = await shopWithAlice(seeds)
      await seeds.appCaller(bob, made.stage.publishableKey)
      return made
    },
    {
      send: ({ bearer, path, stage }) => ({ bearer, path, query: { environmentId: stage.id, page: 2, limit: 1 } }),
      expect: {
        status: 200,
        example: 'users',
        body: (body) => expect(body).toMatchObject({ data: [{ email: alice.email }], total: 2, page: 2, limit: 1 }),
      },
    },
  ),
  'refuses an environment of another application': given(
    async (seeds) => {
      const made = await shopWithAlice(seeds)
      const { access_token } = { access_token: made.bearer }
      return { ...made, other: await seeds.application({ access_token }, { slug: 'other' }) }
    },
    {
      send: ({ bearer, path, other }) => ({ bearer, path, query: { environmentId: stageOf(other).id } }),
      expect: { error: 'environment_not_found' },
    },
  ),
})

/** Alice and Bob, in one environment. */
const shopWithBoth = async (seeds: Seeds) => {
  const made = await shopWithAlice(seeds)
  await seeds.appCaller(bob, made.stage.publishableKey)
  return made
}

contract('platform.listAppUsers', {
  'finds by any part of an address, in any case, and says how many there are': given(shopWithBoth, {
    send: ({ bearer, path }) => ({ bearer, path, query: { search: 'ALICE@' } }),
    expect: {
      status: 200,
      example: 'users',
      body: (body) => expect(body).toMatchObject({ data: [{ email: alice.email }], total: 1, nextCursor: null }),
    },
  }),
  'takes signs of patterns for what they are': given(shopWithBoth, {
    send: ({ bearer, path }) => ({ bearer, path, query: { search: '%' } }),
    expect: { status: 200, example: 'users', body: ({ total }) => expect(total).toBe(0) },
  }),
  'goes on from a cursor': given(
    async (seeds) => {
      const made = await shopWithBoth(seeds)
      const first = await seeds.call('platform.listAppUsers', { ...made, query: { limit: 1 } })
      return { ...made, cursor: (first?.body as Wire['AppUserPage'] | undefined)?.nextCursor ?? 'MS5h' }
    },
    {
      send: ({ bearer, path, cursor }) => ({ bearer, path, query: { cursor, limit: 1 } }),
      expect: {
        status: 200,
        example: 'users',
        body: (body) => expect(body).toMatchObject({ data: [{ email: alice.email }], total: 2, nextCursor: null }),
      },
    },
  ),
  'refuses a cursor that no page gave': given(shopWithAlice, {
    send: ({ bearer, path }) => ({ bearer, path, query: { cursor: 'abc' } }),
    expect: { error: 'invalid_request', detail: 'cursor' },
  }),
})

const erin = { email: 'Erin@Example.test', password: 'correct horse battery', firstName: 'Erin' }

contract('platform.createAppUser', {
  'refuses who has not proven their own address': given(newcomersShop, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { ...erin, environmentId: stage.id } }),
    expect: { error: 'email_not_verified' },
    then: async (seeds, _answer, { bearer, path }) =>
      expect((await seeds.call('platform.listAppUsers', { bearer, path }))?.body).toMatchObject({ total: 0 }),
  }),
  'makes a user who can sign in': given(shopWithAlice, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { ...erin, environmentId: stage.id } }),
    expect: {
      status: 200,
      example: 'user',
      body: ({ data }) =>
        expect(data).toMatchObject({ email: 'erin@example.test', firstName: 'Erin', emailVerified: false }),
    },
    then: async (seeds, _answer, { stage }) => {
      const { email, password } = erin
      const sent = { headers: keyed(stage.publishableKey), body: { email, password } }
      expect((await seeds.call('app.login', sent))?.status).toBe(200)
      expect((await seeds.call('app.login', { ...sent, headers: keyed() }))?.status).toBe(401)
    },
  }),
  'refuses an email that the environment has': given(shopWithAlice, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { ...alice, environmentId: stage.id } }),
    expect: { error: 'user_exists' },
  }),
  'makes the same email another user in another environment': given(shopWithAlice, {
    send: ({ bearer, path, app }) => ({
      bearer,
      path,
      body: { ...alice, environmentId: stageOf(app, 'production').id },
    }),
    expect: { status: 200, example: 'user' },
    then: async (_seeds, answer, { user }) =>
      expect((answer.body as Wire['AppUserAnswer']).data.id).not.toBe(user.user.id),
  }),
  'refuses a common password (AC-017)': given(shopWithAlice, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { ...erin, password: 'password1', environmentId: stage.id },
    }),
    expect: { error: 'weak_password' },
  }),
  'refuses a field of the answer (AC-087)': given(shopWithAlice, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { ...erin, environmentId: stage.id, emailVerified: true } as never,
    }),
    expect: { error: 'invalid_request', detail: 'emailVerified' },
  }),
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    ...given(
      async (seeds) => {
        const made = await shopWithAlice(seeds)
        seeds.fail('platform.createAppUser', 'overloaded')
        return made
      },
      {
        send: ({ bearer, path, stage }) => ({ bearer, path, body: { ...erin, environmentId: stage.id } }),
        expect: { error: 'overloaded' },
      },
    ),
  },
})

contract('platform.getAppUser', {
  'gives a user of any environment': given(shopWithAlice, {
    send: ({ bearer, app, user }) => ({ bearer, path: { appId: app.id, userId: user.user.id } }),
    expect: { status: 200, example: 'user' },
    then: async (seeds, answer, { stage, user }) => {
      const me = await seeds.call('app.getMe', { headers: keyed(stage.publishableKey), bearer: user.access_token })
      expect(answer.body).toEqual(me?.body)
    },
  }),
})

contract('platform.updateAppUser', {
  'changes names': given(shopWithAlice, {
    send: ({ bearer, app, user }) => ({
      bearer,
      path: { appId: app.id, userId: user.user.id },
      body: { firstName: 'Alicia', lastName: null },
    }),
    expect: {
      status: 200,
      example: 'user',
      body: ({ data }) => expect(data).toMatchObject({ firstName: 'Alicia', lastName: null, isActive: true }),
    },
  }),
  'switches somebody off at once (AC-026)': given(shopWithAlice, {
    send: ({ bearer, app, user }) => ({
      bearer,
      path: { appId: app.id, userId: user.user.id },
      body: { isActive: false },
    }),
    expect: { status: 200, example: 'user', body: ({ data }) => expect(data.isActive).toBe(false) },
    then: async (seeds, _answer, { stage, user, bearer, app }) => {
      const headers = keyed(stage.publishableKey)
      const { access_token, refresh_token } = user
      expect((await seeds.call('app.getMe', { headers, bearer: access_token }))?.status).toBe(401)
      expect((await seeds.call('app.refresh', { headers, body: { refresh_token } }))?.status).toBe(401)
      expect((await seeds.call('app.login', { headers, body: alice }))?.status).toBe(401)
      const path = { appId: app.id, userId: user.user.id }
      await seeds.call('platform.updateAppUser', { bearer, path, body: { isActive: true } })
      expect((await seeds.call('app.login', { headers, body: alice }))?.status).toBe(200)
      expect((await seeds.call('app.getMe', { headers, bearer: access_token }))?.status).toBe(401)
    },
  }),
})

contract('platform.assignAppUserRoles', {
  'refuses who has not proven their own address': given(
    async (seeds) => {
      const made = await newcomersShop(seeds)
      return { ...made, user: await seeds.appCaller(alice, made.stage.publishableKey) }
    },
    {
      send: ({ bearer, app, stage, user }) => ({
        bearer,
        path: { appId: app.id, userId: user.user.id },
        body: { roleIds: [`admin-${stage.id}`] },
      }),
      expect: { error: 'email_not_verified' },
    },
  ),
  'gives a user the built-in role, and takes it': given(shopWithAlice, {
    send: ({ bearer, app, stage, user }) => ({
      bearer,
      path: { appId: app.id, userId: user.user.id },
      body: { roleIds: [`admin-${stage.id}`] },
    }),
    expect: { status: 200, example: 'roles_assigned' },
    then: async (seeds, answer, { bearer, app, stage, user }) => {
      expect(answer.body).toMatchObject({ data: { userId: user.user.id, roles: [{ name: 'admin' }] } })
      const asked = { headers: keyed(stage.publishableKey), bearer: user.access_token }
      expect((await seeds.call('app.listUsers', asked))?.status).toBe(200)
      const path = { appId: app.id, userId: user.user.id }
      const taken = await seeds.call('platform.assignAppUserRoles', { bearer, path, body: { roleIds: [] } })
      expect(taken?.body).toEqual({ data: { userId: user.user.id, roles: [] } })
      expect((await seeds.call('app.listUsers', asked))?.status).toBe(403)
    },
  }),
  'refuses a role of another environment': given(shopWithAlice, {
    send: ({ bearer, app, user }) => ({
      bearer,
      path: { appId: app.id, userId: user.user.id },
      body: { roleIds: [`admin-${stageOf(app, 'production').id}`] },
    }),
    expect: { error: 'role_not_found' },
  }),
})

/** The sandbox's own owner, and a user of its application with a second factor. */
const withFactor = async (seeds: Seeds) => {
  const { access_token } = await seeds.appCaller(alice)
  await seeds.secondFactor('app', access_token)
  const owner = await seeds.call('platform.login', { body: demoPlatform })
  const me = await seeds.call('app.getMe', { headers: keyed(), bearer: access_token })
  return {
    alice: access_token,
    bearer: (owner?.body as Wire['PlatformSignedIn'] | undefined)?.access_token ?? 'example',
    path: {
      appId: demoApp.applicationId,
      userId: (me?.body as Wire['AppUserAnswer'] | undefined)?.data.id ?? demoApp.applicationId,
    },
  }
}

contract('platform.removeAppUserMfa', {
  'refuses a session whose last proof is older than ten minutes, and takes nothing': given(
    async (seeds) => {
      const made = await withFactor(seeds)
      await seeds.wait(601)
      return made
    },
    {
      send: ({ bearer, path }) => ({ bearer, path }),
      expect: { error: 'reauthentication_required' },
      then: async (seeds) => {
        const signedIn = await seeds.call('app.login', { headers: keyed(), body: alice })
        expect(signedIn?.body).toHaveProperty('mfa_token')
      },
    },
  ),
  'takes the second factor away, ends no session and mails a notice': given(withFactor, {
    send: ({ bearer, path }) => ({ bearer, path }),
    expect: { status: 200, example: 'mfa_removed' },
    then: async (seeds, _answer, made) => {
      const signedIn = await seeds.call('app.login', { headers: keyed(), body: alice })
      expect(signedIn?.body).toMatchObject({ user: { mfaEnabled: false }, token_type: 'Bearer' })
      expect((await seeds.call('app.getMe', { headers: keyed(), bearer: made.alice }))?.status).toBe(200)
      expect((await seeds.mail(alice.email, 'second_factor_off')).to).toBe(alice.email)
    },
  }),
  'refuses an administrator of another tenant as if there were no application': given(
    async (seeds) => ({ ...(await withFactor(seeds)), bearer: (await seeds.platformCaller(dana)).access_token }),
    { send: ({ bearer, path }) => ({ bearer, path }), expect: { error: 'application_not_found' } },
  ),
  'refuses a user that the application does not have': given(withFactor, {
    send: ({ bearer, path }) => ({ bearer, path: { ...path, userId: demoApp.environmentId } }),
    expect: { error: 'user_not_found' },
  }),
  'refuses nobody': {
    send: { path: { appId: demoApp.applicationId, userId: demoApp.environmentId } },
    expect: { error: 'unauthorized' },
  },
  'refuses the user themselves': given(withFactor, {
    send: ({ alice: bearer, path }) => ({ bearer, path }),
    expect: { error: 'invalid_token' },
  }),
})
