import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { asUser } from '../harness/seeds/backend.ts'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import { alice, asCredentials, bob, carol, demo, machine } from '../harness/fixtures/people.ts'
import { form, wordsOf } from '../harness/requests/request.ts'
import { type Seeds, type SignedIn, cookieOf } from '../harness/seeds/seeds.ts'
import { forbiddenLinks, linksOfPages, mailedInvitation } from './forbidden-links.ts'
import { browser, expectSecretPage, onward } from './mailed-links.ts'

const nowhere = 'acc_0199c0de-0000-7000-8000-00000000dead'
const noInvitation = 'inv_0199c0de-0000-7000-8000-00000000dead'
const day = 24 * 3600

const inAccount = ({ accountId, tokens }: SignedIn) => ({
  path: { account_id: accountId },
  bearer: tokens.access_token,
})

type Invite = { role?: 'owner' | 'member' | 'viewer'; redirect_uri?: string }

const invite = async (seeds: Seeds, hers: SignedIn, { role = 'member', ...more }: Invite = {}) => {
  // An address gets one such mail a minute.
  await seeds.wait(60)
  const sent = await seeds.call('account.inviteMember', {
    ...inAccount(hers),
    body: { email: carol.email, role, ...more },
  })
  const { token, link } = await seeds.mail(carol.email, 'invitation')
  return { token: token ?? 'example', link, id: (sent?.body as { id: string } | undefined)?.id ?? noInvitation }
}

/** Alice's account, and the invitation to it that Carol was mailed. */
const invited = async (seeds: Seeds, more: Invite = {}) => {
  const hers = await seeds.user(alice)
  return { hers, ...(await invite(seeds, hers, more)) }
}

const accept = (seeds: Seeds, token: string) => seeds.call('account.acceptInvitation', { body: { token } })

/** An invitation to the application for Carol, who is there already. */
const invitedToAppAgain = async (seeds: Seeds) => {
  await seeds.caller(carol)
  const hers = await seeds.appCaller(alice)
  await seeds.role(hers, ['invitations:write'])
  await seeds.call('app.sendInvitation', { ...asUser(hers), body: { email: carol.email } })
  return (await seeds.mail(carol.email, 'invitation')).token ?? 'example'
}

