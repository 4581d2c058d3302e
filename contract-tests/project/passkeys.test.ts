import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { lastPasskeyCases, ownPasskeyCases } from '../harness/cases/own-passkey-cases.ts'
import { passkeyRequestAt, passkeySignInCases, suspendedPasskeyCases } from '../harness/cases/passkey-sign-in-cases.ts'
import { withPasskeyAt } from '../harness/cases/passkeys-for-factors.ts'
import { contract, given } from '../harness/dsl/index.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

ownPasskeyCases('project')
lastPasskeyCases('project')
passkeySignInCases('project')
suspendedPasskeyCases('project')

const signed = async (seeds: Seeds) => {
  const { device } = await withPasskeyAt(seeds, 'project')
  return { credential: device.get(await passkeyRequestAt(seeds, 'project')) }
}

contract('project.signInWithPasskey', {
  'gives a browser its cookie': given(signed, {
    send: ({ credential }) => ({ body: { credential } }),
    expect: {
      status: 200,
      example: 'signed_in_web',
      body: (body) => expect(body).not.toHaveProperty('refreshToken'),
      answer: ({ cookies }) => expect(cookies[0]).toMatch(/^refresh_token=[\w-]{43};/),
    },
  }),
  'gives a program what it goes on with': given(signed, {
    send: ({ credential }) => ({ query: { client_type: 'mobile' }, body: { credential } }),
    expect: { status: 200, example: 'signed_in_mobile' },
    then: async (seeds, { body }) => {
      const { refreshToken = '' } = body as Wire['ProjectSession']
      const renewed = await seeds.call('project.refresh', { query: { client_type: 'mobile' }, body: { refreshToken } })
      expect(renewed?.status).toBe(200)
    },
  }),
})
