// Where one is a member and where one is asked to become one, on the page of one's own account.
import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { type Person, alice, carol } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import { type Seeds, cookieOf, valueOf } from '../harness/seeds/seeds.ts'

/** The page as somebody has it now, and what sends a form of it. */
const pageOf = async (seeds: Seeds, browser_session: string) => {
  const shown = await seeds.call('account.showOwnPage', { cookies: { browser_session } })
  const cookies = { browser_session, account_form: shown ? cookieOf(shown, 'account_form') : 'example' }
  const form_token = valueOf(shown, 'form_token')
  const sent = (action: string, more: Record<string, string>) => ({
    cookies,
    headers: { accept: 'text/html' },
    ...form({ form_token, action, ...more }),
  })
  const text = shown?.text ?? ''
  /** The id that a form of the page has, `nth` of those with the action. */
  const idOf = (action: string, nth = 0) =>
    [...text.matchAll(new RegExp(`value="${action}"[^<]*<input type="hidden" name="id" value="([^"]+)"`, 'g'))][
      nth
    ]?.[1] ?? 'example'
  return { text, sent, idOf }
}

const openPage = async (seeds: Seeds, person: Person) => {
  const browser_session = await seeds.browserSession(person)
  return { browser_session, ...(await pageOf(seeds, browser_session)) }
}

const membersOf = async (seeds: Seeds, hers: Awaited<ReturnType<Seeds['user']>>) => {
  const path = { account_id: hers.accountId }
  const answer = await seeds.call('account.listMembers', { path, bearer: hers.tokens.access_token })
  return (answer?.body as { total: number } | undefined)?.total
}

/** Carol, whom Alice has invited into her account. */
const invited = async (seeds: Seeds) => {
  const hers = await seeds.user(alice)
  await seeds.user(carol)
  await seeds.call('account.inviteMember', {
    path: { account_id: hers.accountId },
    bearer: hers.tokens.access_token,
    body: { email: carol.email, role: 'member' },
  })
  const { token } = await seeds.mail(carol.email, 'invitation')
  return { hers, token: token ?? 'example', ...(await openPage(seeds, carol)) }
}

/** Carol, whom Alice has put into her account by her id. */
const added = async (seeds: Seeds) => {
  const hers = await seeds.user(alice)
  const his = await seeds.user(carol)
  await seeds.call('account.addMember', {
    path: { account_id: hers.accountId },
    bearer: hers.tokens.access_token,
    body: { user_id: his.profile.id, role: 'member' },
  })
  return { hers, ...(await openPage(seeds, carol)) }
}

contract('account.submitOwnPage', {
  'accepts an invitation to the address of who is signed in, and leaves again': given(invited, {
    send: ({ sent, idOf }) => sent('accept_invitation', { id: idOf('accept_invitation') }),
    expect: { status: 303, example: 'empty' },
    then: async (seeds, _answer, { hers, browser_session }) => {
      expect(await membersOf(seeds, hers)).toBe(2)
      const after = await pageOf(seeds, browser_session)
      expect(after.text).not.toContain('You are invited to')
      const left = await seeds.call('account.submitOwnPage', after.sent('leave', { id: after.idOf('leave') }))
      expect(left?.headers.get('location')).toContain('done=leave')
      expect(await membersOf(seeds, hers)).toBe(1)
    },
  }),
  'declines an invitation, which lets nobody in any more': given(invited, {
    send: ({ sent, idOf }) => sent('decline_invitation', { id: idOf('decline_invitation') }),
    expect: { status: 303, example: 'empty' },
    then: async (seeds, _answer, { hers, token }) => {
      expect((await seeds.call('account.acceptInvitation', { body: { token } }))?.status).toBe(400)
      expect(await membersOf(seeds, hers)).toBe(1)
    },
  }),
  'lets one answer win, where an invitation is accepted and declined at once': given(
    async (seeds) => {
      const made = await invited(seeds)
      const { sent, idOf } = made
      const id = idOf('accept_invitation')
      const answers = await Promise.all(
        ['accept_invitation', 'decline_invitation'].map((action) =>
          seeds.call('account.submitOwnPage', sent(action, { id })),
        ),
      )
      return { ...made, id, statuses: answers.map((answer) => answer?.status) }
    },
    {
      send: ({ sent, id }) => sent('decline_invitation', { id }),
      expect: { status: 400, example: 'problem_page' },
      then: async (seeds, _answer, { hers, statuses }) => {
        expect([...statuses].sort()).toEqual([303, 400])
        expect(await membersOf(seeds, hers)).toBe(statuses[0] === 303 ? 2 : 1)
      },
    },
  ),
  'answers no invitation of somebody else': given(
    async (seeds) => {
      const { idOf, token } = await invited(seeds)
      return { token, id: idOf('decline_invitation'), ...(await openPage(seeds, alice)) }
    },
    {
      send: ({ sent, id }) => sent('decline_invitation', { id }),
      expect: { status: 400, example: 'problem_page' },
      then: async (seeds, _answer, { token }) =>
        expect((await seeds.call('account.acceptInvitation', { body: { token } }))?.status).toBe(200),
    },
  ),
  'shows none to who has not proven the address': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      await seeds.newcomer(carol)
      await seeds.call('account.inviteMember', {
        path: { account_id: hers.accountId },
        bearer: hers.tokens.access_token,
        body: { email: carol.email, role: 'member' },
      })
      return openPage(seeds, carol)
    },
    {
      send: ({ sent }) => sent('accept_invitation', { id: 'example' }),
      expect: { status: 400, example: 'problem_page' },
      then: async (_seeds, _answer, { text }) => expect(text).not.toContain('You are invited to'),
    },
  ),
  'takes as theirs where somebody else has put them': given(added, {
    send: ({ sent, idOf }) => sent('join', { id: idOf('join') }),
    expect: { status: 303, example: 'empty' },
    then: async (seeds, _answer, { text, browser_session }) => {
      expect(text).toContain('Somebody put you there.')
      expect((await pageOf(seeds, browser_session)).text).not.toContain('Somebody put you there.')
    },
  }),
  'leaves where somebody else has put them': given(added, {
    send: ({ sent, idOf }) => sent('leave', { id: idOf('leave') }),
    expect: { status: 303, example: 'empty' },
    then: async (seeds, _answer, { hers }) => expect(await membersOf(seeds, hers)).toBe(1),
  }),
  'keeps the only owner, who is not asked to leave': given(
    async (seeds) => {
      const { accountId } = await seeds.user(alice)
      return { id: accountId.replace(/^acc_/, ''), ...(await openPage(seeds, alice)) }
    },
    {
      send: ({ sent, id }) => sent('leave', { id }),
      expect: { status: 400, example: 'problem_page' },
      then: async (_seeds, { text }, before) => {
        expect(text).toContain('You are its only owner.')
        expect(before.text).not.toContain('value="leave"')
      },
    },
  ),
  'knows no place of others': given(
    async (seeds) => {
      const { accountId } = await seeds.user(alice)
      await seeds.caller(carol)
      return { id: accountId.replace(/^acc_/, ''), ...(await openPage(seeds, carol)) }
    },
    { send: ({ sent, id }) => sent('join', { id }), expect: { status: 400, example: 'problem_page' } },
  ),
})
