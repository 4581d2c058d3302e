// Clients as their makers get them from a fresh sandbox: by registration, as docs/openid.md says.
import type { Wire } from '../../../generated/operations.ts'
import { type TestServer, password, prove, sender, signUp, startReachableServer } from '../../server-for-tests.ts'
import { type Arrived, type Page, pageOf } from '../../../contract-tests/openid/browser.ts'

export type Registered = Wire['OAuthRegistration']

export const register = async (server: Pick<TestServer, 'url'>, fields: object): Promise<Registered> => {
  const { status, text } = await sender(server.url)('POST /oauth2/register', {
    body: { client_name: 'App', ...fields },
  })
  if (status !== 201) throw new Error(`Nothing was registered: ${status} ${text}`)
  return JSON.parse(text) as Registered
}

/** A sandbox as it starts, and somebody who has signed up in it. */
export const startWithPerson = async () => {
  const server = await startReachableServer()
  const person = await signUp(sender(server.url))
  await prove(sender(server.url), person.email)
  return { server, email: person.email }
}

/** Signs in at the page, and says yes at the next. */
export const signInAndAllow = async (page: Page, email: string): Promise<Arrived> => {
  const consent = pageOf(await page.submit({ email, password }))
  return consent.submit({ answer: 'allow' })
}
