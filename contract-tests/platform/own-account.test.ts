import { expect } from 'vitest'
import { moved, ownAddressCases, ownDataCases, ownPasswordCases } from '../harness/cases/own-account-cases.ts'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import { dana } from '../harness/seeds/backend.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { colleague } from './colleague.ts'

ownPasswordCases('platform')
ownAddressCases('platform')
ownDataCases('platform')

contract('platform.requestEmailChange', {
  'mails a link that moves the administrator, and tells the old address (AC-065)': given(
    (seeds) => seeds.platformCaller(dana),
    {
      send: ({ access_token }) => ({ bearer: access_token, body: { email: moved } }),
      expect: { status: 200, example: 'mail_queued' },
      then: async (seeds, _answer, { access_token, user }) => {
        const token = (await seeds.mail(moved, 'change_address_link')).token ?? 'example'
        expect((await seeds.call('account.changeEmail', { body: { token } }))?.status).toBe(200)
        const me = (await seeds.call('platform.getMe', { bearer: access_token }))?.body
        expect(me).toMatchObject({ data: { id: user.id, email: moved } })
        const { email, password } = dana
        expect((await seeds.call('platform.login', { body: { email, password } }))?.status).toBe(401)
        expect((await seeds.call('platform.login', { body: { email: moved, password } }))?.status).toBe(200)
        expect((await seeds.mail(email, 'address_changed')).link).toContain('/auth/not-me?token=')
      },
    },
  ),
})

/** Dana, and a colleague who has come. */
const two = async (seeds: Seeds) => {
  const { access_token, user } = await seeds.platformCaller(dana)
  return { access_token, userId: user.id, other: await colleague(seeds, access_token) }
}
const meStatus = async (seeds: Seeds, bearer: string) => (await seeds.call('platform.getMe', { bearer }))?.status

contract('platform.deleteMe', {
  'deletes the administrator with their sessions, and nobody else': given(two, {
    send: ({ access_token }) => ({ bearer: access_token }),
    expect: { status: 200, example: 'deleted' },
    then: async (seeds, _answer, { access_token, other }) => {
      expect([await meStatus(seeds, access_token), await meStatus(seeds, other.bearer)]).toEqual([401, 200])
      const members = (await seeds.call('platform.listMembers', { bearer: other.bearer }))?.body
      expect(members).toMatchObject({ data: [{ id: other.memberId }] })
      const { email, password } = dana
      expect((await seeds.call('platform.login', { body: { email, password } }))?.status).toBe(401)
      await seeds.mail(email, 'account_deleted')
    },
  }),
  'keeps the only administrator of a tenant, and says what to do': given((seeds) => seeds.platformCaller(dana), {
    send: ({ access_token }) => ({ bearer: access_token }),
    expect: { error: 'last_owner', detail: 'Invite another one first.' },
    then: async (seeds, _answer, { access_token }) => expect(await meStatus(seeds, access_token)).toBe(200),
  }),
  'keeps one of two who leave at once': given(two, {
    send: ({ access_token }) => ({ bearer: access_token }),
    expect: { status: 200, example: 'deleted' },
    then: async (seeds, _answer, { other }) => {
      const third = await colleague(seeds, other.bearer, 'finn@acme.test')
      const bearers = [other.bearer, third.bearer]
      const answers = await Promise.all(bearers.map((bearer) => seeds.call('platform.deleteMe', { bearer })))
      expect(answers.map((one) => one?.status).sort()).toEqual([200, 409])
    },
  }),
  'refuses a session whose last proof is older than ten minutes, and deletes nobody': given(
    async (seeds) => {
      const made = await two(seeds)
      await seeds.wait(601)
      return made
    },
    {
      send: ({ access_token }) => ({ bearer: access_token }),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, { access_token }) => expect(await meStatus(seeds, access_token)).toBe(200),
    },
  ),
  ...guarded({}),
})

contract('platform.removeMember', {
  'wants a fresh proof of who removes themselves, and of nobody for a colleague': given(
    async (seeds) => {
      const made = await two(seeds)
      await seeds.wait(601)
      return made
    },
    {
      send: ({ access_token, userId }) => ({ bearer: access_token, path: { memberId: userId } }),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, { access_token, other }) => {
        expect(await meStatus(seeds, access_token)).toBe(200)
        const path = { memberId: other.memberId }
        expect((await seeds.call('platform.removeMember', { bearer: access_token, path }))?.status).toBe(200)
      },
    },
  ),
})
