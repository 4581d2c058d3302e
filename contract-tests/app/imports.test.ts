import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { asUser, dana, stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, demoApp, keyed } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const { environmentId } = demoApp
const headers = keyed(demoApp.secretKey)
const password = 'a tall yellow kettle'
const erin = { email: 'erin@example.test', emailVerified: true, password, firstName: 'Erin', externalId: 'crm-7' }
// The crypt_blowfish tests of Openwall.
const hash = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'

const bring = (seeds: Seeds, users: Wire['ImportedAppUser'][], updateExisting = false) =>
  seeds.call('app.importUsers', { headers, body: { environmentId, users, updateExisting } })
const signIn = (seeds: Seeds, email: string, secret: string) =>
  seeds.call('app.login', { headers: keyed(), body: { email, password: secret } })

/** Another tenant's application, with a secret key and a role. */
const elsewhere = async (seeds: Seeds) => {
  const { access_token: bearer } = await seeds.platformCaller(dana)
  const app = await seeds.application({ access_token: bearer })
  const { id } = stageOf(app)
  const path = { appId: app.id }
  const made = await seeds.call('platform.createAppApiKey', {
    bearer,
    path,
    body: { name: 'backend', environmentId: id },
  })
  const key = (made?.body as Wire['CreatedApiKeyAnswer'] | undefined)?.data.key ?? 'sk_test_example'
  const role = { name: 'editor', environmentId: id }
  await seeds.call('platform.createAppRole', { bearer, path, body: role })
  return { bearer, path, key, environmentId: id, publishableKey: stageOf(app).publishableKey }
}

contract('app.importUsers', {
  'brings in people who can sign in, with a password or the hash of one': given(() => Promise.resolve(), {
    send: {
      headers,
      body: { environmentId, users: [erin, { email: 'frank@example.test', emailVerified: true, passwordHash: hash }] },
    },
    expect: {
      status: 200,
      example: 'imported',
      body: (body) => expect(body).toEqual({ data: { imported: 2, updated: 0, skipped: 0, errors: [] } }),
    },
    then: async (seeds) => {
      expect((await signIn(seeds, erin.email, password))?.body).toMatchObject({
        user: { firstName: 'Erin', externalId: 'crm-7' },
      })
      expect((await signIn(seeds, 'frank@example.test', 'U*U'))?.status).toBe(200)
    },
  }),
  'says of each what is wrong with it, and takes the others': given(() => Promise.resolve(), {
    send: {
      headers,
      body: {
        environmentId,
        users: [
          { email: 'frank@' },
          erin,
          { email: 'grace@example.test', passwordHash: '5f4dcc3b5aa765d61d8327deb882cf99' },
          { email: 'hank@example.test', roles: ['nobody has made this'] },
          { email: 'ian@example.test', externalId: 'x'.repeat(201) },
        ],
      },
    },
    expect: {
      status: 200,
      example: 'partly',
      body: ({ data }) => {
        expect(data).toMatchObject({ imported: 1, updated: 0, skipped: 0 })
        expect(data.errors.map(({ row, email, error }) => [row, email, error.split(':')[0]])).toEqual([
          [1, 'frank@', 'email'],
          [3, 'grace@example.test', 'passwordHash'],
          [4, 'hank@example.test', 'roles'],
          [5, 'ian@example.test', 'externalId'],
        ])
      },
    },
  }),
  'changes nothing the second time, also under another address': given(
    async (seeds) => {
      await bring(seeds, [erin])
    },
    {
      send: {
        headers,
        body: { environmentId, users: [erin, { ...erin, email: 'other@example.test' }], updateExisting: true },
      },
      expect: {
        status: 200,
        example: 'imported',
        body: (body) => expect(body).toEqual({ data: { imported: 0, updated: 0, skipped: 2, errors: [] } }),
      },
    },
  ),
  'gives those who are there what is said of them, and never a password': given(
    async (seeds) => {
      await bring(seeds, [erin])
    },
    {
      send: {
        headers,
        body: {
          environmentId,
          updateExisting: true,
          users: [{ email: erin.email, lastName: 'Doe', password: 'another battery staple' }],
        },
      },
      expect: { status: 200, example: 'imported', body: ({ data }) => expect(data).toMatchObject({ updated: 1 }) },
      then: async (seeds) => {
        expect((await signIn(seeds, erin.email, 'another battery staple'))?.status).toBe(401)
        expect((await signIn(seeds, erin.email, password))?.body).toMatchObject({
          user: { firstName: 'Erin', lastName: 'Doe' },
        })
      },
    },
  ),
  'gives nothing to who has signed up with an address and not proven it': given(
    async (seeds) => {
      await seeds.call('app.register', {
        headers: keyed(),
        body: { email: erin.email, password: 'a stranger chose this' },
      })
    },
    {
      send: { headers, body: { environmentId, updateExisting: true, users: [erin] } },
      expect: {
        status: 200,
        example: 'partly',
        body: ({ data }) =>
          expect(data.errors).toMatchObject([{ row: 1, error: expect.stringContaining('not proven') }]),
      },
      then: async (seeds) => {
        const entered = await signIn(seeds, erin.email, 'a stranger chose this')
        expect(entered?.body).toMatchObject({ user: { firstName: null, externalId: null } })
      },
    },
  ),
  'gives roles of the environment by name': given(elsewhere, {
    send: ({ key, environmentId: id }) => ({
      headers: keyed(key),
      body: { environmentId: id, users: [{ email: erin.email, emailVerified: true, roles: ['editor'] }] },
    }),
    expect: { status: 200, example: 'imported' },
    then: async (seeds, _answer, { bearer, path }) => {
      const listed = (await seeds.call('platform.listAppUsers', { bearer, path }))?.body
      expect(listed).toMatchObject({ data: [{ email: erin.email, roles: ['editor'] }] })
      // The audit has it among what has to do with her.
      const { id: userId } = (listed as Wire['AppUserPage']).data[0]!
      const logs = await seeds.call('platform.listAppAuditLogs', {
        bearer,
        path,
        query: { userId, action: 'user.roles_assigned' },
      })
      expect(logs?.body).toMatchObject({ data: [{ userId, resource: 'user', resourceId: userId }] })
    },
  }),
  'refuses a publishable key': given(() => Promise.resolve(), {
    send: { headers: keyed(), body: { environmentId, users: [erin] } },
    expect: { error: 'invalid_api_key' },
  }),
  'refuses the key of another tenant, whichever environment is named': given(elsewhere, {
    send: ({ key }) => ({ headers: keyed(key), body: { environmentId, users: [erin] } }),
    expect: { error: 'environment_not_found' },
    then: async (seeds) => expect((await signIn(seeds, erin.email, password))?.status).toBe(401),
  }),
  'refuses more than a hundred at once': given(() => Promise.resolve(), {
    send: {
      headers,
      body: { environmentId, users: Array.from({ length: 101 }, (_, at) => ({ email: `person-${at}@example.test` })) },
    },
    expect: { error: 'invalid_request', detail: 'users' },
  }),
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    ...given(
      async (seeds) => {
        seeds.fail('app.importUsers', 'overloaded')
        return Promise.resolve()
      },
      { send: { headers, body: { environmentId, users: [erin] } }, expect: { error: 'overloaded' } },
    ),
  },
})

