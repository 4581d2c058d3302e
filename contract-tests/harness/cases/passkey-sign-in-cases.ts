// A passkey signs in with nothing typed: one rule for all surfaces, and these are its cases.
import { expect } from 'vitest'
import type { Wire } from '../../../generated/operations.ts'
import { exampleOf } from '../contract/contract.ts'
import { type Case, contract, given } from '../dsl/index.ts'
import { type Odd, createAuthenticator } from '../fixtures/authenticator.ts'
import { alice, demo, demoApp, demoPlatform, keyed } from '../fixtures/people.ts'
import type { Sent } from '../requests/request.ts'
import { dana } from '../seeds/backend.ts'
import { addPasskey, creation } from '../seeds/passkeys.ts'
import type { Seeds } from '../seeds/seeds.ts'
import { accessTokenOf } from '../seeds/ticket.ts'
import { operation, withPasskeyAt } from './passkeys-for-factors.ts'
import { type Surface, bearing, factorOf } from './reauthentication-cases.ts'

type SignIn = 'account.signInWithPasskey'

const asked = (exampleOf('account.beginPasskeySignIn', 200, 'options') as Wire['AccountPasskeyRequest']).public_key

/** What stands beside it in the body. */
const besides = (surface: Surface) => (surface === 'account' ? { client_id: demo.clientId } : {})

/** What begins one there. */
const beginningAt = (surface: Surface): Sent<'account.beginPasskeySignIn'> => {
  if (surface === 'account') return { body: { client_id: demo.clientId } }
  return (surface === 'app' ? { headers: keyed() } : {}) as never
}

/** What an authenticator is asked there. */
export const passkeyRequestAt = async (seeds: Seeds, surface: Surface): Promise<Wire['PasskeyRequestOptions']> => {
  const begun = await seeds.call(operation(surface, 'beginPasskeySignIn'), beginningAt(surface))
  if (begun) expect(begun.status, begun.text).toBe(200)
  type Options = Wire['PasskeyRequestOptions']
  const { public_key, publicKey, data } = (begun?.body ?? {}) as Record<string, Options | undefined>
  return public_key ?? publicKey ?? data ?? asked
}

/** The sign-in, as that surface takes it. */
export const passkeySignInAt = (surface: Surface, credential: Wire['PasskeyAssertion']): Sent<SignIn> =>
  ({
    body: { ...besides(surface), credential },
    ...(surface === 'app' && { headers: keyed() }),
    ...(surface === 'project' && { query: { client_type: 'mobile' } }),
  }) as never

