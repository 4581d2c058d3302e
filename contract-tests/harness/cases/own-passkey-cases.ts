// One's own passkeys are the same at the surfaces that write their fields as one word, and so are the cases.
import { expect } from 'vitest'
import type { Wire } from '../../../generated/operations.ts'
import { exampleOf } from '../contract/contract.ts'
import { contract, given } from '../dsl/index.ts'
import { type Odd, createAuthenticator } from '../fixtures/authenticator.ts'
import { alice, bob } from '../fixtures/people.ts'
import { dana, evan } from '../seeds/backend.ts'
import type { Seeds } from '../seeds/seeds.ts'
import { passkeySignInAt, passkeyRequestAt } from './passkey-sign-in-cases.ts'
import { operation } from './passkeys-for-factors.ts'
import { type Surface, bearing, signedUpAt } from './reauthentication-cases.ts'

type Door = Exclude<Surface, 'account'>
type Passkey = Wire['OwnPasskey']

const creation = (exampleOf('account.beginPasskey', 200, 'options') as Wire['AccountPasskeyCreation']).public_key
const example: Passkey = {
  id: '0199c0de-0000-7000-8000-0000000009a5',
  name: 'Laptop',
  backedUp: true,
  createdAt: '',
  lastUsedAt: null,
}

/** Operations of these surfaces, typed as those of the platform: an answer of the project is not wrapped. */
const at = <Verb extends string>(door: Door, verb: Verb) => `${door}.${verb}` as `platform.${Verb}`

const newcomerAt = async (seeds: Seeds, door: Door): Promise<string> => {
  if (door === 'platform') return (await seeds.newAdministrator(dana)).access_token
  const { access_token } = await seeds.appNewcomer(alice)
  return door === 'app' ? access_token : (await seeds.projectSession(alice)).accessToken
}

const otherAt = async (seeds: Seeds, door: Door): Promise<string> => {
  if (door === 'platform') return (await seeds.administrator(evan)).access_token
  const { access_token } = await seeds.appUser(bob)
  return door === 'app' ? access_token : (await seeds.projectSession(bob)).accessToken
}

const creationFor = async (seeds: Seeds, door: Door, bearer: string) => {
  const begun = await seeds.call(at(door, 'beginPasskey'), bearing(door, bearer))
  const { data, publicKey } = (begun?.body ?? {}) as {
    data?: Wire['PasskeyCreationOptions']
    publicKey?: Wire['PasskeyCreationOptions']
  }
  return data ?? publicKey ?? creation
}

const listed = async (seeds: Seeds, door: Door, bearer: string): Promise<readonly Passkey[]> =>
  ((await seeds.call(at(door, 'listPasskeys'), bearing(door, bearer)))?.body as Wire['PasskeyList'] | undefined)
    ?.data ?? []

