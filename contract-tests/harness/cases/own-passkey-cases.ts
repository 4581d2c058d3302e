// One's own passkeys are kept in the same way at every surface, and so are the cases.
import { expect } from 'vitest'
import type { Wire } from '../../../generated/operations.ts'
import { contract, given } from '../dsl/index.ts'
import { type Odd, createAuthenticator } from '../fixtures/authenticator.ts'
import { alice } from '../fixtures/people.ts'
import { dana } from '../seeds/backend.ts'
import { creation, creationFor } from '../seeds/passkeys.ts'
import type { Seeds } from '../seeds/seeds.ts'
import { accessTokenOf } from '../seeds/ticket.ts'
import { passkeySignInAt, passkeyRequestAt } from './passkey-sign-in-cases.ts'
import { operation } from './passkeys-for-factors.ts'
import { type Surface, bearing, otherAt, signedUpAt } from './reauthentication-cases.ts'

type Passkey = Pick<Wire['AccountPasskey'], 'id'>

const example: Passkey = { id: '0199c0de-0000-7000-8000-0000000009a5' }

const newcomerAt = async (seeds: Seeds, surface: Surface): Promise<string> => {
  if (surface === 'platform') return (await seeds.newAdministrator(dana)).access_token
  if (surface === 'account') return (await seeds.newcomer(alice)).tokens.access_token
  const { access_token } = await seeds.appNewcomer(alice)
  return surface === 'app' ? access_token : (await seeds.projectSession(alice)).accessToken
}

const listed = async (seeds: Seeds, surface: Surface, bearer: string): Promise<readonly Passkey[]> => {
  const answer = await seeds.call(operation(surface, 'listPasskeys'), bearing(surface, bearer))
  return (answer?.body as { readonly data: readonly Passkey[] } | undefined)?.data ?? []
}

const naming = (surface: Surface, bearer: string, { id }: Passkey) =>
  ({
    ...bearing(surface, bearer),
    path: { [surface === 'account' ? 'passkey_id' : 'passkeyId']: id },
  }) as { bearer: string; path: { passkey_id: string } }