contract('account.inviteMember', {
  'refuses somebody who has not proven their own address, and mails nothing': given((seeds) => seeds.newcomer(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { email: carol.email, role: 'member' } }),
    expect: { error: 'email_not_verified' },
    then: async (seeds) =>
      expect((await seeds.call('service.listMail', { query: { to: carol.email } }))?.body).toEqual({ messages: [] }),
  }),
  'mails an invitation that is good for seven days': given((seeds) => seeds.user(alice), {
    send: (hers) => ({
      ...inAccount(hers),
      body: { email: ' Carol@Example.test', role: 'member', redirect_uri: onward, client_id: demo.clientId },
    }),
    expect: { status: 201, example: 'invitation' },
    then: async (seeds, answer, hers) => {
      const { created_at, expires_at, ...invitation } = answer.body as Record<'created_at' | 'expires_at', string>
      expect(Date.parse(expires_at) - Date.parse(created_at)).toBe(7 * day * 1000)
      expect(invitation).toMatchObject({
        account_id: hers.accountId,
        email: carol.email,
        role: 'member',
        status: 'pending',
        invited_by: hers.profile.id,
        accepted_at: null,
      })
      const mail = await seeds.mail(carol.email, 'invitation')
      // 256 random bits.
      expect(mail.token).toMatch(/^[\w-]{43}$/)
      expect(mail.link).toMatch(new RegExp(`/auth/accept-invite\\?token=${mail.token}$`))
      expect(answer.text).not.toContain(mail.token)
    },
  }),
  'says the same for an address that has a user': given(
    async (seeds) => {
      await seeds.user(carol)
      return seeds.user(alice)
    },
    {
      send: (hers) => ({ ...inAccount(hers), body: { email: carol.email, role: 'viewer' } }),
      expect: { status: 201, example: 'invitation' },
    },
  ),
  'takes it from a machine': given(async (seeds) => ({ hers: await seeds.user(alice), token: await seeds.machine() }), {
    send: ({ hers, token }) => ({
      ...inAccount(hers),
      bearer: token,
      body: { email: carol.email, role: 'owner', client_id: demo.clientId },
    }),
    expect: {
      status: 201,
      example: 'invitation',
      body: ({ invited_by }) => expect(invited_by).toBe(machine.clientId),
    },
    then: async (seeds) => {
      const { token } = await seeds.mail(carol.email, 'invitation')
      const joined = await accept(seeds, token ?? '')
      expect(joined?.body).toMatchObject({ profile: { active_membership: { role: 'owner' } } })
    },
  }),
  'refuses two addresses in one (AC-067)': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { email: 'carol@example.test,evil@example.test', role: 'member' } }),
    expect: { error: 'invalid_request', detail: 'email: ' },
  }),
  'refuses a redirect that is not registered for the client': given((seeds) => seeds.user(alice), {
    send: (hers) => ({
      ...inAccount(hers),
      body: { email: carol.email, role: 'member', redirect_uri: 'https://evil.example/' },
    }),
    expect: { error: 'invalid_redirect_uri' },
  }),
  ...guarded({ path: { account_id: nowhere }, body: { email: carol.email, role: 'member' } }),
  'refuses a member who invites an owner (AC-088)': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      return { hers, his: await seeds.member(hers, bob, 'member') }
    },
    {
      send: ({ hers, his }) => ({
        ...inAccount(hers),
        bearer: his.tokens.access_token,
        body: { email: carol.email, role: 'owner' },
      }),
      expect: { error: 'insufficient_role' },
      then: async (seeds) =>
        expect((await seeds.call('service.listMail', { query: { to: carol.email } }))?.body).toEqual({ messages: [] }),
    },
  ),
  'refuses an account of others as one that does not exist': given(
    async (seeds) => ({ hers: await seeds.user(alice), his: await seeds.user(bob) }),
    {
      send: ({ hers, his }) => ({
        ...inAccount(hers),
        bearer: his.tokens.access_token,
        body: { email: carol.email, role: 'owner' },
      }),
      expect: { error: 'account_not_found' },
    },
  ),
  'refuses a client that people cannot sign in through': given((seeds) => seeds.user(alice), {
    send: (hers) => ({
      ...inAccount(hers),
      body: { email: carol.email, role: 'member', client_id: machine.clientId },
    }),
    expect: { error: 'client_not_found' },
  }),
  'refuses more invitations by one inviter than the limit': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      await seeds.exhaust('account.inviteMember', () => ({
        ...inAccount(hers),
        body: { email: carol.email, role: 'member' as const },
      }))
      return hers
    },
    {
      send: (hers) => ({ ...inAccount(hers), body: { email: 'CAROL@example.test', role: 'member' } }),
      expect: { error: 'too_many_requests', detail: 'invitations by one inviter' },
    },
  ),
})

