// Linking a provider for a program: what the browser comes back with counts in the session that began, and in no other.
import { expect } from 'vitest'
import type { Wire } from '../../../generated/operations.ts'
import type { Answer } from '../contract/contract.ts'
import { contract, given } from '../dsl/index.ts'
import { alice, bob, demo, demoProject, keyed } from '../fixtures/people.ts'
import { type Seeds, type StandInPerson, ada } from '../seeds/seeds.ts'

type Surface = 'app' | 'project'

/** Operations of a surface, typed as those of the application's: they differ in the words of an answer. */
const operation = <Verb extends string>(surface: Surface, verb: Verb) => `${surface}.${verb}` as `app.${Verb}`

const provider = 'google'
const path = { provider }
const redirects = { app: demo.redirectUri, project: demoProject.redirectUri } as const

type Person = Parameters<Seeds['appUser']>[0]

export const linkingCases = (surface: Surface): void => {
  const redirectUri = redirects[surface]
  const at = (bearer: string) => ({ bearer, ...(surface === 'app' && { headers: keyed() }) })
  const session = async (seeds: Seeds, person: Person) =>
    surface === 'app'
      ? (await seeds.appSession(person ?? alice)).access_token
      : (await seeds.projectSession(person ?? alice)).accessToken
  const enter = async (seeds: Seeds, person: Person = alice) => {
    const { access_token } = await seeds.appCaller(person)
    return surface === 'app' ? access_token : session(seeds, person)
  }
  const begin = (seeds: Seeds, bearer: string) =>
    seeds.call(operation(surface, 'linkIdentity'), { ...at(bearer), body: { provider, redirectUri } })
  /** A browser that has nothing of the session opens the address, and comes back as far as our callback. */
  const come = async (seeds: Seeds, started: Answer | undefined, person: StandInPerson = ada) => {
    if (!started) return undefined
    const location = (started.body as Wire['LinkStarted']).authorizeUrl
    const sent: Answer = { ...started, headers: new Headers({ location }) }
    const { answer } = await seeds.atStandIn(provider, sent, person)
    return seeds.call(operation(surface, 'finishOAuth'), { path, query: answer })
  }
  const sentOn = (came: Answer | undefined) => new URL(came?.headers.get('location') ?? redirectUri)
  const codeOf = (came: Answer | undefined) => sentOn(came).searchParams.get('link_code') ?? 'example'
  const codeFor = async (seeds: Seeds, bearer: string, person?: StandInPerson) =>
    codeOf(await come(seeds, await begin(seeds, bearer), person))
  const finish = (seeds: Seeds, bearer: string, code: string) =>
    seeds.call(operation(surface, 'finishLink'), { ...at(bearer), body: { code } })
  const links = async (seeds: Seeds, bearer: string) =>
    ((await seeds.call(operation(surface, 'listIdentities'), at(bearer)))?.body as Wire['ProviderLinkList']).data
  const stale = async (seeds: Seeds) => {
    const bearer = await enter(seeds)
    await seeds.wait(601)
    return bearer
  }

  contract(operation(surface, 'linkIdentity'), {
    'gives an address that any browser opens, and links nothing yet': given((seeds) => enter(seeds), {
      send: (bearer) => ({ ...at(bearer), body: { provider, redirectUri } }),
      expect: { status: 200, example: 'started', answer: ({ cookies }) => expect(cookies).toEqual([]) },
      then: async (seeds, answer, bearer) => {
        const came = await come(seeds, answer)
        expect([came?.status, sentOn(came).origin]).toEqual([303, new URL(redirectUri).origin])
        expect(codeOf(came)).toMatch(/^[\w-]{43}$/)
        expect(await links(seeds, bearer)).toEqual([])
      },
    }),
    'ends once, and not for what nobody began': given((seeds) => enter(seeds), {
      send: (bearer) => ({ ...at(bearer), body: { provider, redirectUri } }),
      expect: { status: 200, example: 'started' },
      then: async (seeds, started) => {
        const location = (started.body as Wire['LinkStarted']).authorizeUrl
        const sent: Answer = { ...started, headers: new Headers({ location }) }
        const { answer } = await seeds.atStandIn(provider, sent, ada)
        const back = (query: typeof answer) => seeds.call(operation(surface, 'finishOAuth'), { path, query })
        const many = [back({ ...answer, state: 'y'.repeat(43) }), back(answer)]
        expect((await Promise.all(many)).map((one) => one?.status)).toEqual([400, 303])
        expect((await back(answer))?.status).toBe(400)
      },
    }),
    'gives no code for an account that signs somebody else in, and tells the app': given(
      async (seeds) => {
        const his = await enter(seeds, bob)
        await finish(seeds, his, await codeFor(seeds, his))
        return { his, hers: await enter(seeds) }
      },
      {
        send: ({ hers }) => ({ ...at(hers), body: { provider, redirectUri } }),
        expect: { status: 200, example: 'started' },
        then: async (seeds, answer, { his, hers }) => {
          const { searchParams } = sentOn(await come(seeds, answer))
          expect([searchParams.has('error'), searchParams.has('link_code')]).toEqual([true, false])
          expect([await links(seeds, hers), (await links(seeds, his)).length]).toEqual([[], 1])
        },
      },
    ),
    'gives no code once the session that began has ended': given((seeds) => enter(seeds), {
      send: (bearer) => ({ ...at(bearer), body: { provider, redirectUri } }),
      expect: { status: 200, example: 'started' },
      then: async (seeds, answer, bearer) => {
        await seeds.call(operation(surface, 'changePassword'), {
          ...at(bearer),
          body: { newPassword: 'lantern paper staple' },
        })
        expect(sentOn(await come(seeds, answer)).searchParams.has('link_code')).toBe(false)
      },
    }),
    'refuses a redirect that nobody has registered': given((seeds) => enter(seeds), {
      send: (bearer) => ({ ...at(bearer), body: { provider, redirectUri: 'https://evil.example/' } }),
      expect: { error: 'invalid_redirect_uri' },
    }),
    'refuses a provider that is not there': given((seeds) => enter(seeds), {
      send: (bearer) => ({ ...at(bearer), body: { provider: 'nobody', redirectUri } }),
      expect: { error: 'provider_not_found' },
    }),
    'refuses whoever has not proven their address': given(
      async (seeds) =>
        surface === 'app'
          ? (await seeds.appNewcomer(alice)).access_token
          : (await seeds.projectUser(alice)).accessToken,
      {
        send: (bearer) => ({ ...at(bearer), body: { provider, redirectUri } }),
        expect: { error: 'email_not_verified' },
      },
    ),
    'refuses a session whose last proof is older than ten minutes': given(stale, {
      send: (bearer) => ({ ...at(bearer), body: { provider, redirectUri } }),
      expect: { error: 'reauthentication_required' },
    }),
    'says that the provider does not answer': given(
      async (seeds) => {
        const bearer = await enter(seeds)
        seeds.fail(operation(surface, 'linkIdentity'), 'provider_unavailable')
        return bearer
      },
      {
        inside: 'no provider of the sandbox is ever down',
        send: (bearer) => ({ ...at(bearer), body: { provider, redirectUri } }),
        expect: { error: 'provider_unavailable' },
      },
    ),
  })

  contract(operation(surface, 'finishLink'), {
    'links the account in the session that began, once, and tells the person': given(
      async (seeds) => {
        const bearer = await enter(seeds)
        return { bearer, code: await codeFor(seeds, bearer) }
      },
      {
        send: ({ bearer, code }) => ({ ...at(bearer), body: { code } }),
        expect: { status: 200, example: 'linked' },
        then: async (seeds, _answer, { bearer, code }) => {
          expect(await links(seeds, bearer)).toMatchObject([{ provider, email: ada.email }])
          expect((await seeds.mail(alice.email, 'provider_linked')).link).toContain('/auth/not-me?token=')
          expect((await finish(seeds, bearer, code))?.status).toBe(400)
        },
      },
    ),
    'links nothing in another session, of whomever, and takes nothing from the code': given(
      async (seeds) => {
        const bearer = await enter(seeds)
        const others = [await session(seeds, alice), await enter(seeds, bob)]
        return { bearer, others, code: await codeFor(seeds, bearer) }
      },
      {
        send: ({ others, code }) => ({ ...at(others[1] ?? 'example'), body: { code } }),
        expect: { error: 'invalid_authorization_code' },
        then: async (seeds, answer, { bearer, others, code }) => {
          for (const other of others) {
            expect((await finish(seeds, other, code))?.text).toBe(answer.text)
            expect(await links(seeds, other)).toEqual([])
          }
          const many = await Promise.all(Array.from({ length: 4 }, () => finish(seeds, bearer, code)))
          expect(many.map((one) => one?.status).sort()).toEqual([200, 400, 400, 400])
        },
      },
    ),
    'links nothing eleven minutes later': given(
      async (seeds) => {
        const bearer = await enter(seeds)
        const code = await codeFor(seeds, bearer)
        await seeds.wait(660)
        return { bearer, code }
      },
      {
        send: ({ bearer, code }) => ({ ...at(bearer), body: { code } }),
        expect: { error: 'invalid_authorization_code' },
        then: async (seeds, _answer, { bearer }) => expect(await links(seeds, bearer)).toEqual([]),
      },
    ),
    'links nothing that signs somebody else in by now': given(
      async (seeds) => {
        const [hers, his] = [await enter(seeds), await enter(seeds, bob)]
        const code = await codeFor(seeds, hers)
        await finish(seeds, his, await codeFor(seeds, his))
        return { hers, code }
      },
      {
        send: ({ hers, code }) => ({ ...at(hers), body: { code } }),
        expect: { error: 'user_exists' },
        then: async (seeds, _answer, { hers }) => expect(await links(seeds, hers)).toEqual([]),
      },
    ),
    'refuses one more than somebody may have': given(
      async (seeds) => {
        const bearer = await enter(seeds)
        const code = await codeFor(seeds, bearer)
        await seeds.allow({ identitiesPerUser: 0 })
        return { bearer, code }
      },
      {
        inside: 'quotas are set from within',
        send: ({ bearer, code }) => ({ ...at(bearer), body: { code } }),
        expect: { error: 'quota_exceeded' },
      },
    ),
    'refuses whoever has not proven their address': given(
      async (seeds) =>
        surface === 'app'
          ? (await seeds.appNewcomer(alice)).access_token
          : (await seeds.projectUser(alice)).accessToken,
      { send: (bearer) => ({ ...at(bearer), body: { code: 'example' } }), expect: { error: 'email_not_verified' } },
    ),
  })
}
