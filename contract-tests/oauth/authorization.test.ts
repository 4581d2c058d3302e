import { expect } from 'vitest'
import type { Answer } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asAuthorization, asOpenId, bob, demo } from '../harness/fixtures/people.ts'
import { form, wordsOf } from '../harness/requests/request.ts'
import { type Seeds, cookieOf, sharedWorld } from '../harness/seeds/seeds.ts'

const issuer = demo.publicUrl
const page = { accept: 'text/html,application/xhtml+xml' }
const without = (name: keyof typeof asAuthorization) =>
  Object.fromEntries(Object.entries(asAuthorization).filter(([key]) => key !== name))

/** Where an answer sends the browser: the address without its query, and the query. */
const sentTo = (answer: Pick<Answer, 'headers'>) => {
  const [address, query] = (answer.headers.get('location') ?? '').split('?')
  return { address, ...Object.fromEntries(new URLSearchParams(query)) }
}
const told = (error: string) => (answer: Pick<Answer, 'headers'>) =>
  expect(sentTo(answer)).toMatchObject({ address: demo.redirectUri, error, state: asAuthorization.state, iss: issuer })

/** Of a client that belongs to an account: nobody is sent to it for a mistake in a link. */
const ofAccount = async (seeds: Seeds) => {
  const redirect_uri = 'https://widget.example.com/callback'
  const { id } = await seeds.client(await seeds.user(alice), { redirect_uris: [redirect_uri] })
  return { ...asAuthorization, client_id: id, redirect_uri }
}

/** A browser in which somebody has signed in for an app that asked with OpenID Connect: the cookie of its session. */
const signedIn = async (seeds: Seeds, person = alice) => {
  await seeds.caller(person)
  return seeds.browserSession(person)
}
const silent = { ...asOpenId, prompt: 'none' } as const
const toldOpenId = (error: string) => (answer: Pick<Answer, 'headers'>) =>
  expect(sentTo(answer)).toMatchObject({ address: demo.redirectUri, error, state: asOpenId.state, iss: issuer })
const toldCode = (answer: Pick<Answer, 'headers'>) =>
  expect((sentTo(answer) as { code?: string }).code).toMatch(/^[\w-]{43}$/)
const asksForPassword = ({ text }: { text: string }) => expect(text).toContain('name="password"')

/** Alice is in a browser, and the client is one of her own account. */
const thirdParty = async (seeds: Seeds) => {
  const redirect_uri = 'https://widget.example.com/callback'
  const owner = await seeds.user(alice)
  const asked = { redirect_uris: [redirect_uri], allowed_scope: 'openid email', audience: demo.audience }
  const fields = { name: 'Widget', ...asked }
  const { id } = await seeds.client(owner, fields)
  return {
    query: { ...asOpenId, client_id: id, redirect_uri, scope: 'openid email' },
    cookie: await seeds.browserSession(alice),
  }
}

const exhausted = sharedWorld((seeds) =>
  seeds.exhaust('oauth.authorize', () => ({ query: { ...asAuthorization, connection: 'google' } })),
)

