import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, demoProject } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const credentials = { email: demoProject.adminEmail, password: demoProject.adminPassword }
const admin = { email: demoProject.adminEmail, role: 'project_admin' }
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

const newCode = async (seeds: Seeds): Promise<string> => {
  const made = await seeds.call('service.createAdminCode', {})
  return (made?.body as { code: string } | undefined)?.code ?? 'a.b.c'
}

const isAdmin = async (seeds: Seeds, bearer: string) => (await seeds.call('project.getConfig', { bearer }))?.status

contract('project.exchangeAdminSession', {
  'makes an administrator of who brings a good code': given(newCode, {
    send: (code) => ({ body: { code } }),
    expect: {
      status: 200,
      example: 'admin',
      body: (body) => {
        expect(Object.keys(body).sort()).toEqual(['accessToken', 'user'])
        expect(body.user).toMatchObject(admin)
      },
    },
    then: async (seeds, answer) => {
      const { accessToken } = answer.body as { accessToken: string }
      expect(await isAdmin(seeds, accessToken)).toBe(200)
      expect((await seeds.call('project.logout', { bearer: accessToken }))?.status).toBe(200)
      expect(await isAdmin(seeds, accessToken)).toBe(401)
    },
  }),
  'refuses a code that was used (AC-100)': given(
    async (seeds) => {
      const code = await newCode(seeds)
      await seeds.call('project.exchangeAdminSession', { body: { code } })
      return code
    },
    {
      send: (code) => ({ body: { code } }),
      expect: {
        error: 'invalid_admin_code',
        answer: ({ body }) => expect(body).toMatchObject({ error: 'AUTH_UNAUTHORIZED', statusCode: 401 }),
      },
    },
  ),
  'lets one of many at once through (AC-100)': given(newCode, {
    send: { body: { code: 'a.b.c' } },
    expect: { error: 'invalid_admin_code' },
    then: async (seeds, _answer, code) => {
      const tries = Array.from({ length: 20 }, () => seeds.call('project.exchangeAdminSession', { body: { code } }))
      const statuses = (await Promise.all(tries)).map((answer) => answer?.status)
      expect(statuses.toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 401)])
    },
  }),
  'refuses a code that nobody signed (AC-100)': {
    send: {
      body: {
        code: `${part({ alg: 'none' })}.${part({ iss: 'http://localhost:3000/sandbox', sub: '1', ...admin })}.`,
      },
    },
    expect: { error: 'invalid_admin_code' },
  },
  'refuses a code that has expired (AC-100)': given(
    async (seeds) => {
      const code = await newCode(seeds)
      await seeds.wait(400)
      return code
    },
    { send: (code) => ({ body: { code } }), expect: { error: 'invalid_admin_code' } },
  ),
  'refuses a code whose last letter was changed (AC-100)': given(newCode, {
    send: (code) => ({ body: { code: code.slice(0, -4) + code.slice(-4).split('').reverse().join('') } }),
    expect: { error: 'invalid_admin_code' },
  }),
  'refuses a token of the service that is no code (AC-100)': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken }) => ({ body: { code: accessToken } }),
    expect: { error: 'invalid_admin_code' },
  }),
  'answers 404 where no issuer is set up (AC-100)': {
    inside: 'in sandbox mode there always is one',
    given: (seeds) => seeds.fail('project.exchangeAdminSession', 'not_found'),
    send: { body: { code: 'a.b.c' } },
    expect: { error: 'not_found' },
  },
})

contract('project.signInAdmin', {
  'signs in with the fixed credentials': {
    send: { body: credentials },
    expect: { status: 200, example: 'admin', body: ({ user }) => expect(user).toMatchObject(admin) },
    then: async (seeds, answer) =>
      expect(await isAdmin(seeds, (answer.body as { accessToken: string }).accessToken)).toBe(200),
  },
  'refuses any other password': {
    send: { body: { ...credentials, password: 'guess' } },
    expect: { error: 'invalid_credentials' },
  },
})

contract('project.createAnonToken', {
  'makes a token that may do what everybody may, and nothing else': {
    send: { bearer: demoProject.apiKey },
    expect: {
      status: 200,
      example: 'anon_token',
      body: ({ accessToken }) => expect(accessToken).toMatch(/^anon_[\w-]{43}$/),
    },
    then: async (seeds, answer) => {
      const { accessToken: bearer } = answer.body as { accessToken: string }
      expect((await seeds.call('project.getPublicConfig', { bearer }))?.status).toBe(200)
      expect((await seeds.call('project.register', { bearer, body: alice }))?.status).toBe(200)
      expect((await seeds.call('project.getCurrentUser', { bearer }))?.status).toBe(401)
      expect((await seeds.call('project.createAnonToken', { bearer }))?.status).toBe(403)
    },
  },
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses an anonymous key that is not known': { send: { bearer: 'anon_nobody' }, expect: { error: 'unauthorized' } },
  'refuses a token that is none': { send: { bearer: 'nonsense' }, expect: { error: 'invalid_token' } },
  'refuses an API key that is not known': { send: { bearer: 'ik_nobody' }, expect: { error: 'invalid_api_key' } },
  'refuses a key that would make another one (AC-097)': {
    send: { bearer: demoProject.anonKey },
    expect: { error: 'admin_only' },
  },
})