contract('account.listInvitations', {
  'lists what has become of each, newest first': given(
    async (seeds) => {
      const { hers, token } = await invited(seeds)
      await invite(seeds, hers)
      const { token: third } = await invite(seeds, hers, { role: 'viewer' })
      await accept(seeds, third)
      return { hers, token }
    },
    {
      send: ({ hers }) => ({ ...inAccount(hers), query: { limit: 2 } }),
      expect: {
        status: 200,
        example: 'invitations',
        body: ({ data, total }) =>
          expect({ total, seen: data.map(({ status, role }) => `${role} ${status}`) }).toEqual({
            total: 3,
            seen: ['viewer accepted', 'member revoked'],
          }),
      },
      then: async (_seeds, answer, { token }) => expect(answer.text).not.toContain(token),
    },
  ),
  'goes on from a cursor, to the last page': given(
    async (seeds) => {
      const { hers } = await invited(seeds)
      await invite(seeds, hers, { role: 'viewer' })
      return { hers }
    },
    {
      send: ({ hers }) => ({ ...inAccount(hers), query: { limit: 1 } }),
      expect: { status: 200, example: 'invitations' },
      then: async (seeds, answer, { hers }) => {
        const { data, next_cursor: cursor } = answer.body as Wire['AccountInvitationList']
        expect([data.length, cursor]).toEqual([1, expect.any(String)])
        const query = { limit: 1, cursor: cursor! }
        const last = (await seeds.call('account.listInvitations', { ...inAccount(hers), query }))?.body
        expect((last as Wire['AccountInvitationList']).data).toHaveLength(1)
        expect((last as Wire['AccountInvitationList']).data[0]!.id).not.toBe(data[0]!.id)
        expect(last).not.toHaveProperty('next_cursor')
      },
    },
  ),
  'refuses a cursor that no page gave': given(async (seeds) => invited(seeds), {
    send: ({ hers }) => ({ ...inAccount(hers), query: { cursor: 'abc' } }),
    expect: { error: 'invalid_request', detail: 'cursor' },
  }),
  'says when one has expired': given(
    async (seeds) => {
      const { hers } = await invited(seeds)
      await seeds.wait(7 * day)
      return { ...(await seeds.session(alice)), accountId: hers.accountId }
    },
    {
      send: inAccount,
      expect: { status: 200, example: 'invitations', body: ({ data }) => expect(data[0]?.status).toBe('expired') },
    },
  ),
  ...guarded({ path: { account_id: nowhere } }),
  'refuses a member who is no owner': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      return { hers, his: await seeds.member(hers, bob, 'member') }
    },
    {
      send: ({ hers, his }) => ({ ...inAccount(hers), bearer: his.tokens.access_token }),
      expect: { error: 'insufficient_role' },
    },
  ),
  'refuses an account that does not exist': given((seeds) => seeds.user(alice), {
    send: ({ tokens }) => ({ path: { account_id: nowhere }, bearer: tokens.access_token }),
    expect: { error: 'account_not_found' },
  }),
})

contract('account.revokeInvitation', {
  'takes an invitation back (AC-090)': given((seeds) => invited(seeds), {
    send: ({ hers, id }) => ({
      path: { account_id: hers.accountId, invitation_id: id },
      bearer: hers.tokens.access_token,
    }),
    expect: { status: 204, example: 'empty' },
    then: async (seeds, _answer, { token }) => expect((await accept(seeds, token))?.status).toBe(400),
  }),
  ...guarded({ path: { account_id: nowhere, invitation_id: noInvitation } }),
  'refuses a member who is no owner': given(
    async (seeds) => {
      const { hers, id } = await invited(seeds)
      return { hers, id, his: await seeds.member(hers, bob, 'member') }
    },
    {
      send: ({ hers, id, his }) => ({
        path: { account_id: hers.accountId, invitation_id: id },
        bearer: his.tokens.access_token,
      }),
      expect: { error: 'insufficient_role' },
    },
  ),
  'refuses an account that does not exist': given((seeds) => seeds.user(alice), {
    send: ({ tokens }) => ({
      path: { account_id: nowhere, invitation_id: noInvitation },
      bearer: tokens.access_token,
    }),
    expect: { error: 'account_not_found' },
  }),
  'refuses an invitation to another account as one that never was (AC-085)': given(
    async (seeds) => ({ ...(await invited(seeds)), his: await seeds.user(bob) }),
    {
      send: ({ his, id }) => ({
        path: { account_id: his.accountId, invitation_id: id },
        bearer: his.tokens.access_token,
      }),
      expect: { error: 'invitation_not_found' },
      then: async (seeds, _answer, { token }) => expect((await accept(seeds, token))?.status).toBe(200),
    },
  ),
})

