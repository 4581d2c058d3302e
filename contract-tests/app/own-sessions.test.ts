import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { asUser } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, keyed } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

type SignedIn = Wire['AppSignedIn']

const nowhere = '0199c0de-0000-7000-8000-00000000dead'

const sessionOf = ({ access_token }: SignedIn): string => String(decodeJwt(access_token).sid ?? nowhere)

/** Alice on two devices, and Bob. */
const twoDevices = async (seeds: Seeds) => ({
  laptop: await seeds.appUser(alice),
  phone: await seeds.appSession(alice),
  his: await seeds.appUser(bob),
})

const statusOf = async (seeds: Seeds, signedIn: SignedIn) => (await seeds.call('app.getMe', asUser(signedIn)))?.status

contract('app.listSessions', {
  'lists those of the caller, newest first': given(twoDevices, {
    send: ({ phone }) => asUser(phone),
    expect: { status: 200, example: 'sessions' },
    then: async (_seeds, answer, { laptop, phone }) => {
      const { data } = answer.body as Wire['AppSessionList']
      expect(data.map(({ id }) => id)).toEqual([sessionOf(phone), sessionOf(laptop)])
      expect(data.map(({ current }) => current)).toEqual([true, false])
      for (const { userId, userEmail, device, place } of data) {
        const theirs = { userId: laptop.user.id, userEmail: alice.email, device: expect.any(String) as string }
        expect({ userId, userEmail, device, place }).toEqual({ ...theirs, place: 'This network' })
      }
    },
  }),
  'has those of other surfaces, and none that is over': given(
    async (seeds) => {
      const made = await twoDevices(seeds)
      await seeds.session(alice)
      await seeds.call('app.logout', { headers: keyed(), body: { refresh_token: made.phone.refresh_token } })
      return made
    },
    {
      send: ({ laptop }) => asUser(laptop),
      expect: { status: 200, example: 'sessions' },
      then: async (_seeds, answer, { laptop }) => {
        const ids = (answer.body as Wire['AppSessionList']).data.map(({ id }) => id)
        expect(ids).toHaveLength(2)
        expect(ids[1]).toBe(sessionOf(laptop))
      },
    },
  ),
})

contract('app.revokeSession', {
  'ends a session at once, and no other': given(twoDevices, {
    send: ({ phone, laptop }) => ({ ...asUser(phone), path: { sessionId: sessionOf(laptop) } }),
    expect: { status: 200, example: 'revoked' },
    then: async (seeds, _answer, { laptop, phone }) => {
      expect(await statusOf(seeds, laptop)).toBe(401)
      const { refresh_token } = laptop
      expect((await seeds.call('app.refresh', { headers: keyed(), body: { refresh_token } }))?.status).toBe(401)
      expect(await statusOf(seeds, phone)).toBe(200)
    },
  }),
  'takes an empty body that says it is JSON': given(twoDevices, {
    send: ({ phone, laptop }) => ({
      ...asUser(phone),
      headers: { ...keyed(), 'content-type': 'application/json' },
      path: { sessionId: sessionOf(laptop) },
    }),
    expect: { status: 200, example: 'revoked' },
  }),
  'refuses a session of somebody else as one that does not exist (AC-085)': given(twoDevices, {
    send: ({ his, laptop }) => ({ ...asUser(his), path: { sessionId: sessionOf(laptop) } }),
    expect: { error: 'session_not_found' },
    then: async (seeds, answer, { laptop, his }) => {
      expect(await statusOf(seeds, laptop)).toBe(200)
      const missing = await seeds.call('app.revokeSession', { ...asUser(his), path: { sessionId: nowhere } })
      expect(answer.text).toBe(missing?.text)
    },
  }),
  'refuses a session that is over': given(
    async (seeds) => {
      const made = await twoDevices(seeds)
      await seeds.call('app.logout', { headers: keyed(), body: { refresh_token: made.laptop.refresh_token } })
      return made
    },
    {
      send: ({ phone, laptop }) => ({ ...asUser(phone), path: { sessionId: sessionOf(laptop) } }),
      expect: { error: 'session_not_found' },
    },
  ),
})

