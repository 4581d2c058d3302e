import { expect } from 'vitest'
import { lastPasskeyCases, ownPasskeyCases } from '../harness/cases/own-passkey-cases.ts'
import { passkeySignInAt, passkeySignInCases, suspendedPasskeyCases } from '../harness/cases/passkey-sign-in-cases.ts'
import { withPasskeyAt } from '../harness/cases/passkeys-for-factors.ts'
import { signedUpAt } from '../harness/cases/reauthentication-cases.ts'
import { exampleOf } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { type Odd, createAuthenticator } from '../harness/fixtures/authenticator.ts'
import { alice, demo } from '../harness/fixtures/people.ts'
import { creationFor } from '../harness/seeds/passkeys.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import type { Wire } from '../../generated/operations.ts'

ownPasskeyCases('account')
lastPasskeyCases('account')
passkeySignInCases('account')
suspendedPasskeyCases('account')

const example = exampleOf('account.beginPasskeySignIn', 200, 'options') as Wire['AccountPasskeyRequest']

const requestFor = async (seeds: Seeds, client_id: string = demo.clientId) => {
  const begun = await seeds.call('account.beginPasskeySignIn', { body: { client_id } })
  return ((begun?.body as Wire['AccountPasskeyRequest'] | undefined) ?? example).public_key
}

/** Signed in, with what an authenticator has made for them. */
const touched = async (seeds: Seeds, odd: Odd = {}) => {
  const { bearer } = await signedUpAt(seeds, 'account')
  return { bearer, credential: createAuthenticator().create(await creationFor(seeds, 'account', { bearer }), odd) }
}

const adding = ({ bearer, credential }: { bearer: string; credential: Wire['PasskeyAttestation'] }) => ({
  bearer,
  body: { name: 'Laptop', credential },
})

const refusing = (odd: Odd) =>
  given<'account.addPasskey', Awaited<ReturnType<typeof touched>>>((seeds) => touched(seeds, odd), {
    send: adding,
    expect: { error: 'invalid_passkey' },
  })

contract('account.beginPasskey', {
  'needs no address': given((seeds) => signedUpAt(seeds, 'account'), {
    send: ({ bearer }) => ({ bearer }),
    expect: {
      status: 200,
      example: 'options',
      body: ({ public_key }) => {
        expect(public_key.authenticatorSelection).toEqual({
          residentKey: 'required',
          requireResidentKey: true,
          userVerification: 'required',
        })
        expect([public_key.attestation, public_key.excludeCredentials]).toEqual(['none', []])
      },
    },
  }),
  'leaves out those that the person has': given((seeds) => withPasskeyAt(seeds, 'account'), {
    send: ({ bearer }) => ({ bearer }),
    expect: {
      status: 200,
      example: 'options',
      body: ({ public_key }) => expect(public_key.excludeCredentials).toHaveLength(1),
    },
  }),
})

contract('account.addPasskey', {
  'says what it keeps': given(touched, {
    send: adding,
    expect: {
      status: 201,
      example: 'added',
      body: (body) => expect(body).toMatchObject({ name: 'Laptop', backed_up: true, last_used_at: null }),
    },
  }),
  'makes one passkey of one challenge, however that is written': given(
    async (seeds) => {
      const { bearer, device } = await withPasskeyAt(seeds, 'account')
      const options = await creationFor(seeds, 'account', { bearer })
      await seeds.call('account.addPasskey', adding({ bearer, credential: device.create(options) }))
      const text = `${Buffer.from(options.challenge, 'base64url').toString()}.more`
      const challenge = Buffer.from(text).toString('base64url')
      const next = await creationFor(seeds, 'account', { bearer })
      return { bearer, credential: createAuthenticator().create(next, { challenge }) }
    },
    { send: adding, expect: { error: 'invalid_passkey' } },
  ),
  'refuses one that did not verify its user': refusing({ userVerified: false }),
  'refuses one of a frame in another page': refusing({ crossOrigin: true }),
  'refuses a challenge that was made up': refusing({ challenge: 'bWFkZSB1cA' }),
  'refuses an answer after five minutes': given(
    async (seeds) => {
      const made = await touched(seeds)
      await seeds.wait(301)
      return made
    },
    { send: adding, expect: { error: 'invalid_passkey' } },
  ),
  'refuses what another session was asked': given(
    async (seeds) => {
      const { credential } = await touched(seeds)
      const other = await seeds.session(alice)
      return { bearer: other.tokens.access_token, credential }
    },
    { send: adding, expect: { error: 'invalid_passkey' } },
  ),
  'refuses what a sign-in was asked': given(
    async (seeds) => {
      const { challenge } = await requestFor(seeds)
      return touched(seeds, { challenge })
    },
    { send: adding, expect: { error: 'invalid_passkey' } },
  ),
})

const elsewhere = { headers: { origin: 'https://elsewhere.example' } }

contract('account.beginPasskeySignIn', {
  'refuses a client that nobody knows': {
    send: { body: { client_id: 'cid_nobody' } },
    expect: { error: 'unknown_client' },
  },
  'refuses an origin that is not of the client': {
    send: { body: { client_id: demo.clientId }, ...elsewhere },
    expect: { error: 'origin_not_allowed' },
  },
  'refuses a browser whose CSRF token is of another': given((seeds) => seeds.csrf(), {
    send: ({ session }) => ({
      body: { client_id: demo.clientId, csrf_token: 'other' },
      cookies: { csrf_session: session },
    }),
    expect: { error: 'csrf_mismatch' },
  }),
})

/** What an authenticator with a passkey of Alice's answers. */
const answered = async (seeds: Seeds) => {
  const { device } = await withPasskeyAt(seeds, 'account')
  return { credential: device.get(await requestFor(seeds)) }
}

contract('account.signInWithPasskey', {
  'refuses what another client asked for': given(
    async (seeds) => {
      const { device } = await withPasskeyAt(seeds, 'account')
      const { id } = await seeds.client(await seeds.session(alice))
      return { credential: device.get(await requestFor(seeds, id)) }
    },
    { send: ({ credential }) => passkeySignInAt('account', credential), expect: { error: 'invalid_passkey' } },
  ),
  'refuses a client that nobody knows': given(answered, {
    send: ({ credential }) => ({ body: { client_id: 'cid_nobody', credential } }),
    expect: { error: 'unknown_client' },
  }),
  'refuses an origin that is not of the client': given(answered, {
    send: ({ credential }) => ({ ...passkeySignInAt('account', credential), ...elsewhere }),
    expect: { error: 'origin_not_allowed' },
  }),
  'refuses a browser whose CSRF token is of another': given(
    async (seeds) => ({ ...(await answered(seeds)), csrf: await seeds.csrf() }),
    {
      send: ({ credential, csrf }) => ({
        body: { client_id: demo.clientId, credential, csrf_token: 'other' },
        cookies: { csrf_session: csrf.session },
      }),
      expect: { error: 'csrf_mismatch' },
    },
  ),
})
