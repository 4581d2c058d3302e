// The second factor is the same at both surfaces, and so are its cases.
import { expect } from 'vitest'
import type { Wire } from '../../../generated/operations.ts'
import { type Surface, at, dana } from '../seeds/backend.ts'
import { contract, given } from '../dsl/index.ts'
import { alice, bob, keyed } from '../fixtures/people.ts'
import type { Seeds } from '../seeds/seeds.ts'
import { ticketOf } from '../seeds/ticket.ts'

/** Operations of the surface, typed as those of the app: the two differ in whose session an answer is. */
const operation = <Verb extends string>(surface: Surface, verb: Verb) => `${surface}.${verb}` as `app.${Verb}`

const wrong = '000000'

export const mfaCases = (surface: Surface): void => {
  const where = surface === 'app' ? { headers: keyed() } : {}
  const proof = surface === 'app' ? alice : { email: dana.email, password: dana.password }
  const login = operation(surface, 'login')
  const challenge = operation(surface, 'challengeMfa')
  const disable = operation(surface, 'disableMfa')
  const getMe = operation(surface, 'getMe')

  const signedUp = async (seeds: Seeds) =>
    surface === 'app' ? await seeds.appCaller(alice) : await seeds.platformCaller(dana)
  const newcomer = async (seeds: Seeds) =>
    surface === 'app' ? await seeds.appNewcomer(alice) : await seeds.newAdministrator(dana)
  /** Shown the secret of an authenticator app, and its first code. */
  const enrolling = async (seeds: Seeds) => {
    const { access_token } = await signedUp(seeds)
    const setup = await seeds.call(operation(surface, 'enableMfa'), at(surface, access_token))
    const secret = (setup?.body as Wire['MfaSetupAnswer'] | undefined)?.data.secret ?? 'GEZDGNBVGY3TQOJQ'
    return { access_token, secret, code: await seeds.totp(secret) }
  }
  const withFactor = async (seeds: Seeds) => {
    const { access_token, refresh_token } = await signedUp(seeds)
    const factor = await seeds.secondFactor(surface, access_token)
    await seeds.wait(30)
    return { access_token, refresh_token, ...factor }
  }
  const freshTicket = async (seeds: Seeds) => ticketOf(await seeds.call(login, { ...where, body: proof }))
  /** The password step is done. */
  const halfway = async (seeds: Seeds) => {
    const factor = await withFactor(seeds)
    return { ...factor, ticket: await freshTicket(seeds), code: await seeds.totp(factor.secret) }
  }
  const isSignedIn = async (seeds: Seeds, bearer: string) =>
    (await seeds.call(getMe, at(surface, bearer)))?.status === 200
  const step = (mfa_token: string, code: string) => ({ ...where, body: { mfa_token, code } })

  contract(challenge, {
    'completes a sign-in by a code': given(halfway, {
      send: ({ ticket, code }) => step(ticket, code),
      expect: { status: 200, example: 'signed_in' },
      then: async (seeds, answer) => {
        const { access_token, user } = answer.body as Wire['AppSignedIn']
        expect(user.mfaEnabled).toBe(true)
        expect(await isSignedIn(seeds, access_token)).toBe(true)
      },
    }),
    'completes a sign-in by a code in groups, as an app shows it': given(halfway, {
      send: ({ ticket, code }) => step(ticket, `${code.slice(0, 3)} ${code.slice(3)}`),
      expect: { status: 200, example: 'signed_in' },
    }),
    'completes a sign-in by a backup code without its dash, in capital letters': given(halfway, {
      send: ({ ticket, backupCodes }) => step(ticket, backupCodes[0]!.replace('-', ' ').toUpperCase()),
      expect: { status: 200, example: 'signed_in' },
    }),
    'completes a sign-in by a backup code, once': given(halfway, {
      send: ({ ticket, backupCodes }) => step(ticket, backupCodes[0]!.toUpperCase()),
      expect: { status: 200, example: 'signed_in' },
      then: async (seeds, _answer, { backupCodes }) => {
        const again = await seeds.call(challenge, step(await freshTicket(seeds), backupCodes[0]!))
        expect(again?.body).toMatchObject({ type: 'invalid_code' })
      },
    }),
    'takes a code of the step before (AC-080)': given(
      async (seeds) => {
        const factor = await withFactor(seeds)
        await seeds.wait(30)
        return { ticket: await freshTicket(seeds), code: await seeds.totp(factor.secret, -1) }
      },
      {
        send: ({ ticket, code }) => step(ticket, code),
        expect: { status: 200, example: 'signed_in' },
      },
    ),
    'takes a code of the step after, and none older from then on (AC-080)': given(
      async (seeds) => {
        const made = await halfway(seeds)
        return { ...made, code: await seeds.totp(made.secret, 1) }
      },
      {
        send: ({ ticket, code }) => step(ticket, code),
        expect: { status: 200, example: 'signed_in' },
        then: async (seeds, _answer, { secret }) => {
          const older = await seeds.call(challenge, step(await freshTicket(seeds), await seeds.totp(secret)))
          expect(older?.body).toMatchObject({ type: 'invalid_code' })
        },
      },
    ),
    'refuses codes of two and three steps away (AC-080)': given(
      async (seeds) => {
        const made = await halfway(seeds)
        for (const steps of [-3, 2, 3]) {
          const answer = await seeds.call(challenge, step(made.ticket, await seeds.totp(made.secret, steps)))
          if (answer) expect(answer.body).toMatchObject({ type: 'invalid_code' })
        }
        return { ...made, code: await seeds.totp(made.secret, -2) }
      },
      { send: ({ ticket, code }) => step(ticket, code), expect: { error: 'invalid_code' } },
    ),
    'refuses a code that was used, on another ticket too (AC-079)': given(
      async (seeds) => {
        const made = await halfway(seeds)
        await seeds.call(challenge, step(made.ticket, made.code))
        return { ...made, ticket: await freshTicket(seeds) }
      },
      { send: ({ ticket, code }) => step(ticket, code), expect: { error: 'invalid_code' } },
    ),
    'lets one of eight win, over eight tickets (AC-079)': given(
      async (seeds) => {
        const made = await halfway(seeds)
        const tickets = []
        for (let count = 0; count < 8; count += 1) tickets.push(await freshTicket(seeds))
        const code = await seeds.totp(made.secret)
        const answers = await Promise.all(tickets.map((ticket) => seeds.call(challenge, step(ticket, code))))
        return { ...made, won: answers.filter((answer) => answer?.status === 200).length }
      },
      {
        send: ({ ticket }) => step(ticket, wrong),
        expect: { error: 'invalid_code' },
        then: async (_seeds, _answer, { won }) => expect(won).toBe(1),
      },
    ),
    'refuses a ticket after five minutes (AC-084)': given(
      async (seeds) => {
        const made = await halfway(seeds)
        await seeds.wait(301)
        return { ...made, code: await seeds.totp(made.secret) }
      },
      { send: ({ ticket, code }) => step(ticket, code), expect: { error: 'invalid_mfa_token' } },
    ),
    'refuses a ticket that was used (AC-084)': given(
      async (seeds) => {
        const made = await halfway(seeds)
        await seeds.call(challenge, step(made.ticket, made.code))
        await seeds.wait(30)
        return { ...made, code: await seeds.totp(made.secret) }
      },
      { send: ({ ticket, code }) => step(ticket, code), expect: { error: 'invalid_mfa_token' } },
    ),
    'refuses a ticket of the other surface (AC-084)': given(
      async (seeds) => {
        const other = surface === 'app' ? 'platform' : 'app'
        const { access_token } = other === 'app' ? await seeds.appCaller(bob) : await seeds.platformCaller(dana)
        const { secret } = await seeds.secondFactor(other, access_token)
        await seeds.wait(30)
        const sent =
          other === 'app' ? { headers: keyed(), body: bob } : { body: { email: dana.email, password: dana.password } }
        const ticket = ticketOf(await seeds.call(operation(other, 'login'), sent))
        return { ticket, code: await seeds.totp(secret) }
      },
      { send: ({ ticket, code }) => step(ticket, code), expect: { error: 'invalid_mfa_token' } },
    ),
    'kills a ticket after five wrong codes (AC-081)': given(
      async (seeds) => {
        const made = await halfway(seeds)
        for (let count = 0; count < 5; count += 1) await seeds.call(challenge, step(made.ticket, wrong))
        return { ...made, code: await seeds.totp(made.secret) }
      },
      { send: ({ ticket, code }) => step(ticket, code), expect: { error: 'invalid_mfa_token' } },
    ),
    'allows twenty wrong codes an hour, however many tickets (AC-081)': given(
      async (seeds) => {
        const made = await halfway(seeds)
        for (let round = 0; round < 4; round += 1) {
          const ticket = await freshTicket(seeds)
          for (let count = 0; count < 5; count += 1) await seeds.call(challenge, step(ticket, wrong))
        }
        return { ...made, code: await seeds.totp(made.secret) }
      },
      {
        send: ({ ticket, code }) => step(ticket, code),
        expect: { error: 'too_many_requests', detail: 'second factors of one user' },
      },
    ),
    'refuses a code that is a number (AC-080)': given(halfway, {
      send: ({ ticket }) => step(ticket, 287082 as never),
      expect: { error: 'invalid_request', detail: 'code: must be a text' },
    }),
    'refuses full-width digits (AC-080)': given(halfway, {
      send: ({ ticket }) => step(ticket, '２８７０８２'),
      expect: { error: 'invalid_request', detail: 'code' },
    }),
  })

  contract(operation(surface, 'enableMfa'), {
    'gives a secret in three forms': given(signedUp, {
      send: ({ access_token }) => at(surface, access_token),
      expect: {
        status: 200,
        example: 'mfa_setup',
        body: ({ data }) => {
          expect(data.secret).toMatch(/^[A-Z2-7]{32}$/)
          expect(data.otpauth_uri).toMatch(/^otpauth:\/\/totp\//)
          expect(data.otpauth_uri).toContain(data.secret)
          expect(data.qr_data).toMatch(/^data:image\/png;base64,/)
        },
      },
      then: async (seeds) => {
        // Not confirmed, it neither counts nor locks out (AC-083).
        const answer = await seeds.call(login, { ...where, body: proof })
        expect(answer?.body).toHaveProperty('access_token')
      },
    }),
    'refuses somebody who has not proven their address': given(newcomer, {
      send: ({ access_token }) => at(surface, access_token),
      expect: { error: 'email_not_verified' },
    }),
    'refuses a session older than ten minutes (AC-083)': given(
      async (seeds) => {
        const started = await signedUp(seeds)
        await seeds.wait(601)
        return started
      },
      { send: ({ access_token }) => at(surface, access_token), expect: { error: 'reauthentication_required' } },
    ),
    'refuses a second one': given(withFactor, {
      send: ({ access_token }) => at(surface, access_token),
      expect: { error: 'second_factor_exists' },
    }),
  })

  contract(operation(surface, 'verifyMfaSetup'), {
    'refuses somebody who has not proven their address': given(newcomer, {
      send: ({ access_token }) => ({ ...at(surface, access_token), body: { code: wrong } }),
      expect: { error: 'email_not_verified' },
    }),
    'switches it on, ends all other sessions and mails a notice': given(
      async (seeds) => {
        const { access_token, code } = await enrolling(seeds)
        const other = (await seeds.call(login, { ...where, body: proof }))?.body as Wire['AppSignedIn'] | undefined
        return { access_token, other, code: `${code.slice(0, 3)} ${code.slice(3)}` }
      },
      {
        send: ({ access_token, code }) => ({ ...at(surface, access_token), body: { code } }),
        expect: {
          status: 200,
          example: 'backup_codes',
          body: ({ data }) => {
            expect(data.count).toBe(10)
            expect(new Set(data.backup_codes).size).toBe(10)
          },
        },
        then: async (seeds, _answer, { access_token, other }) => {
          expect(await isSignedIn(seeds, access_token)).toBe(true)
          expect(await isSignedIn(seeds, other!.access_token)).toBe(false)
          expect((await seeds.mail(proof.email, 'second_factor_on')).to).toBe(proof.email)
        },
      },
    ),
    'refuses a wrong code': given(
      async (seeds) => {
        const started = await signedUp(seeds)
        await seeds.call(operation(surface, 'enableMfa'), at(surface, started.access_token))
        return started
      },
      {
        send: ({ access_token }) => ({ ...at(surface, access_token), body: { code: wrong } }),
        expect: { error: 'invalid_code' },
      },
    ),
    'refuses where none was begun': given(signedUp, {
      send: ({ access_token }) => ({ ...at(surface, access_token), body: { code: wrong } }),
      expect: { error: 'second_factor_missing' },
    }),
    'refuses the first code of another session than the one that began': given(
      async (seeds) => {
        const begun = await enrolling(seeds)
        const other = (await seeds.call(login, { ...where, body: proof }))?.body as Wire['AppSignedIn'] | undefined
        return { ...begun, access_token: other?.access_token ?? begun.access_token }
      },
      {
        send: ({ access_token, code }) => ({ ...at(surface, access_token), body: { code } }),
        expect: { error: 'second_factor_missing' },
      },
    ),
    'refuses the first code after ten minutes': given(
      async (seeds) => {
        const begun = await enrolling(seeds)
        await seeds.wait(600)
        return { ...begun, code: await seeds.totp(begun.secret) }
      },
      {
        send: ({ access_token, code }) => ({ ...at(surface, access_token), body: { code } }),
        expect: { error: 'second_factor_missing' },
      },
    ),
    'refuses where there is one': given(withFactor, {
      send: ({ access_token }) => ({ ...at(surface, access_token), body: { code: wrong } }),
      expect: { error: 'second_factor_exists' },
    }),
    'refuses more than twenty wrong codes an hour': given(
      async (seeds) => {
        const started = await signedUp(seeds)
        await seeds.call(operation(surface, 'enableMfa'), at(surface, started.access_token))
        const sent = { ...at(surface, started.access_token), body: { code: wrong } }
        await seeds.exhaust(operation(surface, 'verifyMfaSetup'), () => sent)
        return started
      },
      {
        send: ({ access_token }) => ({ ...at(surface, access_token), body: { code: wrong } }),
        expect: { error: 'too_many_requests' },
      },
    ),
  })

  contract(disable, {
    'switches it off by a code and mails a notice': given(
      async (seeds) => {
        const made = await withFactor(seeds)
        return { ...made, code: await seeds.totp(made.secret) }
      },
      {
        send: ({ access_token, code }) => ({ ...at(surface, access_token), body: { code } }),
        expect: { status: 200, example: 'disabled' },
        then: async (seeds) => {
          const answer = await seeds.call(login, { ...where, body: proof })
          expect(answer?.body).toHaveProperty('access_token')
          expect((await seeds.mail(proof.email, 'second_factor_off')).to).toBe(proof.email)
        },
      },
    ),
    'refuses the code of a sign-in (AC-079)': given(
      async (seeds) => {
        const made = await halfway(seeds)
        await seeds.call(challenge, step(made.ticket, made.code))
        return made
      },
      {
        send: ({ access_token, code }) => ({ ...at(surface, access_token), body: { code } }),
        expect: { error: 'invalid_code' },
      },
    ),
    'refuses where there is none': given(signedUp, {
      send: ({ access_token }) => ({ ...at(surface, access_token), body: { code: wrong } }),
      expect: { error: 'second_factor_missing' },
    }),
    'refuses more than twenty wrong codes an hour': given(
      async (seeds) => {
        const made = await withFactor(seeds)
        const sent = { ...at(surface, made.access_token), body: { code: wrong } }
        await seeds.exhaust(disable, () => sent)
        return made
      },
      {
        send: ({ access_token }) => ({ ...at(surface, access_token), body: { code: wrong } }),
        expect: { error: 'too_many_requests' },
      },
    ),
  })

  contract(operation(surface, 'generateBackupCodes'), {
    'replaces all earlier codes': given(withFactor, {
      send: ({ access_token }) => at(surface, access_token),
      expect: { status: 200, example: 'backup_codes' },
      then: async (seeds, answer, { access_token, backupCodes }) => {
        const { data } = answer.body as Wire['BackupCodesAnswer']
        const verify = operation(surface, 'verifyBackupCode')
        const old = await seeds.call(verify, { ...at(surface, access_token), body: { code: backupCodes[0]! } })
        expect(old?.status).toBe(400)
        const fresh = await seeds.call(verify, { ...at(surface, access_token), body: { code: data.backup_codes[0]! } })
        expect(fresh?.status).toBe(200)
      },
    }),
    'refuses a session older than ten minutes (AC-083)': given(
      async (seeds) => {
        const made = await withFactor(seeds)
        await seeds.wait(601)
        return made
      },
      { send: ({ access_token }) => at(surface, access_token), expect: { error: 'reauthentication_required' } },
    ),
    'refuses where there is no second factor': given(signedUp, {
      send: ({ access_token }) => at(surface, access_token),
      expect: { error: 'second_factor_missing' },
    }),
  })

  contract(operation(surface, 'verifyBackupCode'), {
    'uses a code up': given(withFactor, {
      send: ({ access_token, backupCodes }) => ({
        ...at(surface, access_token),
        body: { code: backupCodes[0]!.replace('-', '') },
      }),
      expect: { status: 200, example: 'used' },
      then: async (seeds, _answer, { access_token, backupCodes }) => {
        const sent = { ...at(surface, access_token), body: { code: backupCodes[0]! } }
        expect((await seeds.call(operation(surface, 'verifyBackupCode'), sent))?.status).toBe(400)
        const left = await seeds.call(operation(surface, 'getRemainingBackupCodes'), at(surface, access_token))
        expect(left?.body).toEqual({ data: { remaining: 9 } })
      },
    }),
    'refuses a code that never was': given(withFactor, {
      send: ({ access_token }) => ({ ...at(surface, access_token), body: { code: '00000-00000' } }),
      expect: { error: 'invalid_code' },
    }),
    'refuses more than twenty wrong codes an hour': given(
      async (seeds) => {
        const made = await withFactor(seeds)
        const sent = { ...at(surface, made.access_token), body: { code: '00000-00000' } }
        await seeds.exhaust(operation(surface, 'verifyBackupCode'), () => sent)
        return made
      },
      {
        send: ({ access_token, backupCodes }) => ({ ...at(surface, access_token), body: { code: backupCodes[0]! } }),
        expect: { error: 'too_many_requests' },
      },
    ),
  })

  contract(operation(surface, 'getRemainingBackupCodes'), {
    'counts what is left': given(withFactor, {
      send: ({ access_token }) => at(surface, access_token),
      expect: { status: 200, example: 'remaining' },
      then: async (_seeds, answer) => expect(answer.body).toEqual({ data: { remaining: 10 } }),
    }),
    'counts none where there is no second factor': given(signedUp, {
      send: ({ access_token }) => at(surface, access_token),
      expect: { status: 200, example: 'remaining' },
      then: async (_seeds, answer) => expect(answer.body).toEqual({ data: { remaining: 0 } }),
    }),
  })
}