contract('account.followInvitation', {
  'refuses, as an API call, an invitation that another surface sent': given(invitedToAppAgain, {
    send: (token) => ({ query: { token } }),
    expect: { error: 'invalid_invitation', answer: ({ cookies }) => expect(cookies).toEqual([]) },
  }),
  ...linksOfPages<'account.followInvitation'>(invited, (token) => ({ query: { token } }), 'account.acceptInvitation'),
  ...forbiddenLinks<'account.followInvitation'>(mailedInvitation, (token) => ({ query: { token } })),
  'lets in whoever wants no page': given((seeds) => invited(seeds), {
    send: ({ token }) => ({ query: { token } }),
    expect: { status: 200, example: 'joined' },
    then: async (seeds, answer, { hers, token }) => {
      expect(answer.body).toMatchObject({
        profile: {
          identity: { email: carol.email, email_verified: true },
          active_membership: { account_id: hers.accountId, role: 'member' },
        },
      })
      const me = await seeds.call('account.me', { cookies: { refresh_token: cookieOf(answer, 'refresh_token') } })
      expect(me?.body).toMatchObject({ identity: { email: carol.email } })
      expect((await seeds.call('account.followInvitation', { query: { token } }))?.status).toBe(400)
    },
  }),
  'shows a browser a page, and uses nothing up (AC-045)': given((seeds) => invited(seeds), {
    send: ({ token }) => ({ query: { token }, headers: browser }),
    expect: {
      status: 200,
      example: 'invitation_page',
      answer: (answer) => {
        expect(answer.text).toContain('action="/auth/accept-invite"')
        expect(answer.text).toContain(carol.email)
        expect(answer.cookies).toEqual([])
        expectSecretPage(answer)
      },
    },
    then: async (seeds, _answer, { token }) => expect((await accept(seeds, token))?.status).toBe(200),
  }),
  'refuses an address without a token': { expect: { error: 'invalid_request', detail: 'token: is missing' } },
  'refuses a token that was never mailed (AC-090)': {
    send: { query: { token: 'A'.repeat(43) } },
    expect: { error: 'invalid_invitation' },
  },
  'refuses a browser an invitation that was taken, on a page (AC-090)': given(
    async (seeds) => {
      const { token } = await invited(seeds)
      await accept(seeds, token)
      return token
    },
    {
      send: (token) => ({ query: { token }, headers: browser }),
      expect: { status: 400, example: 'refusal_page', answer: expectSecretPage },
    },
  ),
  'refuses an origin that the client does not allow, and uses nothing up': given((seeds) => invited(seeds), {
    send: ({ token }) => ({ query: { token }, headers: { origin: 'https://evil.example' } }),
    expect: { error: 'origin_not_allowed' },
    then: async (seeds, _answer, { token }) => expect((await accept(seeds, token))?.status).toBe(200),
  }),
})

