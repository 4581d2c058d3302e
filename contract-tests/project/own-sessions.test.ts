import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import { alice, bob } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const nowhere = '0199c0de-0000-7000-8000-00000000dead'

type SignedIn = Pick<Wire['ProjectSession'], 'accessToken' | 'refreshToken'>

const idOf = ({ accessToken }: SignedIn): string => String(decodeJwt(accessToken).sid ?? nowhere)

/** Alice on two devices, and Bob. */
const twoDevices = async (seeds: Seeds) => {
  await seeds.appCaller(alice)
  await seeds.appCaller(bob)
  return {
    laptop: await seeds.projectSession(alice),
    phone: await seeds.projectSession(alice),
    his: await seeds.projectSession(bob),
  }
}
const staleDevices = async (seeds: Seeds) => {
  const made = await twoDevices(seeds)
  await seeds.wait(601)
  return made
}

const statusOf = async (seeds: Seeds, { accessToken }: SignedIn) =>
  (await seeds.call('project.getCurrentUser', { bearer: accessToken }))?.status

contract('project.listSessions', {
  'lists those of the caller, newest first, in words': given(twoDevices, {
    send: ({ phone }) => ({ bearer: phone.accessToken }),
    expect: { status: 200, example: 'sessions' },
    then: (_seeds, answer, { phone, laptop, his }) => {
      const { data } = answer.body as Wire['OwnSessionList']
      expect(data.slice(0, 2).map(({ id }) => id)).toEqual([idOf(phone), idOf(laptop)])
      expect(data.map(({ id }) => id)).not.toContain(idOf(his))
      expect(data.filter(({ current }) => current).map(({ id }) => id)).toEqual([idOf(phone)])
      for (const { device, place } of data) expect([device, place]).toEqual([expect.any(String), 'This network'])
      return Promise.resolve()
    },
  }),
  'has those of other surfaces': given(
    async (seeds) => ({ ...(await twoDevices(seeds)), web: await seeds.session(alice) }),
    {
      send: ({ phone }) => ({ bearer: phone.accessToken }),
      expect: { status: 200, example: 'sessions' },
      then: (_seeds, { text }, { web }) => {
        expect(text).toContain(String(decodeJwt(web.tokens.access_token).sid))
        return Promise.resolve()
      },
    },
  ),
  ...guarded({}),
})

contract('project.endSession', {
  'ends it at once, and no other': given(twoDevices, {
    send: ({ phone, laptop }) => ({ bearer: phone.accessToken, path: { sessionId: idOf(laptop) } }),
    expect: { status: 200, example: 'ended' },
    then: async (seeds, _answer, { laptop, phone }) => {
      expect([await statusOf(seeds, laptop), await statusOf(seeds, phone)]).toEqual([401, 200])
      const sent = { query: { client_type: 'mobile' }, body: { refreshToken: laptop.refreshToken ?? '' } } as const
      expect((await seeds.call('project.refresh', sent))?.status).toBe(401)
      const again = { bearer: phone.accessToken, path: { sessionId: idOf(laptop) } }
      expect((await seeds.call('project.endSession', again))?.status).toBe(404)
    },
  }),
  'refuses one of somebody else as one that does not exist': given(twoDevices, {
    send: ({ his, laptop }) => ({ bearer: his.accessToken, path: { sessionId: idOf(laptop) } }),
    expect: { error: 'session_not_found' },
    then: async (seeds, answer, { his, laptop }) => {
      expect(await statusOf(seeds, laptop)).toBe(200)
      const missing = { bearer: his.accessToken, path: { sessionId: nowhere } }
      expect(answer.text).toBe((await seeds.call('project.endSession', missing))?.text)
    },
  }),
  ...guarded({ path: { sessionId: nowhere } }),
})

contract('project.endOtherSessions', {
  'ends all but the one that asks, on every surface, and of nobody else': given(
    async (seeds) => ({ ...(await twoDevices(seeds)), web: await seeds.session(alice) }),
    {
      send: ({ phone }) => ({ bearer: phone.accessToken }),
      expect: { status: 200, example: 'ended' },
      then: async (seeds, _answer, { laptop, phone, his, web }) => {
        const statuses = [laptop, phone, his].map((one) => statusOf(seeds, one))
        expect(await Promise.all(statuses)).toEqual([401, 200, 200])
        expect((await seeds.call('account.me', { bearer: web.tokens.access_token }))?.status).toBe(401)
        const left = (await seeds.call('project.listSessions', { bearer: phone.accessToken }))?.body
        expect((left as Wire['OwnSessionList']).data.map(({ id }) => id)).toEqual([idOf(phone)])
      },
    },
  ),
  'refuses a session whose last proof is older than ten minutes, and ends nothing': given(staleDevices, {
    send: ({ phone }) => ({ bearer: phone.accessToken }),
    expect: { error: 'reauthentication_required' },
    then: async (seeds, _answer, { laptop, phone }) => {
      expect(await statusOf(seeds, laptop)).toBe(200)
      const proof = { bearer: phone.accessToken, body: { password: alice.password } }
      await seeds.call('project.reauthenticate', proof)
      expect((await seeds.call('project.endOtherSessions', { bearer: phone.accessToken }))?.status).toBe(200)
    },
  }),
  ...guarded({}),
})
