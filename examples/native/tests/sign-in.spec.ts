import { expect } from 'vitest'
import { test } from '@countersign/testing/vitest'
import { type App, finishSignIn, refresh, startSignIn, whoIs } from '../sign-in.ts'
import { signInByPage } from './browser.ts'

const appAt = (sandbox: { readonly url: string; readonly fetch: typeof fetch }): App => ({
  url: sandbox.url,
  clientId: 'cid_inbox_manager',
  fetch: sandbox.fetch,
})

/** The state of an answer, as a mock says it: its examples know no question. */
const answered = (location: string, state: string): string =>
  location.startsWith('com.example.notes:') ? location : location.replace(/state=[^&]*/, `state=${state}`)

test('signs in by the browser, and goes on without it', async ({ sandbox }) => {
  const app = appAt(sandbox)
  const person = await sandbox.createUser()
  const started = startSignIn(app)
  const location = await signInByPage(started.url, person)
  const session = await finishSignIn(app, started, answered(location, started.state))
  expect(await whoIs(app, session)).toBe(person.email)
  const next = await refresh(app, session.refresh_token!)
  expect(await whoIs(app, next)).toBe(person.email)
})

test('takes no answer to a question that it has not asked', async ({ sandbox }) => {
  const app = appAt(sandbox)
  const forged = 'com.example.notes:/signed-in?code=stolen&state=somebody'
  await expect(finishSignIn(app, startSignIn(app), forged)).rejects.toThrow('another sign-in')
})

test('says that the person said no, and what the service refuses', async ({ sandbox }) => {
  const app = appAt(sandbox)
  const started = startSignIn(app)
  const back = (query: string) => `com.example.notes:/signed-in?state=${started.state}&${query}`
  await expect(finishSignIn(app, started, back('error=access_denied'))).rejects.toThrow('access_denied')
  await sandbox.failNext('oauth.issueToken', { example: 'invalid_authorization_code' })
  await expect(finishSignIn(app, started, back('code=used-up'))).rejects.toThrow('invalid_grant')
})
