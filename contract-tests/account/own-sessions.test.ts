import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob } from '../harness/fixtures/people.ts'
import type { Seeds, Caller } from '../harness/seeds/seeds.ts'
import { secondStep } from '../harness/cases/own-mfa-cases.ts'
import { factorOf, signInAt } from '../harness/cases/reauthentication-cases.ts'
import { codeOf } from '../harness/contract/contract.ts'
import { ticketOf } from '../harness/seeds/ticket.ts'

const nowhere = 'ses_0199c0de-0000-7000-8000-00000000dead'
const idOf = ({ tokens }: Caller): string => {
  const sid = decodeJwt(tokens.access_token).sid
  return typeof sid === 'string' ? `ses_${sid}` : nowhere
}

/** Alice on two devices, and Bob. */
const twoDevices = async (seeds: Seeds) => ({
  laptop: await seeds.caller(alice),
  phone: await seeds.session(alice),
  his: await seeds.caller(bob),
})
const bearer = ({ tokens }: Caller) => ({ bearer: tokens.access_token })
const statusOf = async (seeds: Seeds, one: Caller) => (await seeds.call('account.me', bearer(one)))?.status

contract('account.listSessions', {
  'lists those of the caller, newest first, in words': given(twoDevices, {
    send: ({ phone }) => ({
      ...bearer(phone),
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
    }),
    expect: { status: 200, example: 'sessions' },
    then: async (_seeds, answer, { laptop, phone }) => {
      const { data } = answer.body as Wire['AccountSessionList']
      expect(data.map(({ id }) => id)).toEqual([idOf(phone), idOf(laptop)])
      expect(data.map(({ current }) => current)).toEqual([true, false])
      for (const { device, place } of data) {
        expect(device).not.toBe('')
        expect(place).toBe('This network')
      }
    },
  }),
  'leaves out one that was left unused for too long': given(
    async (seeds) => {
      const forgotten = await seeds.caller(alice)
      // A session that nobody refreshes is over after 14 days.
      await seeds.wait(15 * 24 * 3600)
      return { forgotten, phone: await seeds.session(alice) }
    },
    {
      send: ({ phone }) => bearer(phone),
      expect: { status: 200, example: 'sessions' },
      then: async (_seeds, { text }, { phone, forgotten }) => {
        expect(text).toContain(idOf(phone))
        expect(text).not.toContain(idOf(forgotten))
      },
    },
  ),
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses a token that is none': { send: { bearer: 'example' }, expect: { error: 'invalid_token' } },
})

contract('account.endSession', {
  'ends it at once, and no other': given(twoDevices, {
    send: ({ phone, laptop }) => ({ ...bearer(phone), path: { session_id: idOf(laptop) } }),
    expect: { status: 204, example: 'empty' },
    then: async (seeds, _answer, { laptop, phone }) => {
      expect([await statusOf(seeds, laptop), await statusOf(seeds, phone)]).toEqual([401, 200])
      const { refresh_token } = laptop.tokens
      expect((await seeds.call('account.refresh', { body: { refresh_token } }))?.status).toBe(401)
    },
  }),
  'refuses one of somebody else as one that does not exist': given(twoDevices, {
    send: ({ his, laptop }) => ({ ...bearer(his), path: { session_id: idOf(laptop) } }),
    expect: { error: 'session_not_found' },
    then: async (seeds, answer, { laptop, his }) => {
      expect(await statusOf(seeds, laptop)).toBe(200)
      const missing = await seeds.call('account.endSession', { ...bearer(his), path: { session_id: nowhere } })
      expect(answer.text).toBe(missing?.text)
    },
  }),
  'refuses an id that is none': given(twoDevices, {
    send: ({ phone }) => ({ ...bearer(phone), path: { session_id: 'example' } }),
    expect: { error: 'invalid_request' },
  }),
  'refuses nobody': { send: { path: { session_id: nowhere } }, expect: { error: 'unauthorized' } },
  'refuses a token that is none': {
    send: { path: { session_id: nowhere }, bearer: 'example' },
    expect: { error: 'invalid_token' },
  },
})

contract('account.endOtherSessions', {
  'ends all but the one that asks, on every surface, and of nobody else': given(
    async (seeds) => ({ ...(await twoDevices(seeds)), app: await seeds.appSession(alice) }),
    {
      send: ({ phone }) => bearer(phone),
      expect: { status: 200, example: 'ended', body: ({ ended }) => expect(ended).toBe(2) },
      then: async (seeds, _answer, { laptop, phone, his }) => {
        expect(await statusOf(seeds, laptop)).toBe(401)
        expect(await statusOf(seeds, phone)).toBe(200)
        expect(await statusOf(seeds, his)).toBe(200)
      },
    },
  ),
  'ends a sign-in that waits for its second factor': given(
    async (seeds) => {
      const { tokens } = await seeds.caller(alice)
      const { secret } = await factorOf(seeds, 'account', tokens.access_token)
      await seeds.wait(30)
      return { bearer: tokens.access_token, secret, ticket: ticketOf(await signInAt(seeds, 'account', alice)) }
    },
    {
      send: ({ bearer: own }) => ({ bearer: own }),
      expect: { status: 200, example: 'ended' },
      then: async (seeds, _answer, { ticket, secret }) => {
        const late = await seeds.call('account.challengeMfa', secondStep('account', ticket, await seeds.totp(secret)))
        expect([late?.status, codeOf('account.challengeMfa', late!)]).toEqual([401, 'invalid_mfa_token'])
      },
    },
  ),
  'refuses a session whose last proof is older than ten minutes, and ends nothing': given(
    async (seeds) => {
      const made = await twoDevices(seeds)
      await seeds.wait(601)
      return made
    },
    {
      send: ({ phone }) => bearer(phone),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, { laptop }) => expect(await statusOf(seeds, laptop)).toBe(200),
    },
  ),
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses a token that is none': { send: { bearer: 'example' }, expect: { error: 'invalid_token' } },
})