contract('app.revokeAllSessions', {
  'ends every session of the caller, on every surface, and of nobody else': given(
    async (seeds) => ({ ...(await twoDevices(seeds)), web: await seeds.session(alice) }),
    {
      send: ({ phone }) => ({ ...asUser(phone), body: { password: alice.password } }),
      expect: { status: 200, example: 'revoked', body: ({ revokedCount }) => expect(revokedCount).toBe(3) },
      then: async (seeds, _answer, { laptop, phone, web, his }) => {
        expect(await statusOf(seeds, laptop)).toBe(401)
        expect(await statusOf(seeds, phone)).toBe(401)
        expect((await seeds.call('account.me', { bearer: web.tokens.access_token }))?.status).toBe(401)
        expect(await statusOf(seeds, his)).toBe(200)
      },
    },
  ),
  'keeps the one that asks, where it says so': given(twoDevices, {
    send: ({ phone }) => ({ ...asUser(phone), body: { password: alice.password, keepCurrent: true } }),
    expect: { status: 200, example: 'revoked', body: ({ revokedCount }) => expect(revokedCount).toBe(1) },
    then: async (seeds, _answer, { laptop, phone }) => {
      expect(await statusOf(seeds, laptop)).toBe(401)
      expect(await statusOf(seeds, phone)).toBe(200)
    },
  }),
  'takes a fresh proof in place of the password, and none that is older than ten minutes': given(
    async (seeds) => {
      const made = await twoDevices(seeds)
      await seeds.wait(601)
      return made
    },
    {
      send: ({ phone }) => ({ ...asUser(phone), body: { keepCurrent: true } }),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, { laptop, phone }) => {
        expect(await statusOf(seeds, laptop)).toBe(200)
        await seeds.call('app.reauthenticate', { ...asUser(phone), body: { password: alice.password } })
        const sent = { ...asUser(phone), body: { keepCurrent: true } }
        expect((await seeds.call('app.revokeAllSessions', sent))?.body).toMatchObject({ revokedCount: 1 })
        expect([await statusOf(seeds, laptop), await statusOf(seeds, phone)]).toEqual([401, 200])
      },
    },
  ),
  'refuses a wrong password, and ends nothing': given(twoDevices, {
    send: ({ phone }) => ({ ...asUser(phone), body: { password: 'guess', keepCurrent: true } }),
    expect: { error: 'wrong_password' },
    then: async (seeds, _answer, { laptop, phone }) => {
      expect(await statusOf(seeds, laptop)).toBe(200)
      expect(await statusOf(seeds, phone)).toBe(200)
    },
  }),
  'counts wrong passwords with those at sign-in (AC-007)': given(
    async (seeds) => {
      const made = await twoDevices(seeds)
      await seeds.exhaust('app.login', () => ({ headers: keyed(), body: { ...alice, password: 'guess' } }))
      return made
    },
    {
      send: ({ phone }) => ({ ...asUser(phone), body: { password: alice.password } }),
      expect: { error: 'too_many_requests', detail: 'sign-ins of one user' },
      then: async (seeds, _answer, { laptop }) => expect(await statusOf(seeds, laptop)).toBe(200),
    },
  ),
  'lets nobody guess with a copied token (AC-007)': given(
    async (seeds) => {
      const made = await twoDevices(seeds)
      await seeds.exhaust('app.revokeAllSessions', () => ({ ...asUser(made.phone), body: { password: 'guess' } }))
      return made
    },
    {
      send: ({ phone }) => ({ ...asUser(phone), body: { password: alice.password } }),
      expect: { error: 'too_many_requests' },
    },
  ),
  'says when too many passwords wait': given(
    async (seeds) => {
      const made = await twoDevices(seeds)
      seeds.fail('app.revokeAllSessions', 'overloaded')
      return made
    },
    {
      inside: 'the queue of hashes is filled by the server itself',
      send: ({ phone }) => ({ ...asUser(phone), body: { password: alice.password } }),
      expect: { error: 'overloaded' },
    },
  ),
})
