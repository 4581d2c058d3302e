// A passkey in the second step of a sign-in: one rule for all surfaces, and these are its cases.
import { expect } from 'vitest'
import type { Wire } from '../../../generated/operations.ts'
import { type Odd, createAuthenticator } from '../fixtures/authenticator.ts'
import { type Case, contract, given } from '../dsl/index.ts'
import { bob } from '../fixtures/people.ts'
import { evan } from '../seeds/backend.ts'
import { addPasskey } from '../seeds/passkeys.ts'
import { askingAt, creationAt, operation, requestAt, secondStepAt, withPasskeyAt } from './passkeys-for-factors.ts'
import { type Surface, factorOf, signInAt, signedUpAt } from './reauthentication-cases.ts'
import type { Seeds } from '../seeds/seeds.ts'
import { ticketOf } from '../seeds/ticket.ts'

export const signedInExample = (surface: Surface) =>
  (surface === 'project' ? 'signed_in_mobile' : 'signed_in') as 'signed_in'

export type Challenge = 'account.challengeMfa'

export const passkeyFactorCases = (surface: Surface): void => {
  const challenge = operation(surface, 'challengeMfa')
  const begin = operation(surface, 'beginPasskeyChallenge')
  const example = signedInExample(surface)

  /** An authenticator app and a passkey. */
  const withBoth = async (seeds: Seeds, made: Odd = {}) => {
    const owner = await withPasskeyAt(seeds, surface, made)
    const factor = await factorOf(seeds, surface, owner.bearer)
    await seeds.wait(30)
    return { ...owner, ...factor }
  }
  type Owner = Awaited<ReturnType<typeof withBoth>>
  const ticketFor = async (seeds: Seeds, { person }: Pick<Owner, 'person'>) =>
    ticketOf(await signInAt(seeds, surface, person))
  /** The password step is done, and the passkey has signed what that asked. */
  const signed = async (seeds: Seeds, odd: Odd = {}, made: Odd = {}) => {
    const owner = await withBoth(seeds, made)
    const ticket = await ticketFor(seeds, owner)
    return { ...owner, ticket, credential: owner.device.get(await requestAt(seeds, surface, ticket), odd) }
  }
  const send = ({ ticket, credential }: { ticket: string; credential: Wire['PasskeyAssertion'] }) =>
    secondStepAt(surface, ticket, { credential })
  const refusing = (odd: Odd): Case<Challenge, unknown> =>
    given<Challenge, Awaited<ReturnType<typeof signed>>>((seeds) => signed(seeds, odd), {
      send,
      expect: { error: 'invalid_passkey' },
      then: async (seeds, _answer, { ticket, secret }) => {
        // Refused, it takes nothing from the ticket.
        const code = await seeds.totp(secret)
        expect((await seeds.call(challenge, secondStepAt(surface, ticket, { code })))?.status).toBe(200)
      },
    })

  contract(challenge, {
    'completes a sign-in by a passkey': given(signed, {
      send,
      expect: { status: 200, example },
      then: async (seeds, _answer, { ticket, credential }) => {
        expect((await seeds.call(challenge, send({ ticket, credential })))?.status).toBe(401)
      },
    }),
    'takes one that does not say whose it is: it was asked for by name': given(
      (seeds) => signed(seeds, { userHandle: null }),
      { send, expect: { status: 200, example } },
    ),
    'refuses a signature that was used, on another ticket too': given(
      async (seeds) => {
        const made = await signed(seeds)
        const answer = await seeds.call(challenge, send(made))
        if (answer) expect(answer.status, answer.text).toBe(200)
        return { ...made, ticket: await ticketFor(seeds, made) }
      },
      { send, expect: { error: 'invalid_passkey' } },
    ),
    'refuses what was asked for another ticket': given(
      async (seeds) => {
        const made = await signed(seeds)
        return { ...made, ticket: await ticketFor(seeds, made) }
      },
      { send, expect: { error: 'invalid_passkey' } },
    ),
    'lets one of four win that send the same signature at once': given(
      async (seeds) => {
        const made = await signed(seeds)
        const answers = await Promise.all(Array.from({ length: 4 }, () => seeds.call(challenge, send(made))))
        return { ...made, won: answers.filter((answer) => answer?.status === 200).length }
      },
      {
        send,
        expect: { error: 'invalid_mfa_token' },
        then: async (_seeds, _answer, { won }) => expect(won).toBe(1),
      },
    ),
    'refuses a challenge that was made up': refusing({ challenge: 'bWFkZSB1cA' }),
    'refuses a page that is none of ours': refusing({ origin: 'https://localhost.evil.example' }),
    'refuses another domain': refusing({ rpId: 'evil.example' }),
    'refuses a frame in another page': refusing({ crossOrigin: true }),
    'refuses an authenticator that did not verify its user': refusing({ userVerified: false }),
    'refuses a passkey of another handle': refusing({ userHandle: 'c29tZWJvZHkgZWxzZQ' }),
    'refuses a copy of an authenticator, whose counter is behind': given(
      async (seeds) => {
        const owner = await withBoth(seeds, { counter: 5 })
        const first = await ticketFor(seeds, owner)
        const used = owner.device.get(await requestAt(seeds, surface, first), { counter: 7 })
        const answer = await seeds.call(challenge, send({ ticket: first, credential: used }))
        if (answer) expect(answer.status, answer.text).toBe(200)
        const ticket = await ticketFor(seeds, owner)
        return { ticket, credential: owner.device.get(await requestAt(seeds, surface, ticket), { counter: 6 }) }
      },
      { send, expect: { error: 'invalid_passkey' } },
    ),
    'refuses a passkey of somebody else': given(
      async (seeds) => {
        const owner = await withBoth(seeds)
        const device = createAuthenticator()
        if (surface === 'platform') {
          await addPasskey(seeds, 'platform', (await seeds.platformCaller(evan)).access_token, device)
        } else {
          await addPasskey(seeds, 'account', (await seeds.caller(bob)).tokens.access_token, device)
        }
        const ticket = await ticketFor(seeds, owner)
        return { ticket, credential: device.get(await requestAt(seeds, surface, ticket), { userHandle: null }) }
      },
      { send, expect: { error: 'invalid_passkey' } },
    ),
    'refuses to set up another one where there is a factor': given(
      async (seeds) => {
        const owner = await withBoth(seeds)
        const ticket = await ticketFor(seeds, owner)
        const { challenge: asked } = await requestAt(seeds, surface, ticket)
        const credential = createAuthenticator().create(await creationAt(seeds, surface, ticket), { challenge: asked })
        return { ticket, new_passkey: { name: 'Mine', credential } }
      },
      {
        send: ({ ticket, new_passkey }) => secondStepAt(surface, ticket, { new_passkey }),
        expect: { error: 'invalid_passkey' },
      },
    ),
    'refuses a code and a passkey at once': given(signed, {
      send: ({ ticket, credential }) => secondStepAt(surface, ticket, { code: '000000', credential }),
      expect: { error: 'invalid_request' },
    }),
    'refuses a step without an answer': given(signed, {
      send: ({ ticket }) => secondStepAt(surface, ticket, {}),
      expect: { error: 'invalid_request' },
    }),
    'kills a ticket after five signatures that are not accepted': given(
      async (seeds) => {
        const made = await signed(seeds, { userVerified: false })
        for (let count = 0; count < 5; count += 1) await seeds.call(challenge, send(made))
        return { ...made, credential: made.device.get(await requestAt(seeds, surface, made.ticket)) }
      },
      { send, expect: { error: 'invalid_mfa_token' } },
    ),
  })

  contract(begin, {
    'asks for one of the passkeys that the person has': given(
      async (seeds) => {
        const owner = await withBoth(seeds)
        const answer = await signInAt(seeds, surface, owner.person)
        if (answer) {
          const { factors } = answer.body as { readonly factors: readonly string[] }
          expect([...factors].sort()).toEqual(['backup_code', 'passkey', 'totp'])
        }
        return { ...owner, ticket: ticketOf(answer) }
      },
      {
        send: ({ ticket }) => askingAt(surface, ticket),
        expect: {
          status: 200,
          example: 'request',
          answer: ({ text }) => expect(text.match(/"allowCredentials":\[\{"type":"public-key"/g)).toHaveLength(1),
        },
      },
    ),
    'refuses a ticket that nobody gave': {
      send: askingAt(surface, 'guess'),
      expect: { error: 'invalid_mfa_token' },
    },
    'refuses a ticket after five minutes': given(
      async (seeds) => {
        const ticket = await ticketFor(seeds, await withBoth(seeds))
        await seeds.wait(301)
        return { ticket }
      },
      { send: ({ ticket }) => askingAt(surface, ticket), expect: { error: 'invalid_mfa_token' } },
    ),
    'says that there is none': given(
      async (seeds) => {
        const { person, bearer } = await signedUpAt(seeds, surface)
        await factorOf(seeds, surface, bearer)
        return { ticket: ticketOf(await signInAt(seeds, surface, person)) }
      },
      { send: ({ ticket }) => askingAt(surface, ticket), expect: { error: 'second_factor_missing' } },
    ),
  })
}
