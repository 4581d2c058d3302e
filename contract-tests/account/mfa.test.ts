import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { ownMfaCases, secondStep } from '../harness/cases/own-mfa-cases.ts'
import { passkeyFactorCases } from '../harness/cases/passkey-factor-cases.ts'
import { requiredPasskeyCases } from '../harness/cases/required-passkey-cases.ts'
import { requestAt, secondStepAt, withPasskeyAt } from '../harness/cases/passkeys-for-factors.ts'
import { alice, asCredentials, demo } from '../harness/fixtures/people.ts'
import { factorOf, signInAt } from '../harness/cases/reauthentication-cases.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { ticketOf } from '../harness/seeds/ticket.ts'

ownMfaCases('account')
passkeyFactorCases('account')
requiredPasskeyCases('account')

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
  'refuses what a sign-in with nothing typed was asked, and the other way round': given(
    async (seeds) => {
      const { device, bearer } = await withPasskeyAt(seeds, 'account')
      await factorOf(seeds, 'account', bearer)
      const ticket = ticketOf(await signInAt(seeds, 'account', alice))
      const ofStep = device.get(await requestAt(seeds, 'account', ticket))
      const begun = await seeds.call('account.beginPasskeySignIn', { body: { client_id: demo.clientId } })
      const { public_key } = (begun?.body ?? { public_key: undefined }) as Partial<Wire['AccountPasskeyRequest']>
      return { ticket, ofStep, credential: public_key ? device.get(public_key) : ofStep }
    },
    {
      send: ({ ticket, credential }) => secondStepAt('account', ticket, { credential }),
      expect: { error: 'invalid_passkey' },
      then: async (seeds, _answer, { ofStep: credential }) => {
        const body = { client_id: demo.clientId, credential }
        expect((await seeds.call('account.signInWithPasskey', { body }))?.status).toBe(400)
      },
    },
  ),
})

const asked = { body: { client_id: demo.clientId, mfa_token: 'example' } }

contract('account.beginPasskeyChallenge', {
  'refuses a ticket that another client got': given(
    async (seeds) => {
      const { owner } = await withFactor(seeds)
      const { id } = await seeds.client(owner)
      const body = { ...asCredentials(alice), client_id: id }
      return { ticket: ticketOf(await seeds.call('account.signIn', { body })) }
    },
    {
      send: ({ ticket }) => ({ body: { client_id: demo.clientId, mfa_token: ticket } }),
      expect: { error: 'invalid_mfa_token' },
    },
  ),
  'refuses a client that nobody knows': {
    send: { body: { ...asked.body, client_id: 'cid_nobody' } },
    expect: { error: 'unknown_client' },
  },
  'refuses a browser whose CSRF token is of another': given((seeds) => seeds.csrf(), {
    send: ({ session }) => ({
      body: { ...asked.body, csrf_token: 'other' },
      cookies: { csrf_session: session },
    }),
    expect: { error: 'csrf_mismatch' },
  }),
  'refuses an origin that is not of the client': {
    send: { ...asked, headers: { origin: 'https://elsewhere.example' } },
    expect: { error: 'origin_not_allowed' },
  },
})
