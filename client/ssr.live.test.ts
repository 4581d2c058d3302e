// A server of somebody's own that renders pages, between a browser and the real service.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openService } from './service-for-tests.ts'
import { type ServerSession, openServerSession } from './ssr.ts'

let service: Awaited<ReturnType<typeof openService>>
beforeAll(async () => {
  service = await openService()
})
afterAll(() => service.close())

const post = (path: string, body?: object) =>
  fetch(`${service.baseUrl}${path}`, {
    method: 'POST',
    ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  })
beforeEach(async () => {
  expect((await post('/sandbox/reset')).ok).toBe(true)
})

const person = { email: 'alice@example.test', password: 'correct horse battery' }

/** A browser that keeps one cookie of the page's site. */
const createBrowser = () => {
  let cookie: string | undefined
  return {
    cookie: () => cookie,
    visit: async (render: (session: ServerSession) => Promise<Response>): Promise<Response> => {
      const headers = new Headers(cookie ? { Cookie: `theme=dark; ${cookie}` } : {})
      const session = openServerSession({ headers }, { baseUrl: service.baseUrl, clientId: 'cid_inbox_manager' })
      const answer = session.answer(await render(session))
      for (const set of answer.headers.getSetCookie()) {
        const [pair] = set.split(';')
        cookie = /Max-Age=0/.test(set) ? undefined : pair
      }
      return answer
    },
  }
}

const signIn = async (session: ServerSession) => {
  await session.auth.signIn(person)
  return Response.redirect('http://localhost/home')
}
const page = async (session: ServerSession) => new Response((await session.user())?.identity.email ?? 'nobody')

describe('a session on a server', () => {
  it('begins with a cookie that no script reads and that is of one’s own site', async () => {
    const browser = createBrowser()
    await browser.visit(async (session) => {
      await session.auth.signUp(person)
      return new Response('welcome')
    })
    const answer = await browser.visit(signIn)
    expect(answer.status).toBe(302)
    const [cookie, ...others] = answer.headers.getSetCookie()
    expect(others).toEqual([])
    expect(cookie).toMatch(
      /^countersign_session=[\w-]+![\w.-]+; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(answer.headers.get('Cache-Control')).toBe('private, no-store')
    expect(await (await browser.visit(page)).text()).toBe(person.email)
  })

  it('sets no cookie where nothing has changed', async () => {
    const browser = createBrowser()
    await browser.visit(async (session) => new Response(JSON.stringify(await session.auth.signUp(person))))
    const answer = await browser.visit(page)
    expect([await answer.text(), answer.headers.getSetCookie()]).toEqual([person.email, []])
    expect(answer.headers.has('Cache-Control')).toBe(false)
  })

  it('hands the rotated tokens on once the access token is over', async () => {
    const browser = createBrowser()
    await browser.visit(async (session) => new Response(JSON.stringify(await session.auth.signUp(person))))
    const before = browser.cookie()
    for (const round of [1, 2, 3]) {
      await post('/sandbox/clock', { advance: 3700 })
      const answer = await browser.visit(page)
      expect([round, await answer.text()]).toEqual([round, person.email])
      expect(answer.headers.getSetCookie()).toHaveLength(1)
    }
    expect(browser.cookie()).not.toBe(before)
  })

  it('stays where pages that load beside each other refresh at once', async () => {
    const browser = createBrowser()
    await browser.visit(async (session) => new Response(JSON.stringify(await session.auth.signUp(person))))
    await post('/sandbox/clock', { advance: 3700 })
    const answers = await Promise.all([browser.visit(page), browser.visit(page), browser.visit(page)])
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual([
      person.email,
      person.email,
      person.email,
    ])
    expect(await (await browser.visit(page)).text()).toBe(person.email)
  })

  it('takes the cookie back with the session', async () => {
    const browser = createBrowser()
    await browser.visit(async (session) => new Response(JSON.stringify(await session.auth.signUp(person))))
    const stolen = browser.cookie()!
    await browser.visit(async (session) => {
      await session.auth.signOut()
      return new Response('bye')
    })
    expect(browser.cookie()).toBeUndefined()
    const late = openServerSession({ headers: new Headers({ Cookie: stolen }) }, { baseUrl: service.baseUrl })
    expect(await late.user()).toBeNull()
    expect(late.setCookies()).toEqual([expect.stringMatching(/^countersign_session=; Max-Age=0;/)])
  })

  it.each(['', 'countersign_session=', 'countersign_session=a b', 'countersign_session="x"', 'x=countersign_session'])(
    'is nobody’s for the cookie %j, and asks nobody',
    async (Cookie) => {
      const fetch = () => Promise.reject(new Error('asked'))
      const session = openServerSession({ headers: new Headers({ Cookie }) }, { baseUrl: 'http://localhost:9', fetch })
      expect([await session.user(), session.setCookies()]).toEqual([null, []])
    },
  )

  it('is not over because a proxy in between says no', async () => {
    const fetch = () => Promise.resolve(new Response('<h1>401</h1>', { status: 401 }))
    const headers = new Headers({ Cookie: 'countersign_session=refresh!access' })
    const session = openServerSession({ headers }, { baseUrl: 'http://localhost:9', fetch })
    await expect(session.user()).rejects.toMatchObject({ code: 'unexpected_answer' })
    expect(session.setCookies()).toEqual([])
  })
})
