// The reference on a server of its own: what it says about where to send is true at any port.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, startReachableServer } from '../server-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { visit } from './look-for-tests.ts'

const browser = await openBrowser()
let server: TestServer
beforeAll(async () => {
  server = await startReachableServer()
})
afterAll(async () => {
  await browser?.close()
  await server.close()
})

describe('the contract as it is served', () => {
  it('names the address that this server is reached at', async () => {
    const { body, headers } = await server.send('GET /openapi.json')
    expect(body).toMatchObject({ servers: [{ url: server.world.config.publicUrl, description: 'This service.' }] })
    expect(server.world.config.publicUrl).not.toBe('http://localhost:3000')
    const { headers: docs } = await server.send('GET /docs')
    expect(docs['content-security-policy']).toContain(`connect-src 'self' ${server.world.config.publicUrl};`)
    const known = { headers: { 'if-none-match': String(headers.etag) } }
    expect((await server.send('GET /openapi.json', known)).status).toBe(304)
  })
})

describe.skipIf(!browser)('the API reference', { timeout: 120_000 }, () => {
  it('tries an operation out on the server that shows it', async () => {
    const { page, complaints, close } = await visit(browser!, `${server.url}/docs`)
    // All of the contract takes its time.
    page.setDefaultTimeout(60_000)
    await page.getByRole('searchbox').fill('/health/live')
    await expect
      .poll(() => page.locator('.opblock-summary-path').allTextContents(), { timeout: 60_000 })
      .toEqual(['/health/live'])
    await page.locator('.opblock-summary-control').click()
    await page.getByRole('button', { name: 'Execute' }).click()
    await page.locator('.live-responses-table').getByText('"status": "alive"').waitFor()
    expect(await page.locator('.request-url').innerText()).toContain(`${server.url}/health/live`)
    expect(complaints).toEqual([])
    await close()
  })
})
