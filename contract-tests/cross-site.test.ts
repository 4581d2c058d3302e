// What a page of another site can do to somebody's browser, at every operation whose contract has a session's cookie:
// nothing. And what several cookies of one name mean.
import { beforeAll, describe, expect, it } from 'vitest'
import type { OperationId } from '../generated/operations.ts'
import { type Answer, type Declared, declared } from './harness/contract/contract.ts'
import { type alice, bob, carol, demo } from './harness/fixtures/people.ts'
import { plausible, plausibleRequest } from './harness/seeds/plausible.ts'
import { type Sent, request } from './harness/requests/request.ts'
import { type Seeds, resetWorld, seedsOf } from './harness/seeds/seeds.ts'
import { isAsked } from './harness/requests/selection.ts'
import { targets } from './harness/targets/target.ts'

const sessionCookies = ['refresh_token', 'insforge_refresh_token', 'csrf_session']
const isUnsafe = ({ method }: Declared) => !['GET', 'HEAD', 'OPTIONS'].includes(method)
const names = ({ parameters }: Declared) =>
  parameters
    .filter(({ in: place, name }) => place === 'cookie' && sessionCookies.includes(name))
    .map(({ name }) => name)

const asked = [...declared.values()].filter(
  (operation) => isUnsafe(operation) && names(operation).length > 0 && isAsked(operation.id),
)

/** A browser that is signed in: its cookies as they stand in a header, the token of its page, and whether it still is. */
interface Browser {
  readonly cookies: readonly string[]
  readonly token: string
  readonly isSignedIn: () => Promise<boolean>
}

const openBrowser: Record<string, (seeds: Seeds, who: typeof alice) => Promise<Browser>> = {
  account: async (seeds, who) => {
    const { tokens } = await seeds.caller(who)
    const csrf = await seeds.csrf(tokens.refresh_token)
    return {
      cookies: [`refresh_token=${tokens.refresh_token}`, `csrf_session=${csrf.session}`],
      token: csrf.token,
      isSignedIn: async () => (await seeds.call('account.me', { bearer: tokens.access_token }))?.status === 200,
    }
  },
  project: async (seeds, who) => {
    const { refreshToken, csrfToken, accessToken } = await seeds.projectUser(who, 'web')
    return {
      cookies: [`refresh_token=${refreshToken}`],
      token: csrfToken,
      isSignedIn: async () => (await seeds.call('project.getCurrentUser', { bearer: accessToken }))?.status === 200,
    }
  },
}

