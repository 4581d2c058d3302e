// One's own password, address and data are the same at every surface, and so are these cases.
import { expect } from 'vitest'
import type { Wire } from '../../../generated/operations.ts'
import type { Answer } from '../contract/contract.ts'
import { contract, given } from '../dsl/index.ts'
import { alice, bob } from '../fixtures/people.ts'
import { type Surface, at, dana, evan } from '../seeds/backend.ts'
import type { Seeds } from '../seeds/seeds.ts'

/** Operations of a surface, typed as those of the application's: they differ in the words of an answer. */
const operation = <Verb extends string>(surface: Surface, verb: Verb) => `${surface}.${verb}` as `app.${Verb}`

const newPassword = 'lantern paper staple'
/** Somebody's next address. */
export const moved = 'moved@example.com'

type SignedIn = Pick<Wire['TokenPair'], 'access_token' | 'refresh_token'>

/** Who signs in at a surface, and somebody else. */
const peopleOf = (surface: Surface) => (surface === 'app' ? ([alice, bob] as const) : ([dana, evan] as const))

const enter = (seeds: Seeds, surface: Surface, person: 0 | 1 = 0): Promise<SignedIn> =>
  surface === 'app' ? seeds.appCaller(peopleOf('app')[person]) : seeds.platformCaller(person === 0 ? dana : evan)

/** They are signed in, and their last proof is too old. */
const stale = (surface: Surface) => async (seeds: Seeds) => {
  const made = await enter(seeds, surface)
  await seeds.wait(601)
  return made
}

const signIn = (seeds: Seeds, surface: Surface, email: string, password: string) =>
  seeds.call(operation(surface, 'login'), {
    ...(surface === 'app' && { headers: at('app', '').headers }),
    body: { email, password },
  })

const statusOf = async (seeds: Seeds, surface: Surface, { access_token }: SignedIn) =>
  (await seeds.call(operation(surface, 'getMe'), at(surface, access_token)))?.status

const refresh = async (seeds: Seeds, surface: Surface, { refresh_token }: SignedIn) =>
  (
    await seeds.call(operation(surface, 'refresh'), {
      ...(surface === 'app' && { headers: at('app', '').headers }),
      body: { refresh_token },
    })
  )?.status

/** A file to save, with nothing in it that is secret or somebody else's. */
export const isDataFileWithout =
  (other: string) =>
  ({ headers, text }: Answer): void => {
    expect(headers.get('content-disposition')).toBe('attachment; filename="account.json"')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(text).not.toMatch(/argon2|passwordHash|password_hash/)
    expect(text).not.toContain(other)
  }

export const ownPasswordCases = (surface: Surface): void => {
  const id = operation(surface, 'changePassword')
  const [person] = peopleOf(surface)
  const sent = ({ access_token }: SignedIn, body = { newPassword }) => ({ ...at(surface, access_token), body })
  const signInBy = async (seeds: Seeds, password: string) =>
    (await signIn(seeds, surface, person.email, password))?.status

  contract(id, {
    'sets it, ends every other session, and goes on as a new one': given(
      async (seeds) => {
        const asking = await enter(seeds, surface)
        const phone = (await signIn(seeds, surface, person.email, person.password))?.body as SignedIn | undefined
        return { asking, phone: phone ?? asking }
      },
      {
        send: ({ asking }) => sent(asking),
        expect: { status: 200, example: 'password_changed' },
        then: async (seeds, answer, { asking, phone }) => {
          const next = answer.body as Wire['AppSignedIn']
          expect(next.user.email).toBe(person.email)
          expect(await statusOf(seeds, surface, next)).toBe(200)
          for (const dead of [asking, phone]) {
            expect([await statusOf(seeds, surface, dead), await refresh(seeds, surface, dead)]).toEqual([401, 401])
          }
          expect(await refresh(seeds, surface, next)).toBe(200)
          expect([await signInBy(seeds, person.password), await signInBy(seeds, newPassword)]).toEqual([401, 200])
          expect((await seeds.mail(person.email, 'password_changed')).link).toContain('/auth/not-me?token=')
        },
      },
    ),
    'is done once by one session, however often it is asked at once': given((seeds) => enter(seeds, surface), {
      send: (made) => sent(made),
      expect: { status: 200, example: 'password_changed' },
      then: async (seeds, answer) => {
        const next = answer.body as SignedIn
        const many = await Promise.all(Array.from({ length: 5 }, () => seeds.call(id, sent(next))))
        expect(many.map((one) => one?.status).sort()).toEqual([200, 401, 401, 401, 401])
      },
    }),
    'refuses a session whose last proof is older than ten minutes, and changes nothing': given(stale(surface), {
      send: (made) => sent(made),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, made) => {
        expect(await signInBy(seeds, person.password)).toBe(200)
        const proof = { ...at(surface, made.access_token), body: { password: person.password } }
        await seeds.call(operation(surface, 'reauthenticate'), proof)
        expect((await seeds.call(id, sent(made)))?.status).toBe(200)
      },
    }),
    'refuses one that is easy to guess, and keeps the sessions': given((seeds) => enter(seeds, surface), {
      send: (made) => sent(made, { newPassword: 'password123' }),
      expect: { error: 'weak_password', detail: 'This password is too common.' },
      then: async (seeds, _answer, made) => expect(await statusOf(seeds, surface, made)).toBe(200),
    }),
    'refuses a body without one': given((seeds) => enter(seeds, surface), {
      send: (made) => sent(made, {} as never),
      expect: { error: 'invalid_request', detail: 'newPassword: is missing' },
    }),
    'says when too many passwords wait': given(
      async (seeds) => {
        const made = await enter(seeds, surface)
        seeds.fail(id, 'overloaded')
        return made
      },
      {
        inside: 'the queue of hashes is filled by the server itself',
        send: (made) => sent(made),
        expect: { error: 'overloaded' },
      },
    ),
  })
}

