import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import { journey } from '../harness/dsl/index.ts'
import { alice, asCredentials, bob, demo } from '../harness/fixtures/people.ts'
import type { SignedIn } from '../harness/seeds/seeds.ts'

const inAccount = ({ accountId, tokens }: SignedIn) => ({
  path: { account_id: accountId },
  bearer: tokens.access_token,
})

journey('a team grows below an account, and its people move between the two', async (step, { isReal, seeds }) => {
  const founded = await step('account.signUp', { body: asCredentials(alice) }, { status: 201, example: 'signed_up' })
  const bearer = founded.body.tokens.access_token
  const parentId = founded.body.profile.active_membership?.account_id ?? ''
  const verification = await seeds.mail(alice.email, 'verify_email_link')
  const proof = { body: { token: verification.token ?? 'example' } }
  await step('account.verifyEmail', proof, { status: 200, example: 'verified' })
  const child = await step(
    'account.createChildAccount',
    { path: { account_id: parentId }, bearer, body: { name: 'Acme North' } },
    { status: 201, example: 'child' },
  )
  const joined = await step('account.signUp', { body: asCredentials(bob) }, { status: 201, example: 'signed_up' })
  const added = await step(
    'account.addMember',
    {
      path: { account_id: child.body.id },
      bearer,
      body: { user_id: joined.body.profile.id, role: 'member' },
    },
    { status: 201, example: 'member' },
  )
  const switched = await step(
    'account.switchAccount',
    { bearer: joined.body.tokens.access_token, body: { account_id: child.body.id } },
    { status: 200, example: 'switched' },
  )
  const issued = await step(
    'account.issueAccountToken',
    {
      path: { account_id: child.body.id },
      bearer: switched.body.tokens.access_token,
      body: { audience: demo.audience },
    },
    { status: 200, example: 'account_token' },
  )
  if (isReal) expect(decodeJwt(issued.body.access_token)).toMatchObject({ acc: child.body.id, role: 'member' })

  await step('account.deleteAccount', { path: { account_id: parentId }, bearer }, { error: 'account_has_children' })
  await step(
    'account.removeMember',
    { path: { account_id: child.body.id, member_id: added.body.id }, bearer },
    { status: 204, example: 'empty' },
  )
  await step(
    'account.issueAccountToken',
    {
      path: { account_id: child.body.id },
      bearer: switched.body.tokens.access_token,
      body: { audience: demo.audience },
    },
    { error: 'account_not_found' },
  )
  await step(
    'account.deleteAccount',
    { path: { account_id: child.body.id }, bearer },
    { status: 204, example: 'empty' },
  )
  await step('account.deleteAccount', { path: { account_id: parentId }, bearer }, { status: 204, example: 'empty' })
  const me = await step('account.me', { bearer }, { status: 200, example: 'profile' })
  if (isReal) expect(me.body).toMatchObject({ memberships: [], active_membership: null })
})

journey(
  'any number of waitlist calls at once are all answered, and leave one state (AC-121)',
  async (_step, { seeds, isReal }) => {
    if (!isReal) return
    const hers = await seeds.caller(alice)
    const sent = { path: { feature: 'bulk-export' }, bearer: hers.tokens.access_token }
    for (let round = 0; round < 20; round += 1) {
      const ids = Array.from({ length: 50 }, (_, index) =>
        index % 2 ? 'account.leaveWaitlist' : 'account.joinWaitlist',
      )
      const answers = await Promise.all(ids.map((id) => seeds.call(id as 'account.joinWaitlist', sent)))
      expect(answers.filter((answer) => answer!.status >= 300)).toEqual([])
      const last = round % 2 ? 'account.joinWaitlist' : 'account.leaveWaitlist'
      await seeds.call(last, sent)
      const list = await seeds.call('account.listWaitlists', { bearer: sent.bearer })
      expect(list?.body).toMatchObject({ total: round % 2 })
    }
  },
  60_000,
)

journey(
  'a token issued after a role was changed never has the old one (AC-122)',
  async (_step, { seeds, isReal }) => {
    if (!isReal) return
    const hers = await seeds.user(alice)
    const his = await seeds.member(hers, bob, 'member')
    const asked = { ...inAccount(hers), bearer: his.tokens.access_token, body: { audience: demo.audience } }
    const change = (role: 'member' | 'viewer') =>
      seeds.call('account.updateMember', {
        path: { account_id: hers.accountId, member_id: his.membershipId },
        bearer: hers.tokens.access_token,
        body: { role },
      })
    for (let round = 0; round < 100; round += 1) {
      const role = round % 2 ? 'member' : 'viewer'
      const [changed, racing] = await Promise.all([change(role), seeds.call('account.issueAccountToken', asked)])
      expect([changed?.status, racing?.status]).toEqual([200, 200])
      const after = await seeds.call('account.issueAccountToken', asked)
      expect(decodeJwt((after?.body as { access_token: string }).access_token)).toMatchObject({ role })
    }
  },
  60_000,
)

journey('owners who all leave at once never leave an account without one', async (_step, { seeds, isReal }) => {
  if (!isReal) return
  const hers = await seeds.user(alice)
  const his = await seeds.member(hers, bob, 'owner')
  const herMembership = hers.profile.memberships[0]?.id ?? ''
  const leave = (who: SignedIn, member_id: string) =>
    seeds.call('account.removeMember', {
      path: { account_id: hers.accountId, member_id },
      bearer: who.tokens.access_token,
    })
  const answers = await Promise.all([
    leave(hers, herMembership),
    leave(his, his.membershipId),
    leave(hers, his.membershipId),
    leave(his, herMembership),
  ])
  const refusals = answers.map((answer) => answer!.status).sort()
  expect(refusals[0]).toBe(204)
  expect(refusals.filter((status) => status === 204)).toHaveLength(1)
  const left = [hers, his].map((who) =>
    seeds.call('account.listMembers', { ...inAccount(hers), bearer: who.tokens.access_token }),
  )
  const seen = (await Promise.all(left)).filter((answer) => answer?.status === 200)
  expect(seen.map((answer) => answer?.body)).toMatchObject([{ total: 1, data: [{ role: 'owner' }] }])
})
