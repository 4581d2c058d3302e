import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { type Odd, createAuthenticator } from '../harness/fixtures/authenticator.ts'
import { dana, evan } from '../harness/seeds/backend.ts'
import { exampleOf } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { requestAt, secondStepAt } from '../harness/cases/passkeys-for-factors.ts'
import { signInAt } from '../harness/cases/reauthentication-cases.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { ticketOf } from '../harness/seeds/ticket.ts'

const creation = (exampleOf('platform.beginPasskey', 200, 'options') as Wire['PlatformPasskeyCreation']).data
const example = (exampleOf('platform.addPasskey', 200, 'added') as Wire['PlatformPasskeyAnswer']).data

const signedUp = async (seeds: Seeds) => ({ bearer: (await seeds.administrator(dana)).access_token })
const newcomer = async (seeds: Seeds) => ({ bearer: (await seeds.newAdministrator(dana)).access_token })

const creationFor = async (seeds: Seeds, bearer: string) => {
  const begun = await seeds.call('platform.beginPasskey', { bearer })
  return (begun?.body as Wire['PlatformPasskeyCreation'] | undefined)?.data ?? creation
}

const touched = async (seeds: Seeds, odd: Odd = {}) => {
  const { bearer } = await signedUp(seeds)
  const device = createAuthenticator()
  return { bearer, device, credential: device.create(await creationFor(seeds, bearer), odd) }
}

const adding = ({ bearer, credential }: { bearer: string; credential: Wire['PasskeyAttestation'] }) => ({
  bearer,
  body: { name: 'Laptop', credential },
})

const withPasskey = async (seeds: Seeds) => {
  const made = await touched(seeds)
  const added = await seeds.call('platform.addPasskey', adding(made))
  if (added) expect(added.status, added.text).toBe(200)
  return { ...made, passkey: (added?.body as Wire['PlatformPasskeyAnswer'] | undefined)?.data ?? example }
}

const stale = async (seeds: Seeds) => {
  const made = await withPasskey(seeds)
  await seeds.wait(601)
  return made
}

const withOther = async (seeds: Seeds) => ({
  ...(await withPasskey(seeds)),
  other: (await seeds.administrator(evan)).access_token,
})

contract('platform.beginPasskey', {
  'asks for one that verifies its user': given(signedUp, {
    send: (made) => made,
    expect: {
      status: 200,
      example: 'options',
      body: ({ data }) => {
        expect(data.rp.id).toBe('localhost')
        expect(data.authenticatorSelection.userVerification).toBe('required')
      },
    },
  }),
  'refuses somebody who has not proven their address': given(newcomer, {
    send: (made) => made,
    expect: { error: 'email_not_verified' },
  }),
  'refuses a session whose last proof is older than ten minutes': given(stale, {
    send: ({ bearer }) => ({ bearer }),
    expect: { error: 'reauthentication_required' },
  }),
})

contract('platform.addPasskey', {
  'has sign-ins ask for it from then on, and mails a notice': given(touched, {
    send: adding,
    expect: { status: 200, example: 'added', body: ({ data }) => expect(data).toMatchObject({ name: 'Laptop' }) },
    then: async (seeds, _answer, { device }) => {
      expect((await seeds.mail(dana.email, 'passkey_added')).to).toBe(dana.email)
      const next = await signInAt(seeds, 'platform', dana)
      expect(next?.body).toMatchObject({ mfa_required: true, factors: ['passkey'] })
      const ticket = ticketOf(next)
      const credential = device.get(await requestAt(seeds, 'platform', ticket))
      const passed = await seeds.call(
        'platform.challengeMfa',
        secondStepAt('platform', ticket, { credential }) as never,
      )
      expect(passed?.status, passed?.text).toBe(200)
    },
  }),
  'refuses one that is there already': given(
    async (seeds) => {
      const { bearer, device } = await withPasskey(seeds)
      const [held] = device.held
      const options = await creationFor(seeds, bearer)
      return { bearer, credential: createAuthenticator().create(options, held ? { credential: held } : {}) }
    },
    { send: adding, expect: { error: 'passkey_exists' } },
  ),
  'refuses an answer that was used': given(withPasskey, { send: adding, expect: { error: 'invalid_passkey' } }),
  'refuses one of another page': given((seeds) => touched(seeds, { origin: 'https://localhost.evil.example' }), {
    send: adding,
    expect: { error: 'invalid_passkey' },
  }),
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
  'refuses more than one administrator may have': given(
    async (seeds) => {
      await seeds.allow({ passkeysPerUser: 1 })
      const { bearer } = await withPasskey(seeds)
      return { bearer, credential: createAuthenticator().create(await creationFor(seeds, bearer)) }
    },
    { inside: 'quotas are set from within', send: adding, expect: { error: 'quota_exceeded' } },
  ),
})

contract('platform.listPasskeys', {
  'lists those of the caller, and of nobody else': given(withOther, {
    send: ({ bearer }) => ({ bearer }),
    expect: { status: 200, example: 'passkeys', body: ({ data }) => expect(data).toHaveLength(1) },
    then: async (seeds, _answer, { other }) =>
      expect((await seeds.call('platform.listPasskeys', { bearer: other }))?.body).toEqual({ data: [] }),
  }),
})

contract('platform.renamePasskey', {
  'gives it another name': given(withPasskey, {
    send: ({ bearer, passkey }) => ({ bearer, path: { passkeyId: passkey.id }, body: { name: 'Phone' } }),
    expect: { status: 200, example: 'renamed', body: ({ data }) => expect(data.name).toBe('Phone') },
  }),
  'knows none of somebody else': given(withOther, {
    send: ({ other, passkey }) => ({ bearer: other, path: { passkeyId: passkey.id }, body: { name: 'Mine' } }),
    expect: { error: 'passkey_not_found' },
  }),
})

contract('platform.removePasskey', {
  'has sign-ins ask for the password alone, and mails a notice': given(withPasskey, {
    send: ({ bearer, passkey }) => ({ bearer, path: { passkeyId: passkey.id } }),
    expect: { status: 200, example: 'removed' },
    then: async (seeds) => {
      expect((await seeds.mail(dana.email, 'passkey_removed')).to).toBe(dana.email)
      expect((await signInAt(seeds, 'platform', dana))?.body).toHaveProperty('access_token')
    },
  }),
  'takes the backup codes along with the last factor': given(
    async (seeds) => {
      const made = await withPasskey(seeds)
      await seeds.call('platform.generateBackupCodes', { bearer: made.bearer })
      return made
    },
    {
      send: ({ bearer, passkey }) => ({ bearer, path: { passkeyId: passkey.id } }),
      expect: { status: 200, example: 'removed' },
      then: async (seeds, _answer, { bearer }) => {
        const left = await seeds.call('platform.getRemainingBackupCodes', { bearer })
        expect(left?.body).toEqual({ data: { remaining: 0 } })
      },
    },
  ),
  'refuses a session whose last proof is older than ten minutes': given(stale, {
    send: ({ bearer, passkey }) => ({ bearer, path: { passkeyId: passkey.id } }),
    expect: { error: 'reauthentication_required' },
  }),
  'knows none of somebody else': given(withOther, {
    send: ({ other, passkey }) => ({ bearer: other, path: { passkeyId: passkey.id } }),
    expect: { error: 'passkey_not_found' },
  }),
})
