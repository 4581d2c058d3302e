// A passkey that is the second factor which an application requires: the same on every surface, and so are these cases.
import { expect } from 'vitest'
import type { Wire } from '../../../generated/operations.ts'
import { type Odd, createAuthenticator } from '../fixtures/authenticator.ts'
import { type Case, contract, given } from '../dsl/index.ts'
import { demo } from '../fixtures/people.ts'
import { askingAt, creationAt, operation, requestAt, secondStepAt } from './passkeys-for-factors.ts'
import { type Surface, signInAt, signedUpAt } from './reauthentication-cases.ts'
import { requireFactor } from '../seeds/required-factor.ts'
import type { Seeds } from '../seeds/seeds.ts'
import { ticketOf } from '../seeds/ticket.ts'
import { signedInExample, type Challenge } from './passkey-factor-cases.ts'

/** Where an application may require one. */
export const requiredPasskeyCases = (surface: Exclude<Surface, 'platform'>): void => {
  const challenge = operation(surface, 'challengeMfa')
  const example = signedInExample(surface)

  const due = async (seeds: Seeds) => {
    const { person } = await signedUpAt(seeds, surface)
    await requireFactor(seeds, 'all')
    const answer = await signInAt(seeds, surface, person)
    const said = (answer?.body ?? {}) as { enrolment?: { backup_codes?: string[]; backupCodes?: string[] } }
    const codes = said.enrolment?.backup_codes ?? said.enrolment?.backupCodes ?? ['5e884-89bcd']
    return { person, ticket: ticketOf(answer), code: codes[0]! }
  }
  /** The password step is done, and an authenticator has made a passkey. */
  const made = async (seeds: Seeds, odd: Odd = {}) => {
    const begun = await due(seeds)
    const device = createAuthenticator()
    const credential = device.create(await creationAt(seeds, surface, begun.ticket), odd)
    return { ...begun, device, new_passkey: { name: 'Laptop', credential } }
  }
  const send = ({ ticket, new_passkey }: { ticket: string; new_passkey: Wire['NewPasskey'] }) =>
    secondStepAt(surface, ticket, { new_passkey })
  const refusing = (odd: Odd): Case<Challenge, unknown> =>
    given<Challenge, Awaited<ReturnType<typeof made>>>((seeds) => made(seeds, odd), {
      send,
      expect: { error: 'invalid_passkey' },
    })

  contract(challenge, {
    'sets a passkey up where a second factor is required, which the next sign-in asks for': given(made, {
      send,
      expect: { status: 200, example },
      then: async (seeds, _answer, { person, device, code }) => {
        expect((await seeds.mail(person.email, 'passkey_added')).to).toBe(person.email)
        const next = await signInAt(seeds, surface, person)
        const { factors, enrolment } = next!.body as { factors: string[]; enrolment?: object }
        expect([[...factors].sort(), enrolment]).toEqual([['backup_code', 'passkey'], undefined])
        const ticket = ticketOf(next)
        const credential = device.get(await requestAt(seeds, surface, ticket))
        const passed = await seeds.call(challenge, secondStepAt(surface, ticket, { credential }))
        expect(passed?.status, passed?.text).toBe(200)
        const other = ticketOf(await signInAt(seeds, surface, person))
        expect((await seeds.call(challenge, secondStepAt(surface, other, { code })))?.status).toBe(200)
      },
    }),
    'refuses one that was made for another ticket': given(
      async (seeds) => {
        const first = await made(seeds)
        return { ...first, ticket: ticketOf(await signInAt(seeds, surface, first.person)) }
      },
      { send, expect: { error: 'invalid_passkey' } },
    ),
    'refuses one of another page': refusing({ origin: 'https://localhost.evil.example' }),
    'refuses one of another domain': refusing({ rpId: 'evil.example' }),
    'refuses one that did not verify its user': refusing({ userVerified: false }),
    'refuses a signature where one has to be set up': given(
      async (seeds) => {
        const begun = await made(seeds)
        const { clientDataJSON } = begun.new_passkey.credential.response
        const said = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { readonly challenge: string }
        const request = { ...said, rpId: 'localhost', timeout: 1, userVerification: 'required', allowCredentials: [] }
        return { ...begun, credential: begun.device.get(request) }
      },
      {
        send: ({ ticket, credential }) => secondStepAt(surface, ticket, { credential }),
        expect: { error: 'invalid_passkey' },
      },
    ),
    'sets up one of two, where both come at once': given(
      async (seeds) => {
        const first = await made(seeds)
        const ticket = ticketOf(await signInAt(seeds, surface, first.person))
        const other = createAuthenticator().create(await creationAt(seeds, surface, ticket))
        const answers = await Promise.all([
          seeds.call(challenge, send(first)),
          seeds.call(challenge, send({ ticket, new_passkey: { name: 'Other', credential: other } })),
        ])
        return { ...first, won: answers.filter((answer) => answer?.status === 200).length }
      },
      {
        send,
        expect: { error: 'invalid_mfa_token' },
        then: async (_seeds, _answer, { won }) => expect(won).toBe(1),
      },
    ),
  })

  contract(operation(surface, 'beginPasskeyChallenge'), {
    'has one made where a second factor is required and there is none': given(due, {
      send: ({ ticket }) => askingAt(surface, ticket),
      expect: {
        status: 200,
        example: 'creation',
        answer: ({ text }) => expect(text).toContain(`"rp":{"id":"${new URL(demo.publicUrl).hostname}"`),
      },
    }),
  })
}
