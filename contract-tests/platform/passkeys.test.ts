import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { ownPasskeyCases } from '../harness/cases/own-passkey-cases.ts'
import { passkeyRequestAt, passkeySignInAt, passkeySignInCases } from '../harness/cases/passkey-sign-in-cases.ts'
import { requestAt, secondStepAt, withPasskeyAt } from '../harness/cases/passkeys-for-factors.ts'
import { signInAt } from '../harness/cases/reauthentication-cases.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { createAuthenticator } from '../harness/fixtures/authenticator.ts'
import { dana } from '../harness/seeds/backend.ts'
import { addPasskey } from '../harness/seeds/passkeys.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { ticketOf } from '../harness/seeds/ticket.ts'
import { colleague } from './colleague.ts'

ownPasskeyCases('platform')
passkeySignInCases('platform')

contract('platform.challengeMfa', {
  'asks whoever has a passkey for it, after the password': given(
    async (seeds) => {
      const { device } = await withPasskeyAt(seeds, 'platform')
      const next = await signInAt(seeds, 'platform', dana)
      if (next) expect(next.body).toMatchObject({ mfa_required: true, factors: ['passkey'] })
      const ticket = ticketOf(next)
      return { ticket, credential: device.get(await requestAt(seeds, 'platform', ticket)) }
    },
    {
      send: ({ ticket, credential }) => secondStepAt('platform', ticket, { credential }) as never,
      expect: { status: 200, example: 'signed_in' },
    },
  ),
})

/** A colleague, who was invited and has a passkey. */
const withColleague = async (seeds: Seeds) => {
  const { access_token: bearer } = await seeds.platformCaller(dana)
  const { memberId, bearer: own } = await colleague(seeds, bearer)
  const device = createAuthenticator()
  await addPasskey(seeds, 'platform', own, device)
  return { bearer, path: { memberId }, credential: device.get(await passkeyRequestAt(seeds, 'platform')) }
}

contract('platform.signInWithPasskey', {
  'signs a colleague in': given(withColleague, {
    send: ({ credential }) => passkeySignInAt('platform', credential) as never,
    expect: { status: 200, example: 'signed_in' },
  }),
  'refuses an administrator who was taken off': given(
    async (seeds) => {
      const { credential, ...removing } = await withColleague(seeds)
      const removed = await seeds.call('platform.removeMember', removing)
      if (removed) expect(removed.status, removed.text).toBe(200)
      return { credential }
    },
    {
      send: ({ credential }) => passkeySignInAt('platform', credential) as never,
      expect: { error: 'invalid_passkey' },
    },
  ),
})

contract('platform.removePasskey', {
  'has sign-ins ask for the password alone': given(
    async (seeds) => {
      const { bearer } = await withPasskeyAt(seeds, 'platform')
      const listed = (await seeds.call('platform.listPasskeys', { bearer }))?.body as Wire['PasskeyList'] | undefined
      return { bearer, path: { passkeyId: listed?.data[0]?.id ?? '0199c0de-0000-7000-8000-0000000009a5' } }
    },
    {
      send: (made) => made,
      expect: { status: 200, example: 'removed' },
      then: async (seeds) => expect((await signInAt(seeds, 'platform', dana))?.body).toHaveProperty('access_token'),
    },
  ),
})
