import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, evan } from '../harness/seeds/backend.ts'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const nobody = '0199c0de-0000-7000-8000-00000000dead'
const password = 'staple battery horse correct'
const erin = { email: 'erin@acme.test', roleName: 'owner', firstName: 'Erin', lastName: 'Doe' } as const

/** A tenant, and somebody whom its owner has invited to administer it. */
const invited = async (seeds: Seeds) => {
  const { access_token: bearer, user } = await seeds.platformCaller(dana)
  const answer = await seeds.call('platform.invitePlatformMember', { bearer, body: erin })
  const id = (answer?.body as Wire['PlatformInvitationSent'] | undefined)?.data.id ?? nobody
  const token = (await seeds.mail(erin.email, 'invitation')).token ?? 'example'
  return { bearer, user, id, token, path: { invitationId: id } }
}

const accept = (seeds: Seeds, invitation: string) =>
  seeds.call('platform.acceptPlatformInvitation', { path: { invitation }, body: { password } })

const signIn = (seeds: Seeds) => seeds.call('platform.login', { body: { email: erin.email, password } })

contract('platform.invitePlatformMember', {
  'mails an invitation, and tells nobody else what is in it': given(
    async (seeds) => ({ bearer: (await seeds.platformCaller(dana)).access_token }),
    {
      send: ({ bearer }) => ({ bearer, body: erin }),
      expect: { status: 200, example: 'invited' },
      then: async (seeds, answer) => {
        const { data } = answer.body as Wire['PlatformInvitationSent']
        expect(data).toMatchObject({ email: erin.email, roleName: 'owner', status: 'pending' })
        const minutes = (Date.parse(data.expiresAt) - Date.parse(data.createdAt)) / 60_000
        expect(Math.round(minutes)).toBe(7 * 24 * 60)
        expect(answer.text).not.toContain((await seeds.mail(erin.email, 'invitation')).token)
      },
    },
  ),
  'says that nothing was mailed where the address has had its mail for now': given(
    async (seeds) => {
      const { bearer, path, token } = await invited(seeds)
      await seeds.call('platform.cancelPlatformInvitation', { bearer, path })
      return { bearer, token }
    },
    {
      send: ({ bearer }) => ({ bearer, body: erin }),
      expect: { status: 200, example: 'not_mailed' },
      then: async (seeds, answer, { bearer, token }) => {
        expect((await accept(seeds, token))?.status).toBe(400)
        const { id } = (answer.body as Wire['PlatformInvitationSent']).data
        const again = { bearer, path: { invitationId: id } }
        expect((await seeds.call('platform.resendPlatformInvitation', again))?.status).toBe(429)
        await seeds.wait(61)
        expect((await seeds.call('platform.resendPlatformInvitation', again))?.status).toBe(200)
        expect((await accept(seeds, (await seeds.mail(erin.email, 'invitation')).token ?? ''))?.status).toBe(200)
      },
    },
  ),
  'refuses who has not proven their own address': given((seeds) => seeds.newAdministrator(dana), {
    send: ({ access_token }) => ({ bearer: access_token, body: erin }),
    expect: { error: 'email_not_verified' },
    then: async (seeds) =>
      expect((await seeds.call('service.listMail', { query: { to: erin.email } }))?.body).toEqual({ messages: [] }),
  }),
  'refuses an address that has an administrator': given(
    async (seeds) => {
      await seeds.platformCaller(evan)
      return { bearer: (await seeds.platformCaller(dana)).access_token }
    },
    {
      send: ({ bearer }) => ({ bearer, body: { email: evan.email, roleName: 'owner' } }),
      expect: { error: 'user_exists' },
    },
  ),
  'refuses a role that there is not': given((seeds) => seeds.platformCaller(dana), {
    send: ({ access_token }) => ({ bearer: access_token, body: { ...erin, roleName: 'root' as never } }),
    expect: { error: 'invalid_request', detail: 'roleName' },
  }),
  'refuses more administrators than one tenant may have': given(
    async (seeds) => {
      const { access_token } = await seeds.platformCaller(dana)
      await seeds.allow({ administratorsPerTenant: 1 })
      return { bearer: access_token }
    },
    {
      inside: 'quotas are set from within',
      send: ({ bearer }) => ({ bearer, body: erin }),
      expect: { error: 'quota_exceeded', detail: /Quota: 1 / },
    },
  ),
})

contract('platform.inviteMember', {
  'refuses who has not proven their own address': given((seeds) => seeds.newAdministrator(dana), {
    send: ({ access_token }) => ({ bearer: access_token, body: { email: erin.email } }),
    expect: { error: 'email_not_verified' },
  }),
})

contract('platform.listPlatformInvitations', {
  'lists who was invited and has not come': given(invited, {
    send: ({ bearer }) => ({ bearer }),
    expect: { status: 200, example: 'invitations' },
    then: async (seeds, answer, { bearer, user, id, token }) => {
      expect(answer.body).toMatchObject({ data: [{ id, invitedBy: user.id, status: 'pending' }] })
      await accept(seeds, token)
      expect((await seeds.call('platform.listPlatformInvitations', { bearer }))?.body).toEqual({ data: [] })
    },
  }),
})

