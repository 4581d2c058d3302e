// Request objects that a client keeps at an address of its own (OpenID Connect Core 1.0 section 6.2): nobody else's is asked.
import { beforeAll, describe, expect, it } from 'vitest'
import { pkce } from '../harness/fixtures/people.ts'
import { codeOf, pageOf } from './browser.ts'
import { type ClientKey, byKey, makeKey, signBy, unsigned } from './keys.ts'
import { type Metadata, type Registered, atApp, callback, onProviders, signIn } from './provider.ts'
import { openSite } from './site.ts'

let rs: ClientKey
beforeAll(async () => {
  rs = await makeKey('RS256')
})

onProviders('a request by reference', ({ issuer, send, ask, client, browser, seeds }) => {
  const wanted = {
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid',
    state: 'inside',
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
  }
  const urlOf = (app: Registered, request_uri: string, more: Readonly<Record<string, string>> = {}) => {
    const beside = { client_id: app.clientId, response_type: 'code', scope: 'openid', redirect_uri: callback }
    return new URL(`/oauth2/authorize?${new URLSearchParams({ ...beside, request_uri, ...more })}`, issuer)
  }
  const errorAt = async (url: URL) => atApp(await browser().go(url)).error

  /** A client whose object is at `/object`, as `say` gives it. */
  const withObject = async (
    say: (app: Registered) => Promise<string> | string,
    run: (app: Registered, uri: string, asked: () => number) => Promise<void>,
    openid: Metadata = {},
  ) => {
    let object = ''
    let count = 0
    const site = await openSite((path) => {
      count += Number(path === '/object')
      return path === '/object' ? object : ''
    })
    try {
      const uri = `${site.url}/object#version`
      const app = await client({ ...byKey(rs), request_uris: [uri], ...openid })
      object = await say(app)
      await run(app, uri, () => count)
    } finally {
      site.close()
    }
  }

  // oidcc-request-uri-signed-rs256, oidcc-request-uri-unsigned,
  // oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported
  it.each(['signed', 'unsigned'])('is read where the client has registered it, %s', async (how) => {
    const object = (app: Registered) => ({ ...wanted, client_id: app.clientId })
    await withObject(
      async (app) => (how === 'signed' ? signBy(rs, object(app)) : unsigned(object(app))),
      async (app, uri, asked) => {
        const arrived = await signIn(browser(), urlOf(app, uri, { state: 'outside' }))
        expect(atApp(arrived)).toMatchObject({ state: 'inside', iss: issuer })
        codeOf(arrived)
        expect(asked()).toBe(1)
      },
    )
  })

  it('leaves a person the time that they need, and begins with the address that it names', async () => {
    const exp = Math.floor(Date.now() / 1000) + 30
    await withObject(
      async (app) => signBy(rs, { ...wanted, client_id: app.clientId, exp, login_hint: 'ada@example.test' }),
      async (app, uri) => {
        const own = browser()
        const page = pageOf(await own.go(urlOf(app, uri)))
        expect(page.text).toContain('value="ada@example.test"')
        await seeds.call('service.moveClock', { body: { advance: 600 } })
        const answered = await page.submit({ email: 'alice@example.com', password: 'not this one' })
        expect(pageOf(answered).text).toContain('name="password"')
      },
    )
  })

  describe('is refused, and its app is told,', () => {
    it('where the client has registered another, or none', async () => {
      await withObject(
        (app) => unsigned({ ...wanted, client_id: app.clientId }),
        async (app, uri, asked) => {
          const other = uri.replace('#version', '#other')
          expect(await errorAt(urlOf(app, other))).toBe('invalid_request_uri')
          const none = await client()
          expect(await errorAt(urlOf(none, uri))).toBe('request_uri_not_supported')
          expect(asked()).toBe(0)
        },
      )
    })

    it.each<[string, string, string]>([
      ['where nothing is', '', 'invalid_request_uri'],
      ['where a page is', '<!doctype html>', 'invalid_request_uri'],
      ['where it is longer than one in a link', 'x'.repeat(8193), 'invalid_request_uri'],
      ['where it is signed by nobody', 'a.b.c', 'invalid_request_object'],
    ])('%s', async (_, text, error) => {
      await withObject(
        () => text,
        async (app, uri) => expect(await errorAt(urlOf(app, uri))).toBe(error),
      )
    })

    it('where one stands beside it, or in it', async () => {
      await withObject(
        (app) => unsigned({ ...wanted, client_id: app.clientId, request_uri: 'https://evil.example/' }),
        async (app, uri) => {
          expect(await errorAt(urlOf(app, uri))).toBe('invalid_request_object')
          expect(await errorAt(urlOf(app, uri, { request: unsigned(wanted) }))).toBe('invalid_request')
        },
      )
    })
  })

  it('does not do for one that has to be pushed', async () => {
    await withObject(
      (app) => signBy(rs, { ...wanted, client_id: app.clientId }),
      async (app, uri) => expect(await errorAt(urlOf(app, uri))).toBe('invalid_request'),
      { require_pushed_authorization_requests: true },
    )
  })

  it('is registered at an https address, or one of this machine in a sandbox, and said again', async () => {
    const register = (request_uris: string[]) =>
      ask(new URL('/oauth2/register', issuer), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ redirect_uris: [callback], request_uris }),
      })
    const uris = ['https://suite.example.com/object#hash']
    const taken = await register(uris)
    expect([taken.status, await taken.json()]).toMatchObject([201, { request_uris: uris }])
    for (const uri of ['http://suite.example.com/object', 'com.example.app:/object', 'https://a:b@example.com/']) {
      const refused = await register([uri])
      expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'invalid_client_metadata' }])
    }
    expect((await send('/.well-known/openid-configuration')).body).toMatchObject({
      request_uri_parameter_supported: true,
      require_request_uri_registration: true,
    })
  })
})