export const ownAddressCases = (surface: Surface): void => {
  const id = operation(surface, 'requestEmailChange')
  const [person, other] = peopleOf(surface)
  const sent = ({ access_token }: SignedIn, email = moved) => ({ ...at(surface, access_token), body: { email } })

  contract(id, {
    'mails a link to the new address, and changes nothing yet (AC-065)': given((seeds) => enter(seeds, surface), {
      send: (made) => sent(made),
      expect: { status: 200, example: 'mail_queued' },
      then: async (seeds) => {
        expect((await seeds.mail(moved, 'change_address_link')).link).toContain('/auth/change-email?token=')
        const statuses = [person.email, moved].map((email) => signIn(seeds, surface, email, person.password))
        expect((await Promise.all(statuses)).map((one) => one?.status)).toEqual([200, 401])
      },
    }),
    'says the same for an address that somebody has, and tells its owner': given(
      async (seeds) => {
        await enter(seeds, surface, 1)
        return enter(seeds, surface)
      },
      {
        send: (made) => sent(made, other.email),
        expect: { status: 200, example: 'mail_queued' },
        then: async (seeds, answer, made) => {
          expect(answer.text).toBe((await seeds.call(id, sent(made)))?.text)
          const mails = (await seeds.call('service.listMail', { query: { to: other.email } }))?.body as Wire['Mailbox']
          const kinds = mails.messages.map(({ kind }) => kind)
          expect(kinds).toContain('account_exists')
          expect(kinds).not.toContain('change_address_link')
        },
      },
    ),
    'refuses an address that the caller has': given((seeds) => enter(seeds, surface), {
      send: (made) => sent(made, person.email.toUpperCase()),
      expect: { error: 'invalid_request', detail: 'email: is your address already' },
    }),
    'refuses two addresses in one': given((seeds) => enter(seeds, surface), {
      send: (made) => sent(made, `${moved},eve@example.com`),
      expect: { error: 'invalid_request' },
    }),
    'refuses somebody who has not proven the address that they have': given(
      (seeds): Promise<SignedIn> => (surface === 'app' ? seeds.appNewcomer(alice) : seeds.newAdministrator(dana)),
      { send: (made) => sent(made), expect: { error: 'email_not_verified' } },
    ),
    'refuses a session whose last proof is older than ten minutes (AC-065)': given(stale(surface), {
      send: (made) => sent(made),
      expect: { error: 'reauthentication_required' },
    }),
    'refuses more mails than the limit': given(
      async (seeds) => {
        const made = await enter(seeds, surface)
        await seeds.exhaust(id, () => sent(made))
        return made
      },
      {
        send: (made) => sent(made),
        expect: { error: 'too_many_requests', detail: 'mails asked for from one address' },
      },
    ),
  })
}

export const ownDataCases = (surface: Surface): void => {
  const [person, other] = peopleOf(surface)

  contract(operation(surface, 'exportData'), {
    'gives all that is kept, with a name to save it by, and no secret': given(
      async (seeds) => {
        await enter(seeds, surface, 1)
        return enter(seeds, surface)
      },
      {
        send: ({ access_token }) => at(surface, access_token),
        expect: {
          status: 200,
          example: 'data',
          answer: isDataFileWithout(other.email),
        },
        then: (_seeds, answer) => {
          const { profile, sessions, events } = answer.body as Wire['AccountData']
          expect(profile.identity.email).toBe(person.email)
          expect(sessions).toMatchObject([{ current: true }])
          expect(events.map(({ action }) => action)).toContain('user.signed_up')
          return Promise.resolve()
        },
      },
    ),
    'refuses a session whose last proof is older than ten minutes': given(stale(surface), {
      send: ({ access_token }) => at(surface, access_token),
      expect: { error: 'reauthentication_required' },
    }),
  })
}
