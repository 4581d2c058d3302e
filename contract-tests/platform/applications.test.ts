import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, evan, stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, demoPlatform, keyed } from '../harness/fixtures/people.ts'
import { notRedirects } from '../harness/fixtures/addresses.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const shop = async (seeds: Seeds, more: Partial<Wire['CreateApplication']> = {}) => {
  const owner = await seeds.platformCaller(dana)
  return { bearer: owner.access_token, owner, app: await seeds.application(owner, more) }
}

contract('platform.listApplications', {
  'lists the applications of the tenant, and no others': given(
    async (seeds) => {
      const mine = await shop(seeds)
      const other = await seeds.platformCaller(evan)
      await seeds.application(other, { slug: 'foreign' })
      return mine
    },
    {
      send: ({ bearer }) => ({ bearer }),
      expect: { status: 200, example: 'applications' },
      then: async (_seeds, answer, { app }) => expect(answer.body).toEqual({ data: [app] }),
    },
  ),
  'lists none for a new tenant': given((seeds) => seeds.platformCaller(dana), {
    send: ({ access_token }) => ({ bearer: access_token }),
    expect: { status: 200, example: 'applications' },
    then: async (_seeds, answer) => expect(answer.body).toEqual({ data: [] }),
  }),
  "lists the sandbox's application for its owner": given(
    async (seeds) => (await seeds.call('platform.login', { body: demoPlatform }))?.body as Wire['PlatformSignedIn'],
    {
      send: (owner) => ({ bearer: owner?.access_token ?? 'example' }),
      expect: {
        status: 200,
        example: 'applications',
        body: ({ data }) => expect(data[0]?.environments[0]?.publishableKey).toBe('pk_test_inbox_manager'),
      },
    },
  ),
})

contract('platform.createApplication', {
  'makes two environments, each with a key': given((seeds) => seeds.platformCaller(dana), {
    send: ({ access_token }) => ({ bearer: access_token, body: { name: 'Shop', slug: 'shop' } }),
    expect: {
      status: 200,
      example: 'application',
      body: ({ data }) => {
        expect(data).toMatchObject({ name: 'Shop', slug: 'shop', domain: null, isActive: true, authConfig: null })
        expect(data.environments.map(({ name }) => name)).toEqual(['development', 'production'])
        expect(stageOf(data).publishableKey).toMatch(/^pk_test_[\w-]{43}$/)
        expect(stageOf(data, 'production').publishableKey).toMatch(/^pk_live_[\w-]{43}$/)
      },
    },
  }),
  'refuses a name that turns the text around it': given((seeds) => seeds.platformCaller(dana), {
    send: ({ access_token }) => ({ bearer: access_token, body: { name: '\u202epohS', slug: 'shop' } }),
    expect: { error: 'invalid_request', detail: 'name' },
  }),
  'takes the addresses of native apps as callbacks': given((seeds) => seeds.platformCaller(dana), {
    send: ({ access_token }) => ({
      bearer: access_token,
      body: { name: 'Shop', slug: 'shop', callbackUrls: ['com.example.shop:/callback', 'shop://callback'] },
    }),
    expect: { status: 200, example: 'application' },
  }),
  'refuses a callback over plain http to another machine': given((seeds) => seeds.platformCaller(dana), {
    send: ({ access_token }) => ({
      bearer: access_token,
      body: { name: 'Shop', slug: 'shop', callbackUrls: ['http://shop.example/callback'] },
    }),
    expect: { error: 'invalid_request', detail: 'callbackUrls.0: ' },
  }),
  'refuses a callback that a browser would run': given((seeds) => seeds.platformCaller(dana), {
    send: ({ access_token }) => ({
      bearer: access_token,
      body: { name: 'Shop', slug: 'shop', callbackUrls: ['javascript:/alert(1)'] },
    }),
    expect: { error: 'invalid_request', detail: 'callbackUrls.0: ' },
  }),
  'holds its environments to authConfig': given(
    async (seeds) => ({ bearer: (await seeds.platformCaller(dana)).access_token }),
    {
      send: ({ bearer }) => ({
        bearer,
        body: { name: 'Shop', slug: 'shop', authConfig: { passwordMinLength: 20, theme: 'dark' } },
      }),
      expect: {
        status: 200,
        example: 'application',
        body: ({ data }) => expect(data.authConfig).toEqual({ passwordMinLength: 20, theme: 'dark' }),
      },
      then: async (seeds, answer) => {
        const { publishableKey } = stageOf((answer.body as Wire['ApplicationAnswer']).data)
        const short = { ...alice, password: 'nineteen characters' }
        const refused = await seeds.call('app.register', { headers: keyed(publishableKey), body: short })
        expect(refused?.body).toMatchObject({ type: 'weak_password', detail: 'Use at least 20 characters.' })
      },
    },
  ),
  'refuses a rule of the wrong type': given((seeds) => seeds.platformCaller(dana), {
    send: ({ access_token }) => ({
      bearer: access_token,
      body: { name: 'Shop', slug: 'shop', authConfig: { passwordMinLength: 'long' } } as never,
    }),
    expect: { error: 'invalid_request', detail: 'passwordMinLength' },
  }),
  ...Object.fromEntries(
    notRedirects.map((url) => [
      `refuses the callback ${url}`,
      given((seeds) => seeds.platformCaller(dana), {
        send: ({ access_token }) => ({
          bearer: access_token,
          body: { name: 'Shop', slug: 'shop', callbackUrls: ['https://shop.example/callback', url] },
        }),
        expect: { error: 'invalid_request', detail: 'callbackUrls' },
      }),
    ]),
  ),
  'refuses a slug that the tenant uses': given((seeds) => shop(seeds), {
    send: ({ bearer }) => ({ bearer, body: { name: 'Other', slug: 'shop' } }),
    expect: { error: 'slug_taken' },
  }),
  'lets another tenant use the same slug': given(
    async (seeds) => {
      await shop(seeds)
      return seeds.platformCaller(evan)
    },
    {
      send: ({ access_token }) => ({ bearer: access_token, body: { name: 'Shop', slug: 'shop' } }),
      expect: { status: 200, example: 'application' },
    },
  ),
})

