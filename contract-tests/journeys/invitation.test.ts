import { expect } from 'vitest'
import { journey } from '../harness/dsl/index.ts'
import { alice, asCredentials, carol, demo } from '../harness/fixtures/people.ts'
import { askAddress } from '../harness/requests/answer.ts'
import { request } from '../harness/requests/request.ts'
import type { Seeds, SignedIn } from '../harness/seeds/seeds.ts'

const asked = { client_id: demo.clientId, email: carol.email }

/** Carol's token from Alice's mail. */
const invited = async (step: Parameters<Parameters<typeof journey>[1]>[0], seeds: Seeds) => {
  const founded = await step('account.signUp', { body: asCredentials(alice) }, { status: 201, example: 'signed_up' })
  const accountId = founded.body.profile.active_membership?.account_id ?? ''
  const verification = await seeds.mail(alice.email, 'verify_email_link')
  const proof = { body: { token: verification.token ?? 'example' } }
  await step('account.verifyEmail', proof, { status: 200, example: 'verified' })
  await step(
    'account.inviteMember',
    {
      path: { account_id: accountId },
      bearer: founded.body.tokens.access_token,
      body: { email: carol.email, role: 'member' },
    },
    { status: 201, example: 'invitation' },
  )
  return { accountId, token: (await seeds.mail(carol.email, 'invitation')).token ?? 'example' }
}

journey(
  'an invited person joins, chooses a password by mail, and signs in with it',
  async (step, { seeds, isReal }) => {
    const { accountId, token } = await invited(step, seeds)
    const joined = await step('account.acceptInvitation', { body: { token } }, { status: 200, example: 'joined' })
    await step('account.sendPasswordReset', { body: asked }, { status: 202, example: 'mail_queued' })
    const reset = await seeds.mail(carol.email, 'reset_password_link')
    await step(
      'account.resetPassword',
      { body: { token: reset.token ?? 'example', password: carol.password } },
      { status: 200, example: 'password_reset' },
    )
    const signedIn = await step('account.signIn', { body: asCredentials(carol) }, { status: 200, example: 'signed_in' })
    if (isReal) {
      expect(signedIn.body.profile.id).toBe((joined.body as SignedIn).profile.id)
      expect(signedIn.body.profile.active_membership).toMatchObject({ account_id: accountId, role: 'member' })
    }
  },
)

journey('an invited person joins, and goes on with magic links', async (step, { seeds, isReal }) => {
  const { accountId, token } = await invited(step, seeds)
  await step('account.followInvitation', { query: { token } }, { status: 200, example: 'joined' })
  await step('account.sendMagicLink', { body: asked }, { status: 202, example: 'mail_queued' })
  const link = await seeds.mail(carol.email, 'magic_link')
  const signedIn = await step(
    'account.signInWithToken',
    { body: { token: link.token ?? 'example' } },
    { status: 200, example: 'signed_in' },
  )
  const active = { account_id: accountId, role: 'member' }
  if (isReal) expect(signedIn.body).toMatchObject({ profile: { active_membership: active } })
})

journey(
  'a mail scanner that looks at an invitation in every way uses nothing up (AC-045)',
  async (step, { seeds, isReal, target }) => {
    if (!isReal) return
    const { token } = await invited(step, seeds)
    const url = `${target.baseUrl}/auth/accept-invite?token=${token}`
    for (const [method, status] of [
      ['HEAD', 200],
      ['OPTIONS', 204],
    ] as const) {
      const answer = await askAddress(url, { method, headers: { accept: 'application/json' } })
      expect([method, answer.status, answer.text]).toEqual([method, status, ''])
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    for (let look = 0; look < 2; look += 1) {
      const page = await request(target.baseUrl, 'account.followInvitation', {
        query: { token },
        headers: { accept: 'text/html,*/*;q=0.8' },
      })
      expect(page.status).toBe(200)
      expect(page.cookies).toEqual([])
    }
    await step('account.acceptInvitation', { body: { token } }, { status: 200, example: 'joined' })
  },
)

journey('one of many who accept an invitation at once gets in (AC-090)', async (step, { seeds, isReal }) => {
  if (!isReal) return
  const { token } = await invited(step, seeds)
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => seeds.call('account.acceptInvitation', { body: { token } })),
  )
  expect(answers.map((answer) => answer!.status).sort()).toEqual([200, ...Array<number>(19).fill(400)])
})

journey(
  'two invitations of one new person at once make one user with two accounts',
  async (_step, { seeds, isReal }) => {
    if (!isReal) return
    const hers = await seeds.user(alice)
    const other = await seeds.account(hers, 'Acme')
    const tokens: string[] = []
    for (const account_id of [hers.accountId, other]) {
      await seeds.call('account.inviteMember', {
        path: { account_id },
        bearer: hers.tokens.access_token,
        body: { email: carol.email, role: 'member' },
      })
      tokens.push((await seeds.mail(carol.email, 'invitation')).token ?? '')
      await seeds.wait(60)
    }
    const joined = await Promise.all(tokens.map((token) => seeds.call('account.acceptInvitation', { body: { token } })))
    const [one, two] = joined.map((answer) => answer!.body as SignedIn)
    expect(one?.profile.id).toBe(two?.profile.id)
    // Whoever came first was made by it and is in both; the other one found her there.
    const seen = [one, two].map((session) => seeds.call('account.me', { bearer: session?.tokens.access_token ?? '' }))
    const counts = (await Promise.all(seen)).map((me) => (me?.body as SignedIn['profile']).memberships.length)
    expect(counts.sort()).toEqual([1, 2])
  },
)
