import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, evan, stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, keyed } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const nobody = '0199c0de-0000-7000-8000-00000000dead'

const shop = async (seeds: Seeds) => {
  const owner = await seeds.platformCaller(dana)
  const app = await seeds.application(owner, { authConfig: { disableSignUp: true } })
  return { bearer: owner.access_token, app, path: { appId: app.id } }
}

const ofAnother = async (seeds: Seeds) => {
  const made = await shop(seeds)
  return { ...made, bearer: (await seeds.platformCaller(evan)).access_token }
}

contract('platform.createAppEnvironment', {
  'adds one by the rules of the application, with a role and a key that opens it': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, body: { name: 'staging' } }),
    expect: {
      status: 200,
      example: 'environment',
      body: ({ data }) => {
        expect(data).toMatchObject({ name: 'staging', isActive: true })
        expect(data.publishableKey).toMatch(/^pk_test_/)
      },
    },
    then: async (seeds, answer, { bearer, path }) => {
      const { id, publishableKey } = (answer.body as Wire['AppEnvironmentAnswer']).data
      const listed = (await seeds.call('platform.getApplication', { bearer, path }))?.body
      expect((listed as Wire['ApplicationAnswer']).data.environments.map(({ name }) => name)).toEqual([
        'development',
        'production',
        'staging',
      ])
      const roles = await seeds.call('platform.listAppRoles', { bearer, path, query: { environmentId: id } })
      expect(roles?.body).toMatchObject({ data: [{ name: 'admin', isSystem: true }] })
      const refused = await seeds.call('app.register', { headers: keyed(publishableKey), body: alice })
      expect(refused?.body).toMatchObject({ type: 'sign_up_disabled' })
      const query = { action: 'environment.created' }
      const audit = await seeds.call('platform.listAppAuditLogs', { bearer, path, query })
      expect(audit?.body).toMatchObject({ data: [{ environmentId: id, resource: 'environment', resourceId: id }] })
    },
  }),
  'holds it to the rules of all changes of the application': given(
    async (seeds) => {
      const made = await shop(seeds)
      for (const authConfig of [{ disableSignUp: false, passwordMinLength: 20 }, { requireNumber: true }])
        await seeds.call('platform.updateApplication', { ...made, body: { authConfig } })
      return made
    },
    {
      send: ({ bearer, path }) => ({ bearer, path, body: { name: 'staging' } }),
      expect: { status: 200, example: 'environment' },
      then: async (seeds, answer, { bearer, path }) => {
        const { publishableKey } = (answer.body as Wire['AppEnvironmentAnswer']).data
        const headers = keyed(publishableKey)
        const register = async (password: string) =>
          (await seeds.call('app.register', { headers, body: { ...alice, password } }))?.body
        expect(await register('short but with a 1')).toMatchObject({ type: 'weak_password' })
        expect(await register('long and without any digit')).toMatchObject({ type: 'weak_password' })
        expect(await register('long and with the digit 1')).toHaveProperty('access_token')
        const read = (await seeds.call('platform.getApplication', { bearer, path }))?.body
        expect((read as Wire['ApplicationAnswer']).data.authConfig).toEqual({
          disableSignUp: false,
          passwordMinLength: 20,
          requireNumber: true,
        })
      },
    },
  ),
  'gives a name to one of two who want it at once': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, body: { name: 'staging' } }),
    expect: { status: 200, example: 'environment' },
    then: async (seeds, _answer, { bearer, path }) => {
      const sent = { bearer, path, body: { name: 'canary' } }
      const answers = await Promise.all([1, 2, 3].map(() => seeds.call('platform.createAppEnvironment', sent)))
      expect(answers.map((answer) => answer?.status).sort()).toEqual([200, 409, 409])
    },
  }),
  'refuses a name that another one has': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, body: { name: 'production' } }),
    expect: { error: 'environment_exists' },
  }),
  'refuses an application of another tenant': given(ofAnother, {
    send: ({ bearer, path }) => ({ bearer, path, body: { name: 'staging' } }),
    expect: { error: 'application_not_found' },
  }),
})

contract('platform.updateAppEnvironment', {
  'switches one off, and its key opens nothing': given(shop, {
    send: ({ bearer, path, app }) => ({
      bearer,
      path: { ...path, environmentId: stageOf(app).id },
      body: { isActive: false },
    }),
    expect: {
      status: 200,
      example: 'environment',
      body: ({ data }) => expect(data).toMatchObject({ name: 'development', isActive: false }),
    },
    then: async (seeds, _answer, { bearer, path, app }) => {
      const { id, publishableKey } = stageOf(app)
      const sent = { headers: keyed(publishableKey), body: { email: alice.email, password: alice.password } }
      expect((await seeds.call('app.login', sent))?.body).toMatchObject({ type: 'invalid_publishable_key' })
      await seeds.call('platform.updateAppEnvironment', {
        bearer,
        path: { ...path, environmentId: id },
        body: { isActive: true },
      })
      expect((await seeds.call('app.login', sent))?.body).toMatchObject({ type: 'invalid_credentials' })
    },
  }),
  'gives one another name, and takes its own again': given(shop, {
    send: ({ bearer, path, app }) => ({
      bearer,
      path: { ...path, environmentId: stageOf(app).id },
      body: { name: 'development' },
    }),
    expect: { status: 200, example: 'environment', body: ({ data }) => expect(data.name).toBe('development') },
    then: async (seeds, _answer, { bearer, path, app }) => {
      const one = { bearer, path: { ...path, environmentId: stageOf(app).id } }
      const renamed = await seeds.call('platform.updateAppEnvironment', { ...one, body: { name: 'qa' } })
      expect(renamed?.body).toMatchObject({ data: { name: 'qa' } })
      const back = await seeds.call('platform.updateAppEnvironment', { ...one, body: { name: 'development' } })
      expect(back?.body).toMatchObject({ data: { name: 'development' } })
    },
  }),
  'refuses the name of another one': given(shop, {
    send: ({ bearer, path, app }) => ({
      bearer,
      path: { ...path, environmentId: stageOf(app).id },
      body: { name: 'production' },
    }),
    expect: { error: 'environment_exists' },
  }),
  'refuses an environment of another application': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path: { ...path, environmentId: nobody }, body: { isActive: false } }),
    expect: { error: 'environment_not_found' },
  }),
  'refuses an application of another tenant': given(ofAnother, {
    send: ({ bearer, path, app }) => ({
      bearer,
      path: { ...path, environmentId: stageOf(app).id },
      body: { isActive: false },
    }),
    expect: { error: 'application_not_found' },
  }),
})
