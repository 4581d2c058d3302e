import { expect } from 'vitest'
import type { OperationId, Wire } from '../../generated/operations.ts'
import { type Odd, createAuthenticator } from '../harness/fixtures/authenticator.ts'
import { type Answer, exampleOf } from '../harness/contract/contract.ts'
import { endFor } from '../harness/requests/elsewhere.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, demo } from '../harness/fixtures/people.ts'
import { recorder } from '../harness/recorder/recording.ts'
import { factorOf } from '../harness/cases/reauthentication-cases.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const creationExample = exampleOf('account.beginPasskey', 200, 'options') as Wire['AccountPasskeyCreation']
const requestExample = exampleOf('account.beginPasskeySignIn', 200, 'options') as Wire['AccountPasskeyRequest']
const passkeyExample = exampleOf('account.addPasskey', 201, 'added') as Wire['AccountPasskey']

const signedUp = async (seeds: Seeds) => ({ bearer: (await seeds.user(alice)).tokens.access_token })
const newcomer = async (seeds: Seeds) => ({ bearer: (await seeds.newcomer(alice)).tokens.access_token })

/** What made a part of the world; the example where nobody is asked for it. */
const bodyOf = <Body>(id: OperationId, answer: Answer | undefined, status: number, example: Body): Body => {
  if (answer === undefined) return example
  if (answer.status === status) return answer.body as Body
  const sentence = `${id} answered ${answer.status} ${answer.text.slice(0, 300)} while a world was made`
  recorder.blame(answer, sentence)
  return endFor(id, sentence)
}

const creationFor = async (seeds: Seeds, bearer: string) => {
  const answer = await seeds.call('account.beginPasskey', { bearer })
  return bodyOf('account.beginPasskey', answer, 200, creationExample).public_key
}

const requestFor = async (seeds: Seeds, client_id: string = demo.clientId) => {
  const answer = await seeds.call('account.beginPasskeySignIn', { body: { client_id } })
  return bodyOf('account.beginPasskeySignIn', answer, 200, requestExample).public_key
}

/** Signed in, with what an authenticator has made for them. */
const touched = async (seeds: Seeds, odd: Odd = {}) => {
  const { bearer } = await signedUp(seeds)
  const device = createAuthenticator()
  return { bearer, device, credential: device.create(await creationFor(seeds, bearer), odd) }
}

const adding = ({ bearer, credential }: { bearer: string; credential: Wire['PasskeyAttestation'] }) => ({
  bearer,
  body: { name: 'Laptop', credential },
})

/** Signed in, with a passkey. */
const withPasskey = async (seeds: Seeds, odd: Odd = {}) => {
  const made = await touched(seeds, odd)
  const answer = await seeds.call('account.addPasskey', adding(made))
  return { ...made, passkey: bodyOf('account.addPasskey', answer, 201, passkeyExample) }
}

const stale = async (seeds: Seeds) => {
  const made = await withPasskey(seeds)
  await seeds.wait(601)
  return made
}

