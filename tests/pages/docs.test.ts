import { afterAll, describe, expect, it } from 'vitest'
import { createAuthClient } from '../../client/auth-client.ts'
import { type BackendClientOptions, createBackendClient } from '../../client/backend-client.ts'
import { declared } from '../../contract-tests/harness/contract/contract.ts'
import { type OperationId, operations } from '../../generated/operations.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { faintTexts, overflow, violationsOf, visit, walkByKeyboard } from './look-for-tests.ts'
import { openSite } from './site-for-tests.ts'

const browser = await openBrowser()
const site = await openSite()

afterAll(async () => {
  await browser?.close()
  await site.close()
})

it('knows every call of the client that is named as its operation is', async () => {
  const file = new URL('../../server/pages/assets/docs-code.js', import.meta.url).href
  const { clientCalls } = (await import(file)) as { clientCalls: Set<string> }
  const calls = Object.keys(createAuthClient({ baseUrl: 'http://localhost' }))
  expect([...clientCalls].sort()).toEqual(calls.filter((name) => `account.${name}` in operations).sort())
})

describe('the code by the backend client', async () => {
  const file = new URL('../../server/pages/assets/docs-backend.js', import.meta.url).href
  const { withoutCall, backendOf } = (await import(file)) as {
    /** Why there is none. */
    withoutCall: Partial<Record<OperationId, string>>
    backendOf: (request: object) => string | undefined
  }
  const ofSurfaces = Object.keys(operations).filter((id) => /^(app|platform)\./.test(id))
  const backendCalls = ofSurfaces.filter((id) => !(id in withoutCall))
  const origin = 'http://localhost:3000'

  /** Runs what is shown, and answers what it asked the server for. */
  const askedBy = async (code: string) => {
    const asked: Request[] = []
    const Client = function (options: BackendClientOptions) {
      const fetch = async (input: RequestInfo | URL) => {
        asked.push(input as Request)
        return Response.json({})
      }
      return createBackendClient({ ...options, fetch })
    }
    const program = code.replace(/^import .*$/m, '').replace('const answer = await ', 'return ')
    await (new Function('BackendClient', program) as (client: unknown) => Promise<unknown>)(Client).catch(() => {})
    const [{ method, url, headers, body = null } = new Request(origin)] = asked
    const sent = body === null ? undefined : ((await asked[0]!.clone().json()) as unknown)
    return { method, url, authorization: headers.get('authorization'), key: headers.get('x-publishable-key'), sent }
  }

  it('is there for every operation of both surfaces that has no reason to lack it, and for no other', () => {
    expect(ofSurfaces).toEqual(expect.arrayContaining(Object.keys(withoutCall)))
    const shown = Object.keys(operations).filter((id) => backendOf({ id, origin, headers: {}, ids: [], query: {} }))
    expect(shown).toEqual(backendCalls)
  })

  it('is there for every call that is a request', () => {
    const shown = backendCalls.map(
      (id) => /client\.(\w+)\(/.exec(backendOf({ id, origin, headers: {}, ids: [], query: {} })!)?.[1],
    )
    const calls = Object.keys(createBackendClient({ apiUrl: origin })).filter((name) => name !== 'getOAuthInitUrl')
    expect(shown.sort()).toEqual(calls.sort())
  })

  it.each(backendCalls)('asks what it stands for: %s', async (id) => {
    const { method, path, parameters, requestBody, security } = declared.get(id as OperationId)!
    const query = Object.fromEntries(
      parameters.filter((one) => one.in === 'query').map((one) => [one.name, String(one.example)]),
    )
    const ids = parameters.filter((one) => one.in === 'path').map((one) => String(one.example))
    const [example] = Object.values(Object.values(requestBody?.content ?? {})[0]?.examples ?? {})
    // It ends the session of the token, and sends no body.
    const sent = id === 'platform.logout' ? undefined : example?.value
    const takesToken = security.flat().some((name) => name.endsWith('Bearer') || name === 'platformReader')
    const isKeyed = id.startsWith('app.')
    const headers = {
      ...(isKeyed && { 'X-Publishable-Key': 'pk_test_key' }),
      ...(takesToken && { Authorization: 'Bearer a.token' }),
    }
    const at = ids.reduce((filled, value) => filled.replace(/\{\w+\}/, encodeURIComponent(value)), path)
    const search = new URLSearchParams(query).toString()
    const asked = await askedBy(backendOf({ id, origin, headers, ids, query, sent })!)
    expect(asked).toEqual({
      method,
      url: `${origin}${at}${search && `?${search}`}`,
      authorization: takesToken ? 'Bearer a.token' : null,
      key: isKeyed ? 'pk_test_key' : null,
      sent,
    })
  })
})

describe.skipIf(!browser)('the API reference', () => {
  const open = async (fragment = '', options = {}) => {
    const visited = await visit(browser!, `${site.url}/docs${fragment}`, options)
    await visited.page.locator('#operations a').first().waitFor({ state: 'attached' })
    return visited
  }
  const links = '#operations li:not([hidden]) a'

  it('says that it is reading until the contract is there, and what to do without scripts', async () => {
    const context = await browser!.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${site.url}/docs`)
    await page.getByText('Reading the contract…').waitFor()
    await page.locator('noscript p').waitFor()
    await context.close()
  })

  it('lists the operations of the contract by surface', async () => {
    const { page, complaints, close } = await open()
    expect(await page.locator('#operations summary').allTextContents()).toEqual(['account4', 'oauth1'])
    expect((await page.locator('#operations a').allTextContents()).map((text) => text.trim())).toEqual([
      'POST Sign up with email and password',
      'GET Show who is signed in',
      'PUT Replace the profile',
      'DELETE End every session of a person',
      'GET List the public keys',
    ])
    expect(await page.locator('#operations .deprecated').count()).toBe(1)
    expect(await page.getByRole('main').count()).toBe(1)
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    expect(complaints).toEqual([])
    await close()
  })

  it('opens an operation by its address, and puts the focus on it when one is chosen', async () => {
    const { page, close } = await open('#account.me')
    await page.getByRole('heading', { name: 'Show who is signed in' }).waitFor()
    expect(await page.locator('#operations a[aria-current]').getAttribute('href')).toBe('#account.me')
    await page.getByRole('link', { name: 'Sign up with email and password' }).click()
    const title = page.locator('#reference h2')
    await expect.poll(() => title.textContent()).toBe('Sign up with email and password')
    expect(await title.evaluate((element) => element === document.activeElement)).toBe(true)
    await close()
  })

  it('finds operations by path, summary and tag, also in closed groups', async () => {
    const { page, close } = await open()
    for (const [phrase, found] of [
      ['JWKS', 'List the public keys'],
      ['with email', 'Sign up with email and password'],
      ['oauth.keys', 'List the public keys'],
    ] as const) {
      await page.getByRole('searchbox').fill(phrase)
      await expect.poll(() => page.locator(links).count()).toBe(1)
      expect(await page.locator(links).textContent()).toContain(found)
      expect(await page.locator(links).isVisible()).toBe(true)
    }
    await page.getByText('1 found').waitFor()
    await close()
  })

  it('calls the server that shows it, with what was filled in, and shows its answer', async () => {
    const { page, complaints, close } = await open('#account.me')
    await page.getByRole('textbox', { name: 'accountToken' }).fill('a.token')
    await page.getByLabel('fields').selectOption('few')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('region', { name: 'Answer', exact: true }).getByText('"said": "Bearer a.token"').waitFor()
    expect(site.requests.at(-1)).toMatchObject({ method: 'GET', path: '/auth/me', authorization: 'Bearer a.token' })
    await page.reload()
    expect(await page.getByRole('textbox', { name: 'accountToken' }).inputValue()).toBe('a.token')
    expect(complaints).toEqual([])
    await close()
  })

  it('shows the request in curl, in fetch and by the client', async () => {
    const { page, close } = await open('#account.signUp')
    const body = JSON.stringify({ client_id: 'cid_x', email: "o'neil@example.com", account_name: 'Own' })
    await page.getByLabel('Body (required)').fill(body)
    const shown = (name: string) => page.getByRole('region', { name, exact: true }).textContent()
    expect(await shown('curl')).toContain(`curl -sS -X POST '${site.url}/auth/sign-up'`)
    expect(await shown('curl')).toContain(`o'\\''neil@example.com`)
    expect(await shown('fetch')).toContain(`fetch("${site.url}/auth/sign-up", {\n  method: 'POST'`)
    expect(await shown('client')).toContain(`clientId: 'cid_x' })`)
    expect(await shown('client')).toMatch(
      /auth\.signUp\(\{\n {2}"email": "o'neil@example.com",\n {2}"accountName": "Own"/,
    )
    await page.getByLabel('Body (required)').fill('{')
    await page.getByText('The body is not JSON.').first().waitFor()
    await close()
  })

  it('is readable in light and dark, fits 320 pixels and leaves axe nothing to find, opened and answered', async () => {
    const { page, complaints, close } = await open('#account.signUp', { bypassCSP: true })
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('region', { name: 'Answer', exact: true }).waitFor()
    await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)))
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await faintTexts(page)).toEqual([])
    }
    expect(await violationsOf(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await overflow(page)).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  it('can be walked by keyboard with a visible focus', async () => {
    const { page, close } = await open('#account.me')
    await page.getByRole('button', { name: 'Send' }).waitFor()
    const { missed, unmarked } = await walkByKeyboard(page)
    expect({ missed, unmarked }).toEqual({ missed: [], unmarked: [] })
    await close()
  })
})