describe.each(targets.filter(({ name }) => name !== 'mock'))('a browser that is signed in, on $name', (target) => {
  const seeds = seedsOf(target)
  beforeAll(() => resetWorld(target))

  // Also where a server has no such operation: a suite without a test is one that went wrong.
  it('has a browser here for every surface whose sessions have cookies', () => {
    expect(asked.filter(({ id }) => !openBrowser[id.slice(0, id.indexOf('.'))])).toEqual([])
  })

  describe.each(asked.map(({ id }) => id))('%s', (id) => {
    const surface = id.slice(0, id.indexOf('.'))
    const open = openBrowser[surface]!

    let sent: Sent<OperationId>
    /** A new world, and in it what the operation takes beside the cookies: it may be somebody else's token. */
    const begin = async () => {
      await resetWorld(target)
      sent = await plausible(seeds, id)
    }
    const ask = async (cookies: readonly string[], headers: Record<string, string>): Promise<Answer> => {
      return request(target.baseUrl, id, {
        ...sent,
        headers: { ...sent.headers, cookie: cookies.join('; '), ...headers },
      } as Sent<OperationId>)
    }
    const nothingHappened = async (what: string, answer: Answer, mine: Browser) =>
      expect([what, answer.cookies, await mine.isSignedIn()]).toEqual([what, [], true])

    it('does nothing for a page of another site', async () => {
      await begin()
      const mine = await open(seeds, bob)
      const token = { 'x-csrf-token': mine.token }
      const pages: Record<string, Record<string, string>> = {
        foreign: { origin: 'https://evil.example' },
        opaque: { origin: 'null' },
        'opaque and cross-site': { origin: 'null', 'sec-fetch-site': 'cross-site' },
        'on the same site': { origin: demo.origin.replace('app.', 'evil.') },
        'on another port': { origin: `${demo.origin}:444` },
        'cross-site without an origin': { 'sec-fetch-site': 'cross-site' },
        'same-site without an origin': { 'sec-fetch-site': 'same-site' },
      }
      for (const [what, headers] of Object.entries(pages)) {
        for (const cookies of [mine.cookies, []]) {
          const answer = await ask(cookies, { ...headers, ...token })
          expect([what, answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([what, 403, null])
          await nothingHappened(what, answer, mine)
        }
      }
    })

    it('does nothing without the CSRF token of that very session', async () => {
      await begin()
      const mine = await open(seeds, bob)
      const other = await open(seeds, carol)
      const [session, ...pair] = mine.cookies
      const wrong: [string, readonly string[], Record<string, string>][] = [
        ['no token', mine.cookies, {}],
        ['a token of somebody else', mine.cookies, { 'x-csrf-token': other.token }],
        ['a guess', mine.cookies, { 'x-csrf-token': 'x'.repeat(43) }],
        ['a planted pair', [session!, ...other.cookies.slice(1)], { 'x-csrf-token': other.token }],
        ['a planted pair first', [session!, ...other.cookies.slice(1), ...pair], { 'x-csrf-token': other.token }],
        ['two sessions and no token', [...other.cookies, ...mine.cookies], {}],
      ]
      for (const [what, cookies, headers] of wrong) {
        const answer = await ask(cookies, { origin: surface === 'account' ? demo.origin : demo.publicUrl, ...headers })
        await nothingHappened(what, answer, mine)
        // Signing out of the project always says that it is done; of two sessions, everywhere.
        const isQuiet = id === 'project.logout' || (id === 'account.signOut' && what === 'two sessions and no token')
        if (!isQuiet) expect([what, answer.status >= 400]).toEqual([what, true])
      }
    })

    it('takes an origin in any spelling that means the same', async () => {
      const answers = []
      for (const origin of [demo.origin, demo.origin.toUpperCase(), `${demo.origin}:443`]) {
        await begin()
        const mine = await open(seeds, bob)
        const { status, headers } = await ask([], { 'x-csrf-token': mine.token, origin })
        answers.push([status, headers.get('access-control-allow-origin')])
      }
      expect(answers).toEqual([answers[0], answers[0], answers[0]])
      expect(answers[0]![0]).not.toBe(403)
    })

    it('goes by the one of several cookies that the token is of, wherever it stands', async () => {
      const answers = []
      for (const held of [
        (mine: Browser) => [mine],
        (mine: Browser, other: Browser) => [other, mine],
        (mine: Browser, other: Browser) => [mine, other],
      ]) {
        await begin()
        const [mine, other] = [await open(seeds, bob), await open(seeds, carol)]
        const cookies = held(mine, other).flatMap((browser) => browser.cookies)
        const { status, cookies: set } = await ask(cookies, { 'x-csrf-token': mine.token })
        answers.push([status, set.map((cookie) => cookie.split('=')[0]), await mine.isSignedIn()])
        expect(await other.isSignedIn()).toBe(true)
      }
      expect(answers).toEqual([answers[0], answers[0], answers[0]])
      expect(answers[0]![0]).not.toBe(403)
    })
  })
})

const isForm = ({ requestBody }: Declared) =>
  Object.values(requestBody?.content ?? {}).some(({ examples }) =>
    Object.values(examples).some(({ value }) => typeof value === 'object' && value !== null && 'form_token' in value),
  )
const ownForms = [...declared.values()].filter((operation) => isForm(operation) && isAsked(operation.id))

describe.each(targets)('a form of our own pages, on $name', (target) => {
  const elsewhere: readonly Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: demo.origin },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'null', 'sec-fetch-site': 'same-site' },
  ]

  it.each(ownForms.map(({ id }) => id))('is taken from no other page: %s', async (id) => {
    const answers = []
    for (const headers of elsewhere) {
      const { status, cookies } = await request(target.baseUrl, id, { ...plausibleRequest(id), headers } as Sent<
        typeof id
      >)
      answers.push([headers, status, cookies])
    }
    expect(answers).toEqual(elsewhere.map((headers) => [headers, 403, []]))
  })
})

// A browser keeps the cookies of an answer that its page may not read.
describe.each(targets)('an answer that another page prefers, on $name', (target) => {
  it.each(asked.map(({ id }) => id))('is not given: %s', async (id) => {
    const [success = 200] = [...declared.get(id)!.responses.keys()]
    const answers = []
    const pages: readonly Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ]
    for (const page of pages) {
      const headers = { ...page, prefer: `code=${success}` }
      const { status, cookies } = await request(target.baseUrl, id, { ...plausibleRequest(id), headers } as Sent<
        typeof id
      >)
      answers.push([status, cookies])
    }
    expect(answers).toEqual([
      [403, []],
      [403, []],
    ])
  })
})