contract('account.beginPasskey', {
  'asks for one that verifies its user and needs no address, and names nobody': given(signedUp, {
    send: (made) => made,
    expect: {
      status: 200,
      example: 'options',
      body: ({ public_key }) => {
        expect(public_key.rp.id).toBe('localhost')
        expect(public_key.authenticatorSelection).toEqual({
          residentKey: 'required',
          requireResidentKey: true,
          userVerification: 'required',
        })
        expect([public_key.attestation, public_key.excludeCredentials]).toEqual(['none', []])
      },
    },
  }),
  'leaves out those that the person has': given(withPasskey, {
    send: ({ bearer }) => ({ bearer }),
    expect: {
      status: 200,
      example: 'options',
      body: ({ public_key }) => expect(public_key.excludeCredentials).toHaveLength(1),
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

contract('account.addPasskey', {
  'keeps it, mails a notice, and lets it sign in': given(touched, {
    send: adding,
    expect: {
      status: 201,
      example: 'added',
      body: (body) => expect(body).toMatchObject({ name: 'Laptop', backed_up: true, last_used_at: null }),
    },
    then: async (seeds, _answer, { device }) => {
      expect((await seeds.mail(alice.email, 'passkey_added')).to).toBe(alice.email)
      const body = { client_id: demo.clientId, credential: device.get(await requestFor(seeds)) }
      expect((await seeds.call('account.signInWithPasskey', { body }))?.status).toBe(200)
    },
  }),
  'refuses one that is there already': given(
    async (seeds) => {
      const { bearer, device } = await withPasskey(seeds)
      const [held] = device.held
      const other = createAuthenticator()
      const credential = other.create(await creationFor(seeds, bearer), held ? { credential: held } : {})
      return { bearer, credential }
    },
    { send: adding, expect: { error: 'passkey_exists' } },
  ),
  'refuses an answer that was used': given(async (seeds) => withPasskey(seeds), {
    send: adding,
    expect: { error: 'invalid_passkey' },
  }),
  'makes one passkey of one challenge, however that is written': given(
    async (seeds) => {
      const { bearer, device } = await withPasskey(seeds)
      const options = await creationFor(seeds, bearer)
      await seeds.call('account.addPasskey', adding({ bearer, credential: device.create(options) }))
      const text = `${Buffer.from(options.challenge, 'base64url').toString()}.more`
      const other = createAuthenticator()
      const challenge = Buffer.from(text).toString('base64url')
      return { bearer, credential: other.create(await creationFor(seeds, bearer), { challenge }) }
    },
    { send: adding, expect: { error: 'invalid_passkey' } },
  ),
  'refuses one that did not verify its user': given((seeds) => touched(seeds, { userVerified: false }), {
    send: adding,
    expect: { error: 'invalid_passkey' },
  }),
  'refuses one of a page that is none of ours': given(
    (seeds) => touched(seeds, { origin: 'https://localhost.evil.example' }),
    { send: adding, expect: { error: 'invalid_passkey' } },
  ),
  'refuses one of another domain': given((seeds) => touched(seeds, { rpId: 'evil.example' }), {
    send: adding,
    expect: { error: 'invalid_passkey' },
  }),
  'refuses one of a frame in another page': given((seeds) => touched(seeds, { crossOrigin: true }), {
    send: adding,
    expect: { error: 'invalid_passkey' },
  }),
  'refuses a challenge that was made up': given((seeds) => touched(seeds, { challenge: 'bWFkZSB1cA' }), {
    send: adding,
    expect: { error: 'invalid_passkey' },
  }),
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
  'refuses a session whose last proof is older than ten minutes': given(
    async (seeds) => {
      const made = await touched(seeds)
      await seeds.wait(601)
      return made
    },
    { send: adding, expect: { error: 'reauthentication_required' } },
  ),
  'refuses somebody who has not proven their address': given(newcomer, {
    send: ({ bearer }) => adding({ bearer, credential: createAuthenticator().create(creationExample.public_key) }),
    expect: { error: 'email_not_verified' },
  }),
  'refuses more than one user may have': given(
    async (seeds) => {
      await seeds.allow({ passkeysPerUser: 1 })
      const { bearer } = await withPasskey(seeds)
      return { bearer, credential: createAuthenticator().create(await creationFor(seeds, bearer)) }
    },
    { inside: 'quotas are set from within', send: adding, expect: { error: 'quota_exceeded' } },
  ),
})

contract('account.listPasskeys', {
  'lists those of the caller, and of nobody else': given(
    async (seeds) => {
      const { passkey } = await withPasskey(seeds)
      return { passkey, his: (await seeds.user(bob)).tokens.access_token, hers: (await seeds.session(alice)).tokens }
    },
    {
      send: ({ hers }) => ({ bearer: hers.access_token }),
      expect: { status: 200, example: 'passkeys', body: ({ data }) => expect(data).toHaveLength(1) },
      then: async (seeds, _answer, { his }) =>
        expect((await seeds.call('account.listPasskeys', { bearer: his }))?.body).toEqual({ data: [] }),
    },
  ),
})

contract('account.renamePasskey', {
  'gives it another name': given(withPasskey, {
    send: ({ bearer, passkey }) => ({ bearer, path: { passkey_id: passkey.id }, body: { name: 'Phone' } }),
    expect: { status: 200, example: 'renamed', body: ({ name }) => expect(name).toBe('Phone') },
  }),
  'knows none of somebody else': given(
    async (seeds) => ({ ...(await withPasskey(seeds)), his: (await seeds.user(bob)).tokens.access_token }),
    {
      send: ({ his, passkey }) => ({ bearer: his, path: { passkey_id: passkey.id }, body: { name: 'Mine' } }),
      expect: { error: 'passkey_not_found' },
    },
  ),
})

/** Their password was taken back, and nothing else is left. */
const withPasskeyAlone = async (seeds: Seeds) => {
  const { bearer, device, passkey } = await withPasskey(seeds)
  await seeds.wait(120)
  await seeds.call('account.changePassword', { bearer, body: { new_password: 'lantern paper staple' } })
  const { token } = await seeds.mail(alice.email, 'password_changed')
  await seeds.call('account.takeBack', { body: { token: token ?? 'example' } })
  const body = { client_id: demo.clientId, credential: device.get(await requestFor(seeds)) }
  const signedIn = (await seeds.call('account.signInWithPasskey', { body }))?.body
  return { passkey, bearer: (signedIn as Wire['AuthenticationResult'] | undefined)?.tokens.access_token ?? bearer }
}

contract('account.removePasskey', {
  'keeps what is the last to sign somebody in': given(withPasskeyAlone, {
    send: ({ bearer, passkey }) => ({ bearer, path: { passkey_id: passkey.id } }),
    expect: { error: 'last_sign_in_method' },
    then: async (seeds, _answer, { bearer }) => {
      const listed = (await seeds.call('account.listPasskeys', { bearer }))?.body
      expect((listed as Wire['AccountPasskeyList']).data).toHaveLength(1)
    },
  }),
  'ends its sign-ins, and mails a notice': given(withPasskey, {
    send: ({ bearer, passkey }) => ({ bearer, path: { passkey_id: passkey.id } }),
    expect: { status: 204, example: 'empty' },
    then: async (seeds, _answer, { device }) => {
      expect((await seeds.mail(alice.email, 'passkey_removed')).to).toBe(alice.email)
      const body = { client_id: demo.clientId, credential: device.get(await requestFor(seeds)) }
      expect((await seeds.call('account.signInWithPasskey', { body }))?.status).toBe(400)
    },
  }),
  'refuses a session whose last proof is older than ten minutes': given(stale, {
    send: ({ bearer, passkey }) => ({ bearer, path: { passkey_id: passkey.id } }),
    expect: { error: 'reauthentication_required' },
  }),
  'knows none of somebody else': given(
    async (seeds) => ({ ...(await withPasskey(seeds)), his: (await seeds.user(bob)).tokens.access_token }),
    {
      send: ({ his, passkey }) => ({ bearer: his, path: { passkey_id: passkey.id } }),
      expect: { error: 'passkey_not_found' },
      then: async (seeds, _answer, { bearer }) => {
        const { data } = (await seeds.call('account.listPasskeys', { bearer }))?.body as Wire['AccountPasskeyList']
        expect(data).toHaveLength(1)
      },
    },
  ),
})

const elsewhere = { headers: { origin: 'https://elsewhere.example' } }

contract('account.beginPasskeySignIn', {
  'asks for a signature, and for nobody by name': {
    send: { body: { client_id: demo.clientId } },
    expect: {
      status: 200,
      example: 'options',
      body: ({ public_key }) => expect(public_key.allowCredentials).toEqual([]),
    },
  },
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

const signing = (credential: Wire['PasskeyAssertion']) => ({ body: { client_id: demo.clientId, credential } })

/** What an authenticator with a passkey of Alice's answers to a fresh request. */
const answered = async (seeds: Seeds, odd: Odd = {}, made: Odd = {}) => {
  const { device, bearer } = await withPasskey(seeds, made)
  return { device, bearer, credential: device.get(await requestFor(seeds), odd) }
}

/** Signs in with what an authenticator has answered. */
const signedInBy = async (seeds: Seeds, credential: Wire['PasskeyAssertion']) => {
  const answer = await seeds.call('account.signInWithPasskey', signing(credential))
  if (answer) expect(answer.status, answer.text).toBe(200)
}

const refusing = (odd: Odd) =>
  given<'account.signInWithPasskey', { credential: Wire['PasskeyAssertion'] }>((seeds) => answered(seeds, odd), {
    send: ({ credential }) => signing(credential),
    expect: { error: 'invalid_passkey' },
  })

contract('account.signInWithPasskey', {
  'signs in with nothing typed': given(answered, {
    send: ({ credential }) => signing(credential),
    expect: {
      status: 200,
      example: 'signed_in',
      body: ({ profile }) => expect(profile.identity.email).toBe(alice.email),
    },
    then: async (seeds, answer) => {
      const { tokens } = answer.body as Wire['AuthenticationResult']
      const { body } = (await seeds.call('account.listPasskeys', { bearer: tokens.access_token }))!
      expect((body as Wire['AccountPasskeyList']).data[0]?.last_used_at).not.toBeNull()
    },
  }),
  'asks nobody for a second factor': given(
    async (seeds) => {
      const { device, bearer } = await withPasskey(seeds)
      await factorOf(seeds, 'account', bearer)
      return { credential: device.get(await requestFor(seeds)) }
    },
    { send: ({ credential }) => signing(credential), expect: { status: 200, example: 'signed_in' } },
  ),
  'refuses an answer that was used': given(
    async (seeds) => {
      const { credential } = await answered(seeds)
      await signedInBy(seeds, credential)
      return { credential }
    },
    { send: ({ credential }) => signing(credential), expect: { error: 'invalid_passkey' } },
  ),
  'lets one of eight win that send the same answer at once': given(
    async (seeds) => {
      const made = await answered(seeds)
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => seeds.call('account.signInWithPasskey', signing(made.credential))),
      )
      return { ...made, won: answers.filter((answer) => answer?.status === 200).length }
    },
    {
      send: ({ credential }) => signing(credential),
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
    { send: ({ credential }) => signing(credential), expect: { error: 'invalid_passkey' } },
  ),
  'refuses a challenge that was made up': refusing({ challenge: 'bWFkZSB1cA' }),
  'refuses a page that is none of ours': refusing({ origin: 'https://localhost.evil.example' }),
  'refuses a page that is said by its address, as no browser does': refusing({ origin: `${demo.publicUrl}/page` }),
  'refuses another domain': refusing({ rpId: 'evil.example' }),
  'refuses a frame in another page': refusing({ crossOrigin: true }),
  'refuses an authenticator that did not verify its user': refusing({ userVerified: false }),
  'refuses a passkey of another handle': refusing({ userHandle: 'c29tZWJvZHkgZWxzZQ' }),
  'refuses a copy of an authenticator, whose counter is behind': given(
    async (seeds) => {
      const { device } = await withPasskey(seeds, { counter: 5 })
      await signedInBy(seeds, device.get(await requestFor(seeds), { counter: 7 }))
      return { credential: device.get(await requestFor(seeds), { counter: 6 }) }
    },
    { send: ({ credential }) => signing(credential), expect: { error: 'invalid_passkey' } },
  ),
  'refuses what another client asked for': given(
    async (seeds) => {
      const { device } = await withPasskey(seeds)
      const { id } = await seeds.client(await seeds.session(alice))
      return { credential: device.get(await requestFor(seeds, id)) }
    },
    { send: ({ credential }) => signing(credential), expect: { error: 'invalid_passkey' } },
  ),
  'refuses a page other than the one that signed': given(answered, {
    send: ({ credential }) => ({ ...signing(credential), headers: { origin: demo.origin } }),
    expect: { error: 'invalid_passkey' },
  }),
  'refuses a passkey that nobody knows': given(
    async (seeds) => {
      const device = createAuthenticator()
      device.create(creationExample.public_key)
      return { credential: device.get(await requestFor(seeds)) }
    },
    { send: ({ credential }) => signing(credential), expect: { error: 'invalid_passkey' } },
  ),
  'refuses more than forty from one address': given(
    async (seeds) => {
      const made = await answered(seeds, { challenge: 'bWFkZSB1cA' })
      await seeds.exhaust('account.signInWithPasskey', () => signing(made.credential))
      return made
    },
    { send: ({ credential }) => signing(credential), expect: { error: 'too_many_requests' } },
  ),
  'refuses a client that nobody knows': given(answered, {
    send: ({ credential }) => ({ body: { client_id: 'cid_nobody', credential } }),
    expect: { error: 'unknown_client' },
  }),
  'refuses an origin that is not of the client': given(answered, {
    send: ({ credential }) => ({ ...signing(credential), ...elsewhere }),
    expect: { error: 'origin_not_allowed' },
  }),
  'refuses a browser whose CSRF token is of another': given(
    async (seeds) => ({ ...(await answered(seeds)), csrf: await seeds.csrf() }),
    {
      send: ({ credential, csrf }) => ({
        body: { ...signing(credential).body, csrf_token: 'other' },
        cookies: { csrf_session: csrf.session },
      }),
      expect: { error: 'csrf_mismatch' },
    },
  ),
})