contract('oauth.authorize', {
  // oidcc-prompt-none-logged-in
  'answers at once where somebody has signed in, and needs no page': given(signedIn, {
    send: (cookie) => ({ query: silent, cookies: { browser_session: cookie } }),
    expect: { status: 303, example: 'empty', answer: toldCode },
  }),
  'answers by a form, where the app asks for that': given(signedIn, {
    send: (cookie) => ({ query: { ...silent, response_mode: 'form_post' }, cookies: { browser_session: cookie } }),
    expect: {
      status: 200,
      example: 'form_post_page',
      answer: ({ text }) => expect(text).toMatch(/<input type="hidden" name="code" value="[\w-]{43}" \/>/),
    },
  }),
  // oidcc-prompt-none-not-logged-in
  'tells the app that nobody has signed in': {
    send: { query: silent },
    expect: { status: 303, example: 'empty', answer: toldOpenId('login_required') },
  },
  'tells the app that none stands alone': {
    send: { query: { ...asOpenId, prompt: 'none login' } },
    expect: { status: 303, example: 'empty', answer: toldOpenId('invalid_request') },
  },
  // oidcc-prompt-login
  'asks for the password again, where the app wants that': given(signedIn, {
    send: (cookie) => ({ query: { ...asOpenId, prompt: 'login' }, cookies: { browser_session: cookie } }),
    expect: { status: 200, example: 'sign_in_page', answer: asksForPassword },
  }),
  // oidcc-max-age-1
  'asks for the password again, where it was too long ago': given(
    async (seeds) => {
      const cookie = await signedIn(seeds)
      await seeds.wait(2)
      return cookie
    },
    {
      send: (cookie) => ({ query: { ...asOpenId, max_age: '1' }, cookies: { browser_session: cookie } }),
      expect: { status: 200, example: 'sign_in_page', answer: asksForPassword },
    },
  ),
  // oidcc-max-age-10000
  'does not, where it was not': given(signedIn, {
    send: (cookie) => ({ query: { ...asOpenId, max_age: '10000' }, cookies: { browser_session: cookie } }),
    expect: { status: 303, example: 'empty', answer: toldCode },
  }),
  'asks for the password of somebody who has signed in, without openid in the scope': given(signedIn, {
    send: (cookie) => ({ query: asAuthorization, cookies: { browser_session: cookie } }),
    expect: { status: 200, example: 'sign_in_page', answer: asksForPassword },
  }),
  'lets somebody choose to go on as they are': given(signedIn, {
    send: (cookie) => ({ query: { ...asOpenId, prompt: 'select_account' }, cookies: { browser_session: cookie } }),
    expect: {
      status: 200,
      example: 'account_page',
      answer: ({ text }) => {
        expect(wordsOf(text)).toContain(`Continue as ${alice.email}`)
        expect(text).toContain('Use another account')
      },
    },
  }),
  // oidcc-id-token-hint
  'takes the ID token of who has signed in': given(
    async (seeds) => {
      const cookie = await signedIn(seeds)
      const { id_token = '' } = await seeds.openIdTokens(alice)
      return { cookie, query: { ...silent, id_token_hint: id_token } }
    },
    {
      send: ({ cookie, query }) => ({ query, cookies: { browser_session: cookie } }),
      expect: { status: 303, example: 'empty', answer: toldCode },
    },
  ),
  'tells the app that somebody else has signed in than it means': given(
    async (seeds) => {
      const cookie = await signedIn(seeds)
      await seeds.caller(bob)
      const { id_token = '' } = await seeds.openIdTokens(bob)
      return { cookie, query: { ...silent, id_token_hint: id_token } }
    },
    {
      send: ({ cookie, query }) => ({ query, cookies: { browser_session: cookie } }),
      expect: { status: 303, example: 'empty', answer: toldOpenId('login_required') },
    },
  ),
  'asks before a client of an account gets what it wants': given(thirdParty, {
    send: ({ query, cookie }) => ({ query, cookies: { browser_session: cookie } }),
    expect: {
      status: 200,
      example: 'consent_page',
      answer: ({ text }) => {
        expect(text).toContain('Widget')
        expect(text).toContain('see your email address')
        expect(text).toMatch(/<button[^>]*value="allow">Allow<[\s\S]*<button[^>]*value="deny">Do not allow</)
      },
    },
  }),
  'tells such a client that nobody has allowed it': given(thirdParty, {
    send: ({ query, cookie }) => ({ query: { ...query, prompt: 'none' }, cookies: { browser_session: cookie } }),
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => expect(sentTo(answer)).toMatchObject({ error: 'consent_required' }),
    },
  }),
  ...Object.fromEntries(
    (['request_uri', 'registration'] as const).flatMap((name) => [
      [
        // oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported
        `tells the app that ${name} is not taken`,
        {
          send: { query: { ...asOpenId, [name]: 'x' } },
          expect: { status: 303, example: 'empty', answer: toldOpenId(`${name}_not_supported`) },
        } as const,
      ],
      [
        `says here that ${name} is not taken, where an account has registered the client`,
        given(ofAccount, {
          send: (query) => ({ query: { ...query, [name]: 'x' } }),
          expect: { error: `${name}_not_supported` },
        }),
      ],
    ]),
  ),
  'tells the app that a request object is none': {
    send: { query: { ...asOpenId, request: 'x' } },
    expect: { status: 303, example: 'empty', answer: toldOpenId('invalid_request_object') },
  },
  'says so here, where nothing good says where the app is': {
    send: { query: { client_id: demo.clientId, redirect_uri: 'https://evil.example/', request: 'x' } },
    expect: { error: 'invalid_request_object', answer: ({ headers }) => expect(headers.get('location')).toBeNull() },
  },
  'says here that nothing was pushed under that name': {
    send: { query: { client_id: demo.clientId, request_uri: 'urn:ietf:params:oauth:request_uri:none' } },
    expect: { error: 'invalid_request_uri' },
  },
  // oidcc-ensure-redirect-uri-in-authorization-request
  'says here that the redirect URI is missing': {
    send: { query: without('redirect_uri') },
    expect: { error: 'invalid_request', detail: 'redirect_uri: is missing' },
  },
  'tells the app in the fragment that it is not registered for tokens there': {
    send: { query: { ...asOpenId, response_type: 'token id_token' } },
    expect: {
      status: 303,
      example: 'empty',
      answer: ({ headers }) =>
        expect(headers.get('location')).toMatch(/^http:\/\/localhost:3000\/callback#error=unauthorized_client&/),
    },
  },
  'says so here, where an account has registered the client for less': given(ofAccount, {
    send: (query) => ({ query: { ...query, response_type: 'code id_token' } }),
    expect: { error: 'unauthorized_client' },
  }),
  // RFC 8707 section 2.1
  'tells the app that it may not ask for that resource server': {
    send: { query: { ...asOpenId, resource: 'https://evil.example' } },
    expect: { status: 303, example: 'empty', answer: toldOpenId('invalid_target') },
  },
  'says so here, where an account has registered the client for none': given(ofAccount, {
    send: (query) => ({ query: { ...query, resource: 'https://evil.example' } }),
    expect: { error: 'invalid_audience' },
  }),
  'tells the app that claims is no JSON': {
    send: { query: { ...asOpenId, claims: '{' } },
    expect: { status: 303, example: 'empty', answer: toldOpenId('invalid_request') },
  },
  // fapi2-security-profile-final-test-essential-acr-sca-claim
  'tells the app that nobody can sign in as it demands': {
    send: { query: { ...asOpenId, claims: '{"id_token":{"acr":{"essential":true,"values":["9"]}}}' } },
    expect: { status: 303, example: 'empty', answer: toldOpenId('unmet_authentication_requirements') },
  },
  'says so here, where an account has registered the client': given(
    async (seeds) => ({
      ...(await thirdParty(seeds)).query,
      claims: '{"id_token":{"acr":{"essential":true,"value":"9"}}}',
    }),
    { send: (query) => ({ query }), expect: { error: 'unmet_authentication_requirements' } },
  ),
  'says here that there is no such response type, where an account has registered the client': given(ofAccount, {
    send: (query) => ({ query: { ...query, response_type: 'token' } }),
    expect: { error: 'unsupported_response_type', answer: ({ headers }) => expect(headers.get('location')).toBeNull() },
  }),
  'says here that the client of an account may not have that scope': given(ofAccount, {
    send: (query) => ({ query: { ...query, scope: 'mail:burn' } }),
    expect: { error: 'invalid_scope', answer: ({ headers }) => expect(headers.get('location')).toBeNull() },
  }),
  'asks before it goes to a provider for the client of an account': given(ofAccount, {
    send: (query) => ({ query: { ...query, connection: 'google' } }),
    expect: {
      status: 200,
      example: 'sign_in_page',
      answer: ({ text }) => {
        expect(wordsOf(text)).toContain('Continue with Google')
        expect(text).toContain('widget.example.com')
      },
    },
  }),
  'says here that there is no such provider, where an account has registered the client': given(ofAccount, {
    send: (query) => ({ query: { ...query, connection: 'myspace' } }),
    expect: { error: 'provider_not_found', answer: ({ headers }) => expect(headers.get('location')).toBeNull() },
  }),
  'says so to a person, on a page': given(ofAccount, {
    send: (query) => ({ query: { ...query, connection: 'myspace' }, headers: page }),
    expect: {
      status: 404,
      example: 'refusal_page',
      answer: ({ headers }) => expect(headers.get('location')).toBeNull(),
    },
  }),
  'shows the sign-in page, bound to this browser': {
    send: { query: { ...asAuthorization, scope: 'mail:read', login_hint: alice.email, prompt: 'login', nonce: 'n' } },
    expect: {
      status: 200,
      example: 'sign_in_page',
      answer: (answer) => {
        expect(answer.text).toContain('Sign in to Inbox Manager')
        expect(answer.text).toContain('localhost:3000')
        expect(answer.text).toContain(alice.email)
        for (const step of ['sign-up', 'forgot-password', 'send-link']) {
          expect(answer.text).toContain(`"/oauth2/authorize/${step}?client_id=${demo.clientId}&amp;`)
        }
        expect(Buffer.byteLength(answer.text)).toBeLessThan(14_000)
        expect(answer.headers.get('content-security-policy')).toContain("form-action 'self' http://localhost:3000;")
        expect(answer.headers.get('cache-control')).toBe('no-store')
        expect(answer.cookies[0]).toMatch(
          /^sign_in_form=[\w-]{43}; Max-Age=3600; Path=\/oauth2\/authorize; HttpOnly; Secure; SameSite=Strict$/,
        )
      },
    },
  },
  'offers no sign-up for the client of an account, whose members are invited': given(ofAccount, {
    send: (query) => ({ query }),
    expect: {
      status: 200,
      example: 'sign_in_page',
      answer: ({ text }) => expect(text).not.toContain('Create an account'),
    },
  }),
  'goes straight to the provider that the app names': {
    send: { query: { ...asAuthorization, connection: 'google', login_hint: alice.email } },
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        expect(sentTo(answer)).toMatchObject({
          address: `${issuer}/sandbox/providers/google/authorize`,
          redirect_uri: `${issuer}/oauth2/callback/google`,
          login_hint: alice.email,
        })
        expect(answer.cookies[0]).toMatch(
          /^provider_flow=[\w-]{43}; Max-Age=600; Path=\/oauth2; HttpOnly; Secure; SameSite=Lax$/,
        )
      },
    },
  },
  'goes to no provider for an app that wants no page, and tells it that nobody is signed in': {
    send: { query: { ...asOpenId, prompt: 'none', connection: 'google' } },
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        expect(answer.cookies).toEqual([])
        told('login_required')(answer)
      },
    },
  },
  'tells the app that there is no such provider': {
    send: { query: { ...asAuthorization, connection: 'myspace' } },
    expect: { status: 303, example: 'empty', answer: told('invalid_request') },
  },
  'refuses to begin more sign-ins with a provider than the limit (AC-134)': given(exhausted, {
    send: () => ({ query: { ...asAuthorization, connection: 'google' } }),
    expect: { error: 'too_many_requests', detail: 'sign-ins with a provider' },
  }),
  'says that as a page to a person': given(exhausted, {
    send: () => ({ query: { ...asAuthorization, connection: 'google' }, headers: page }),
    expect: { status: 429, example: 'refusal_page' },
  }),
  'takes any port of a loopback address': {
    send: { query: { ...asAuthorization, redirect_uri: 'http://localhost:51004/callback' } },
    expect: { status: 200, example: 'sign_in_page' },
  },
  'escapes what the request brings': {
    send: { query: { ...asAuthorization, state: '"><script>alert(1)</script>', login_hint: '"><b>x</b>' } },
    expect: {
      status: 200,
      example: 'sign_in_page',
      answer: ({ text }) => {
        expect(text).not.toContain('<script>alert')
        expect(text).not.toContain('<b>x')
      },
    },
  },
  'tells the app that it sent no code challenge (AC-049)': {
    send: { query: without('code_challenge') },
    expect: { status: 303, example: 'empty', answer: told('invalid_request') },
  },
  'tells the app that plain is no challenge (AC-049)': {
    send: { query: { ...asAuthorization, code_challenge_method: 'plain' } },
    expect: { status: 303, example: 'empty', answer: told('invalid_request') },
  },
  'tells the app that no method means plain (AC-049)': {
    send: { query: without('code_challenge_method') },
    expect: { status: 303, example: 'empty', answer: told('invalid_request') },
  },
  'tells the app that its challenge is too long (AC-049)': {
    send: { query: { ...asAuthorization, code_challenge: 'c'.repeat(129) } },
    expect: { status: 303, example: 'empty', answer: told('invalid_request') },
  },
  'tells the app that it may not have that scope': {
    send: { query: { ...asAuthorization, scope: 'mail:burn' } },
    expect: { status: 303, example: 'empty', answer: told('invalid_scope') },
  },
  'tells the app that there is no such response type': {
    send: { query: { ...asAuthorization, response_type: 'magic' } },
    expect: { status: 303, example: 'empty', answer: told('unsupported_response_type') },
  },
  'tells the app that a response type is missing': {
    send: { query: without('response_type') },
    expect: { status: 303, example: 'empty', answer: told('invalid_request') },
  },
  'tells the app that no answer comes by pigeon': {
    send: { query: { ...asAuthorization, response_mode: 'pigeon' } },
    expect: { status: 303, example: 'empty', answer: told('invalid_request') },
  },
  'tells the app in a fragment, where it asks for that': {
    send: { query: { ...asAuthorization, response_mode: 'fragment', scope: 'mail:burn' } },
    expect: {
      status: 303,
      example: 'empty',
      answer: ({ headers }) =>
        expect(headers.get('location')).toMatch(/^http:\/\/localhost:3000\/callback#error=invalid_scope&/),
    },
  },
  'tells the app by a form, where it asks for that': {
    send: { query: { ...asAuthorization, response_mode: 'form_post', scope: 'mail:burn' } },
    expect: {
      status: 200,
      example: 'form_post_page',
      answer: ({ text, headers }) => {
        expect(text).toContain('<form method="post" action="http://localhost:3000/callback">')
        expect(text).toContain('<input type="hidden" name="error" value="invalid_scope" />')
        expect(text).toContain('<button')
        expect(headers.get('content-security-policy')).toContain("form-action 'self' http://localhost:3000;")
      },
    },
  },
  'tells the app that nobody is signed in without a page': {
    send: { query: { ...asAuthorization, prompt: 'none' } },
    expect: { status: 303, example: 'empty', answer: told('login_required') },
  },
  'refuses an unknown client, and sends nobody on': {
    send: { query: { ...asAuthorization, client_id: 'cid_nobody' } },
    expect: {
      error: 'invalid_request',
      detail: 'client_id: names no client',
      answer: ({ headers }) => expect(headers.get('location')).toBeNull(),
    },
  },
  'refuses a redirect URI that only looks like one, and sends nobody there (AC-047)': {
    send: { query: { ...asAuthorization, redirect_uri: 'http://localhost:3000@evil.example/callback' } },
    expect: { error: 'invalid_redirect_uri', answer: ({ headers }) => expect(headers.get('location')).toBeNull() },
  },
  'sends nobody to an unregistered redirect URI for a later error either (AC-047)': {
    send: { query: { ...asAuthorization, redirect_uri: 'https://evil.example/', response_type: 'token' } },
    expect: { error: 'invalid_redirect_uri', answer: ({ headers }) => expect(headers.get('location')).toBeNull() },
  },
  'says a refusal as a page to a person': {
    send: { query: { ...asAuthorization, redirect_uri: 'https://evil.example/' }, headers: page },
    expect: {
      status: 400,
      example: 'refusal_page',
      answer: ({ text }) => expect(text).toContain('The client has no such redirect URI'),
    },
  },
})

