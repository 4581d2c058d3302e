// Who shares the passkeys of the domain: other sites, which browsers look up, and apps that have no page.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAuthenticator } from '../../../contract-tests/harness/fixtures/authenticator.ts'
import { type TestServer, clientId, prove, signUp, startServer } from '../../server-for-tests.ts'

const app = `android:apk-key-hash:${'A'.repeat(43)}`
const otherApp = `android:apk-key-hash:${'B'.repeat(43)}`
const site = 'https://shop.example.net'

const optionsIn = ({ text }: { readonly text: string }) => (JSON.parse(text) as { public_key: never }).public_key

let server: TestServer
beforeAll(async () => {
  server = await startServer({ PASSKEY_ORIGINS: `${site}, ${app}` })
})
afterAll(() => server.close())

it('sites are listed for browsers, and apps are not', async () => {
  const { status, text } = await server.send('GET /.well-known/webauthn')
  expect([status, JSON.parse(text)]).toEqual([200, { origins: [site] }])
})

it('an app makes passkeys and signs in with them, and no other app or site does, as long as no client has registered it', async () => {
  const { email, access_token: bearer } = await signUp(server.send)
  await prove(server.send, email)
  const device = createAuthenticator()
  const begin = async () => optionsIn(await server.send('POST /auth/passkeys/options', { bearer }))
  const add = async (origin: string) => {
    const credential = device.create(await begin(), { origin })
    return (await server.send('POST /auth/passkeys', { bearer, body: { name: 'Phone', credential } })).status
  }
  expect(await add(otherApp)).toBe(400)
  expect(await add(site)).toBe(400)
  expect(await add(app)).toBe(201)
  const sign = async (origin: string) => {
    const asked = await server.send('POST /auth/passkeys/sign-in/options', { body: { client_id: clientId } })
    const credential = device.get(optionsIn(asked), { origin })
    return (await server.send('POST /auth/passkeys/sign-in', { body: { client_id: clientId, credential } })).status
  }
  expect(await sign(otherApp)).toBe(400)
  expect(await sign(site)).toBe(400)
  expect(await sign(app)).toBe(200)
})