contract('platform.getApplication', {
  'gives an application': given((seeds) => shop(seeds), {
    send: ({ bearer, app }) => ({ bearer, path: { appId: app.id } }),
    expect: { status: 200, example: 'application' },
    then: async (_seeds, answer, { app }) => expect(answer.body).toEqual({ data: app }),
  }),
})

contract('platform.updateApplication', {
  'changes only what is sent': given((seeds) => shop(seeds, { domain: 'shop.example' }), {
    send: ({ bearer, app }) => ({ bearer, path: { appId: app.id }, body: { name: 'Web shop', homeUrl: null } }),
    expect: {
      status: 200,
      example: 'application',
      body: ({ data }) => expect(data).toMatchObject({ name: 'Web shop', domain: 'shop.example', homeUrl: null }),
    },
  }),
  'switches rules of sign-up on, and back': given((seeds) => shop(seeds), {
    send: ({ bearer, app }) => ({
      bearer,
      path: { appId: app.id },
      body: { authConfig: { requireEmailVerification: true } },
    }),
    expect: { status: 200, example: 'application' },
    then: async (seeds, _answer, { bearer, app }) => {
      const headers = keyed(stageOf(app).publishableKey)
      const before = await seeds.call('app.register', { headers, body: alice })
      expect(Object.keys(before?.body as object)).toEqual(['user'])
      await seeds.call('platform.updateApplication', { bearer, path: { appId: app.id }, body: { authConfig: null } })
      const after = await seeds.call('app.register', { headers, body: bob })
      expect(after?.body).toHaveProperty('access_token')
    },
  }),
  'refuses rules that are too many together with those before': given(
    (seeds) => shop(seeds, { authConfig: { note: 'x'.repeat(3000) } }),
    {
      send: ({ bearer, app }) => ({
        bearer,
        path: { appId: app.id },
        body: { authConfig: { requireNumber: true, other: 'x'.repeat(3000) } },
      }),
      expect: { error: 'invalid_request', detail: 'authConfig: ' },
      then: async (seeds, _answer, { bearer, app }) => {
        const read = (await seeds.call('platform.getApplication', { bearer, path: { appId: app.id } }))?.body
        expect(read).toEqual({ data: app })
      },
    },
  ),
  'switched off, its keys open nothing': given((seeds) => shop(seeds), {
    send: ({ bearer, app }) => ({ bearer, path: { appId: app.id }, body: { isActive: false } }),
    expect: { status: 200, example: 'application' },
    then: async (seeds, _answer, { app }) => {
      const headers = keyed(stageOf(app).publishableKey)
      expect((await seeds.call('app.register', { headers, body: alice }))?.status).toBe(401)
    },
  }),
  'refuses to change nothing': given((seeds) => shop(seeds), {
    send: ({ bearer, app }) => ({ bearer, path: { appId: app.id }, body: {} }),
    expect: { error: 'invalid_request', detail: 'must not be empty' },
  }),
})

