import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, demoApp } from '../harness/fixtures/people.ts'
import {
  bearer,
  company,
  companyWithMember,
  liddell,
  named,
  nobody,
  provision,
  readUser,
  withUser,
} from './directories.ts'

const userNames = (body: unknown) => (body as Wire['ScimUserList']).Resources.map(({ userName }) => userName)

contract('scim.listUsers', {
  'finds by a filter, and gives a page': given(
    async (seeds) => {
      for (const name of ['ada', 'bea', 'cleo']) await provision(seeds, bearer, named(`${name}@example.com`))
      await provision(seeds, bearer, named('dora', { externalId: 'x-1', active: false }))
    },
    {
      send: () => ({ bearer, query: { filter: 'userName sw "D" or (emails co "EA@" and active eq true)' } }),
      expect: { status: 200, example: 'users' },
      then: async (seeds, answer) => {
        expect(userNames(answer.body)).toEqual(['bea@example.com', 'dora'])
        const find = async (query: Record<string, string | number>) =>
          (await seeds.call('scim.listUsers', { bearer, query }))?.body as Wire['ScimUserList']
        expect(userNames(await find({ filter: 'externalId eq "x-1"' }))).toEqual(['dora'])
        expect(userNames(await find({ filter: 'externalId eq "X-1"' }))).toEqual([])
        expect(userNames(await find({ filter: 'not (active eq true)' }))).toEqual(['dora'])
        expect(userNames(await find({ filter: 'emails[type eq "work"].value eq "ADA@example.com"' }))).toHaveLength(1)
        // What means something in a pattern means itself.
        expect(userNames(await find({ filter: 'userName co "%" or userName co "_"' }))).toEqual([])
        expect(await find({ startIndex: 2, count: 2, attributes: 'userName' })).toMatchObject({
          totalResults: 4,
          startIndex: 2,
          itemsPerPage: 2,
          Resources: [
            { schemas: expect.any(Array), id: expect.any(String), userName: 'bea@example.com' },
            { schemas: expect.any(Array), id: expect.any(String), userName: 'cleo@example.com' },
          ],
        })
        expect(await find({ count: 0 })).toMatchObject({ totalResults: 4, itemsPerPage: 0, Resources: [] })
      },
    },
  ),
  'goes on from a cursor, and has no number then': given(
    async (seeds) => {
      for (const name of ['ada', 'bea', 'cleo']) await provision(seeds, bearer, named(`${name}@example.com`))
    },
    {
      send: () => ({ bearer, query: { cursor: '', count: 2 } }),
      expect: { status: 200, example: 'users' },
      then: async (seeds, answer) => {
        const first = answer.body as Wire['ScimUserList']
        expect(first).toMatchObject({ totalResults: 3, itemsPerPage: 2, nextCursor: expect.any(String) })
        expect([first.startIndex, userNames(first)]).toEqual([undefined, ['ada@example.com', 'bea@example.com']])
        const cursor = first.nextCursor!
        const next = await seeds.call('scim.listUsers', { bearer, query: { cursor, count: 2, startIndex: 1 } })
        expect([next?.body, userNames(next?.body)]).toEqual([
          expect.not.objectContaining({ nextCursor: expect.anything() }),
          ['cleo@example.com'],
        ])
        const query = { cursor, filter: 'userName sw "bea" or userName sw "cleo"' }
        expect(userNames((await seeds.call('scim.listUsers', { bearer, query }))?.body)).toEqual(['cleo@example.com'])
      },
    },
  ),
  'refuses a cursor that no page gave': {
    send: { bearer, query: { cursor: 'abc' } },
    expect: { error: 'invalid_cursor' },
  },
  'gives an organization its own members, and an environment all users': given(companyWithMember, {
    send: ({ token }) => ({ bearer: token }),
    expect: { status: 200, example: 'users' },
    then: async (seeds, answer, { wholeToken }) => {
      expect(userNames(answer.body)).toEqual([liddell.userName])
      await provision(seeds, wholeToken, named('elsewhere@example.com'))
      const own = await seeds.call('scim.listUsers', { bearer: bearer })
      expect(userNames(own?.body)).toEqual([])
      const all = await seeds.call('scim.listUsers', { bearer: wholeToken })
      expect(userNames(all?.body)).toEqual([liddell.userName, 'elsewhere@example.com'])
    },
  }),
  'refuses a filter of what nobody may compare': {
    send: { bearer, query: { filter: 'password eq "x"' } },
    expect: { error: 'invalid_filter' },
  },
  'refuses a filter that is too deep': {
    send: { bearer, query: { filter: `${'('.repeat(300)}active eq true${')'.repeat(300)}` } },
    expect: { error: 'invalid_filter' },
  },
  'refuses a token that nobody knows': { send: { bearer: 'scim_test_no' }, expect: { error: 'invalid_api_key' } },
})

