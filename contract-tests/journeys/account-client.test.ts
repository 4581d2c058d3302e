import { expect } from 'vitest'
import { journey } from '../harness/dsl/index.ts'
import { alice, asAuthorization, asCredentials, bob, carol, demo, pkce } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'

const redirectUri = 'https://widget.example.com/callback'

journey(
  'a client of an account acts for its members there, and nowhere else (AC-085)',
  async (step, { seeds, isReal }) => {
    const hers = await seeds.user(alice)
    const his = await seeds.member(hers, bob, 'member')
    await seeds.joins(bob, hers.accountId)
    const client = await seeds.client(hers, { redirect_uris: [redirectUri], audience: demo.audience })
    const query = { ...asAuthorization, client_id: client.id, redirect_uri: redirectUri }
    const code = await seeds.code(bob, query)
    const tokens = await step(
      'oauth.issueToken',
      form({
        grant_type: 'authorization_code',
        client_id: client.id,
        code,
        redirect_uri: redirectUri,
        code_verifier: pkce.verifier,
      }),
      { status: 200, example: 'session_tokens' },
    )
    const bearer = tokens.body.access_token
    const here = { account_id: hers.accountId }
    const elsewhere = { account_id: his.accountId }
    const body = { audience: demo.audience }

    const me = await step('account.me', { bearer }, { status: 200, example: 'profile' })
    const accounts = await step('account.listAccounts', { bearer }, { status: 200, example: 'accounts' })
    await step('account.issueAccountToken', { path: here, bearer, body }, { status: 200, example: 'account_token' })
    if (isReal) {
      expect(me.body.memberships.map(({ account_id }) => account_id)).toEqual([hers.accountId])
      expect(me.body.active_membership).toMatchObject({ account_id: hers.accountId, role: 'member' })
      expect(accounts.body).toMatchObject({ total: 1, data: [{ id: hers.accountId }] })
    }

    const stayed = await step('account.switchAccount', { bearer, body: here }, { status: 200, example: 'switched' })
    if (isReal) {
      const { memberships, active_membership } = stayed.body.profile
      expect(memberships.map(({ account_id }) => account_id)).toEqual([hers.accountId])
      expect(active_membership).toMatchObject({ account_id: hers.accountId })
    }

    await step('account.getAccount', { path: elsewhere, bearer }, { error: 'account_not_found' })
    await step('account.issueAccountToken', { path: elsewhere, bearer, body }, { error: 'account_not_found' })
    await step('account.switchAccount', { bearer, body: elsewhere }, { error: 'account_not_found' })
    const own = await step('account.signIn', { body: asCredentials(bob) }, { status: 200, example: 'signed_in' })
    const ownBearer = own.body.tokens.access_token
    await step('account.getAccount', { path: elsewhere, bearer: ownBearer }, { status: 200, example: 'account' })
  },
)

journey('a client of an account learns nothing of a password of somebody who is no member', async (step, { seeds }) => {
  const client = await seeds.client(await seeds.user(alice), { redirect_uris: [redirectUri] })
  await seeds.caller(carol)
  const query = { ...asAuthorization, client_id: client.id, redirect_uri: redirectUri }
  const { session, token } = await seeds.signInForm(query)
  const sent = { query, cookies: { sign_in_form: session }, ...form({ form_token: token, ...carol }) }
  await step('oauth.authorizeWithPassword', sent, { error: 'invalid_credentials' })
})

journey(
  'a secret that a former owner holds opens nothing, until an owner of today renews it',
  async (_step, { seeds, isReal }) => {
    if (!isReal) return
    const hers = await seeds.user(alice)
    const his = await seeds.member(hers, bob, 'owner')
    await seeds.joins(bob, hers.accountId)
    const path = { account_id: hers.accountId }
    const maker = { ...his, accountId: hers.accountId }
    const client = await seeds.client(maker, { type: 'confidential' })
    const machine = { client_id: client.id, client_secret: client.client_secret ?? '' }
    const ask = (secret = machine) =>
      seeds.call('oauth.issueToken', form({ grant_type: 'client_credentials', ...secret }))
    const token = ((await ask())?.body as { access_token: string }).access_token
    const reads = async (bearer: string) => (await seeds.call('account.getAccount', { path, bearer }))?.status
    expect(await reads(token)).toBe(200)

    const removed = { path: { ...path, member_id: his.membershipId }, bearer: hers.tokens.access_token }
    expect((await seeds.call('account.removeMember', removed))?.status).toBe(204)
    expect([(await ask())?.status, await reads(token)]).toEqual([401, 401])
    const renew = { path: { client_id: client.id }, bearer: hers.tokens.access_token }
    const renewed = (await seeds.call('account.renewClientSecret', renew))?.body as typeof client
    const again = await ask({ ...machine, client_secret: renewed.client_secret ?? '' })
    expect([again?.status, await reads((again?.body as { access_token: string }).access_token)]).toEqual([200, 200])
    expect((await ask())?.status).toBe(401)
  },
)
