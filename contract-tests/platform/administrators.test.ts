import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, evan } from '../harness/seeds/backend.ts'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import { alice } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

contract('platform.register', {
  'makes a tenant and its owner': {
    send: { body: { ...dana, firstName: 'Dana', lastName: 'Doe' } },
    expect: {
      status: 200,
      example: 'registered',
      body: ({ user, tenant, access_token }) => {
        expect(tenant).toMatchObject({ name: 'Acme', slug: 'acme' })
        expect(user).toMatchObject({ email: dana.email, firstName: 'Dana', roles: ['owner'], tenantId: tenant.id })
        const claims = decodeJwt(access_token)
        expect(claims).toMatchObject({ sub: user.id, type: 'platform', tenant_id: tenant.id, roles: ['owner'] })
        expect(claims).not.toHaveProperty('env_id')
        expect(claims).not.toHaveProperty('app_id')
      },
    },
    then: async (seeds) => expect((await seeds.mail(dana.email, 'verify_email_link')).to).toBe(dana.email),
  },
  'refuses an email that has an administrator': {
    given: (seeds) => seeds.platformCaller(dana),
    send: { body: { ...dana, tenantSlug: 'acme-two' } },
    expect: { error: 'user_exists' },
  },
  'refuses a slug that has a tenant, and makes nobody': {
    given: (seeds) => seeds.platformCaller(dana),
    send: { body: { ...evan, tenantSlug: dana.tenantSlug } },
    expect: { error: 'slug_taken' },
    then: async (seeds) => {
      const { email, password } = evan
      expect((await seeds.call('platform.login', { body: { email, password } }))?.status).toBe(401)
    },
  },
  'refuses a slug with other characters': {
    send: { body: { ...dana, tenantSlug: '_console' } },
    expect: { error: 'invalid_request', detail: 'tenantSlug' },
  },
  'refuses a common password (AC-017)': {
    send: { body: { ...dana, password: 'password1' } },
    expect: { error: 'weak_password', detail: 'too common' },
  },
  'refuses more than ten registrations an hour from one address': {
    given: (seeds) =>
      seeds.exhaust('platform.register', (round) => ({
        body: { ...dana, email: `dana-${round}@acme.test`, tenantSlug: `acme-${round}` },
      })),
    send: { body: dana },
    expect: { error: 'too_many_requests', detail: 'sign-ups from one address' },
  },
  'refuses everybody where the operator makes tenants': {
    inside: 'a setting of the operator: tests/main.test.ts sets it',
    given: (seeds) => seeds.fail('platform.register', 'sign_up_disabled'),
    send: { body: dana },
    expect: { error: 'sign_up_disabled' },
  },
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('platform.register', 'overloaded'),
    send: { body: dana },
    expect: { error: 'overloaded' },
  },
})

contract('platform.getMe', {
  'gives the administrator and their tenant': given((seeds) => seeds.administrator(dana), {
    send: ({ access_token }) => ({ bearer: access_token }),
    expect: { status: 200, example: 'administrator' },
    then: async (_seeds, answer, { user }) =>
      expect(answer.body).toEqual({ data: { ...user, updatedAt: expect.any(String) as string } }),
  }),
  'refuses an end user (AC-092)': given((seeds) => seeds.appCaller(alice), {
    send: ({ access_token }) => ({ bearer: access_token }),
    expect: { error: 'invalid_token' },
  }),
  'refuses an administrator whose token has expired (AC-092)': given(
    async (seeds) => {
      const started = await seeds.platformCaller(dana)
      await seeds.wait(901)
      return started
    },
    { send: ({ access_token }) => ({ bearer: access_token }), expect: { error: 'invalid_token' } },
  ),
})

const erin = { email: 'erin@acme.test', firstName: 'Erin', lastName: 'Doe' }

const withInvited = async (seeds: Seeds) => {
  const { access_token: bearer, user } = await seeds.platformCaller(dana)
  const answer = await seeds.call('platform.inviteMember', { bearer, body: erin })
  const invited = (answer?.body as Wire['PlatformMemberInvited'] | undefined)?.data
  return { bearer, user, invited, path: { memberId: invited?.id ?? '0199c0de-0000-7000-8000-00000000dead' } }
}

/** Chooses a password by the link of the mail. */
const accept = async (seeds: Seeds, password: string) => {
  const { token } = await seeds.mail(erin.email, 'invitation')
  return seeds.call('account.resetPassword', { body: { token: token ?? '', password } })
}

contract('platform.listMembers', {
  'lists the administrators of the tenant, and who was invited': given(withInvited, {
    send: ({ bearer }) => ({ bearer }),
    expect: { status: 200, example: 'members' },
    then: async (_seeds, answer, { user, invited }) => {
      const { data } = answer.body as Wire['PlatformMemberList']
      expect(data.map(({ id, email, status }) => [id, email, status])).toEqual([
        [user.id, dana.email, 'active'],
        [invited!.id, erin.email, 'invited'],
      ])
    },
  }),
})