export const ownPasskeyCases = (surface: Surface): void => {
  const begin = operation(surface, 'beginPasskey')
  const add = operation(surface, 'addPasskey')
  const signedUp = (seeds: Seeds) => signedUpAt(seeds, surface)
  const newcomer = async (seeds: Seeds) => ({ bearer: await newcomerAt(seeds, surface) })
  const asked = (seeds: Seeds, bearer: string) => creationFor(seeds, surface, bearing(surface, bearer))
  /** Signed in, with what an authenticator has made for them. */
  const touched = async (seeds: Seeds, odd: Odd = {}) => {
    const owner = await signedUp(seeds)
    const device = createAuthenticator()
    return { ...owner, device, credential: device.create(await asked(seeds, owner.bearer), odd) }
  }
  const adding = ({ bearer, credential }: { bearer: string; credential: Wire['PasskeyAttestation'] }) => ({
    ...bearing(surface, bearer),
    body: { name: 'Laptop', credential },
  })
  const withPasskey = async (seeds: Seeds) => {
    const made = await touched(seeds)
    const added = await seeds.call(add, adding(made))
    if (added) expect(added.status, added.text).toBeLessThan(300)
    return { ...made, passkey: (await listed(seeds, surface, made.bearer))[0] ?? example }
  }
  const withOther = async (seeds: Seeds) => ({ ...(await withPasskey(seeds)), other: await otherAt(seeds, surface) })
  const stale = async (seeds: Seeds) => {
    const made = await withPasskey(seeds)
    await seeds.wait(601)
    return made
  }
  const signInStatus = async (seeds: Seeds, device: ReturnType<typeof createAuthenticator>) => {
    const credential = device.get(await passkeyRequestAt(seeds, surface))
    return (await seeds.call(operation(surface, 'signInWithPasskey'), passkeySignInAt(surface, credential)))?.status
  }
  const isAccount = surface === 'account'
  const added = { status: isAccount ? 201 : 200, example: 'added' } as { status: 201; example: string }
  const removed = (isAccount ? { status: 204, example: 'empty' } : { status: 200, example: 'removed' }) as {
    status: 204
    example: string
  }

  contract(begin, {
    'asks for one that verifies its user, and names nobody': given(signedUp, {
      send: ({ bearer }) => bearing(surface, bearer),
      expect: {
        status: 200,
        example: 'options',
        answer: ({ text }) => {
          expect(text).toContain('"rp":{"id":"localhost"')
          expect(text).toContain('"userVerification":"required"')
        },
      },
    }),
    'refuses somebody who has not proven their address': given(newcomer, {
      send: ({ bearer }) => bearing(surface, bearer),
      expect: { error: 'email_not_verified' },
    }),
    'refuses a session whose last proof is older than ten minutes': given(stale, {
      send: ({ bearer }) => bearing(surface, bearer),
      expect: { error: 'reauthentication_required' },
    }),
  })

  contract(add, {
    'keeps it, mails a notice, and lets it sign in': given(touched, {
      send: adding,
      expect: { ...added, answer: ({ text }) => expect(text).toContain('"name":"Laptop"') },
      then: async (seeds, _answer, { person, device }) => {
        expect((await seeds.mail(person.email, 'passkey_added')).to).toBe(person.email)
        expect(await signInStatus(seeds, device)).toBe(200)
      },
    }),
    'refuses one that is there already': given(
      async (seeds) => {
        const { bearer, device } = await withPasskey(seeds)
        const [held] = device.held
        const options = await asked(seeds, bearer)
        return { bearer, credential: createAuthenticator().create(options, held ? { credential: held } : {}) }
      },
      { send: adding, expect: { error: 'passkey_exists' } },
    ),
    'refuses an answer that was used': given(withPasskey, { send: adding, expect: { error: 'invalid_passkey' } }),
    'refuses one of another page': given((seeds) => touched(seeds, { origin: 'https://localhost.evil.example' }), {
      send: adding,
      expect: { error: 'invalid_passkey' },
    }),
    'refuses one of another domain': given((seeds) => touched(seeds, { rpId: 'evil.example' }), {
      send: adding,
      expect: { error: 'invalid_passkey' },
    }),
    'refuses what somebody else was asked': given(
      async (seeds) => {
        const { credential } = await touched(seeds)
        return { bearer: await otherAt(seeds, surface), credential }
      },
      { send: adding, expect: { error: 'invalid_passkey' } },
    ),
    'refuses a session whose last proof is older than ten minutes': given(
      async (seeds) => {
        const made = await touched(seeds)
        await seeds.wait(601)
        return made
      },
      { send: adding, expect: { error: 'reauthentication_required' } },
    ),
    'refuses somebody who has not proven their address': given(newcomer, {
      send: ({ bearer }) => adding({ bearer, credential: createAuthenticator().create(creation) }),
      expect: { error: 'email_not_verified' },
    }),
    'refuses more than one person may have': given(
      async (seeds) => {
        await seeds.allow({ passkeysPerUser: 1 })
        const { bearer } = await withPasskey(seeds)
        return { bearer, credential: createAuthenticator().create(await asked(seeds, bearer)) }
      },
      { inside: 'quotas are set from within', send: adding, expect: { error: 'quota_exceeded' } },
    ),
  })

  contract(operation(surface, 'listPasskeys'), {
    'lists those of the caller, and of nobody else': given(withOther, {
      send: ({ bearer }) => bearing(surface, bearer),
      expect: { status: 200, example: 'passkeys', body: ({ data }) => expect(data).toHaveLength(1) },
      then: async (seeds, _answer, { other }) => expect(await listed(seeds, surface, other)).toEqual([]),
    }),
  })

  contract(operation(surface, 'renamePasskey'), {
    'gives it another name': given(withPasskey, {
      send: ({ bearer, passkey }) => ({ ...naming(surface, bearer, passkey), body: { name: 'Phone' } }),
      expect: { status: 200, example: 'renamed', answer: ({ text }) => expect(text).toContain('"name":"Phone"') },
      then: async (seeds, _answer, { bearer, passkey }) =>
        expect(await listed(seeds, surface, bearer)).toMatchObject([{ id: passkey.id, name: 'Phone' }]),
    }),
    'knows none of somebody else': given(withOther, {
      send: ({ other, passkey }) => ({ ...naming(surface, other, passkey), body: { name: 'Mine' } }),
      expect: { error: 'passkey_not_found' },
    }),
  })

  contract(operation(surface, 'removePasskey'), {
    'ends its sign-ins, and mails a notice': given(withPasskey, {
      send: ({ bearer, passkey }) => naming(surface, bearer, passkey),
      expect: removed,
      then: async (seeds, _answer, { person, device }) => {
        expect((await seeds.mail(person.email, 'passkey_removed')).to).toBe(person.email)
        expect(await signInStatus(seeds, device)).toBe(400)
      },
    }),
    'takes the backup codes along with the last factor': given(
      async (seeds) => {
        const made = await withPasskey(seeds)
        await seeds.call(operation(surface, 'generateBackupCodes'), bearing(surface, made.bearer))
        return made
      },
      {
        send: ({ bearer, passkey }) => naming(surface, bearer, passkey),
        expect: removed,
        then: async (seeds, _answer, { bearer }) => {
          const left = surface === 'app' || surface === 'platform' ? 'getRemainingBackupCodes' : 'getMfa'
          const answer = await seeds.call(operation(surface, left) as 'account.getMfa', bearing(surface, bearer))
          expect(answer?.text).toMatch(/"(remaining|backup_codes_left|backupCodesLeft)":0\b/)
        },
      },
    ),
    'refuses a session whose last proof is older than ten minutes': given(stale, {
      send: ({ bearer, passkey }) => naming(surface, bearer, passkey),
      expect: { error: 'reauthentication_required' },
    }),
    'knows none of somebody else': given(withOther, {
      send: ({ other, passkey }) => naming(surface, other, passkey),
      expect: { error: 'passkey_not_found' },
      then: async (seeds, _answer, { bearer }) => expect(await listed(seeds, surface, bearer)).toHaveLength(1),
    }),
  })
}

