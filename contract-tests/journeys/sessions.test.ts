import { expect } from 'vitest'
import { journey } from '../harness/dsl/index.ts'
import { alice, asCredentials, demo } from '../harness/fixtures/people.ts'
import { cookieOf } from '../harness/seeds/seeds.ts'

journey('a browser keeps its session by cookie, from sign-up to sign-out', async (step, { isReal }) => {
  const started = await step('account.startCsrfSession', {}, { status: 200, example: 'csrf_script' })
  const first = cookieOf(started, 'csrf_session')
  const token = await step(
    'account.getCsrfToken',
    { cookies: { csrf_session: first } },
    { status: 200, example: 'csrf_token' },
  )
  const signedUp = await step(
    'account.signUp',
    {
      headers: { origin: demo.origin, 'x-csrf-token': token.body.csrf_token },
      cookies: { csrf_session: first },
      body: asCredentials(alice),
    },
    { status: 201, example: 'signed_up' },
  )
  const csrf = isReal ? cookieOf(signedUp, 'csrf_session') : first
  const headers = { origin: demo.origin, 'x-csrf-token': signedUp.headers.get('x-csrf-token') ?? token.body.csrf_token }
  const cookies = { csrf_session: csrf, refresh_token: cookieOf(signedUp, 'refresh_token') }
  const me = await step('account.me', { cookies }, { status: 200, example: 'profile' })

  const refreshed = await step('account.refresh', { headers, cookies }, { status: 200, example: 'refreshed' })
  const renewed = { csrf_session: csrf, refresh_token: cookieOf(refreshed, 'refresh_token') || cookies.refresh_token }
  const again = await step('account.me', { cookies: renewed }, { status: 200, example: 'profile' })
  expect(again.body).toEqual(me.body)

  await step('account.signOut', { headers, cookies: renewed }, { status: 204, example: 'empty' })
  await step('account.me', { cookies: renewed }, { error: isReal ? 'invalid_token' : 'unauthorized' })
})

journey('a stolen refresh token ends its family and no other', async (step, { seeds }) => {
  const signedUp = await step('account.signUp', { body: asCredentials(alice) }, { status: 201, example: 'signed_up' })
  const other = await step('account.signIn', { body: asCredentials(alice) }, { status: 200, example: 'signed_in' })
  const stolen = { body: { refresh_token: signedUp.body.tokens.refresh_token } }
  const mine = await step('account.refresh', stolen, { status: 200, example: 'refreshed' })
  // The answer has come: from now on the old token is a copy in somebody's hands.
  await step('account.me', { bearer: mine.body.access_token }, { status: 200, example: 'profile' })
  await seeds.wait(60)

  await step('account.refresh', stolen, { error: 'invalid_refresh_token' })
  await step(
    'account.refresh',
    { body: { refresh_token: mine.body.refresh_token } },
    { error: 'invalid_refresh_token' },
  )
  await step('account.me', { bearer: mine.body.access_token }, { error: 'invalid_token' })
  await step('account.me', { bearer: other.body.tokens.access_token }, { status: 200, example: 'profile' })
})