contract('platform.inviteMember', {
  'lets the owner of the address choose a password, and in': given(
    async (seeds) => ({ bearer: (await seeds.platformCaller(dana)).access_token }),
    {
      send: ({ bearer }) => ({ bearer, body: erin }),
      expect: { status: 200, example: 'invited' },
      then: async (seeds) => {
        const chosen = { email: erin.email, password: 'staple battery horse correct' }
        expect((await seeds.call('platform.login', { body: chosen }))?.status).toBe(401)
        expect((await accept(seeds, chosen.password))?.status).toBe(200)
        const { body } = (await seeds.call('platform.login', { body: chosen }))!
        expect(body).toMatchObject({ user: { email: erin.email, firstName: 'Erin', tenant: { slug: 'acme' } } })
        expect((await accept(seeds, 'another battery staple'))?.status).toBe(400)
      },
    },
  ),
  'mails whoever has not come another link, and the one before dies': given(
    async (seeds) => {
      const made = await withInvited(seeds)
      const { token } = await seeds.mail(erin.email, 'invitation')
      await seeds.wait(61)
      return { ...made, old: token ?? '' }
    },
    {
      send: ({ bearer }) => ({ bearer, body: erin }),
      expect: { status: 200, example: 'invited' },
      then: async (seeds, answer, { invited, old }) => {
        expect(answer.body).toEqual({ data: invited, isMailed: true })
        const password = 'staple battery horse correct'
        expect((await seeds.call('account.resetPassword', { body: { token: old, password } }))?.status).toBe(400)
        expect((await accept(seeds, password))?.status).toBe(200)
      },
    },
  ),
  'refuses to mail somebody twice in a minute, and the link stays good': given(withInvited, {
    send: ({ bearer }) => ({ bearer, body: erin }),
    expect: { error: 'too_many_requests' },
    then: async (seeds) => expect((await accept(seeds, 'staple battery horse correct'))?.status).toBe(200),
  }),
  'refuses an address that has an administrator': given(
    async (seeds) => {
      await seeds.platformCaller(evan)
      return { bearer: (await seeds.platformCaller(dana)).access_token }
    },
    { send: ({ bearer }) => ({ bearer, body: { email: evan.email } }), expect: { error: 'user_exists' } },
  ),
  'refuses what is no address': given((seeds) => seeds.platformCaller(dana), {
    send: ({ access_token }) => ({ bearer: access_token, body: { email: 'erin' } }),
    expect: { error: 'invalid_request', detail: 'email' },
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

contract('platform.removeMember', {
  'removes an administrator, whose link is dead then': given(withInvited, {
    send: ({ bearer, path }) => ({ bearer, path }),
    expect: { status: 200, example: 'member_removed' },
    then: async (seeds, _answer, { bearer }) => {
      expect((await accept(seeds, 'staple battery horse correct'))?.status).toBe(400)
      expect((await seeds.call('platform.listMembers', { bearer }))?.body).toMatchObject({
        data: [{ email: dana.email }],
      })
    },
  }),
  'refuses to leave nobody who can sign in': given(withInvited, {
    send: ({ bearer, user }) => ({ bearer, path: { memberId: user.id } }),
    expect: { error: 'last_owner' },
  }),
  'refuses an administrator of another tenant as if there were none': given(
    async (seeds) => ({ ...(await withInvited(seeds)), bearer: (await seeds.platformCaller(evan)).access_token }),
    { send: ({ bearer, path }) => ({ bearer, path }), expect: { error: 'user_not_found' } },
  ),
  ...guarded({ path: { memberId: '0199c0de-0000-7000-8000-00000000dead' } }),
})

const withFactor = async (seeds: Seeds) => {
  const { access_token, user } = await seeds.platformCaller(dana)
  await seeds.secondFactor('platform', access_token)
  return { bearer: access_token, path: { memberId: user.id } }
}

contract('platform.removeMemberMfa', {
  'takes one’s own away soon after a sign-in, and mails a notice': given(withFactor, {
    send: (made) => made,
    expect: { status: 200, example: 'mfa_removed' },
    then: async (seeds) => {
      const { email, password } = dana
      expect((await seeds.call('platform.login', { body: { email, password } }))?.body).toHaveProperty('access_token')
      expect((await seeds.mail(email, 'second_factor_off')).to).toBe(email)
    },
  }),
  'refuses a colleague’s later': given(
    async (seeds) => {
      const made = await withInvited(seeds)
      await seeds.wait(601)
      return made
    },
    { send: ({ bearer, path }) => ({ bearer, path }), expect: { error: 'reauthentication_required' } },
  ),
  'refuses one’s own later': given(
    async (seeds) => {
      const made = await withFactor(seeds)
      await seeds.wait(601)
      return made
    },
    { send: (made) => made, expect: { error: 'reauthentication_required' } },
  ),
  'refuses an administrator of another tenant as if there were none': given(
    async (seeds) => ({ ...(await withFactor(seeds)), bearer: (await seeds.platformCaller(evan)).access_token }),
    { send: (made) => made, expect: { error: 'user_not_found' } },
  ),
  ...guarded({ path: { memberId: '0199c0de-0000-7000-8000-00000000dead' } }),
})