export const ownPasskeyCases = (door: Door): void => {
  const begin = at(door, 'beginPasskey')
  const add = at(door, 'addPasskey')
  const signedUp = (seeds: Seeds) => signedUpAt(seeds, door)
  const newcomer = async (seeds: Seeds) => ({ bearer: await newcomerAt(seeds, door) })
  /** Signed in, with what an authenticator has made for them. */
  const touched = async (seeds: Seeds, odd: Odd = {}) => {
    const owner = await signedUp(seeds)
    const device = createAuthenticator()
    return { ...owner, device, credential: device.create(await creationFor(seeds, door, owner.bearer), odd) }
  }
  const adding = ({ bearer, credential }: { bearer: string; credential: Wire['PasskeyAttestation'] }) => ({
    ...bearing(door, bearer),
    body: { name: 'Laptop', credential },
  })
  const withPasskey = async (seeds: Seeds) => {
    const made = await touched(seeds)
    const added = await seeds.call(add, adding(made))
    if (added) expect(added.status, added.text).toBe(200)
    return { ...made, passkey: (await listed(seeds, door, made.bearer))[0] ?? example }
  }
  const withOther = async (seeds: Seeds) => ({ ...(await withPasskey(seeds)), other: await otherAt(seeds, door) })
  const stale = async (seeds: Seeds) => {
    const made = await withPasskey(seeds)
    await seeds.wait(601)
    return made
  }
  const naming = (bearer: string, { id }: Passkey) => ({ ...bearing(door, bearer), path: { passkeyId: id } })
  const signInStatus = async (seeds: Seeds, device: ReturnType<typeof createAuthenticator>) => {
    const credential = device.get(await passkeyRequestAt(seeds, door))
    return (await seeds.call(operation(door, 'signInWithPasskey'), passkeySignInAt(door, credential)))?.status
  }

  contract(begin, {
    'asks for one that verifies its user, and names nobody': given(signedUp, {
      send: ({ bearer }) => bearing(door, bearer),
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
      send: ({ bearer }) => bearing(door, bearer),
      expect: { error: 'email_not_verified' },
    }),
    'refuses a session whose last proof is older than ten minutes': given(stale, {
      send: ({ bearer }) => bearing(door, bearer),
      expect: { error: 'reauthentication_required' },
    }),
  })

  contract(add, {
    'keeps it, mails a notice, and lets it sign in': given(touched, {
      send: adding,
      expect: { status: 200, example: 'added', answer: ({ text }) => expect(text).toContain('"name":"Laptop"') },
      then: async (seeds, _answer, { person, device }) => {
        expect((await seeds.mail(person.email, 'passkey_added')).to).toBe(person.email)
        expect(await signInStatus(seeds, device)).toBe(200)
      },
    }),
    'refuses one that is there already': given(
      async (seeds) => {
        const { bearer, device } = await withPasskey(seeds)
        const [held] = device.held
        const options = await creationFor(seeds, door, bearer)
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
        return { bearer: await otherAt(seeds, door), credential }
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
        return { bearer, credential: createAuthenticator().create(await creationFor(seeds, door, bearer)) }
      },
      { inside: 'quotas are set from within', send: adding, expect: { error: 'quota_exceeded' } },
    ),
  })

  contract(at(door, 'listPasskeys'), {
    'lists those of the caller, and of nobody else': given(withOther, {
      send: ({ bearer }) => bearing(door, bearer),
      expect: { status: 200, example: 'passkeys', body: ({ data }) => expect(data).toHaveLength(1) },
      then: async (seeds, _answer, { other }) => expect(await listed(seeds, door, other)).toEqual([]),
    }),
  })

  contract(at(door, 'renamePasskey'), {
    'gives it another name': given(withPasskey, {
      send: ({ bearer, passkey }) => ({ ...naming(bearer, passkey), body: { name: 'Phone' } }),
      expect: { status: 200, example: 'renamed', answer: ({ text }) => expect(text).toContain('"name":"Phone"') },
    }),
    'knows none of somebody else': given(withOther, {
      send: ({ other, passkey }) => ({ ...naming(other, passkey), body: { name: 'Mine' } }),
      expect: { error: 'passkey_not_found' },
    }),
  })

  contract(at(door, 'removePasskey'), {
    'ends its sign-ins, and mails a notice': given(withPasskey, {
      send: ({ bearer, passkey }) => naming(bearer, passkey),
      expect: { status: 200, example: 'removed' },
      then: async (seeds, _answer, { person, device }) => {
        expect((await seeds.mail(person.email, 'passkey_removed')).to).toBe(person.email)
        expect(await signInStatus(seeds, device)).toBe(400)
      },
    }),
    'takes the backup codes along with the last factor': given(
      async (seeds) => {
        const made = await withPasskey(seeds)
        await seeds.call(operation(door, 'generateBackupCodes'), bearing(door, made.bearer))
        return made
      },
      {
        send: ({ bearer, passkey }) => naming(bearer, passkey),
        expect: { status: 200, example: 'removed' },
        then: async (seeds, _answer, { bearer }) => {
          const left = door === 'project' ? 'project.getMfa' : `${door}.getRemainingBackupCodes`
          const answer = await seeds.call(left as 'account.getMfa', bearing(door, bearer))
          expect(answer?.text).toMatch(/"(remaining|backupCodesLeft)":0\b/)
        },
      },
    ),
    'refuses a session whose last proof is older than ten minutes': given(stale, {
      send: ({ bearer, passkey }) => naming(bearer, passkey),
      expect: { error: 'reauthentication_required' },
    }),
    'knows none of somebody else': given(withOther, {
      send: ({ other, passkey }) => naming(other, passkey),
      expect: { error: 'passkey_not_found' },
      then: async (seeds, _answer, { bearer }) => expect(await listed(seeds, door, bearer)).toHaveLength(1),
    }),
  })
}

/** Where people may be left with nothing else that signs them in: an administrator has a password. */
export const lastPasskeyCases = (door: 'app' | 'project'): void => {
  contract(`${door}.removePasskey` as 'app.removePasskey', {
    'keeps what is the last to sign somebody in': given(
      async (seeds) => {
        const { bearer } = await signedUpAt(seeds, door)
        const device = createAuthenticator()
        const credential = device.create(await creationFor(seeds, door, bearer))
        const body = { name: 'Laptop', credential }
        await seeds.call(at(door, 'addPasskey'), { ...bearing(door, bearer), body })
        await seeds.wait(120)
        // Their password is taken back.
        const own = (await seeds.session(alice)).tokens.access_token
        const changed = { bearer: own, body: { new_password: 'lantern paper staple' } }
        await seeds.call('account.changePassword', changed)
        const { token } = await seeds.mail(alice.email, 'password_changed')
        await seeds.call('account.takeBack', { body: { token: token ?? 'example' } })
        const signed = passkeySignInAt(door, device.get(await passkeyRequestAt(seeds, door)))
        const started = await seeds.call(operation(door, 'signInWithPasskey'), signed)
        if (started) expect(started.status, started.text).toBe(200)
        const tokens = (started?.body ?? {}) as { access_token?: string; accessToken?: string }
        const next = tokens.access_token ?? tokens.accessToken ?? bearer
        return { bearer: next, passkey: (await listed(seeds, door, next))[0] ?? example }
      },
      {
        send: ({ bearer, passkey }) => ({ ...bearing(door, bearer), path: { passkeyId: passkey.id } }),
        expect: { error: 'last_sign_in_method' },
        then: async (seeds, _answer, { bearer }) => expect(await listed(seeds, door, bearer)).toHaveLength(1),
      },
    ),
  })
}