contract('platform.cancelPlatformInvitation', {
  'takes one back, and its link works no more': given(invited, {
    send: ({ bearer, path }) => ({ bearer, path }),
    expect: { status: 200, example: 'cancelled' },
    then: async (seeds, _answer, { token }) => expect((await accept(seeds, token))?.status).toBe(400),
  }),
  'refuses an administrator who has come': given(
    async (seeds) => {
      const made = await invited(seeds)
      await accept(seeds, made.token)
      return made
    },
    { send: ({ bearer, path }) => ({ bearer, path }), expect: { error: 'invitation_not_found' } },
  ),
  'refuses one of another tenant as if there were none': given(
    async (seeds) => ({ ...(await invited(seeds)), bearer: (await seeds.platformCaller(evan)).access_token }),
    {
      send: ({ bearer, path }) => ({ bearer, path }),
      expect: { error: 'invitation_not_found' },
      then: async (seeds, _answer, { token }) => expect((await accept(seeds, token))?.status).toBe(200),
    },
  ),
  ...guarded({ path: { invitationId: nobody } }),
})

contract('platform.resendPlatformInvitation', {
  'mails a new link in place of the old one': given(
    async (seeds) => {
      const made = await invited(seeds)
      await seeds.wait(61)
      return made
    },
    {
      send: ({ bearer, path }) => ({ bearer, path }),
      expect: { status: 200, example: 'invitation' },
      then: async (seeds, _answer, { token }) => {
        expect((await accept(seeds, token))?.status).toBe(400)
        expect((await accept(seeds, (await seeds.mail(erin.email, 'invitation')).token ?? ''))?.status).toBe(200)
      },
    },
  ),
  'refuses to mail somebody twice in a minute, and the link stays good': given(invited, {
    send: ({ bearer, path }) => ({ bearer, path }),
    expect: { error: 'too_many_requests' },
    then: async (seeds, answer, { token }) => {
      expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60)
      expect((await accept(seeds, token))?.status).toBe(200)
    },
  }),
  'refuses one of another tenant as if there were none': given(
    async (seeds) => ({ ...(await invited(seeds)), bearer: (await seeds.platformCaller(evan)).access_token }),
    { send: ({ bearer, path }) => ({ bearer, path }), expect: { error: 'invitation_not_found' } },
  ),
  'refuses who has not proven their own address': given((seeds) => seeds.newAdministrator(dana), {
    send: ({ access_token }) => ({ bearer: access_token, path: { invitationId: nobody } }),
    expect: { error: 'email_not_verified' },
  }),
  ...guarded({ path: { invitationId: nobody } }),
})

contract('platform.acceptPlatformInvitation', {
  'lets whoever has the mail choose a password, once': given(invited, {
    send: ({ token }) => ({ path: { invitation: token }, body: { password, firstName: 'Erika' } }),
    expect: { status: 200, example: 'accepted' },
    then: async (seeds, answer, { token }) => {
      expect(answer.text).not.toContain('token')
      expect((await signIn(seeds))?.body).toMatchObject({ user: { firstName: 'Erika', tenant: { slug: 'acme' } } })
      expect((await accept(seeds, token))?.status).toBe(400)
    },
  }),
  'refuses the id that administrators see': given(invited, {
    send: ({ id }) => ({ path: { invitation: id }, body: { password } }),
    expect: { error: 'invalid_link' },
    then: async (seeds, _answer, { token }) => {
      expect((await signIn(seeds))?.status).toBe(401)
      expect((await accept(seeds, token))?.status).toBe(200)
    },
  }),
  'refuses the second time': given(
    async (seeds) => {
      const made = await invited(seeds)
      await accept(seeds, made.token)
      return made
    },
    {
      send: ({ token }) => ({ path: { invitation: token }, body: { password } }),
      expect: { error: 'invalid_link' },
    },
  ),
  'refuses a common password, and leaves the invitation as it was': given(invited, {
    send: ({ token }) => ({ path: { invitation: token }, body: { password: 'password1' } }),
    expect: { error: 'weak_password' },
    then: async (seeds, _answer, { token }) => expect((await accept(seeds, token))?.status).toBe(200),
  }),
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    ...given(
      async (seeds) => {
        seeds.fail('platform.acceptPlatformInvitation', 'overloaded')
        return Promise.resolve()
      },
      { send: { path: { invitation: 'example' }, body: { password } }, expect: { error: 'overloaded' } },
    ),
  },
})

contract('platform.updatePlatformMember', {
  'says what an administrator may do': given((seeds) => seeds.platformCaller(dana), {
    send: ({ access_token, user }) => ({
      bearer: access_token,
      path: { memberId: user.id },
      body: { roleName: 'owner' },
    }),
    expect: { status: 200, example: 'member_role', body: ({ data }) => expect(data.roles).toEqual(['owner']) },
  }),
})
