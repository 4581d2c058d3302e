import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { alice } from '../harness/fixtures/people.ts'
import { cookieOf } from '../harness/seeds/seeds.ts'
import { asBrowser, browser, stillRefreshes } from './browser-sessions.ts'

const mobile = { query: { client_type: 'mobile' } }

contract('project.refresh', {
  'gives a browser new tokens, a new cookie and a new CSRF token': given(browser, {
    send: asBrowser,
    expect: { status: 200, example: 'refreshed_web', body: (body) => expect(body).not.toHaveProperty('refreshToken') },
    then: async (seeds, answer, before) => {
      const { csrfToken, accessToken } = answer.body as { csrfToken: string; accessToken: string }
      const refreshToken = cookieOf(answer, 'refresh_token')
      expect(refreshToken).not.toBe(before.refreshToken)
      expect(csrfToken).not.toBe(before.csrfToken)
      expect((await seeds.call('project.getCurrentUser', { bearer: accessToken }))?.status).toBe(200)
      await stillRefreshes(seeds, { refreshToken, csrfToken })
    },
  }),
  'knows the cookie by its other published name': given(browser, {
    send: ({ refreshToken, csrfToken }) => ({
      cookies: { insforge_refresh_token: refreshToken },
      headers: { 'x-csrf-token': csrfToken },
    }),
    expect: { status: 200, example: 'refreshed_web' },
  }),
  'gives a mobile client a new refresh token': given((seeds) => seeds.projectUser(alice), {
    send: ({ refreshToken }) => ({ ...mobile, body: { refreshToken } }),
    expect: {
      status: 200,
      example: 'refreshed_mobile',
      body: (body) => expect(body).not.toHaveProperty('csrfToken'),
      answer: ({ cookies }) => expect(cookies).toEqual([]),
    },
    then: async (_seeds, answer, { refreshToken }) =>
      expect((answer.body as { refreshToken: string }).refreshToken).not.toBe(refreshToken),
  }),
  'takes the token under its other name, and looks at no Bearer': given((seeds) => seeds.projectUser(alice), {
    send: ({ refreshToken }) => ({ ...mobile, bearer: 'ended', body: { refresh_token: refreshToken } }),
    expect: { status: 200, example: 'refreshed_mobile' },
  }),
  'gives the same successor within ten seconds': given(
    async (seeds) => {
      const { refreshToken } = await seeds.projectUser(alice)
      const first = await seeds.call('project.refresh', { ...mobile, body: { refreshToken } })
      await seeds.wait(9)
      return { refreshToken, successor: (first?.body as { refreshToken: string } | undefined)?.refreshToken }
    },
    {
      send: ({ refreshToken }) => ({ ...mobile, body: { refreshToken } }),
      expect: { status: 200, example: 'refreshed_mobile' },
      then: async (_seeds, answer, { successor }) =>
        expect((answer.body as { refreshToken: string }).refreshToken).toBe(successor),
    },
  ),
  'ends the session, and no other, when a used token comes back later (AC-020)': given(
    async (seeds) => {
      const { refreshToken } = await seeds.projectUser(alice)
      const other = await seeds.projectSession(alice)
      const first = await seeds.call('project.refresh', { ...mobile, body: { refreshToken } })
      const successor = (first?.body ?? other) as typeof other
      // Its answer has come: from now on the old token is a copy that somebody holds.
      await seeds.call('project.getCurrentUser', { bearer: successor.accessToken })
      await seeds.wait(11)
      return { refreshToken, other, successor }
    },
    {
      send: ({ refreshToken }) => ({ ...mobile, body: { refreshToken } }),
      expect: { error: 'invalid_refresh_token' },
      then: async (seeds, _answer, { successor, other }) => {
        const { refreshToken } = successor
        expect((await seeds.call('project.refresh', { ...mobile, body: { refreshToken } }))?.status).toBe(401)
        expect((await seeds.call('project.getCurrentUser', { bearer: successor.accessToken }))?.status).toBe(401)
        expect((await seeds.call('project.getCurrentUser', { bearer: other.accessToken }))?.status).toBe(200)
      },
    },
  ),
  'refuses a refresh token of the account surface (AC-029)': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ ...mobile, body: { refreshToken: tokens.refresh_token } }),
    expect: { error: 'invalid_refresh_token' },
  }),
  'takes no other field (AC-029)': given((seeds) => seeds.projectUser(alice), {
    send: ({ refreshToken }) => ({ ...mobile, body: { refreshToken, role: 'project_admin' } as never }),
    expect: { error: 'invalid_request', detail: 'role: is not a field of this request' },
  }),
  'refuses a browser without a cookie': { expect: { error: 'invalid_refresh_token' } },
  'refuses a mobile client without a token': { send: mobile, expect: { error: 'invalid_refresh_token' } },
  'refuses a token left alone for a week': given(
    async (seeds) => {
      const session = await seeds.projectUser(alice)
      await seeds.wait(7 * 24 * 3600 + 1)
      return session
    },
    {
      send: ({ refreshToken }) => ({ ...mobile, body: { refreshToken } }),
      expect: { error: 'invalid_refresh_token' },
    },
  ),
  'refuses a browser without a CSRF token, and takes nothing (AC-030)': given(browser, {
    send: ({ refreshToken }) => ({ cookies: { refresh_token: refreshToken } }),
    expect: { error: 'csrf_mismatch' },
    then: (seeds, _answer, session) => stillRefreshes(seeds, session),
  }),
  'refuses a wrong CSRF token, and takes nothing (AC-030)': given(browser, {
    send: ({ refreshToken }) => ({ cookies: { refresh_token: refreshToken }, headers: { 'x-csrf-token': 'guess' } }),
    expect: { error: 'csrf_mismatch' },
    then: (seeds, _answer, session) => stillRefreshes(seeds, session),
  }),
  "refuses another session's CSRF token, and takes nothing (AC-030)": given(
    async (seeds) => ({ session: await browser(seeds), other: await seeds.projectSession(alice, 'web') }),
    {
      send: ({ session, other }) => asBrowser({ ...session, csrfToken: other.csrfToken }),
      expect: { error: 'csrf_mismatch' },
      then: (seeds, _answer, { session }) => stillRefreshes(seeds, session),
    },
  ),
  'takes the CSRF token from before the last refresh, which another tab still has': given(
    async (seeds) => {
      const before = await browser(seeds)
      const refreshed = await seeds.call('project.refresh', asBrowser(before))
      if (!refreshed) return { before, now: before }
      const { csrfToken } = refreshed.body as { csrfToken: string }
      return { before, now: { refreshToken: cookieOf(refreshed, 'refresh_token'), csrfToken } }
    },
    {
      send: ({ before, now }) => asBrowser({ ...now, csrfToken: before.csrfToken }),
      expect: { status: 200, example: 'refreshed_web' },
      then: (seeds, answer, { now }) =>
        stillRefreshes(seeds, { ...now, refreshToken: cookieOf(answer, 'refresh_token') }),
    },
  ),
  'refuses a cookie that nobody knows as one that has ended': {
    send: asBrowser({ refreshToken: 'never', csrfToken: 'never' }),
    expect: { error: 'invalid_refresh_token' },
  },
})

contract('project.getCsrfToken', {
  'gives a page that has none a token of the session in the cookie': given(browser, {
    send: ({ refreshToken }) => ({ cookies: { refresh_token: refreshToken } }),
    expect: { status: 200, example: 'csrf_token' },
    then: async (seeds, answer, session) => {
      const { csrfToken } = answer.body as { csrfToken: string }
      expect(answer.headers.get('x-csrf-token')).toBe(csrfToken)
      await stillRefreshes(seeds, session)
      await stillRefreshes(seeds, { ...session, csrfToken })
    },
  }),
  'knows the cookie by its other published name': given(browser, {
    send: ({ refreshToken }) => ({ cookies: { insforge_refresh_token: refreshToken } }),
    expect: { status: 200, example: 'csrf_token' },
  }),
  'refuses a browser without a session': { expect: { error: 'invalid_refresh_token' } },
})
