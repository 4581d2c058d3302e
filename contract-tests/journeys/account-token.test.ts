import { createLocalJWKSet, jwtVerify } from 'jose'
import { expect } from 'vitest'
import { journey } from '../harness/dsl/index.ts'
import { alice, asCredentials, demo } from '../harness/fixtures/people.ts'

journey('a token for an audience opens a resource server', async (step, { isReal }) => {
  await step('account.signUp', { body: asCredentials(alice) }, { status: 201, example: 'signed_up' })
  const signedIn = await step('account.signIn', { body: asCredentials(alice) }, { status: 200, example: 'signed_in' })
  const { profile, tokens } = signedIn.body
  const accountId = profile.active_membership?.account_id ?? ''
  const issued = await step(
    'account.issueAccountToken',
    { path: { account_id: accountId }, bearer: tokens.access_token, body: { audience: demo.audience } },
    { status: 200, example: 'account_token' },
  )
  const discovered = await step('oauth.getConfiguration', {}, { status: 200, example: 'configuration' })
  const keys = await step('oauth.getJwks', {}, { status: 200, example: 'keys' })
  if (!isReal) return

  const { payload, protectedHeader } = await jwtVerify(
    issued.body.access_token,
    createLocalJWKSet(keys.body as never),
    {
      issuer: (discovered.body as { issuer: string }).issuer,
      audience: demo.audience,
      typ: 'at+jwt',
      algorithms: ['ES256'],
    },
  )
  expect(payload).toMatchObject({ acc: accountId, role: 'owner', uid: profile.id })
  expect(protectedHeader.kid).toBe((keys.body as { keys: { kid: string }[] }).keys[0]?.kid)
})
