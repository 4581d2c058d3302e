import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { ownMfaCases, secondStep } from '../harness/cases/own-mfa-cases.ts'
import { alice, asCredentials, demo } from '../harness/fixtures/people.ts'
import { factorOf } from '../harness/cases/reauthentication-cases.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { ticketOf } from '../harness/seeds/ticket.ts'

ownMfaCases('account')

const withFactor = async (seeds: Seeds) => {
  const owner = await seeds.user(alice)
  const factor = await factorOf(seeds, 'account', owner.tokens.access_token)
  await seeds.wait(30)
  return { owner, ...factor }
}

contract('account.challengeMfa', {
  'goes on from a magic link, which is used up': given(
    async (seeds) => {
      const { secret } = await withFactor(seeds)
      await seeds.call('account.sendMagicLink', { body: { client_id: demo.clientId, email: alice.email } })
      const token = (await seeds.mail(alice.email, 'magic_link')).token ?? 'example'
      const refused = await seeds.call('account.signInWithToken', { body: { token } })
      return { ticket: ticketOf(refused), token, code: await seeds.totp(secret) }
    },
    {
      send: ({ ticket, code }) => secondStep('account', ticket, code),
      expect: { status: 200, example: 'signed_in' },
      then: async (seeds, _answer, { token }) =>
        expect((await seeds.call('account.signInWithToken', { body: { token } }))?.status).toBe(400),
    },
  ),
  'refuses a ticket that another client got': given(
    async (seeds) => {
      const { owner, secret } = await withFactor(seeds)
      const { id } = await seeds.client(owner)
      const body = { ...asCredentials(alice), client_id: id }
      return { ticket: ticketOf(await seeds.call('account.signIn', { body })), code: await seeds.totp(secret) }
    },
    { send: ({ ticket, code }) => secondStep('account', ticket, code), expect: { error: 'invalid_mfa_token' } },
  ),
  'refuses a client that nobody knows': {
    send: { body: { client_id: 'cid_nobody', mfa_token: 'example', code: '000000' } },
    expect: { error: 'unknown_client' },
  },
  'refuses a browser whose CSRF token is of another': given((seeds) => seeds.csrf(), {
    send: ({ session }) => ({
      body: { client_id: demo.clientId, mfa_token: 'example', code: '000000', csrf_token: 'other' },
      cookies: { csrf_session: session },
    }),
    expect: { error: 'csrf_mismatch' },
  }),
  'refuses an origin that is not of the client': {
    send: { ...secondStep('account', 'example', '000000'), headers: { origin: 'https://elsewhere.example' } },
    expect: { error: 'origin_not_allowed' },
  },
})