/** Where people may be left with nothing else that signs them in: an administrator has a password. */
export const lastPasskeyCases = (surface: Exclude<Surface, 'platform'>): void => {
  contract(operation(surface, 'removePasskey'), {
    'keeps what is the last to sign somebody in': given(
      async (seeds) => {
        const { bearer } = await signedUpAt(seeds, surface)
        const device = createAuthenticator()
        const credential = device.create(await creationFor(seeds, surface, bearing(surface, bearer)))
        const body = { name: 'Laptop', credential }
        await seeds.call(operation(surface, 'addPasskey'), { ...bearing(surface, bearer), body })
        await seeds.wait(120)
        // Their password is taken back.
        const own = (await seeds.session(alice)).tokens.access_token
        const changed = { bearer: own, body: { new_password: 'lantern paper staple' } }
        await seeds.call('account.changePassword', changed)
        const { token } = await seeds.mail(alice.email, 'password_changed')
        await seeds.call('account.takeBack', { body: { token: token ?? 'example' } })
        const signed = passkeySignInAt(surface, device.get(await passkeyRequestAt(seeds, surface)))
        const started = await seeds.call(operation(surface, 'signInWithPasskey'), signed)
        const next = started ? accessTokenOf(started) : bearer
        return { bearer: next, passkey: (await listed(seeds, surface, next))[0] ?? example }
      },
      {
        send: ({ bearer, passkey }) => naming(surface, bearer, passkey),
        expect: { error: 'last_sign_in_method' },
        then: async (seeds, _answer, { bearer }) => expect(await listed(seeds, surface, bearer)).toHaveLength(1),
      },
    ),
  })
}
