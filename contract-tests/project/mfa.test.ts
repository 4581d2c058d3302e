import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { ownMfaCases } from '../harness/cases/own-mfa-cases.ts'
import { passkeyFactorCases } from '../harness/cases/passkey-factor-cases.ts'
import { requiredPasskeyCases } from '../harness/cases/required-passkey-cases.ts'
import { alice } from '../harness/fixtures/people.ts'
import { factorOf } from '../harness/cases/reauthentication-cases.ts'
import { ticketOf } from '../harness/seeds/ticket.ts'

ownMfaCases('project')
passkeyFactorCases('project')
requiredPasskeyCases('project')

contract('project.challengeMfa', {
  'gives a browser its cookie': given(
    async (seeds) => {
      await seeds.appCaller(alice)
      const { secret } = await factorOf(seeds, 'project', (await seeds.projectSession(alice)).accessToken)
      await seeds.wait(30)
      const mfaToken = ticketOf(await seeds.call('project.signIn', { body: alice }))
      return { mfaToken, code: await seeds.totp(secret) }
    },
    {
      send: (body) => ({ body }),
      expect: {
        status: 200,
        example: 'signed_in_web',
        body: (body) => expect(Object.keys(body).sort()).toEqual(['accessToken', 'csrfToken', 'user']),
        answer: ({ cookies }) => expect(cookies[0]).toMatch(/^refresh_token=[\w-]{43};/),
      },
    },
  ),
})
