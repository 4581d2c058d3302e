import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import { dana, evan } from '../harness/seeds/backend.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const nowhere = '0199c0de-0000-7000-8000-00000000dead'

type Token = Pick<Wire['TokenPair'], 'access_token' | 'refresh_token'>

const idOf = ({ access_token }: Token): string => String(decodeJwt(access_token).sid ?? nowhere)
const by = ({ access_token }: Token) => ({ bearer: access_token })

/** Dana on two devices, and Evan of another tenant. */
const twoDevices = async (seeds: Seeds) => {
  const laptop: Token = await seeds.platformCaller(dana)
  const { email, password } = dana
  const entered = await seeds.call('platform.login', { body: { email, password } })
  const his: Token = await seeds.platformCaller(evan)
  return { laptop, phone: (entered?.body as Token | undefined) ?? laptop, his }
}

const statusOf = async (seeds: Seeds, one: Token) => (await seeds.call('platform.getMe', by(one)))?.status

contract('platform.listSessions', {
  'lists those of the caller, newest first, in words': given(twoDevices, {
    send: ({ phone }) => by(phone),
    expect: { status: 200, example: 'sessions' },
    then: (_seeds, answer, { phone, laptop }) => {
      const { data } = answer.body as Wire['OwnSessionList']
      expect(data.map(({ id }) => id)).toEqual([idOf(phone), idOf(laptop)])
      expect(data.map(({ current }) => current)).toEqual([true, false])
      for (const { device, place } of data) expect([device, place]).toEqual([expect.any(String), 'This network'])
      return Promise.resolve()
    },
  }),
  ...guarded({}),
})

contract('platform.revokeSession', {
  'ends it at once, and no other': given(twoDevices, {
    send: ({ phone, laptop }) => ({ ...by(phone), path: { sessionId: idOf(laptop) } }),
    expect: { status: 200, example: 'revoked' },
    then: async (seeds, _answer, { laptop, phone }) => {
      expect([await statusOf(seeds, laptop), await statusOf(seeds, phone)]).toEqual([401, 200])
      const { refresh_token } = laptop
      expect((await seeds.call('platform.refresh', { body: { refresh_token } }))?.status).toBe(401)
      const again = { ...by(phone), path: { sessionId: idOf(laptop) } }
      expect((await seeds.call('platform.revokeSession', again))?.status).toBe(404)
    },
  }),
  'refuses one of somebody else as one that does not exist': given(twoDevices, {
    send: ({ his, laptop }) => ({ ...by(his), path: { sessionId: idOf(laptop) } }),
    expect: { error: 'session_not_found' },
    then: async (seeds, answer, { his, laptop }) => {
      expect(await statusOf(seeds, laptop)).toBe(200)
      const missing = { ...by(his), path: { sessionId: nowhere } }
      expect(answer.text).toBe((await seeds.call('platform.revokeSession', missing))?.text)
    },
  }),
  ...guarded({ path: { sessionId: nowhere } }),
})

contract('platform.revokeOtherSessions', {
  'ends all but the one that asks, and of nobody else': given(twoDevices, {
    send: ({ phone }) => by(phone),
    expect: { status: 200, example: 'revoked', body: ({ revokedCount }) => expect(revokedCount).toBe(1) },
    then: async (seeds, _answer, { laptop, phone, his }) => {
      const statuses = [laptop, phone, his].map((one) => statusOf(seeds, one))
      expect(await Promise.all(statuses)).toEqual([401, 200, 200])
    },
  }),
  'refuses a session whose last proof is older than ten minutes, and ends nothing': given(
    async (seeds) => {
      const made = await twoDevices(seeds)
      await seeds.wait(601)
      return made
    },
    {
      send: ({ phone }) => by(phone),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, { laptop, phone }) => {
        expect(await statusOf(seeds, laptop)).toBe(200)
        await seeds.call('platform.reauthenticate', { ...by(phone), body: { password: dana.password } })
        expect((await seeds.call('platform.revokeOtherSessions', by(phone)))?.status).toBe(200)
      },
    },
  ),
  ...guarded({}),
})