contract('account.acceptInvitation', {
  'says to a browser, on a page, that it has to sign in': given(invitedToAppAgain, {
    send: (token) => ({ ...form({ token }), headers: browser }),
    expect: {
      status: 409,
      example: 'refusal_page',
      answer: (answer) => {
        expect(answer.text).toContain('Sign in instead')
        expectSecretPage(answer)
      },
    },
  }),
  'refuses, as an API call, an invitation that another surface sent': given(invitedToAppAgain, {
    send: (token) => ({ body: { token } }),
    expect: { error: 'invalid_invitation', answer: ({ cookies }) => expect(cookies).toEqual([]) },
  }),
  'says as an API call, too, that somebody has to sign in': {
    inside: 'invitations to the application are of another surface, and only the page takes those',
    ...given((seeds) => invited(seeds), {
      send: ({ token }) => ({ body: { token } }),
      expect: { error: 'user_exists' },
    }),
    given: async (seeds) => {
      const made = await invited(seeds)
      seeds.fail('account.acceptInvitation', 'user_exists')
      return made
    },
  },
  ...linksOfPages<'account.acceptInvitation'>(invited, (token) => ({ body: { token } }), 'account.acceptInvitation'),
  ...forbiddenLinks<'account.acceptInvitation'>(mailedInvitation, (token) => ({ body: { token } })),
  'lets a new person in, with the invited role and without a password': given(
    (seeds) => invited(seeds, { role: 'viewer' }),
    {
      send: ({ token }) => ({ headers: { origin: demo.origin }, body: { token } }),
      expect: { status: 200, example: 'joined' },
      then: async (seeds, answer, { hers }) => {
        const { profile, tokens } = answer.body as SignedIn
        expect(profile).toMatchObject({
          memberships: [{ account_id: hers.accountId, role: 'viewer' }],
          credentials: [{ type: 'email', verified: true }],
        })
        expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.body).toEqual(profile)
        const members = await seeds.call('account.listMembers', inAccount(hers))
        expect(members?.body).toMatchObject({ total: 2, data: [{}, { email: carol.email, role: 'viewer' }] })
      },
    },
  ),
  'lets a browser in by the form of our page, and says so': given((seeds) => invited(seeds), {
    send: ({ token }) => ({
      ...form({ token }),
      headers: { ...browser, origin: 'null', 'sec-fetch-site': 'same-origin' },
    }),
    expect: {
      status: 200,
      example: 'joined_page',
      answer: (answer) => {
        expect(wordsOf(answer.text)).toContain(`You are signed in as ${carol.email}`)
        expectSecretPage(answer)
      },
    },
    then: async (seeds, answer) => {
      const me = await seeds.call('account.me', { cookies: { refresh_token: cookieOf(answer, 'refresh_token') } })
      expect(me?.body).toMatchObject({ identity: { email: carol.email } })
    },
  }),
  'sends a browser on to where the invitation says, without the token': given(
    (seeds) => invited(seeds, { redirect_uri: onward }),
    {
      send: ({ token }) => ({ ...form({ token }), headers: browser }),
      expect: {
        status: 303,
        example: 'empty',
        answer: ({ headers, cookies }) => {
          expect(headers.get('location')).toBe(onward)
          expect(cookies).toHaveLength(1)
        },
      },
    },
  ),
  'renews the CSRF pair that a browser came with (AC-028)': given(
    async (seeds) => ({ ...(await invited(seeds)), csrf: await seeds.csrf() }),
    {
      send: ({ token, csrf }) => ({ body: { token }, cookies: { csrf_session: csrf.session } }),
      expect: {
        status: 200,
        example: 'joined',
        answer: ({ cookies, headers }) => {
          expect(cookies).toHaveLength(2)
          expect(headers.get('x-csrf-token')).toMatch(/^[\w-]{43}$/)
        },
      },
    },
  ),
  'lets in the invited address, whoever is signed in (AC-090)': given(
    async (seeds) => ({ ...(await invited(seeds)), his: await seeds.user(bob) }),
    {
      send: ({ token, his }) => ({ body: { token }, bearer: his.tokens.access_token }),
      expect: {
        status: 200,
        example: 'joined',
        body: (body) => expect(body).toMatchObject({ profile: { identity: { email: carol.email } } }),
      },
      then: async (seeds, _answer, { his }) =>
        expect((await seeds.call('account.listAccounts', { bearer: his.tokens.access_token }))?.body).toMatchObject({
          total: 1,
        }),
    },
  ),
  'adds the account to a person who is here, and signs them in for it alone': given(
    async (seeds) => {
      const theirs = await seeds.user(carol)
      return { ...(await invited(seeds)), theirs }
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: { status: 200, example: 'joined' },
      then: async (seeds, answer, { hers, theirs }) => {
        expect(answer.body).toMatchObject({
          profile: {
            id: theirs.profile.id,
            active_membership: { account_id: hers.accountId },
            memberships: [{ account_id: hers.accountId }],
          },
        })
        const { tokens } = answer.body as SignedIn
        const refreshed = await seeds.call('account.refresh', { body: { refresh_token: tokens.refresh_token } })
        const { access_token: bearer } = refreshed?.body as SignedIn['tokens']
        const seen = await seeds.call('account.listAccounts', { bearer })
        expect(seen?.body).toMatchObject({ total: 1, data: [{ id: hers.accountId }] })
        const me = await seeds.call('account.me', { bearer })
        expect((me?.body as SignedIn['profile']).memberships).toHaveLength(1)
        const own = { bearer, path: { account_id: theirs.accountId } }
        expect((await seeds.call('account.getAccount', own))?.status).toBe(404)
        const switched = { bearer, body: { account_id: theirs.accountId } }
        expect((await seeds.call('account.switchAccount', switched))?.status).toBe(404)
        const back = await seeds.call('account.switchAccount', { bearer, body: { account_id: hers.accountId } })
        expect((back?.body as SignedIn).profile.memberships).toHaveLength(1)
        const fresh = await seeds.call('account.signIn', { body: asCredentials(carol) })
        expect((fresh?.body as SignedIn).profile.memberships).toHaveLength(2)
      },
    },
  ),
  'takes from whoever signed up with the address before it was proved (AC-064)': given(
    async (seeds) => {
      const planted = await seeds.newcomer(carol)
      return { ...(await invited(seeds)), planted }
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: { status: 200, example: 'joined' },
      then: async (seeds, _answer, { planted }) => {
        expect((await seeds.call('account.signIn', { body: asCredentials(carol) }))?.status).toBe(401)
        expect((await seeds.call('account.me', { bearer: planted.tokens.access_token }))?.status).toBe(401)
      },
    },
  ),
  'leaves the role of who is a member already': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      const theirs = await seeds.member(hers, carol, 'viewer')
      return { hers, theirs, ...(await invite(seeds, hers, { role: 'owner' })) }
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: {
        status: 200,
        example: 'joined',
        body: (body) => expect(body).toMatchObject({ profile: { active_membership: { role: 'viewer' } } }),
      },
    },
  ),
  'refuses a role or an account of one’s own (AC-087)': given((seeds) => invited(seeds), {
    send: ({ token }) => ({ body: { token, role: 'owner', account_id: nowhere } as never }),
    expect: { error: 'invalid_request', detail: 'role: is not a field of this request' },
    then: async (seeds, _answer, { token }) => expect((await accept(seeds, token))?.status).toBe(200),
  }),
  'takes one just before its seven days are over (AC-042)': given(
    async (seeds) => {
      const { token } = await invited(seeds)
      await seeds.wait(7 * day - 10)
      return token
    },
    { send: (token) => ({ body: { token } }), expect: { status: 200, example: 'joined' } },
  ),
  'refuses one after its seven days (AC-042)': given(
    async (seeds) => {
      const { token } = await invited(seeds)
      await seeds.wait(7 * day + 1)
      return token
    },
    { send: (token) => ({ body: { token } }), expect: { error: 'invalid_invitation' } },
  ),
  'refuses one that a newer one replaced (AC-041)': given(
    async (seeds) => {
      const { hers, token } = await invited(seeds)
      await invite(seeds, hers)
      return token
    },
    { send: (token) => ({ body: { token } }), expect: { error: 'invalid_invitation' } },
  ),
  'refuses when who invited may not any more (AC-090)': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      const his = await seeds.member(hers, bob, 'owner')
      const { token } = await invite(seeds, { ...his, accountId: hers.accountId })
      await seeds.call('account.updateMember', {
        path: { account_id: hers.accountId, member_id: his.membershipId },
        bearer: hers.tokens.access_token,
        body: { role: 'member' },
      })
      return { hers, token }
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: { error: 'invalid_invitation' },
      then: async (seeds, _answer, { hers }) =>
        expect((await seeds.call('account.listMembers', inAccount(hers)))?.body).toMatchObject({ total: 2 }),
    },
  ),
  'refuses a browser whose form holds a token that was never mailed, on a page': {
    send: { ...form({ token: 'A'.repeat(43) }), headers: browser },
    expect: { status: 400, example: 'refusal_page' },
  },
  'refuses an origin that the client does not allow': given((seeds) => invited(seeds), {
    send: ({ token }) => ({ body: { token }, headers: { origin: 'https://evil.example' } }),
    expect: { error: 'origin_not_allowed' },
  }),
})