contract('platform.deleteApplication', {
  'takes all that is in it along': given(
    async (seeds) => {
      const made = await shop(seeds)
      return { ...made, user: await seeds.appCaller(alice, stageOf(made.app).publishableKey) }
    },
    {
      send: ({ bearer, app }) => ({ bearer, path: { appId: app.id } }),
      expect: { status: 200, example: 'deleted' },
      then: async (seeds, _answer, { bearer, app, user }) => {
        const headers = keyed(stageOf(app).publishableKey)
        expect((await seeds.call('app.getMe', { headers, bearer: user.access_token }))?.status).toBe(401)
        const gone = await seeds.call('platform.getApplication', { bearer, path: { appId: app.id } })
        expect(gone?.status).toBe(404)
      },
    },
  ),
})

contract('platform.getApplicationStats', {
  'counts by environment': given(
    async (seeds) => {
      const made = await shop(seeds)
      await seeds.appCaller(alice, stageOf(made.app).publishableKey)
      await seeds.appCaller(bob, stageOf(made.app).publishableKey)
      return made
    },
    {
      send: ({ bearer, app }) => ({ bearer, path: { appId: app.id } }),
      expect: {
        status: 200,
        example: 'stats',
        body: ({ data }) => {
          expect(data).toMatchObject({ totalUsers: 2, activeSessions: 2, totalRoles: 5, totalApiKeys: 0 })
          expect(data.environments).toMatchObject([
            { name: 'development', userCount: 2, sessionCount: 2 },
            { name: 'production', userCount: 0, sessionCount: 0 },
          ])
        },
      },
    },
  ),
})

contract('platform.getApplicationActivity', {
  'counts sign-ups, sign-ins and wrong passwords of today, and nothing on the days before': given(
    async (seeds) => {
      const made = await shop(seeds)
      const headers = keyed(stageOf(made.app).publishableKey)
      await seeds.appCaller(alice, stageOf(made.app).publishableKey)
      await seeds.call('app.login', { headers, body: { ...alice, password: 'a wrong guess' } })
      return made
    },
    {
      send: ({ bearer, app }) => ({ bearer, path: { appId: app.id }, query: { days: 3 } }),
      expect: {
        status: 200,
        example: 'activity',
        body: ({ data }) => {
          const nothing = { signUps: 0, signIns: 0, failedSignIns: 0 }
          expect(data).toMatchObject([nothing, nothing, { signUps: 1, signIns: 1, failedSignIns: 1 }])
          expect(data.map(({ day }) => day)).toEqual([...data.map(({ day }) => day)].sort())
        },
      },
    },
  ),
  'counts one environment': given(
    async (seeds) => {
      const made = await shop(seeds)
      await seeds.appCaller(alice, stageOf(made.app).publishableKey)
      return made
    },
    {
      send: ({ bearer, app }) => ({
        bearer,
        path: { appId: app.id },
        query: { days: 1, environmentId: stageOf(app, 'production').id },
      }),
      expect: {
        status: 200,
        example: 'activity',
        body: ({ data }) => expect(data).toMatchObject([{ signUps: 0, signIns: 0, failedSignIns: 0 }]),
      },
    },
  ),
  'refuses an environment of another application': given((seeds) => shop(seeds), {
    send: ({ bearer, app }) => ({
      bearer,
      path: { appId: app.id },
      query: { environmentId: '0199c0de-0000-7000-8000-00000000dead' },
    }),
    expect: { error: 'environment_not_found' },
  }),
})
