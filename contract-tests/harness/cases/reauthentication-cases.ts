// A fresh proof is the same at every surface, and so are its cases.
import { expect } from 'vitest'
import type { OperationId } from '../../../generated/operations.ts'
import { dana, evan } from '../seeds/backend.ts'
import { contract, given } from '../dsl/index.ts'
import { type Person, alice, asCredentials, bob, keyed } from '../fixtures/people.ts'
import type { Sent } from '../requests/request.ts'
import type { Seeds } from '../seeds/seeds.ts'

export type Surface = 'account' | 'app' | 'platform' | 'project'

/** Operations of a surface, typed as those of the application's: they differ in the words of an answer. */
const operation = <Verb extends string>(surface: Surface, verb: Verb) => `${surface}.${verb}` as `app.${Verb}`

/** A session of somebody who may set up a second factor at that surface, and who they are. */
export const signedUpAt = async (seeds: Seeds, surface: Surface): Promise<{ person: Person; bearer: string }> => {
  switch (surface) {
    case 'account':
      return { person: alice, bearer: (await seeds.caller(alice)).tokens.access_token }
    case 'app':
      return { person: alice, bearer: (await seeds.appCaller(alice)).access_token }
    case 'platform':
      return { person: dana, bearer: (await seeds.platformCaller(dana)).access_token }
    case 'project':
      await seeds.appCaller(alice)
      return { person: alice, bearer: (await seeds.projectSession(alice)).accessToken }
  }
}

/** A session of somebody else there. */
export const otherAt = async (seeds: Seeds, surface: Surface): Promise<string> => {
  if (surface === 'platform') return (await seeds.platformCaller(evan)).access_token
  if (surface === 'account') return (await seeds.caller(bob)).tokens.access_token
  const { access_token } = await seeds.appCaller(bob)
  return surface === 'app' ? access_token : (await seeds.projectSession(bob)).accessToken
}

export const bearing = (surface: Surface, bearer: string) => ({
  bearer,
  ...(surface === 'app' && { headers: keyed() }),
})

/** Signs in by password, as far as that goes. */
export const signInAt = (seeds: Seeds, surface: Surface, { email, password }: Person) => {
  const body = { email, password }
  switch (surface) {
    case 'account':
      return seeds.call('account.signIn', { body: asCredentials(body) })
    case 'app':
      return seeds.call('app.login', { headers: keyed(), body })
    case 'platform':
      return seeds.call('platform.login', { body })
    case 'project':
      return seeds.call('project.signIn', { query: { client_type: 'mobile' }, body })
  }
}

/** Switches a factor on for that person, wherever it is asked for later. */
export const factorOf = async (seeds: Seeds, surface: Surface, bearer: string) => {
  if (surface === 'platform') return seeds.secondFactor('platform', bearer)
  if (surface === 'app') return seeds.secondFactor('app', bearer)
  const setup = await seeds.call(`${surface}.enableMfa` as 'account.enableMfa', { bearer })
  const secret = (setup?.body as { readonly secret: string } | undefined)?.secret ?? 'GEZDGNBVGY3TQOJQ'
  const code = await seeds.totp(secret)
  const on = await seeds.call(`${surface}.verifyMfaSetup` as 'account.verifyMfaSetup', { bearer, body: { code } })
  const codes = on?.body as { backup_codes?: string[]; backupCodes?: string[] } | undefined
  return { secret, backupCodes: codes?.backup_codes ?? codes?.backupCodes ?? ['5e884-89bcd'] }
}