export const passkeySignInCases = (surface: Surface): void => {
  const begin = operation(surface, 'beginPasskeySignIn')
  const signIn = operation(surface, 'signInWithPasskey')
  const example = (surface === 'project' ? 'signed_in_mobile' : 'signed_in') as 'signed_in'
  const send = ({ credential }: { credential: Wire['PasskeyAssertion'] }) => passkeySignInAt(surface, credential)
  const answered = async (seeds: Seeds, odd: Odd = {}, made: Odd = {}) => {
    const owner = await withPasskeyAt(seeds, surface, made)
    return { ...owner, credential: owner.device.get(await passkeyRequestAt(seeds, surface), odd) }
  }
  type Answered = Awaited<ReturnType<typeof answered>>
  const statusOf = async (seeds: Seeds, credential: Wire['PasskeyAssertion']) =>
    (await seeds.call(signIn, send({ credential })))?.status
  const refusing = (odd: Odd): Case<SignIn, unknown> =>
    given<SignIn, Answered>((seeds) => answered(seeds, odd), { send, expect: { error: 'invalid_passkey' } })

  contract(begin, {
    'asks for a signature, and for nobody by name': {
      send: beginningAt(surface),
      expect: {
        status: 200,
        example: 'options',
        answer: ({ text }) => expect(text).toContain('"allowCredentials":[]'),
      },
    },
    'asks for something else each time': given((seeds) => passkeyRequestAt(seeds, surface), {
      send: beginningAt(surface),
      expect: { status: 200, example: 'options' },
      then: async (_seeds, { text }, { challenge }) => expect(text).not.toContain(challenge),
    }),
  })

  contract(signIn, {
    'signs in with nothing typed': given(answered, {
      send,
      expect: {
        status: 200,
        example,
        answer: ({ text }) => expect(text).toContain(surface === 'platform' ? dana.email : alice.email),
      },
      then: async (seeds, answer) => {
        const bearer = accessTokenOf(answer)
        const own = await seeds.call(operation(surface, 'listPasskeys'), bearing(surface, bearer))
        expect(own?.text).toMatch(/"(lastUsedAt|last_used_at)":"/)
        // It is a fresh proof.
        const enabled = await seeds.call(operation(surface, 'enableMfa'), bearing(surface, bearer))
        expect(enabled?.status, enabled?.text).toBe(200)
      },
    }),
    'asks nobody for a second factor': given(
      async (seeds) => {
        const owner = await withPasskeyAt(seeds, surface)
        await factorOf(seeds, surface, owner.bearer)
        return { credential: owner.device.get(await passkeyRequestAt(seeds, surface)) }
      },
      { send, expect: { status: 200, example } },
    ),
    'refuses an answer that was used': given(
      async (seeds) => {
        const made = await answered(seeds)
        const status = await statusOf(seeds, made.credential)
        if (status !== undefined) expect(status).toBe(200)
        return made
      },
      { send, expect: { error: 'invalid_passkey' } },
    ),
    'lets one of eight win that send the same answer at once': given(
      async (seeds) => {
        const made = await answered(seeds)
        const statuses = await Promise.all(Array.from({ length: 8 }, () => statusOf(seeds, made.credential)))
        return { ...made, won: statuses.filter((status) => status === 200).length }
      },
      {
        send,
        expect: { error: 'invalid_passkey' },
        then: async (_seeds, _answer, { won }) => expect(won).toBe(1),
      },
    ),
    'refuses an answer after five minutes': given(
      async (seeds) => {
        const made = await answered(seeds)
        await seeds.wait(301)
        return made
      },
      { send, expect: { error: 'invalid_passkey' } },
    ),
    'refuses a challenge that was made up': refusing({ challenge: 'bWFkZSB1cA' }),
    'refuses a page that is none of ours': refusing({ origin: 'https://localhost.evil.example' }),
    'refuses a page that is said by its address, as no browser does': refusing({ origin: `${demo.publicUrl}/page` }),
    'refuses another domain': refusing({ rpId: 'evil.example' }),
    'refuses a frame in another page': refusing({ crossOrigin: true }),
    'refuses an authenticator that did not verify its user': refusing({ userVerified: false }),
    'refuses a passkey of another handle': refusing({ userHandle: 'c29tZWJvZHkgZWxzZQ' }),
    'refuses one that does not say whose it is': refusing({ userHandle: null }),
    'refuses a page other than the one that signed': given(answered, {
      send: ({ credential }) => {
        const sent = send({ credential }) as Sent<SignIn> & { headers?: Record<string, string> }
        return { ...sent, headers: { ...sent.headers, origin: demo.origin } }
      },
      expect: { error: 'invalid_passkey' },
    }),
    'refuses a copy of an authenticator, whose counter is behind': given(
      async (seeds) => {
        const { device } = await withPasskeyAt(seeds, surface, { counter: 5 })
        const status = await statusOf(seeds, device.get(await passkeyRequestAt(seeds, surface), { counter: 7 }))
        if (status !== undefined) expect(status).toBe(200)
        return { credential: device.get(await passkeyRequestAt(seeds, surface), { counter: 6 }) }
      },
      { send, expect: { error: 'invalid_passkey' } },
    ),
    'refuses a passkey that nobody knows': given(
      async (seeds) => {
        const device = createAuthenticator()
        device.create(creation)
        return { credential: device.get(await passkeyRequestAt(seeds, surface)) }
      },
      { send, expect: { error: 'invalid_passkey' } },
    ),
    'refuses a passkey of another environment': given(
      async (seeds) => {
        const { device } = await withPasskeyAt(seeds, surface === 'platform' ? 'app' : 'platform')
        return { credential: device.get(await passkeyRequestAt(seeds, surface)) }
      },
      { send, expect: { error: 'invalid_passkey' } },
    ),
    'refuses what another surface asked': given(
      async (seeds) => {
        const { device } = await withPasskeyAt(seeds, surface)
        return { credential: device.get(await passkeyRequestAt(seeds, surface === 'project' ? 'app' : 'project')) }
      },
      { send, expect: { error: 'invalid_passkey' } },
    ),
    'refuses more than forty from one address': given(
      async (seeds) => {
        const made = await answered(seeds, { challenge: 'bWFkZSB1cA' })
        await seeds.exhaust(signIn, () => send(made))
        return made
      },
      { send, expect: { error: 'too_many_requests' } },
    ),
  })
}

/** Of people of an application, who may be suspended. */
export const suspendedPasskeyCases = (surface: Exclude<Surface, 'platform'>): void => {
  contract(operation(surface, 'signInWithPasskey'), {
    'refuses somebody who was suspended': given(
      async (seeds) => {
        const { id } = (await seeds.appCaller(alice)).user
        const device = createAuthenticator()
        await addPasskey(seeds, 'account', (await seeds.session(alice)).tokens.access_token, device)
        const credential = device.get(await passkeyRequestAt(seeds, surface))
        const owner = await seeds.call('platform.login', { body: demoPlatform })
        await seeds.call('platform.updateAppUser', {
          bearer: (owner?.body as Wire['PlatformSignedIn'] | undefined)?.access_token ?? 'example',
          path: { appId: demoApp.applicationId, userId: id },
          body: { isActive: false },
        })
        return { credential }
      },
      { send: ({ credential }) => passkeySignInAt(surface, credential), expect: { error: 'invalid_passkey' } },
    ),
  })
}
