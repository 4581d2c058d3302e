// An OpenID provider as an app and a browser see it: by its issuer's addresses, each exchange held to the contract.
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose'
import { beforeEach, describe } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { askAddress, toAnswer } from '../harness/requests/answer.ts'
import { requireRunning } from '../harness/requests/bounds.ts'
import { operationAt } from '../harness/contract/operation-at.ts'
import { alice, demo, demoApp, demoPlatform, type Person } from '../harness/fixtures/people.ts'
import { recorder } from '../harness/recorder/recording.ts'
import { isAbsent } from '../harness/requests/selection.ts'
import { type Seeds, resetWorld, seedsOf } from '../harness/seeds/seeds.ts'
import { skipTest } from '../harness/requests/skip.ts'
import { targets } from '../harness/targets/target.ts'
import { type Arrived, type Ask, appUrlOf, openFormBrowser } from './browser.ts'

/** Where apps of these tests are sent back to: nobody listens there. */
export const callback = 'https://suite.example.com/callback'

export const openIdScopes = ['openid', 'profile', 'email', 'phone', 'address', 'offline_access']

export type Metadata = Wire['ClientMetadata']
export type Registered = Wire['PlatformClientWithSecret']
type Fields = Readonly<Record<string, string>>

/** An answer in JSON, or without a body. */
export interface Told<Body = Readonly<Record<string, unknown>>> {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

export interface Provider {
  readonly issuer: string
  readonly seeds: Seeds
  readonly ask: Ask
  /** Sends a form by POST, or asks by GET where there is none. */
  readonly send: <Body = Told['body']>(path: string, form?: Fields, headers?: Fields) => Promise<Told<Body>>
  /** A client of the environment itself: nobody is asked whether it may. */
  readonly client: (openid?: Metadata, more?: Partial<Wire['CreatePlatformClient']>) => Promise<Registered>
  readonly browser: (app?: string) => ReturnType<typeof openFormBrowser>
  /** The address that an app sends a browser to; an empty text takes a parameter away. */
  readonly authorizeUrl: (parameters: Fields) => URL
  /** What is in a token of the provider, whose signature is by a key of its key set. */
  readonly verify: (token: string, audience: string) => ReturnType<typeof jwtVerify>
}

/** Alice has signed up and proven her address in each test. */
export const onProviders = (what: string, tests: (provider: Provider) => void): void => {
  describe.each(targets.filter(({ name }) => name !== 'mock'))(`${what} on $name`, (target) => {
    const seeds = seedsOf(target)
    const issuer = demo.publicUrl
    const ask = asking(target.baseUrl)
    const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`), {
      [customFetch]: (url: string, init: RequestInit) => ask(new URL(url), init),
    })
    beforeEach(async () => {
      await resetWorld(target)
      await seeds.caller(alice)
    })
    tests({
      issuer,
      seeds,
      ask,
      send: async <Body>(path: string, form?: Fields, headers: Fields = {}) => {
        const init = form === undefined ? { headers } : { method: 'POST', headers, body: new URLSearchParams(form) }
        const answer = await ask(new URL(path, issuer), init)
        const text = await answer.text()
        const body = (text === '' ? {} : JSON.parse(text)) as Body
        return { status: answer.status, headers: answer.headers, body }
      },
      client: (openid = {}, more = {}) => registerClient(seeds, openid, more),
      browser: (app = callback) => openFormBrowser(app, ask),
      authorizeUrl: (parameters) => {
        const url = new URL('/oauth2/authorize', issuer)
        const asked = { redirect_uri: callback, response_type: 'code', scope: 'openid', ...parameters }
        for (const [name, value] of Object.entries(asked)) if (value !== '') url.searchParams.set(name, value)
        return url
      },
      verify: async (token, audience) => {
        const { body } = await seeds.call('service.getClock', {}).then((answer) => answer!)
        const currentDate = new Date((body as Wire['SandboxClock']).now)
        return jwtVerify(token, keys, { issuer, audience, currentDate })
      },
    })
  })
}

/** Asks the target what a program would ask its public address. */
const asking =
  (baseUrl: string): Ask =>
  async (url, init) => {
    const { origin, pathname, search } = url
    if (origin !== demo.publicUrl) throw new Error(`${origin} is not ${demo.publicUrl}, and nobody else is asked`)
    requireRunning()
    const method = init.method ?? 'GET'
    const id = operationAt(method, pathname)
    if (id && isAbsent(id)) skipTest(`${id} is absent`)
    const headers = new Headers(init.headers)
    if (init.body instanceof URLSearchParams) headers.set('content-type', 'application/x-www-form-urlencoded')
    const body = init.body === undefined || init.body === null ? undefined : String(init.body)
    const asked = { method, url: pathname + search, headers, cookies: {}, body }
    const {
      status,
      headers: heard,
      text,
    } = await askAddress(new URL(pathname + search, baseUrl), {
      method,
      headers,
      body,
    })
    if (id) recorder.hear(baseUrl, id, asked, toAnswer(status, heard, text))
    return new Response(text === '' ? null : text, { status, headers: [...heard] })
  }

const registerClient = async (
  seeds: Seeds,
  openid: Metadata,
  more: Partial<Wire['CreatePlatformClient']>,
): Promise<Registered> => {
  const entered = await seeds.call('platform.login', { body: demoPlatform })
  if (entered!.status !== 200 && process.env.TARGET_URL) skipTest('nobody is known who may register a client')
  const { access_token: bearer } = entered!.body as Wire['PlatformSignedIn']
  const answer = await seeds.call('platform.createAppClient', {
    bearer,
    path: { appId: demoApp.applicationId },
    body: {
      environmentId: demoApp.environmentId,
      name: 'Suite',
      type: 'confidential',
      redirectUris: [callback],
      scopes: openIdScopes,
      openid,
      ...more,
    },
  })
  if (answer!.status !== 200) throw new Error(`No client was registered: ${answer!.text}`)
  return (answer!.body as Wire['PlatformClientWithSecretAnswer']).data
}

/** What came back to the app: in the query, or where a token comes by the browser in the fragment. */
export const atApp = (arrived: Arrived): Fields => {
  const { hash, searchParams } = appUrlOf(arrived)
  return Object.fromEntries(hash ? new URLSearchParams(hash.slice(1)) : searchParams)
}

/** Opens an address, and signs in where it asks for a password. */
export const signIn = async (
  browser: ReturnType<typeof openFormBrowser>,
  url: URL,
  person: Person = alice,
): Promise<Arrived> => {
  const arrived = await browser.go(url)
  return arrived.at === 'page' && arrived.page.text.includes('name="password"')
    ? arrived.page.submit({ ...person })
    : arrived
}
