import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, demoProject } from '../harness/fixtures/people.ts'
import { notPictures } from '../harness/fixtures/addresses.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const update = (seeds: Seeds, bearer: string, profile: Readonly<Record<string, unknown>>) =>
  seeds.call('project.updateProfile', { bearer, body: { profile } })

/** OpenID Connect Core section 5.1: what people say of themselves. */
const claims = {
  name: 'Ada King',
  given_name: 'Ada',
  family_name: 'King',
  middle_name: 'Augusta',
  nickname: 'Countess',
  preferred_username: 'ada',
  profile: 'https://ada.example/about',
  website: 'https://ada.example',
  gender: 'female',
  birthdate: '1815-12-10',
  zoneinfo: 'Europe/London',
  locale: 'en-GB',
}

contract('project.updateProfile', {
  'puts new keys over old ones, and leaves the rest': given(
    async (seeds) => {
      const session = await seeds.projectUser(alice)
      await update(seeds, session.accessToken, { name: 'Alice', bio: 'Reads.', theme: { dark: true } })
      return session
    },
    {
      send: ({ accessToken }) => ({
        bearer: accessToken,
        body: {
          profile: { name: 'Alice  Pleasance Liddell', avatar_url: 'https://example.com/a.jpg', theme: 'light' },
        },
      }),
      expect: {
        status: 200,
        example: 'updated',
        body: ({ profile }) =>
          expect(profile).toEqual({
            name: 'Alice  Pleasance Liddell',
            avatar_url: 'https://example.com/a.jpg',
            bio: 'Reads.',
            theme: 'light',
          }),
      },
      then: async (seeds, answer, { accessToken }) => {
        const current = await seeds.call('project.getCurrentUser', { bearer: accessToken })
        expect((current?.body as { user: { profile: object } }).user.profile).toEqual(
          (answer.body as { profile: object }).profile,
        )
      },
    },
  ),
  'answers with every claim of OpenID Connect as it was sent': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken }) => ({ bearer: accessToken, body: { profile: claims } }),
    expect: { status: 200, example: 'updated', body: ({ profile }) => expect(profile).toEqual(claims) },
  }),
  'takes a key away that is set to null': given(
    async (seeds) => {
      const session = await seeds.projectUser(alice)
      await update(seeds, session.accessToken, {
        name: 'Alice',
        avatar_url: 'https://example.com/a.jpg',
        bio: 'Reads.',
      })
      return session
    },
    {
      send: ({ accessToken }) => ({
        bearer: accessToken,
        body: { profile: { name: null, avatar_url: null, bio: null } },
      }),
      expect: { status: 200, example: 'updated', body: ({ profile }) => expect(profile).toBeNull() },
    },
  ),
  'changes nothing but the profile (AC-087)': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken }) => ({
      bearer: accessToken,
      body: { profile: { role: 'project_admin', emailVerified: true, id: 'x', providers: ['google'] } },
    }),
    expect: { status: 200, example: 'updated' },
    then: async (seeds, _answer, { accessToken, user }) => {
      const current = await seeds.call('project.getCurrentUser', { bearer: accessToken })
      expect(current?.body).toMatchObject({
        user: { id: user.id, role: 'authenticated', emailVerified: false, providers: ['email'] },
      })
      expect((await seeds.call('project.listUsers', { bearer: accessToken }))?.status).toBe(403)
    },
  }),
  'refuses keys that JavaScript gives a meaning (AC-103)': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken }) => ({
      bearer: accessToken,
      raw: { type: 'application/json', text: '{"profile":{"__proto__":{"role":"project_admin"}}}' },
    }),
    expect: { error: 'invalid_request' },
    then: async (seeds, _answer, { accessToken }) => {
      for (const name of ['constructor', 'prototype']) {
        expect((await update(seeds, accessToken, { [name]: { polluted: true } }))?.status).toBe(400)
      }
      expect(await update(seeds, accessToken, { name: 'Alice' })).toMatchObject({
        body: { profile: { name: 'Alice' } },
      })
    },
  }),
  ...Object.fromEntries(
    notPictures.map((url) => [
      `refuses a picture at ${url}`,
      given((seeds) => seeds.projectUser(alice), {
        send: ({ accessToken }) => ({ bearer: accessToken, body: { profile: { avatar_url: url } } }),
        expect: { error: 'invalid_request', detail: 'profile.avatar_url' },
      }),
    ]),
  ),
  'refuses a website that is a script': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken }) => ({ bearer: accessToken, body: { profile: { website: 'java\tscript:alert(1)' } } }),
    expect: { error: 'invalid_request', detail: 'profile.website' },
  }),
  'refuses to grow past 50 keys, a few at a time': given(
    async (seeds) => {
      const session = await seeds.projectUser(alice)
      const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${index}`, index]))
      await update(seeds, session.accessToken, many)
      return session
    },
    {
      send: ({ accessToken }) => ({ bearer: accessToken, body: { profile: { more: 1 } } }),
      expect: { error: 'invalid_request', detail: 'profile: must have at most 50 keys' },
    },
  ),
  'refuses to grow past 4 kB': given(
    async (seeds) => {
      const session = await seeds.projectUser(alice)
      await update(seeds, session.accessToken, { bio: 'x'.repeat(4000) })
      return session
    },
    {
      send: ({ accessToken }) => ({ bearer: accessToken, body: { profile: { note: 'x'.repeat(100) } } }),
      expect: { error: 'invalid_request', detail: 'profile: must have at most 4 kB as JSON' },
    },
  ),
  'refuses nobody': { send: { body: { profile: { name: 'x' } } }, expect: { error: 'unauthorized' } },
  'refuses a token that is none': {
    send: { bearer: 'nonsense', body: { profile: { name: 'x' } } },
    expect: { error: 'invalid_token' },
  },
  'refuses a client without a user': {
    send: { bearer: demoProject.anonKey, body: { profile: { name: 'x' } } },
    expect: { error: 'unauthorized' },
  },
})

contract('project.getProfile', {
  'shows everybody the public keys, and nothing else (AC-094)': given(
    async (seeds) => {
      const session = await seeds.projectUser(alice)
      await update(seeds, session.accessToken, { name: 'Alice', phone: '+44 20 7946 0000', website: 'https://a.test' })
      return session
    },
    {
      send: ({ user }) => ({ path: { userId: user.id } }),
      expect: {
        status: 200,
        example: 'profile',
        body: (body) => expect(body.profile).toEqual({ name: 'Alice', website: 'https://a.test' }),
        answer: ({ text }) => expect(text).not.toMatch(/phone|example\.test|email|providers|role/),
      },
    },
  ),
  'says nothing of a person who says nothing': given((seeds) => seeds.projectUser(bob), {
    send: ({ user }) => ({ path: { userId: user.id } }),
    expect: { status: 200, example: 'empty_profile', body: ({ profile }) => expect(profile).toBeNull() },
  }),
  'refuses an id that is none': {
    send: { path: { userId: '1 or 1=1' } },
    expect: { error: 'invalid_request', detail: 'userId' },
  },
  'refuses a user that is not there, or not there any more (AC-094)': {
    send: { path: { userId: '0199c0de-0000-7000-8000-00000000dead' } },
    expect: {
      error: 'user_not_found',
      answer: ({ body }) => expect(body).toMatchObject({ error: 'NOT_FOUND', statusCode: 404 }),
    },
  },
  'refuses who tries many ids (AC-094)': {
    given: (seeds) =>
      seeds.exhaust('project.getProfile', () => ({ path: { userId: '0199c0de-0000-7000-8000-00000000dead' } })),
    send: { path: { userId: '0199c0de-0000-7000-8000-00000000dead' } },
    expect: { error: 'too_many_requests', detail: 'profiles from one address' },
  },
})
