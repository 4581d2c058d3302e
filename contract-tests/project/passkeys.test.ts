import { lastPasskeyCases, ownPasskeyCases } from '../harness/cases/own-passkey-cases.ts'
import { passkeyRequestAt, passkeySignInCases, suspendedPasskeyCases } from '../harness/cases/passkey-sign-in-cases.ts'
import { withPasskeyAt } from '../harness/cases/passkeys-for-factors.ts'
import { contract, given } from '../harness/dsl/index.ts'

ownPasskeyCases('project')
lastPasskeyCases('project')
passkeySignInCases('project')
suspendedPasskeyCases('project')

contract('project.signInWithPasskey', {
  'gives a browser its cookie': given(
    async (seeds) => {
      const { device } = await withPasskeyAt(seeds, 'project')
      return { credential: device.get(await passkeyRequestAt(seeds, 'project')) }
    },
    { send: ({ credential }) => ({ body: { credential } }), expect: { status: 200, example: 'signed_in_web' } },
  ),
})
