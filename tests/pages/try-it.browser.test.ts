// The reference on a server of its own: what it says about where to send is true at any port.
import { describe, expect, it } from 'vitest'
import { openBrowser } from './chromium-for-tests.ts'
import { visit } from './look-for-tests.ts'
import { runSandbox } from './sandbox-for-tests.ts'

const browser = await openBrowser()
const sandbox = runSandbox(browser)

describe('the contract as it is served', () => {
  it('names the address that this server is reached at', async () => {
    const { body, headers } = await sandbox.server.send('GET /openapi.json')
    expect(body).toMatchObject({
      servers: [{ url: sandbox.server.world.config.publicUrl, description: 'This service.' }],
    })
    expect(sandbox.server.world.config.publicUrl).not.toBe('http://localhost:3000')
    const known = { headers: { 'if-none-match': String(headers.etag) } }
    expect((await sandbox.server.send('GET /openapi.json', known)).status).toBe(304)
  })
})

describe.skipIf(!browser)('the API reference', () => {
  const open = async (url: string, id: string) => {
    const visited = await visit(browser!, `${url}/docs#${id}`)
    const answer = visited.page.getByRole('region', { name: 'Answer', exact: true })
    const press = (name: string) => visited.page.getByRole('button', { name }).click()
    return { ...visited, answer, press }
  }

  it('tries an operation out on the address that shows it', async () => {
    for (const url of [sandbox.server.url, sandbox.server.world.config.publicUrl]) {
      const { page, complaints, close, answer, press } = await open(url, 'service.getLiveness')
      await press('Send')
      await answer.getByText('"status": "alive"').waitFor()
      expect(await page.getByRole('region', { name: 'curl', exact: true }).textContent()).toBe(
        `curl -sS '${url}/health/live'`,
      )
      expect(complaints).toEqual([])
      await close()
    }
  })

  it('fills in credentials of each surface by one button', async () => {
    const { page, complaints, close, answer, press } = await open(sandbox.server.url, 'account.me')
    await press('Fill in credentials')
    await page.getByText(/^Filled in for \d+ schemes\.$/).waitFor()
    for (const [id, said] of [
      ['account.me', '"identity"'],
      ['app.getMe', '@example.test'],
      ['platform.getMe', '@example.test'],
      ['platform.listApplications', 'Inbox Manager'],
      ['project.getCurrentUser', '@example.test'],
      ['project.listUsers', '"data"'],
    ] as const) {
      await page.evaluate((fragment) => void (location.hash = fragment), id)
      await page.locator(`#operations a[aria-current][href="#${id}"]`).waitFor({ state: 'attached' })
      await press('Send')
      await answer.getByText(said).first().waitFor()
    }
    expect(complaints).toEqual([])
    await close()
  })

  it('shows every operation of the contract', async () => {
    const { page, complaints, close } = await open(sandbox.server.url, '')
    // The contract comes after the page.
    await page.locator('#operations a').nth(200).waitFor({ state: 'attached' })
    const ids = await page
      .locator('#operations a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    const untold: string[] = []
    for (const id of ids) {
      await page.evaluate((fragment) => void (location.hash = fragment!), id)
      await page.locator(`#operations a[aria-current][href="${id}"]`).waitFor({ state: 'attached' })
      const titles = await page.locator('#reference h2').count()
      if (titles !== 1 || (await page.locator('#reference .response').count()) === 0) untold.push(id!)
    }
    expect(ids.length).toBeGreaterThan(200)
    expect(untold).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})