const filled = async (seeds: Seeds, query: Readonly<Record<string, string>> = asAuthorization) => {
  await seeds.caller(alice)
  return { query, form: await seeds.signInForm(query) }
}
const send = ({ query, form: { session, token } }: Awaited<ReturnType<typeof filled>>, more = {}) => ({
  query,
  cookies: { sign_in_form: session },
  ...form({ form_token: token, email: alice.email, password: alice.password, ...more }),
})
const anybodysForm = form({ form_token: 'x', email: alice.email, password: alice.password })
const withSecondFactor = async (seeds: Seeds) => {
  await seeds.secondFactor('app', (await seeds.appCaller(alice)).access_token)
  return { query: asAuthorization, form: await seeds.signInForm(asAuthorization) }
}

/** Presses a button of a page, as the browser that got it. */
const answered = async (seeds: Seeds, query: Readonly<Record<string, string>>, cookie: string) => {
  const page = await seeds.page(query, { browser_session: cookie })
  return { query, cookies: { ...page.cookies, browser_session: cookie }, fields: page.fields }
}
const press = ({ query, cookies, fields }: Awaited<ReturnType<typeof answered>>, answer: string) => ({
  query,
  cookies,
  ...form({ ...fields, answer }),
})
const asksThirdParty = async (seeds: Seeds) => {
  const { query, cookie } = await thirdParty(seeds)
  return answered(seeds, query, cookie)
}

