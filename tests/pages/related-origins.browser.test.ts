// Two sites and one passkey (WebAuthn level 3 section 5.11): Chromium asks the domain itself who may use it.
import { once } from 'node:events'
import { request } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientId, type TestServer, startServer } from '../server-for-tests.ts'
import { findClient, updateClient } from '../../server/storage/clients.ts'
import { plugInAuthenticator } from './authenticator-for-tests.ts'
import { certificateFor } from './certificate-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { bundleClient } from './client-for-tests.ts'

const login = 'login.example.com'
const shop = 'shop.example.net'
const stranger = 'shop.example.org'
const hosts = [login, shop, stranger]
const person = { email: 'two-sites@example.test', password: 'correct horse battery' }

let server: TestServer
let client: string

const certificate = certificateFor(hosts)

/** TLS before the service at one host, and an empty page at all others. */
const front = createServer(certificate, (asked, answer) => {
  if (asked.headers.host !== login) return answer.setHeader('content-type', 'text/html').end('<title>Shop</title>')
  const headers = { ...asked.headers, 'x-forwarded-proto': 'https' }
  const passed = request(`${server.url}${asked.url ?? ''}`, { method: asked.method, headers }, (came) => {
    answer.writeHead(came.statusCode ?? 502, came.headers)
    came.pipe(answer)
  })
  asked.pipe(passed)
}).listen(0, '127.0.0.1')
await once(front, 'listening')
const { port } = front.address() as AddressInfo

const browser = await openBrowser(process.env, {
  args: [
    `--host-resolver-rules=${hosts.map((host) => `MAP ${host}:443 127.0.0.1:${port}`).join(',')}`,
    `--ignore-certificate-errors-spki-list=${certificate.spkiHash}`,
  ],
})

beforeAll(async () => {
  server = await startServer({ PUBLIC_URL: `https://${login}`, PASSKEY_ORIGINS: `https://${shop}` })
  const { world } = server
  const { allowedOrigins } = (await findClient(world.db, clientId))!
  await updateClient(world.db, clientId, {
    allowedOrigins: [...allowedOrigins, `https://${shop}`, `https://${stranger}`],
    updatedAt: world.clock.now(),
  })
  client = await bundleClient()
})
afterAll(async () => {
  await browser?.close()
  front.close()
  front.closeAllConnections()
  await server.close()
})

/** The client, in a page of that site. */
const at = async (page: Page, host: string) => {
  await page.goto(`https://${host}/`)
  await page.evaluate(client)
  await page.evaluate(
    `window.auth = countersign.createAuthClient(${JSON.stringify({ baseUrl: `https://${login}`, clientId })})`,
  )
  return (code: string): Promise<unknown> => page.evaluate(`(async () => { ${code} })()`)
}

const failed = '.catch(({ name }) => name)'

describe.skipIf(!browser)('a passkey of two sites', () => {
  it('is made at one of them, signs in at both, and at no site that is not named', async () => {
    const made = await server.send('POST /sandbox/users', { body: { surface: 'account', ...person } })
    expect(made.status).toBe(201)
    const page = await (await browser!.newContext()).newPage()
    await plugInAuthenticator(page)

    const inShop = await at(page, shop)
    await inShop(`await auth.signIn(${JSON.stringify(person)})`)
    expect(await inShop(`return (await countersign.passkeys.create(auth, { name: 'Both' })${failed})`)).toMatchObject({
      name: 'Both',
    })
    await inShop('await auth.signOut()')
    const signIn = `return (await countersign.passkeys.signIn(auth)).profile.identity.email`
    expect(await inShop(signIn)).toBe(person.email)
    expect(await (await at(page, login))(signIn)).toBe(person.email)

    const elsewhere = await at(page, stranger)
    expect(await elsewhere(`return countersign.passkeys.signIn(auth)${failed}`)).toBe('SecurityError')
    await page.context().close()
  })
})
