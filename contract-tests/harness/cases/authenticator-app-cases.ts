// Authenticator apps are named and removed in the same way at every surface, and so are the cases.
import { expect } from 'vitest'
import type { Wire } from '../../../generated/operations.ts'
import { contract, given } from '../dsl/index.ts'
import type { Seeds } from '../seeds/seeds.ts'
import { operation, withPasskeyAt } from './passkeys-for-factors.ts'
import { type Surface, bearing, factorOf, otherAt, signInAt, signedUpAt } from './reauthentication-cases.ts'

type App = Wire['AccountAuthenticatorApp']

const example: App = { id: '0199c0de-0000-7000-8000-0000000009b5', name: 'Phone', created_at: '', last_used_at: null }

export const authenticatorAppCases = (surface: Surface): void => {
  const list = operation(surface, 'listAuthenticatorApps')
  const rename = operation(surface, 'renameAuthenticatorApp')
  const remove = operation(surface, 'removeAuthenticatorApp')
  const param = surface === 'account' ? 'authenticator_app_id' : 'authenticatorAppId'
  const naming = (bearer: string, { id }: Pick<App, 'id'>) =>
    ({ ...bearing(surface, bearer), path: { [param]: id } }) as {
      bearer: string
      path: { authenticator_app_id: string }
    }
  const appsOf = async (seeds: Seeds, bearer: string): Promise<App[]> => {
    const answer = await seeds.call(list, bearing(surface, bearer))
    if (answer) expect(answer.status, answer.text).toBe(200)
    return (answer?.body as Wire['AccountAuthenticatorAppList'] | undefined)?.data ?? []
  }
  const withApp = async (seeds: Seeds) => {
    const owner = await signedUpAt(seeds, surface)
    const factor = await factorOf(seeds, surface, owner.bearer)
    return { ...owner, ...factor, app: (await appsOf(seeds, owner.bearer))[0] ?? example }
  }
  const withOther = async (seeds: Seeds) => ({ ...(await withApp(seeds)), other: await otherAt(seeds, surface) })
  const isAsked = async (seeds: Seeds, person: Parameters<typeof signInAt>[2]) =>
    JSON.stringify((await signInAt(seeds, surface, person))?.body).includes('"totp"')
  const stale = async (seeds: Seeds) => {
    const made = await withApp(seeds)
    await seeds.wait(601)
    return made
  }
  const removed = surface === 'account' ? { status: 204, example: 'empty' } : { status: 200, example: 'removed' }
  const renamed = (text: string) => expect(text).toContain('"name":"Old phone"')

  contract(list, {
    'lists that of the caller, and of nobody else': given(withOther, {
      send: ({ bearer }) => bearing(surface, bearer),
      expect: {
        status: 200,
        example: 'apps',
        body: ({ data }) => expect(data).toEqual([expect.objectContaining({ name: 'Authenticator app' })]),
      },
      then: async (seeds, _answer, { other }) => expect(await appsOf(seeds, other)).toEqual([]),
    }),
    'knows none that waits for its first code': given(
      async (seeds) => {
        const owner = await signedUpAt(seeds, surface)
        await seeds.call(operation(surface, 'enableMfa'), bearing(surface, owner.bearer))
        return owner
      },
      {
        send: ({ bearer }) => bearing(surface, bearer),
        expect: { status: 200, example: 'apps' },
        then: async (seeds, _answer, { bearer }) => expect(await appsOf(seeds, bearer)).toEqual([]),
      },
    ),
  })

  contract(operation(surface, 'verifyMfaSetup'), {
    'keeps the name that the app is given': given(
      async (seeds) => {
        const owner = await signedUpAt(seeds, surface)
        const setup = await seeds.call(operation(surface, 'enableMfa'), bearing(surface, owner.bearer))
        const secret = /"secret":"([A-Z2-7]+)"/.exec(setup?.text ?? '')?.[1] ?? 'GEZDGNBVGY3TQOJQ'
        return { ...owner, code: await seeds.totp(secret) }
      },
      {
        send: ({ bearer, code }) => ({ ...bearing(surface, bearer), body: { code, name: 'Work phone' } }),
        expect: { status: 200, example: 'backup_codes' },
        then: async (seeds, _answer, { bearer }) =>
          expect((await appsOf(seeds, bearer)).map(({ name }) => name)).toEqual(['Work phone']),
      },
    ),
  })

  contract(rename, {
    'gives it another name': given(withApp, {
      send: ({ bearer, app }) => ({ ...naming(bearer, app), body: { name: 'Old phone' } }),
      expect: { status: 200, example: 'renamed', answer: ({ text }) => renamed(text) },
      then: async (seeds, _answer, { bearer }) =>
        expect((await appsOf(seeds, bearer)).map(({ name }) => name)).toEqual(['Old phone']),
    }),
    'knows none of somebody else': given(withOther, {
      send: ({ other, app }) => ({ ...naming(other, app), body: { name: 'Mine' } }),
      expect: { error: 'authenticator_app_not_found' },
      then: async (seeds, _answer, { bearer }) =>
        expect((await appsOf(seeds, bearer)).map(({ name }) => name)).toEqual(['Authenticator app']),
    }),
  })

  contract(remove, {
    'has sign-ins ask for no code any more, takes the backup codes along, and mails a notice': given(withApp, {
      send: ({ bearer, app }) => naming(bearer, app),
      expect: removed as { status: 204; example: string },
      then: async (seeds, _answer, { person, bearer }) => {
        expect(await isAsked(seeds, person)).toBe(false)
        expect((await seeds.mail(person.email, 'second_factor_off')).to).toBe(person.email)
        const renewed = await seeds.call(operation(surface, 'generateBackupCodes'), bearing(surface, bearer))
        expect(renewed?.status).toBe(409)
      },
    }),
    'leaves the backup codes where a passkey is left': given(
      async (seeds) => {
        const owner = await withPasskeyAt(seeds, surface)
        await factorOf(seeds, surface, owner.bearer)
        return { ...owner, app: (await appsOf(seeds, owner.bearer))[0] ?? example }
      },
      {
        send: ({ bearer, app }) => naming(bearer, app),
        expect: removed as { status: 204; example: string },
        then: async (seeds, _answer, { bearer }) => {
          const left = surface === 'app' || surface === 'platform' ? 'getRemainingBackupCodes' : 'getMfa'
          const sent = { ...bearing(surface, bearer) }
          const answer = await seeds.call(operation(surface, left) as 'account.getMfa', sent)
          expect(answer?.text).toMatch(/"(remaining|backup_codes_left|backupCodesLeft)":10\b/)
        },
      },
    ),
    'lets one of four win that remove it at once': given(
      async (seeds) => {
        const made = await withApp(seeds)
        const answers = await Promise.all(
          Array.from({ length: 4 }, () => seeds.call(remove, naming(made.bearer, made.app))),
        )
        return { ...made, won: answers.filter((answer) => answer !== undefined && answer.status < 300).length }
      },
      {
        send: ({ bearer, app }) => naming(bearer, app),
        expect: { error: 'authenticator_app_not_found' },
        then: async (_seeds, _answer, { won }) => expect(won).toBe(1),
      },
    ),
    'refuses a session whose last proof is older than ten minutes': given(stale, {
      send: ({ bearer, app }) => naming(bearer, app),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, { person }) => expect(await isAsked(seeds, person)).toBe(true),
    }),
    'knows none of somebody else': given(withOther, {
      send: ({ other, app }) => naming(other, app),
      expect: { error: 'authenticator_app_not_found' },
      then: async (seeds, _answer, { bearer }) => expect(await appsOf(seeds, bearer)).toHaveLength(1),
    }),
  })
}