export const reauthenticationCases = (surface: Surface): void => {
  const id = operation(surface, 'reauthenticate')
  type Proof = NonNullable<Sent<'app.reauthenticate'>['body']>
  const sent = (bearer: string, body: Proof) => ({ ...bearing(surface, bearer), body })
  const signedUp = (seeds: Seeds) => signedUpAt(seeds, surface)
  const stale = async (seeds: Seeds) => {
    const made = await signedUp(seeds)
    await seeds.wait(601)
    return made
  }
  const withFactor = async (seeds: Seeds) => {
    const made = await signedUp(seeds)
    const factor = await factorOf(seeds, surface, made.bearer)
    await seeds.wait(601)
    return { ...made, ...factor, code: await seeds.totp(factor.secret) }
  }
  const enable = async (seeds: Seeds, bearer: string) =>
    (await seeds.call(operation(surface, 'enableMfa'), bearing(surface, bearer)))?.status
  const renew = async (seeds: Seeds, bearer: string) =>
    (await seeds.call(operation(surface, 'generateBackupCodes') as OperationId, bearing(surface, bearer)))?.status

  contract(id, {
    'makes a session fresh for ten minutes by the password, and no longer': given(
      async (seeds) => {
        const made = await signedUp(seeds)
        await seeds.wait(280)
        return made
      },
      {
        send: ({ bearer, person }) => sent(bearer, { password: person.password }),
        expect: { status: 200, example: 'proven' },
        then: async (seeds, _answer, { bearer }) => {
          await seeds.wait(590)
          expect(await enable(seeds, bearer)).toBe(200)
          await seeds.wait(11)
          expect(await enable(seeds, bearer)).toBe(403)
        },
      },
    ),
    'makes that session fresh alone': given(
      async (seeds) => {
        const made = await signedUp(seeds)
        const other = await signInAt(seeds, surface, made.person)
        await seeds.wait(601)
        const { access_token, accessToken, tokens } = (other?.body ?? {}) as {
          readonly access_token?: string
          readonly accessToken?: string
          readonly tokens?: { readonly access_token: string }
        }
        return { ...made, other: access_token ?? accessToken ?? tokens?.access_token ?? made.bearer }
      },
      {
        send: ({ bearer, person }) => sent(bearer, { password: person.password }),
        expect: { status: 200, example: 'proven' },
        then: async (seeds, _answer, { other }) => expect(await enable(seeds, other)).toBe(403),
      },
    ),
    'takes a code of the second factor, once': given(withFactor, {
      send: ({ bearer, code }) => sent(bearer, { code }),
      expect: { status: 200, example: 'proven' },
      then: async (seeds, _answer, { bearer, code }) => {
        expect(await renew(seeds, bearer)).toBe(200)
        expect((await seeds.call(id, sent(bearer, { code })))?.status).toBe(400)
      },
    }),
    'asks whoever has a second factor for a code of it, and looks at no password': given(withFactor, {
      send: ({ bearer, person }) => sent(bearer, { password: person.password }),
      expect: { error: 'second_factor_required' },
      then: async (seeds, _answer, { bearer }) => expect(await renew(seeds, bearer)).toBe(403),
    }),
    'refuses a wrong password': given(stale, {
      send: ({ bearer }) => sent(bearer, { password: 'guess' }),
      expect: { error: 'wrong_password' },
      then: async (seeds, _answer, { bearer }) => expect(await enable(seeds, bearer)).toBe(403),
    }),
    'counts wrong passwords as sign-in does': given(
      async (seeds) => {
        const made = await signedUp(seeds)
        await seeds.exhaust(id, () => sent(made.bearer, { password: 'guess' }))
        return made
      },
      {
        send: ({ bearer, person }) => sent(bearer, { password: person.password }),
        expect: { error: 'too_many_requests' },
      },
    ),
    'refuses a wrong code': given(withFactor, {
      send: ({ bearer }) => sent(bearer, { code: '000000' }),
      expect: { error: 'invalid_code' },
    }),
    'refuses a code where there is no second factor': given(signedUp, {
      send: ({ bearer }) => sent(bearer, { code: '000000' }),
      expect: { error: 'second_factor_missing' },
    }),
    'says when too many passwords wait': given(
      async (seeds) => {
        const made = await signedUp(seeds)
        seeds.fail(id, 'overloaded')
        return made
      },
      {
        inside: 'the queue of hashes is filled by the server itself',
        send: ({ bearer, person }) => sent(bearer, { password: person.password }),
        expect: { error: 'overloaded' },
      },
    ),
    'refuses both at once': given(signedUp, {
      send: ({ bearer, person }) => sent(bearer, { password: person.password, code: '000000' }),
      expect: { error: 'invalid_request' },
    }),
  })
}