/** Erin is there; Alice may read users, and Bob may not. */
const readers = async (seeds: Seeds) => {
  await bring(seeds, [{ ...erin, externalId: 'crm 7' }])
  const reader = await seeds.appCaller(alice)
  await seeds.role(reader, ['users:read'])
  return { reader, other: await seeds.appCaller(bob) }
}

contract('app.getUserByExternalId', {
  'gives who was brought in with it': given(readers, {
    send: ({ reader }) => ({ ...asUser(reader), path: { externalId: 'crm 7' } }),
    expect: {
      status: 200,
      example: 'imported_user',
      body: ({ data }) => expect(data).toMatchObject({ email: erin.email, externalId: 'crm 7', emailVerified: true }),
    },
  }),
  'is asked to the letter': given(readers, {
    send: ({ reader }) => ({ ...asUser(reader), path: { externalId: 'CRM 7' } }),
    expect: { error: 'user_not_found' },
  }),
  'refuses whose roles do not allow it, whether there is one or not': given(readers, {
    send: ({ other }) => ({ ...asUser(other), path: { externalId: 'crm 7' } }),
    expect: { error: 'insufficient_permission' },
    then: async (seeds, answer, { other }) => {
      const none = await seeds.call('app.getUserByExternalId', { ...asUser(other), path: { externalId: 'nobody' } })
      expect(none?.text).toBe(answer.text)
    },
  }),
  'refuses who has not proven their own address': given((seeds) => seeds.appNewcomer(alice), {
    send: (newcomer) => ({ ...asUser(newcomer), path: { externalId: 'crm 7' } }),
    expect: { error: 'email_not_verified' },
  }),
  'does not know who was brought in elsewhere': given(
    async (seeds) => {
      const theirs = await elsewhere(seeds)
      const users = [{ ...erin, externalId: 'theirs' }]
      const sent = { headers: keyed(theirs.key), body: { environmentId: theirs.environmentId, users } }
      await seeds.call('app.importUsers', sent)
      return (await readers(seeds)).reader
    },
    {
      send: (reader) => ({ ...asUser(reader), path: { externalId: 'theirs' } }),
      expect: { error: 'user_not_found' },
    },
  ),
})