const guessed = sharedWorld(async (seeds) => {
  const made = await filled(seeds)
  await seeds.exhaust('oauth.authorizeWithPassword', () => send(made, { password: 'guess' }))
  return made
})

contract('oauth.authorizeWithPassword', {
  'keeps who has signed in for the next app, where the first asks with openid': given(
    (seeds) => filled(seeds, asOpenId),
    {
      send: (made) => send(made),
      expect: {
        status: 303,
        example: 'empty',
        answer: (answer) => {
          toldCode(answer)
          expect(answer.cookies.find((cookie) => cookie.startsWith('browser_session='))).toMatch(
            /^browser_session=[\w-]{43}; Max-Age=604800; Path=\/oauth2; HttpOnly; Secure; SameSite=Lax$/,
          )
        },
      },
      then: async (seeds, answer) => {
        const cookie = cookieOf(answer, 'browser_session')
        const next = await seeds.call('oauth.authorize', { query: silent, cookies: { browser_session: cookie } })
        toldCode(next!)
      },
    },
  ),
  'answers by a form, where the app asks for that': given(
    (seeds) => filled(seeds, { ...asOpenId, response_mode: 'form_post' }),
    {
      send: (made) => send(made),
      expect: {
        status: 200,
        example: 'form_post_page',
        answer: ({ text }) => expect(text).toContain('name="code"'),
      },
    },
  ),
  'signs nobody in by the form of its page where another page sends it': given(
    async (seeds) => filled(seeds, asOpenId),
    {
      send: (made) => ({ ...send(made), headers: { origin: 'https://evil.example' } }),
      expect: { error: 'csrf_mismatch', answer: ({ cookies }) => expect(cookies).toEqual([]) },
    },
  ),
  'asks before a client of an account gets what it wants': given(
    async (seeds) => {
      const { query } = await thirdParty(seeds)
      return { query, form: await seeds.signInForm(query) }
    },
    {
      send: (made) => send(made),
      expect: { status: 200, example: 'consent_page', answer: ({ text }) => expect(text).toContain('value="allow"') },
    },
  ),
  'sends somebody on who allows it, and does not ask again': given(asksThirdParty, {
    send: (made) => press(made, 'allow'),
    expect: { status: 303, example: 'empty', answer: toldCode },
    then: async (seeds, _answer, { query, cookies }) => {
      toldCode((await seeds.call('oauth.authorize', { query: { ...query, prompt: 'none' }, cookies }))!)
    },
  }),
  'tells the app that somebody does not allow it': given(asksThirdParty, {
    send: (made) => press(made, 'deny'),
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => expect(sentTo(answer)).toMatchObject({ error: 'access_denied', iss: issuer }),
    },
  }),
  // fapi2-security-profile-final-user-rejects-authentication
  'tells the app that somebody will not sign in': given((seeds) => filled(seeds, asOpenId), {
    send: ({ query, form: { session, token } }) => ({
      query,
      cookies: { sign_in_form: session },
      ...form({ form_token: token, answer: 'deny' }),
    }),
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => expect(sentTo(answer)).toMatchObject({ error: 'access_denied', iss: issuer }),
    },
  }),
  'tells nobody anything where the form is not of this browser': {
    send: { query: asOpenId, ...form({ form_token: 'x'.repeat(43), answer: 'deny' }) },
    expect: { error: 'csrf_mismatch' },
  },
  'asks again where more is asked for than was on the page': given(asksThirdParty, {
    send: (made) => press({ ...made, query: { ...made.query, nonce: 'another' } }, 'allow'),
    expect: { status: 200, example: 'consent_page', answer: ({ text }) => expect(text).toContain('value="allow"') },
  }),
  'asks again where a resource server is named that was not on the page': given(asksThirdParty, {
    send: (made) => press({ ...made, query: { ...made.query, resource: demo.audience } }, 'allow'),
    expect: { status: 200, example: 'consent_page', answer: ({ text }) => expect(text).toContain('value="allow"') },
    then: async (seeds, _answer, { query, cookies }) => {
      const silently = await seeds.call('oauth.authorize', { query: { ...query, prompt: 'none' }, cookies })
      expect(sentTo(silently!)).toMatchObject({ error: 'consent_required' })
    },
  }),
  'asks again where the answer comes without the token of its page': given(asksThirdParty, {
    send: ({ fields, ...made }) => press({ ...made, fields: { form_token: fields.form_token ?? 'x' } }, 'allow'),
    expect: { status: 200, example: 'consent_page', answer: ({ text }) => expect(text).toContain('value="allow"') },
  }),
  'goes on as who is chosen': given(
    async (seeds) => answered(seeds, { ...asOpenId, prompt: 'select_account' }, await signedIn(seeds)),
    { send: (made) => press(made, 'continue'), expect: { status: 303, example: 'empty', answer: toldCode } },
  ),
  'shows the sign-in to whoever wants to be somebody else': given(
    async (seeds) => answered(seeds, { ...asOpenId, prompt: 'select_account' }, await signedIn(seeds)),
    {
      send: (made) => press(made, 'other'),
      expect: {
        status: 200,
        example: 'consent_page',
        answer: ({ text }) => expect(text).toContain('name="password"'),
      },
    },
  ),
  'asks for the password where the page was shown to a request that did not': given(
    async (seeds) => answered(seeds, { ...asOpenId, prompt: 'select_account' }, await signedIn(seeds)),
    {
      send: (made) => press({ ...made, query: { ...made.query, prompt: 'select_account login' } }, 'continue'),
      expect: {
        status: 200,
        example: 'consent_page',
        answer: ({ text }) => expect(text).toContain('name="password"'),
      },
    },
  ),
  ...Object.fromEntries(
    (['request_uri', 'registration'] as const).map((name) => [
      `says here that ${name} is not taken, where an account has registered the client`,
      given(ofAccount, {
        send: (query) => ({ query: { ...query, [name]: 'x' }, ...anybodysForm }),
        expect: { error: `${name}_not_supported` },
      }),
    ]),
  ),
  'says here what such a client may not ask for, and what is no request': given(ofAccount, {
    send: (query) => ({ query: { ...query, response_type: 'code id_token' }, ...anybodysForm }),
    expect: { error: 'unauthorized_client' },
  }),
  'says here that such a client may not ask for that resource server': given(ofAccount, {
    send: (query) => ({ query: { ...query, resource: 'https://evil.example' }, ...anybodysForm }),
    expect: { error: 'invalid_audience' },
  }),
  'says here that a request object is none': {
    send: { query: { client_id: demo.clientId, request: 'x' }, ...anybodysForm },
    expect: { error: 'invalid_request_object' },
  },
  'says here that nothing was pushed under that name': {
    send: {
      query: { client_id: demo.clientId, request_uri: 'urn:ietf:params:oauth:request_uri:none' },
      ...anybodysForm,
    },
    expect: { error: 'invalid_request_uri' },
  },
  'says here that nobody can sign in as such a client demands': given(
    async (seeds) => ({
      ...(await thirdParty(seeds)).query,
      claims: '{"id_token":{"acr":{"essential":true,"value":"9"}}}',
    }),
    { send: (query) => ({ query, ...anybodysForm }), expect: { error: 'unmet_authentication_requirements' } },
  ),
  // oidcc-ensure-post-request-succeeds
  'takes a request that comes as a form to the same request as a link': {
    send: form({ ...asOpenId, max_age: '60' }),
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        const { address, ...query } = sentTo(answer)
        expect({ address, query }).toEqual({ address: '/oauth2/authorize', query: { ...asOpenId, max_age: '60' } })
        expect(answer.cookies).toEqual([])
      },
    },
  },
  'refuses a request that comes as a form without its client': {
    send: form({ response_type: 'code' }),
    expect: { error: 'invalid_request', detail: 'client_id: is missing' },
  },
  'refuses a password without the form of our page': {
    send: form({ ...asAuthorization, ...alice }),
    expect: { error: 'invalid_request', detail: 'form_token: is missing' },
  },
  'sends the browser back with a code, the state and the issuer, and nothing else': given(filled, {
    send: (made) => send(made),
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        const { address, code, ...rest } = sentTo(answer) as Record<string, string>
        expect(address).toBe(demo.redirectUri)
        expect(code).toMatch(/^[\w-]{43}$/)
        expect(rest).toEqual({ state: asAuthorization.state, iss: issuer })
        expect(answer.cookies.join()).toMatch(/^sign_in_form=; Max-Age=0; /)
      },
    },
  }),
  'tells the app what is wrong with its request, and leaves the form as it was': given(filled, {
    send: (made) => send({ ...made, query: { ...asAuthorization, scope: 'mail:burn' } }),
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        told('invalid_scope')(answer)
        expect(answer.cookies).toEqual([])
      },
    },
  }),
  'says here what is wrong with the request of a client that an account has registered': given(ofAccount, {
    send: (query) => ({ query: { ...query, response_type: 'token' }, ...anybodysForm }),
    expect: { error: 'unsupported_response_type', answer: ({ headers }) => expect(headers.get('location')).toBeNull() },
  }),
  'says here that such a client may not have that scope': given(ofAccount, {
    send: (query) => ({ query: { ...query, scope: 'mail:burn' }, ...anybodysForm }),
    expect: { error: 'invalid_scope', answer: ({ headers }) => expect(headers.get('location')).toBeNull() },
  }),
  'goes on to the provider that such a client names, once the form was answered': given(
    async (seeds) => {
      const query = await ofAccount(seeds)
      return { query: { ...query, connection: 'google' }, form: await seeds.signInForm(query) }
    },
    {
      send: (made) => send(made),
      expect: {
        status: 303,
        example: 'empty',
        answer: (answer) => {
          expect(sentTo(answer).address).toBe(`${issuer}/sandbox/providers/google/authorize`)
          expect(answer.cookies).toContainEqual(
            expect.stringMatching(
              /^provider_flow=[\w-]{43}; Max-Age=600; Path=\/oauth2; HttpOnly; Secure; SameSite=Lax$/,
            ),
          )
        },
      },
    },
  ),
  'tells such a client that there is no such provider, once the form was answered': given(
    async (seeds) => {
      const query = await ofAccount(seeds)
      return { query: { ...query, connection: 'myspace' }, form: await seeds.signInForm(query) }
    },
    {
      send: (made) => send(made),
      expect: {
        status: 303,
        example: 'empty',
        answer: (answer) => expect(sentTo(answer).address).toBe('https://widget.example.com/callback'),
      },
    },
  ),
  'refuses a program for somebody who has a second factor': given(withSecondFactor, {
    send: (made) => send(made),
    expect: { error: 'second_factor_required' },
  }),
  'asks a person for their second factor': given(withSecondFactor, {
    send: (made) => ({ ...send(made), headers: page }),
    expect: {
      status: 200,
      example: 'second_factor_page',
      answer: ({ text }) => {
        expect(text).toContain('a code of your authenticator app')
        expect(text).toMatch(/name="ticket" value="[\w-]{43}"/)
      },
    },
  }),
  'shows the page again to a person with a wrong password': given(filled, {
    send: (made) => ({ ...send(made, { password: 'guess' }), headers: page }),
    expect: {
      status: 400,
      example: 'sign_in_page',
      answer: ({ text }) => {
        expect(text).toContain('The email or the password is wrong.')
        expect(text).toContain(`value="${alice.email}"`)
        expect(text).not.toContain('guess')
      },
    },
  }),
  'refuses a wrong password': given(filled, {
    send: (made) => send(made, { password: 'guess' }),
    expect: { error: 'invalid_credentials' },
  }),
  'refuses an unknown person in the same words': given(filled, {
    send: (made) => send(made, { email: bob.email }),
    expect: { error: 'invalid_credentials' },
  }),
  'refuses a form with a field missing': {
    send: { query: asAuthorization, ...form({ form_token: 'x', email: alice.email }) },
    expect: { error: 'invalid_request', detail: 'password: is missing' },
  },
  'refuses a redirect URI that was changed since (AC-047)': given(filled, {
    send: (made) => send({ ...made, query: { ...asAuthorization, redirect_uri: 'https://evil.example/' } }),
    expect: { error: 'invalid_redirect_uri' },
  }),
  'refuses a form without its cookie': given(filled, {
    send: (made) => ({ ...send(made), cookies: {} }),
    expect: { error: 'csrf_mismatch' },
  }),
  'refuses the form of another browser': given(
    async (seeds) => ({ ...(await filled(seeds)), other: await seeds.signInForm(asAuthorization) }),
    {
      send: ({ other, ...made }) => ({ ...send(made), cookies: { sign_in_form: other.session } }),
      expect: { error: 'csrf_mismatch' },
    },
  ),
  'shows the page again to a person whose form is too old': given(filled, {
    send: (made) => ({ ...send(made), cookies: {}, headers: page }),
    expect: {
      status: 403,
      example: 'sign_in_page',
      answer: ({ text }) => expect(text).toContain('The page was open for too long'),
    },
  }),
  'refuses an address that has to be proven first, after the right password': {
    inside: 'no public operation switches settings yet',
    ...given(
      async (seeds) => {
        await seeds.newcomer(alice)
        const made = { query: asAuthorization, form: await seeds.signInForm(asAuthorization) }
        await seeds.settings({ requireEmailVerification: true })
        return made
      },
      { send: (made) => send(made), expect: { error: 'email_not_verified' } },
    ),
  },
  'waits for the mail with a person whose address has to be proven first': {
    inside: 'no public operation switches settings yet',
    ...given(
      async (seeds) => {
        await seeds.newcomer(alice)
        const made = { query: asAuthorization, form: await seeds.signInForm(asAuthorization) }
        await seeds.settings({ requireEmailVerification: true })
        return made
      },
      {
        send: (made) => ({ ...send(made), headers: page }),
        expect: {
          status: 200,
          example: 'verify_page',
          answer: ({ text }) => expect(text).toContain('/oauth2/authorize/resend-verification?client_id='),
        },
      },
    ),
  },
  'refuses any try after ten wrong passwords': given(guessed, {
    send: (made) => send(made),
    expect: { error: 'too_many_requests', detail: 'sign-ins of one user' },
  }),
  'says it as a page to a person': given(guessed, {
    send: (made) => ({ ...send(made), headers: page }),
    expect: { status: 429, example: 'refusal_page' },
  }),
  'says when too many passwords wait': given(
    async (seeds) => {
      seeds.fail('oauth.authorizeWithPassword', 'overloaded')
      return filled(seeds)
    },
    {
      inside: 'the queue of hashes is filled by the server itself',
      send: (made) => send(made),
      expect: { error: 'overloaded' },
    },
  ),
})
