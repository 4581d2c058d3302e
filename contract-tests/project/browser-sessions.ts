// A session in a browser: its refresh token is a cookie, and its CSRF token goes with it.
import { expect } from 'vitest'
import { alice } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

export const browser = async (seeds: Seeds) => seeds.projectUser(alice, 'web')
export const asBrowser = ({ refreshToken, csrfToken }: { refreshToken: string; csrfToken: string }) => ({
  cookies: { refresh_token: refreshToken },
  headers: { 'x-csrf-token': csrfToken },
})

/** The session is as it was: its right token still refreshes it. */
export const stillRefreshes = async (seeds: Seeds, session: { refreshToken: string; csrfToken: string }) =>
  expect((await seeds.call('project.refresh', asBrowser(session)))?.status).toBe(200)
