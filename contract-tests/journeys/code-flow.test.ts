import { expect } from 'vitest'
import { journey } from '../harness/dsl/index.ts'
import { alice, asAuthorization, asCredentials, asMachine, demo, pkce } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'

journey('an app signs a person in by code, refreshes, and signs them out', async (step, { seeds, isReal }) => {
  await step('account.signUp', { body: asCredentials(alice) }, { status: 201, example: 'signed_up' })
  await step('oauth.authorize', { query: asAuthorization }, { status: 200, example: 'sign_in_page' })
  const { session, token } = await seeds.signInForm(asAuthorization)
  const sent = await step(
    'oauth.authorizeWithPassword',
    { query: asAuthorization, cookies: { sign_in_form: session }, ...form({ form_token: token, ...alice }) },
    { status: 303, example: 'empty' },
  )
  const code = new URL(sent.headers.get('location')!).searchParams.get('code')!
  const exchange = form({
    grant_type: 'authorization_code',
    client_id: demo.clientId,
    code,
    redirect_uri: demo.redirectUri,
    code_verifier: pkce.verifier,
  })
  const first = await step('oauth.issueToken', exchange, { status: 200, example: 'session_tokens' })
  const me = await step('account.me', { bearer: first.body.access_token }, { status: 200, example: 'profile' })
  if (isReal) expect(me.body).toMatchObject({ identity: { email: alice.email } })

  const refresh = { grant_type: 'refresh_token', client_id: demo.clientId, refresh_token: first.body.refresh_token! }
  const second = await step('oauth.issueToken', form(refresh), { status: 200, example: 'session_tokens' })
  const ended = { client_id: demo.clientId, token: second.body.refresh_token! }
  await step('oauth.revokeToken', form(ended), { status: 200, example: 'empty' })
  await step('account.me', { bearer: second.body.access_token }, { error: 'invalid_token' })
  await step(
    'oauth.introspectToken',
    { body: { ...asMachine, token: second.body.access_token } },
    { status: 200, example: 'inactive' },
  )
})