contract('scim.createUser', {
  'makes a user without a password, who has proven nothing': {
    send: { bearer, body: liddell },
    expect: { status: 201, example: 'user' },
    then: async (seeds, answer) => {
      const user = answer.body as Wire['ScimUser']
      expect(user).toMatchObject({ userName: liddell.userName, externalId: '00u1alice', active: true, groups: [] })
      expect(answer.headers.get('location')).toBe(user.meta!.location)
      expect(answer.headers.get('etag')).toBe(user.meta!.version)
      const login = await seeds.call('platform.login', {
        body: { email: 'owner@example.test', password: 'sandbox platform owner' },
      })
      const path = { appId: demoApp.applicationId, userId: user.id }
      const owner = (login?.body as { readonly access_token: string }).access_token
      const shown = await seeds.call('platform.getAppUser', { bearer: owner, path })
      expect(shown?.body).toMatchObject({ data: { email: 'alice@example.com', emailVerified: false } })
    },
  },
  'makes a member of the organization': given(company, {
    send: ({ token }) => ({ bearer: token, body: { ...liddell, title: 'Explorer', password: 'is ignored' } as never }),
    expect: { status: 201, example: 'user' },
    then: async (_seeds, answer) =>
      expect(answer.body).toMatchObject({ groups: [{ value: 'member', display: 'member', type: 'direct' }] }),
  }),
  'takes over nobody who is there already': given((seeds) => seeds.appCaller(alice), {
    send: () => ({ bearer, body: named(alice.email.toUpperCase()) }),
    expect: { error: 'user_exists' },
  }),
  'takes over nobody who has only signed up, by another name neither': given((seeds) => seeds.appNewcomer(alice), {
    send: () => ({ bearer, body: named('somebody', { emails: [{ value: alice.email }] }) }),
    expect: { error: 'user_exists' },
    then: async (seeds) => {
      const found = await seeds.call('scim.listUsers', { bearer })
      expect(userNames(found?.body)).toEqual([alice.email])
    },
  }),
  'refuses a name that a user has': given(withUser, {
    send: () => ({ bearer, body: named('ALICE@example.com', { emails: [{ value: 'other@example.com' }] }) }),
    expect: { error: 'user_exists' },
  }),
  'refuses an external id that a user has': given(withUser, {
    send: () => ({ bearer, body: named('other@example.com', { externalId: liddell.externalId }) }),
    expect: { error: 'user_exists' },
  }),
  'refuses what is no address': {
    send: { bearer, body: named('someone', { emails: [{ value: 'nowhere' }] }) },
    expect: { error: 'invalid_request', detail: 'email: must be an email address' },
  },
  'refuses a token that nobody knows': {
    send: { bearer: 'scim_test_no', body: liddell },
    expect: { error: 'invalid_api_key' },
  },
})

contract('scim.getUser', {
  'gives a user': given(withUser, {
    send: ({ path }) => ({ bearer, path }),
    expect: { status: 200, example: 'user' },
    then: async (_seeds, answer, { user }) => expect(answer.body).toEqual(user),
  }),
  'says that a copy is still good': given(withUser, {
    send: ({ path, user }) => ({ bearer, path, headers: { 'If-None-Match': user.meta?.version ?? '*' } }),
    expect: { status: 304, example: 'empty' },
  }),
  'leaves out what is not asked for': given(withUser, {
    send: ({ path }) => ({ bearer, path, query: { excludedAttributes: 'groups,meta' } }),
    expect: { status: 200, example: 'user' },
    then: async (_seeds, answer) => {
      expect(answer.body).not.toHaveProperty('groups')
      expect(answer.body).toHaveProperty('userName')
    },
  }),
  'refuses a user of another tenant, and of another organization': given(companyWithMember, {
    send: ({ member }) => ({ bearer, path: { userId: `${member.id}x` } }),
    expect: { error: 'user_not_found' },
    then: async (seeds, _answer, { member, token }) => {
      expect((await readUser(seeds, bearer, member.id))?.status).toBe(404)
      expect((await readUser(seeds, token, member.id))?.status).toBe(200)
      const stranger = await provision(seeds, bearer, named('elsewhere@example.com'))
      expect((await readUser(seeds, token, stranger.id))?.status).toBe(404)
    },
  }),
  'refuses a token that nobody knows': {
    send: { bearer: 'scim_test_no', path: { userId: nobody } },
    expect: { error: 'invalid_api_key' },
  },
})
