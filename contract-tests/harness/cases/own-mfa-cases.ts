// The second factor on the surfaces whose sign-in refuses with a ticket: what is particular to them. Codes, tries and limits are
// one rule for all, which mfa-cases.ts asks at its surfaces.
import { expect } from 'vitest'
import { contract, given } from '../dsl/index.ts'
import { alice, demo } from '../fixtures/people.ts'
import { bearing, factorOf, signInAt, signedUpAt } from './reauthentication-cases.ts'
import type { Sent } from '../requests/request.ts'
import type { Seeds } from '../seeds/seeds.ts'
import { accessTokenOf, ticketOf } from '../seeds/ticket.ts'

type Surface = 'account' | 'project'

/** Operations of a surface, typed as those of the account surface: the two differ in the spelling of fields. */
const operation = <Verb extends string>(surface: Surface, verb: Verb) => `${surface}.${verb}` as `account.${Verb}`

/** The second step, as that surface takes it. */
export const secondStep = (surface: Surface, ticket: string, code: string): Sent<'account.challengeMfa'> =>
  surface === 'account'
    ? { body: { client_id: demo.clientId, mfa_token: ticket, code } }
    : ({ query: { client_type: 'mobile' }, body: { mfaToken: ticket, code } } as never)

export const ownMfaCases = (surface: Surface): void => {
  const challenge = operation(surface, 'challengeMfa')
  const signedIn = (surface === 'account' ? 'signed_in' : 'signed_in_mobile') as 'signed_in'
  const signedUp = (seeds: Seeds) => signedUpAt(seeds, surface)
  const newcomer = async (seeds: Seeds) => ({
    bearer:
      surface === 'account'
        ? (await seeds.newcomer(alice)).tokens.access_token
        : (await seeds.projectUser(alice)).accessToken,
  })
  const withFactor = async (seeds: Seeds) => {
    const { bearer } = await signedUp(seeds)
    const factor = await factorOf(seeds, surface, bearer)
    await seeds.wait(30)
    return { bearer, ...factor, code: await seeds.totp(factor.secret) }
  }
  /** The password step is done. */
  const halfway = async (seeds: Seeds) => {
    const made = await withFactor(seeds)
    return { ...made, ticket: ticketOf(await signInAt(seeds, surface, alice)) }
  }
  const at = (bearer: string) => bearing(surface, bearer)
  const coded = (bearer: string, code: string) => ({ ...at(bearer), body: { code } })
  const off = surface === 'account' ? { status: 204, example: 'empty' } : { status: 200, example: 'off' }

  contract(challenge, {
    'completes a sign-in by a code': given(halfway, {
      send: ({ ticket, code }) => secondStep(surface, ticket, code),
      expect: { status: 200, example: signedIn },
      then: async (seeds, answer) => {
        const state = await seeds.call(operation(surface, 'getMfa'), at(accessTokenOf(answer)))
        expect(state?.body).toMatchObject({ enabled: true })
      },
    }),
    'completes a sign-in by a backup code, once': given(halfway, {
      send: ({ ticket, backupCodes }) => secondStep(surface, ticket, backupCodes[0]!),
      expect: { status: 200, example: signedIn },
      then: async (seeds, _answer, { backupCodes }) => {
        const ticket = ticketOf(await signInAt(seeds, surface, alice))
        expect((await seeds.call(challenge, secondStep(surface, ticket, backupCodes[0]!)))?.status).toBe(400)
      },
    }),
    'refuses a wrong code, and takes the right one after it': given(halfway, {
      send: ({ ticket }) => secondStep(surface, ticket, '000000'),
      expect: { error: 'invalid_code' },
      then: async (seeds, _answer, { ticket, code }) =>
        expect((await seeds.call(challenge, secondStep(surface, ticket, code)))?.status).toBe(200),
    }),
    'refuses a ticket that was used': given(
      async (seeds) => {
        const made = await halfway(seeds)
        await seeds.call(challenge, secondStep(surface, made.ticket, made.code))
        return { ...made, code: made.backupCodes[1] ?? '5e884-89bcd' }
      },
      { send: ({ ticket, code }) => secondStep(surface, ticket, code), expect: { error: 'invalid_mfa_token' } },
    ),
    'refuses a ticket after five minutes': given(
      async (seeds) => {
        const made = await halfway(seeds)
        await seeds.wait(301)
        return { ...made, code: await seeds.totp(made.secret) }
      },
      { send: ({ ticket, code }) => secondStep(surface, ticket, code), expect: { error: 'invalid_mfa_token' } },
    ),
    'refuses a ticket of another surface': given(
      async (seeds) => {
        const made = await withFactor(seeds)
        return {
          ...made,
          ticket: ticketOf(await signInAt(seeds, surface === 'account' ? 'project' : 'account', alice)),
        }
      },
      { send: ({ ticket, code }) => secondStep(surface, ticket, code), expect: { error: 'invalid_mfa_token' } },
    ),
    'allows no more than twenty wrong codes an hour (AC-081)': given(
      async (seeds) => {
        const made = await withFactor(seeds)
        for (let round = 0; round < 4; round += 1) {
          const ticket = ticketOf(await signInAt(seeds, surface, alice))
          for (let tries = 0; tries < 5; tries += 1) await seeds.call(challenge, secondStep(surface, ticket, '000000'))
        }
        return { ...made, ticket: ticketOf(await signInAt(seeds, surface, alice)) }
      },
      { send: ({ ticket, code }) => secondStep(surface, ticket, code), expect: { error: 'too_many_requests' } },
    ),
  })

  contract(operation(surface, 'getMfa'), {
    'tells of a factor that is on': given(withFactor, {
      send: ({ bearer }) => at(bearer),
      expect: {
        status: 200,
        example: 'on',
        answer: ({ body }) => {
          expect(body).toMatchObject({ enabled: true })
          expect(Object.values(body as object)).toContain(10)
        },
      },
    }),
    'tells of none': given(signedUp, {
      send: ({ bearer }) => at(bearer),
      expect: { status: 200, example: 'on', answer: ({ body }) => expect(body).toMatchObject({ enabled: false }) },
    }),
  })

  contract(operation(surface, 'enableMfa'), {
    'gives a secret in three forms': given(signedUp, {
      send: ({ bearer }) => at(bearer),
      expect: { status: 200, example: 'mfa_setup', body: ({ secret }) => expect(secret).toMatch(/^[A-Z2-7]{32}$/) },
      then: async (seeds) => expect((await signInAt(seeds, surface, alice))?.status).toBe(200),
    }),
    'refuses somebody who has not proven their address': given(newcomer, {
      send: ({ bearer }) => at(bearer),
      expect: { error: 'email_not_verified' },
    }),
    'refuses a session whose last proof is older than ten minutes': given(
      async (seeds) => {
        const made = await signedUp(seeds)
        await seeds.wait(601)
        return made
      },
      { send: ({ bearer }) => at(bearer), expect: { error: 'reauthentication_required' } },
    ),
    'refuses a second one': given(withFactor, {
      send: ({ bearer }) => at(bearer),
      expect: { error: 'second_factor_exists' },
    }),
  })

  const enrolling = async (seeds: Seeds) => {
    const { bearer } = await signedUp(seeds)
    const setup = await seeds.call(operation(surface, 'enableMfa'), at(bearer))
    const { secret } = (setup?.body ?? { secret: 'GEZDGNBVGY3TQOJQ' }) as { readonly secret: string }
    return { bearer, code: await seeds.totp(secret) }
  }

  contract(operation(surface, 'verifyMfaSetup'), {
    'switches it on, and mails a notice': given(enrolling, {
      send: ({ bearer, code }) => coded(bearer, code),
      expect: { status: 200, example: 'backup_codes' },
      then: async (seeds) => {
        expect((await signInAt(seeds, surface, alice))?.status).toBe(403)
        expect((await seeds.mail(alice.email, 'second_factor_on')).to).toBe(alice.email)
      },
    }),
    'refuses a wrong code': given(enrolling, {
      send: ({ bearer }) => coded(bearer, '000000'),
      expect: { error: 'invalid_code' },
    }),
    'refuses somebody who has not proven their address': given(newcomer, {
      send: ({ bearer }) => coded(bearer, '000000'),
      expect: { error: 'email_not_verified' },
    }),
    'refuses where none was begun': given(signedUp, {
      send: ({ bearer }) => coded(bearer, '000000'),
      expect: { error: 'second_factor_missing' },
    }),
    'refuses where there is one': given(withFactor, {
      send: ({ bearer, code }) => coded(bearer, code),
      expect: { error: 'second_factor_exists' },
    }),
  })

  contract(operation(surface, 'disableMfa'), {
    'switches it off by a code, and mails a notice': given(withFactor, {
      send: ({ bearer, code }) => coded(bearer, code),
      expect: off as { status: 204; example: string },
      then: async (seeds) => {
        expect((await signInAt(seeds, surface, alice))?.status).toBe(200)
        expect((await seeds.mail(alice.email, 'second_factor_off')).to).toBe(alice.email)
      },
    }),
    'refuses a wrong code': given(withFactor, {
      send: ({ bearer }) => coded(bearer, '000000'),
      expect: { error: 'invalid_code' },
      then: async (seeds) => expect((await signInAt(seeds, surface, alice))?.status).toBe(403),
    }),
    'refuses where there is none': given(signedUp, {
      send: ({ bearer }) => coded(bearer, '000000'),
      expect: { error: 'second_factor_missing' },
    }),
  })

  contract(operation(surface, 'generateBackupCodes'), {
    'replaces all earlier codes': given(withFactor, {
      send: ({ bearer }) => at(bearer),
      expect: { status: 200, example: 'backup_codes' },
      then: async (seeds, _answer, { backupCodes }) => {
        const ticket = ticketOf(await signInAt(seeds, surface, alice))
        expect((await seeds.call(challenge, secondStep(surface, ticket, backupCodes[0]!)))?.status).toBe(400)
      },
    }),
    'refuses a session whose last proof is older than ten minutes': given(
      async (seeds) => {
        const made = await withFactor(seeds)
        await seeds.wait(601)
        return made
      },
      { send: ({ bearer }) => at(bearer), expect: { error: 'reauthentication_required' } },
    ),
    'refuses where there is no second factor': given(signedUp, {
      send: ({ bearer }) => at(bearer),
      expect: { error: 'second_factor_missing' },
    }),
  })
}
