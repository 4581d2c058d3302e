// A passkey as a fresh proof: the same at every surface.
import { expect } from 'vitest'
import type { Wire } from '../../../generated/operations.ts'
import type { Odd } from '../fixtures/authenticator.ts'
import { type Case, contract, given } from '../dsl/index.ts'
import { operation, proofRequestAt, withPasskeyAt } from './passkeys-for-factors.ts'
import { type Surface, bearing, signInAt, signedUpAt } from './reauthentication-cases.ts'
import { requireFactor } from '../seeds/required-factor.ts'
import type { Seeds } from '../seeds/seeds.ts'

export const passkeyProofCases = (surface: Surface): void => {
  const prove = operation(surface, 'reauthenticate')
  const sent = (bearer: string, credential: Wire['PasskeyAssertion']) => ({
    ...bearing(surface, bearer),
    body: { credential },
  })
  const enable = async (seeds: Seeds, bearer: string) =>
    (await seeds.call(operation(surface, 'enableMfa'), bearing(surface, bearer)))?.status
  /** A session that is not fresh any more, and what its passkey signs. */
  const stale = async (seeds: Seeds, odd: Odd = {}, made: Odd = {}) => {
    const owner = await withPasskeyAt(seeds, surface, made)
    await seeds.wait(601)
    return { ...owner, credential: owner.device.get(await proofRequestAt(seeds, surface, owner.bearer), odd) }
  }
  type Stale = Awaited<ReturnType<typeof stale>>
  const send = ({ bearer, credential }: Pick<Stale, 'bearer' | 'credential'>) => sent(bearer, credential)
  const refusing = (odd: Odd): Case<'account.reauthenticate', unknown> =>
    given<'account.reauthenticate', Stale>((seeds) => stale(seeds, odd), {
      send,
      expect: { error: 'invalid_passkey' },
      then: async (seeds, _answer, { bearer }) => expect(await enable(seeds, bearer)).toBe(403),
    })

  contract(prove, {
    'takes a passkey, once': given(stale, {
      send,
      expect: { status: 200, example: 'proven' },
      then: async (seeds, _answer, { bearer, credential }) => {
        expect(await enable(seeds, bearer)).toBe(200)
        expect((await seeds.call(prove, sent(bearer, credential)))?.status).toBe(400)
      },
    }),
    'refuses a signature of another page': refusing({ origin: 'https://localhost.evil.example' }),
    'refuses a signature for another domain': refusing({ rpId: 'evil.example' }),
    'refuses a challenge that was made up': refusing({ challenge: 'bWFkZSB1cA' }),
    'refuses an authenticator that did not verify its user': refusing({ userVerified: false }),
    'refuses a copy of an authenticator, whose counter is behind': given(
      (seeds) => stale(seeds, { counter: 4 }, { counter: 5 }),
      { send, expect: { error: 'invalid_passkey' } },
    ),
  })

  contract(operation(surface, 'beginReauthentication'), {
    'asks for one of the passkeys that the caller has': given((seeds) => withPasskeyAt(seeds, surface), {
      send: ({ bearer }) => bearing(surface, bearer),
      expect: {
        status: 200,
        example: 'request',
        answer: ({ text }) => expect(text.match(/"allowCredentials":\[\{"type":"public-key"/g)).toHaveLength(1),
      },
    }),
    'says that there is none': given((seeds) => signedUpAt(seeds, surface), {
      send: ({ bearer }) => bearing(surface, bearer),
      expect: { error: 'second_factor_missing' },
    }),
  })

  // An administrator's passkey is asked for anyway; elsewhere where the application requires a second factor.
  contract(prove, {
    'looks at no password where sign-ins ask for the passkey': given(
      async (seeds) => {
        const made = await stale(seeds)
        if (surface !== 'platform') await requireFactor(seeds, 'all')
        return made
      },
      {
        send: ({ bearer, person }) => ({ ...bearing(surface, bearer), body: { password: person.password } }),
        expect: { error: 'second_factor_required' },
        then: async (seeds, _answer, { bearer, person, credential }) => {
          expect(await enable(seeds, bearer)).toBe(403)
          expect((await seeds.call(prove, sent(bearer, credential)))?.status).toBe(200)
          expect(JSON.stringify((await signInAt(seeds, surface, person))?.body)).toContain('"passkey"')
        },
      },
    ),
  })
}
