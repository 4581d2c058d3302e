// What a request asks of a person is asked of everybody who comes with it, and a code lets in nobody who has signed out since.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { codeOf, openFormBrowser, pageOf } from '../../contract-tests/openid/browser.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { unsigned } from '../../contract-tests/openid/keys.ts'
import { openSite } from '../../contract-tests/openid/site.ts'
import { type TestServer, newEmail, password, signUp, startReachableServer, startServer } from '../server-for-tests.ts'
import { putClient } from './clients-for-tests.ts'

const { client_id, redirectUri: redirect_uri } = { ...sandboxCredentials.account }
const asked = {
  client_id,
  redirect_uri,
  response_type: 'code',
  scope: 'openid',
  code_challenge: '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM',
  code_challenge_method: 'S256',
}

let server: TestServer
beforeAll(async () => {
  server = await startReachableServer()
})
afterAll(() => server.close())

const urlOf = (more: Readonly<Record<string, string>>) =>
  new URL(`${server.url}/oauth2/authorize?${new URLSearchParams(more)}`)

const push = async (more: Readonly<Record<string, string>>): Promise<string> => {
  const answer = await fetch(`${server.url}/oauth2/par`, {
    method: 'POST',
    body: new URLSearchParams({ ...asked, ...more }),
  })
  return ((await answer.json()) as { request_uri: string }).request_uri
}

const signedIn = async () => {
  const { email } = await signUp(server.send)
  const browser = openFormBrowser(redirect_uri)
  const login = pageOf(await browser.go(urlOf(asked)))
  return { browser, code: codeOf(await login.submit({ email, password })) }
}

/** Somebody meets a pushed request by a provider. The request that they come back with, and the browser that brought it. */
const backFromProvider = async (request_uri: string) => {
  let resumed: URL | undefined
  const browser = openFormBrowser(redirect_uri, (url, init) => {
    const isResumed =
      url.pathname === '/oauth2/authorize' &&
      resumed === undefined &&
      url.searchParams.get('request_uri') !== request_uri
    if (!isResumed) return fetch(url, init)
    resumed = url
    return Promise.resolve(new Response('kept'))
  })
  const stand = pageOf(await browser.go(urlOf({ client_id, request_uri, connection: 'google' })))
  await stand.submit({ email: newEmail('google'), answer: 'allow' })
  if (!resumed) throw new Error('Nobody came back')
  return { browser, resumed }
}

it.each([
  ['prompt', 'login'],
  ['max_age', '0'],
  ['prompt', 'select_account'],
] as const)(
  'who else comes with a request of %s=%s that somebody has met by a provider is asked, and who met it is not',
  async (name, value) => {
    const { browser: other } = await signedIn()
    const uri = await push({ [name]: value, response_mode: 'form_post' })
    const shown = async (url: URL) => /<title>[^<]*/.exec(pageOf(await other.go(url)).text)![0]
    const question = await shown(urlOf({ client_id, request_uri: uri }))
    const { browser, resumed } = await backFromProvider(uri)
    expect(await shown(resumed)).toBe(question)
    // For whoever met it the answer is a form, which the app gets.
    codeOf(await pageOf(await browser.go(resumed)).submit({}))
  },
)

it('a code that was on its way lets nobody in once its person has signed out', async () => {
  const { browser, code } = await signedIn()
  const redeem = async (one: string) => {
    const body = { grant_type: 'authorization_code', client_id, redirect_uri, code: one, code_verifier: 'v'.repeat(43) }
    const { status, text } = await server.send('POST /oauth2/token', { body })
    return { status, body: JSON.parse(text) as { error?: string; id_token?: string } }
  }
  const { status, body } = await redeem(code)
  expect(status).toBe(200)
  const late = codeOf(await browser.go(urlOf(asked)))
  const hint = new URLSearchParams({ id_token_hint: body.id_token!, post_logout_redirect_uri: redirect_uri })
  await browser.go(new URL(`${server.url}/oauth2/logout?${hint}`))
  expect(await redeem(late)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
})

it('keeps no more requests that come as objects than those of one address may be', async () => {
  const bounded = await startServer({ LIMITS: 'pushedRequestsPerIp=2/900' })
  try {
    const request = unsigned({ ...asked, state: 's' })
    const at = `GET /oauth2/authorize?${new URLSearchParams({ client_id, request })}` as const
    for (const status of [200, 200, 429, 429]) expect((await bounded.send(at)).status).toBe(status)
    const { count } = await bounded.world.db
      .selectFrom('pushedRequests')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(Number(count)).toBe(2)
  } finally {
    await bounded.close()
  }
})

it('asks no client for more objects than those of one address may be', async () => {
  const bounded = await startServer({ LIMITS: 'pushedRequestsPerIp=2/900' })
  let count = 0
  let object = ''
  const site = await openSite(() => {
    count += 1
    return object
  })
  try {
    const { id } = await putClient(bounded, { requestUris: [site.url] }, { redirectUris: [redirect_uri] })
    object = unsigned({ ...asked, client_id: id })
    const at = `GET /oauth2/authorize?${new URLSearchParams({ client_id: id, request_uri: site.url })}` as const
    for (const status of [200, 200, 429, 429]) expect((await bounded.send(at)).status).toBe(status)
    expect(count).toBe(2)
  } finally {
    site.close()
    await bounded.close()
  }
})
