// Providers that one signs in by, seen and taken away: the same at every surface, and so are these cases.
import { expect } from 'vitest'
import type { Wire } from '../../../generated/operations.ts'
import type { Answer } from '../contract/contract.ts'
import { contract, given } from '../dsl/index.ts'
import { alice, bob, keyed } from '../fixtures/people.ts'
import { type Seeds, ada } from '../seeds/seeds.ts'

type Surface = 'app' | 'project'

/** Operations of a surface, typed as those of the application's: they differ in the words of an answer. */
const operation = <Verb extends string>(surface: Surface, verb: Verb) => `${surface}.${verb}` as `app.${Verb}`

const nowhere = '0199c0de-0000-7000-8000-00000000dead'

/** `byProvider` has Ada sign in at the surface by Google, and gives what came of it. */
export const ownIdentityCases = (surface: Surface, byProvider: (seeds: Seeds) => Promise<Answer | undefined>): void => {
  const as = (bearer: string) => ({ bearer, ...(surface === 'app' && { headers: keyed() }) })
  const at = (bearer: string, identityId: string) => ({ ...as(bearer), path: { identityId } })
  const tokenOf = (answer: Answer | undefined, otherwise: string): string => {
    const signedIn = answer?.body as Partial<Wire['AppSignedIn'] & Wire['ProjectSession']> | undefined
    return signedIn?.access_token ?? signedIn?.accessToken ?? otherwise
  }
  const enter = async (seeds: Seeds, person: Parameters<Seeds['appUser']>[0]): Promise<string> =>
    surface === 'app' ? (await seeds.appCaller(person)).access_token : (await seeds.projectUser(person)).accessToken
  const links = async (seeds: Seeds, bearer: string) => {
    const answer = await seeds.call(operation(surface, 'listIdentities'), as(bearer))
    return (answer?.body as Wire['ProviderLinkList'] | undefined)?.data ?? []
  }
  /** Somebody who came by a provider, and has nothing else unless they had a password before. */
  const ofProvider = async (seeds: Seeds) => {
    const answer = await byProvider(seeds)
    const bearer = answer ? tokenOf(answer, '') : await enter(seeds, alice)
    return { bearer, identityId: (await links(seeds, bearer))[0]?.id ?? nowhere }
  }
  /** The same, who signs in by a password, too. */
  const withPassword = async (seeds: Seeds) => {
    await seeds.appCaller({ ...alice, email: ada.email ?? alice.email })
    return ofProvider(seeds)
  }

  contract(operation(surface, 'listIdentities'), {
    'lists those of the caller alone': given(ofProvider, {
      send: ({ bearer }) => as(bearer),
      expect: { status: 200, example: 'identities', body: ({ data }) => expect(data).toHaveLength(1) },
      then: async (seeds, answer) => {
        const { data } = answer.body as Wire['ProviderLinkList']
        expect(data[0]).toMatchObject({ provider: 'google', email: ada.email })
        expect(await links(seeds, await enter(seeds, bob))).toEqual([])
      },
    }),
  })

  contract(operation(surface, 'unlinkIdentity'), {
    'takes it away, and tells the person': given(withPassword, {
      send: (made) => at(made.bearer, made.identityId),
      expect: { status: 200, example: 'unlinked' },
      then: async (seeds, _answer, made) => {
        expect(await links(seeds, made.bearer)).toEqual([])
        expect((await seeds.mail(ada.email ?? '', 'provider_unlinked')).link).toContain('/auth/not-me?token=')
        expect((await seeds.call(operation(surface, 'unlinkIdentity'), at(made.bearer, made.identityId)))?.status).toBe(
          404,
        )
      },
    }),
    'keeps what is the last to sign somebody in': given(ofProvider, {
      send: (made) => at(made.bearer, made.identityId),
      expect: { error: 'last_sign_in_method' },
      then: async (seeds, _answer, made) => {
        expect(await links(seeds, made.bearer)).toHaveLength(1)
        const body = { newPassword: 'lantern paper staple' }
        const changed = await seeds.call(operation(surface, 'changePassword'), { ...as(made.bearer), body })
        const next = tokenOf(changed, made.bearer)
        expect((await seeds.call(operation(surface, 'unlinkIdentity'), at(next, made.identityId)))?.status).toBe(200)
      },
    }),
    'is done once, however often it is asked at once': given(withPassword, {
      send: (made) => at(made.bearer, nowhere),
      expect: { error: 'identity_not_found' },
      then: async (seeds, _answer, made) => {
        const many = await Promise.all(
          Array.from({ length: 4 }, () =>
            seeds.call(operation(surface, 'unlinkIdentity'), at(made.bearer, made.identityId)),
          ),
        )
        expect(many.map((one) => one?.status).sort()).toEqual([200, 404, 404, 404])
      },
    }),
    'refuses one of somebody else as one that does not exist': given(
      async (seeds) => ({ ...(await withPassword(seeds)), his: await enter(seeds, bob) }),
      {
        send: ({ his, identityId }) => at(his, identityId),
        expect: { error: 'identity_not_found' },
        then: async (seeds, _answer, made) => expect(await links(seeds, made.bearer)).toHaveLength(1),
      },
    ),
    'refuses a session whose last proof is older than ten minutes': given(
      async (seeds) => {
        const made = await withPassword(seeds)
        await seeds.wait(601)
        return made
      },
      {
        send: (made) => at(made.bearer, made.identityId),
        expect: { error: 'reauthentication_required' },
        then: async (seeds, _answer, made) => expect(await links(seeds, made.bearer)).toHaveLength(1),
      },
    ),
  })
}
