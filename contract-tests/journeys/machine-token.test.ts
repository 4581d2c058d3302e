import { createLocalJWKSet, jwtVerify } from 'jose'
import { expect } from 'vitest'
import { journey } from '../harness/dsl/index.ts'
import { asMachine, demo, machine } from '../harness/fixtures/people.ts'

journey("a machine's token opens a resource server, and nothing of a person's here", async (step, { isReal }) => {
  const discovered = await step('oauth.getConfiguration', {}, { status: 200, example: 'configuration' })
  const issued = await step(
    'oauth.issueToken',
    { body: { grant_type: 'client_credentials', ...asMachine, audience: demo.audience } },
    { status: 200, example: 'machine_token' },
  )
  const keys = await step('oauth.getJwks', {}, { status: 200, example: 'keys' })
  await step('account.me', { bearer: issued.body.access_token }, { error: 'invalid_token' })

  const own = await step(
    'oauth.issueToken',
    { body: { grant_type: 'client_credentials', ...asMachine } },
    { status: 200, example: 'machine_token' },
  )
  await step('account.me', { bearer: own.body.access_token }, { error: isReal ? 'unauthorized' : 'invalid_token' })
  if (!isReal) return

  const { payload } = await jwtVerify(issued.body.access_token, createLocalJWKSet(keys.body as never), {
    issuer: (discovered.body as { issuer: string }).issuer,
    audience: demo.audience,
    typ: 'at+jwt',
    algorithms: ['ES256'],
  })
  expect(payload).toMatchObject({ sub: machine.clientId, client_id: machine.clientId, cid: machine.clientId })
})
