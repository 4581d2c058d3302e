// A client that belongs to an account, which anybody may register, at every operation that takes a client's id: whoever is
// no member of the account is to it as somebody who does not exist, and its pages stand for its own requests alone.
import { describe, expect, it } from 'vitest'
import type { OperationId, Wire } from '../generated/operations.ts'
import { type Answer, type Declared, declared } from './harness/contract/contract.ts'
import { alice, asAuthorization, bob, carol, demo } from './harness/fixtures/people.ts'
import { plausibleRequest } from './harness/seeds/plausible.ts'
import { askAddress } from './harness/requests/answer.ts'
import { type Sent, form, request } from './harness/requests/request.ts'
import { type Seeds, resetWorld, seedsOf } from './harness/seeds/seeds.ts'
import { isAsked } from './harness/requests/selection.ts'
import { targets } from './harness/targets/target.ts'

type Properties = Record<string, unknown>

const bodyFields = ({ requestBody }: Declared): string[] =>
  Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => Object.keys(propertiesOf(schema)))
const propertiesOf = (schema: Properties): Properties => {
  const name = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1)! : undefined
  return (name ? (schemas[name]?.properties as Properties) : (schema.properties as Properties)) ?? {}
}
const { schemas } = (
  (await import('../generated/openapi.json', { with: { type: 'json' } })).default as {
    components: { schemas: Record<string, Properties> }
  }
).components

const isOpen = ({ security }: Declared) => security.length === 0 || security.some((one) => one.length === 0)
const takesClient = (operation: Declared) =>
  bodyFields(operation).includes('client_id') ||
  operation.parameters.some(({ name, in: place }) => name === 'client_id' && place === 'query')

const operations = [...declared.values()].filter(
  (operation) =>
    isOpen(operation) && takesClient(operation) && !operation.id.startsWith('service.') && isAsked(operation.id),
)
const aboutSomebody = operations.filter((operation) => bodyFields(operation).includes('email'))

/** A form of a page of ours comes from there alone: other origins are refused before anybody looks for whom they ask. */
const isOwnForm = ({ requestBody, responses }: Declared) =>
  'application/x-www-form-urlencoded' in (requestBody?.content ?? {}) &&
  [...responses.values()].some(({ content }) => 'text/html' in content) &&
  Object.values(responses.get(403)?.content ?? {}).some(({ examples }) => 'origin_not_allowed' in examples)

const evil = 'https://evil.example'
const redirectUri = `${evil}/callback`

describe.each(targets.filter(({ name }) => name !== 'mock'))("a client of somebody's account, on $name", (target) => {
  const seeds = seedsOf(target)

  /** Bob's client. Alice is no member of his account. */
  const register = async (seeds: Seeds) => {
    await resetWorld(target)
    await seeds.caller(alice)
    const owner = await seeds.user(bob)
    return seeds.client(owner, { allowed_origins: [evil], redirect_uris: [redirectUri], audience: demo.audience })
  }

  const sentBy = async (id: OperationId, client_id: string, email: string): Promise<Sent<OperationId>> => {
    const operation = declared.get(id)!
    const sent = plausibleRequest(id)
    const { password } = alice
    // Our own page's form repeats the request in its query.
    const isPage = id === 'oauth.authorize' || id === 'oauth.authorizeWithPassword'
    if (isPage || !bodyFields(operation).includes('client_id')) {
      const isOwn = client_id === demo.clientId
      const query = { ...asAuthorization, client_id, redirect_uri: isOwn ? demo.redirectUri : redirectUri }
      if (!bodyFields(operation).includes('email')) return { ...sent, query }
      const { session, token } = await seeds.signInForm(query)
      return {
        query,
        cookies: { sign_in_form: session },
        ...form({ form_token: token, email, password }),
      } as Sent<OperationId>
    }
    const fields = bodyFields(operation)
    const body: Properties = {
      ...(sent.body as Properties | undefined),
      client_id,
      ...(fields.includes('email') && { email }),
      ...(fields.includes('password') && { password }),
      ...(fields.includes('redirect_uri') && !id.startsWith('oauth.') && { redirect_uri: redirectUri }),
    }
    // One that takes forms alone is sent a form.
    const takesJson = 'application/json' in (operation.requestBody?.content ?? {})
    return Object.assign(sent, takesJson || !operation.requestBody ? { body } : form(body as Record<string, string>))
  }

  const said = ({ status, text, cookies, headers }: Answer, email: string) => ({
    status,
    text: text.replaceAll(email, 'the address').replaceAll(/value="[\w-]{43}"/g, 'value="token"'),
    cookies: cookies.map((cookie) => cookie.replace(/=[^;]*/, '')),
    location: headers.get('location'),
  })

  it('is asked for by some operations of the contract', () => {
    expect(aboutSomebody.map(({ id }) => id).sort()).toEqual(
      expect.arrayContaining(['account.checkEmail', 'account.signIn', 'account.signUp', 'oauth.authorizeWithPassword']),
    )
  })

  it.each(aboutSomebody.map(({ id }) => id))(
    '%s says of a stranger what it says of nobody, and mails neither',
    async (id) => {
      const client = await register(seeds)
      const mailedTo = async (email: string) => {
        const mails = await seeds.call('service.listMail', { query: { to: email } })
        return (mails?.body as { messages: { kind: string }[] }).messages
      }
      const before = new Map([
        [alice.email, await mailedTo(alice.email)],
        [carol.email, await mailedTo(carol.email)],
      ])
      const [ofStranger, ofNobody] = [
        said(await request(target.baseUrl, id, await sentBy(id, client.id, alice.email)), alice.email),
        said(await request(target.baseUrl, id, await sentBy(id, client.id, carol.email)), carol.email),
      ]
      expect(ofStranger).toEqual(ofNobody)
      for (const [email, had] of before) {
        const mails = await mailedTo(email)
        expect(mails).toEqual(had)
        expect(JSON.stringify(mails)).not.toContain(evil)
      }
    },
  )

  it.each(operations.map(({ id }) => id))('%s lets its pages read what they ask for through it alone', async (id) => {
    const client = await register(seeds)
    const isForAll = declared.get(id)!.path.startsWith('/.well-known/')
    const headers = { origin: evil }
    const readers = async (client_id: string) => {
      const sent = await sentBy(id, client_id, bob.email)
      const answer = await request(target.baseUrl, id, { ...sent, headers: { ...sent.headers, ...headers } })
      return [answer.headers.get('access-control-allow-origin'), answer.headers.get('access-control-allow-credentials')]
    }
    const itsOwn = isOwnForm(declared.get(id)!) ? [null, null] : [evil, 'true']
    expect(await readers(client.id)).toEqual(isForAll ? ['*', null] : itsOwn)
    expect(await readers(demo.clientId)).toEqual(isForAll ? ['*', null] : [null, null])
  })

  it('has pages that may prepare a request, which says for whom only when it comes', async () => {
    await register(seeds)
    const headers = { origin: evil, 'access-control-request-method': 'POST' }
    const answer = await askAddress(`${target.baseUrl}/auth/sign-in`, { method: 'OPTIONS', headers })
    expect(answer.headers.get('access-control-allow-origin')).toBe(evil)
    for (const path of ['/api/v1/auth/login', '/api/auth/sessions', '/api/platform/auth/login', '/sandbox/reset']) {
      const other = await askAddress(target.baseUrl + path, { method: 'OPTIONS', headers })
      expect([path, other.headers.get('access-control-allow-origin')]).toEqual([path, null])
    }
  })

  it('replaces no session of a visitor by a link of its own', async () => {
    const client = await register(seeds)
    const his = await seeds.session(alice)
    const link = async () => {
      await seeds.call('account.sendMagicLink', { body: { client_id: client.id, email: bob.email } })
      return (await seeds.mail(bob.email, 'magic_link')).token!
    }
    const token = await link()
    const byForm = await request(target.baseUrl, 'account.signInWithToken', {
      headers: { origin: evil, accept: 'text/html' },
      ...form({ token }),
    })
    expect([byForm.status, byForm.cookies]).toEqual([403, []])
    const byScript = await request(target.baseUrl, 'account.signInWithToken', {
      headers: { origin: evil },
      cookies: { refresh_token: his.tokens.refresh_token },
      body: { token },
    })
    expect([byScript.status, byScript.cookies]).toEqual([403, []])
    const visitors = await request(target.baseUrl, 'account.signIn', {
      headers: { origin: evil },
      cookies: { refresh_token: his.tokens.refresh_token },
      body: { client_id: client.id, email: bob.email, password: bob.password },
    })
    expect([visitors.status, visitors.cookies]).toEqual([403, []])
    const own = await request(target.baseUrl, 'account.signInWithToken', {
      headers: { origin: 'null', 'sec-fetch-site': 'same-origin', accept: 'text/html' },
      ...form({ token }),
    })
    expect([own.status, own.cookies.length]).toEqual([200, 1])
  })

  it('has pages that read nothing of a session that is not of the client', async () => {
    await register(seeds)
    const { tokens } = await seeds.session(alice)
    for (const sent of [{ cookies: { refresh_token: tokens.refresh_token } }, { bearer: tokens.access_token }, {}]) {
      const answer = await request(target.baseUrl, 'account.me', { ...sent, headers: { origin: evil } })
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
    const refreshed = await request(target.baseUrl, 'account.refresh', {
      headers: { origin: evil },
      body: { refresh_token: tokens.refresh_token },
    })
    expect(refreshed.status).toBe(403)
  })

  it('has pages that read what their own sessions ask for, also when a token has ended', async () => {
    const client = await register(seeds)
    const signedIn = await request(target.baseUrl, 'account.signIn', {
      headers: { origin: evil },
      body: { client_id: client.id, email: bob.email, password: bob.password },
    })
    const { access_token, refresh_token } = (
      signedIn.body as { tokens: Record<'access_token' | 'refresh_token', string> }
    ).tokens
    const reader = async <K extends OperationId>(id: K, sent: Sent<K>) => {
      const answer = await request(target.baseUrl, id, { ...sent, headers: { origin: evil } })
      return [answer.status, answer.headers.get('access-control-allow-origin')]
    }
    expect(await reader('account.me', { bearer: access_token })).toEqual([200, evil])
    await seeds.wait(3601)
    expect(await reader('account.me', { bearer: access_token })).toEqual([401, evil])
    expect(await reader('account.refresh', { body: { refresh_token } })).toEqual([200, evil])
    expect(await reader('account.signOut', { body: { refresh_token } })).toEqual([204, evil])
    expect(await reader('account.refresh', { body: { refresh_token } })).toEqual([401, evil])
  })

  it('is never where a link of ours leads, before a page was answered or where none is asked for', async () => {
    const client = await register(seeds)
    const query = { ...asAuthorization, client_id: client.id, redirect_uri: redirectUri }
    const wrong: Record<string, string>[] = [
      { response_type: 'token' },
      { response_mode: 'fragment' },
      { scope: 'mail:burn' },
      { code_challenge_method: 'plain' },
      { connection: 'google' },
      { connection: 'myspace' },
      { connection: 'google', prompt: 'login' },
      {},
    ]
    for (const more of wrong) {
      const answer = await request(target.baseUrl, 'oauth.authorize', { query: { ...query, ...more } })
      expect([more, answer.status === 303, answer.headers.get('location')]).toEqual([more, false, null])
      const { connection = 'google', ...rest } = more
      const byProvider = await request(target.baseUrl, 'account.authorizeWithProvider', {
        path: { provider: connection },
        query: { ...query, ...rest },
      })
      const location = byProvider.headers.get('location')
      expect([more, location === null || location.startsWith(`${demo.publicUrl}/oauth2/authorize?`)]).toEqual([
        more,
        true,
      ])
    }
    const none = await request(target.baseUrl, 'oauth.authorize', { query: { ...query, prompt: 'none' } })
    expect(none.headers.get('location')).toMatch(/^https:\/\/evil\.example\/callback\?error=login_required/)
  })

  it('goes on to a provider once our page was answered', async () => {
    const client = await register(seeds)
    const query = { ...asAuthorization, client_id: client.id, redirect_uri: redirectUri, connection: 'google' }
    const { session, token } = await seeds.signInForm(query)
    const without = await request(target.baseUrl, 'oauth.authorizeWithPassword', {
      query,
      ...form({ form_token: token }),
    })
    expect([without.status, without.headers.get('location')]).toEqual([403, null])
    const sent = { query, cookies: { sign_in_form: session }, ...form({ form_token: token }) }
    const answer = await request(target.baseUrl, 'oauth.authorizeWithPassword', sent)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toMatch(/\/sandbox\/providers\/google\/authorize\?/)
    expect(answer.cookies.map((cookie) => cookie.split('=')[0])).toEqual(['provider_flow', 'sign_in_form'])
  })

  it('has no session back of a member who was removed and put there again', async () => {
    const client = await register(seeds)
    const owner = await seeds.session(bob)
    const path = { account_id: client.account_id }
    const invitation = { email: alice.email, role: 'member', client_id: client.id } as const
    await seeds.call('account.inviteMember', { path, bearer: owner.tokens.access_token, body: invitation })
    const { token } = await seeds.mail(alice.email, 'invitation')
    const joined = await seeds.call('account.acceptInvitation', { body: { token: token! } })
    const { tokens, profile } = joined!.body as Wire['AuthenticationResult']
    const status = async () => (await seeds.call('account.me', { bearer: tokens.access_token }))?.status
    expect(await status()).toBe(200)
    const member = { ...path, member_id: profile.active_membership!.id }
    await seeds.call('account.removeMember', { path: member, bearer: owner.tokens.access_token })
    expect(await status()).toBe(401)
    const again = { user_id: profile.id, role: 'member' } as const
    const added = await seeds.call('account.addMember', { path, bearer: owner.tokens.access_token, body: again })
    expect(added?.status).toBe(201)
    expect(await status()).toBe(401)
    const refreshed = await request(target.baseUrl, 'account.refresh', {
      body: { refresh_token: tokens.refresh_token },
    })
    expect(refreshed.status).toBe(401)
  })

  it('makes and mails nobody, and links nobody, by a provider', async () => {
    const client = await register(seeds)
    const query = { ...asAuthorization, client_id: client.id, redirect_uri: redirectUri, connection: 'google' }
    const come = async (email: string, verified?: 'yes') => {
      const { session, token } = await seeds.signInForm(query)
      const sent = { query, cookies: { sign_in_form: session }, ...form({ form_token: token }) }
      const started = await request(target.baseUrl, 'oauth.authorizeWithPassword', sent)
      const person = { email, name: 'Somebody', ...(verified && { verified }) }
      const back = await seeds.atStandIn('google', started, person)
      const answer = await request(target.baseUrl, 'oauth.finishProviderSignIn', {
        path: { provider: 'google' },
        query: back.answer,
        cookies: back.cookies,
      })
      return new URL(answer.headers.get('location')!).searchParams.get('error')
    }
    expect(await come(carol.email)).toBe('access_denied')
    expect(await come(carol.email, 'yes')).toBe('access_denied')
    expect(await come(alice.email, 'yes')).toBe('access_denied')
    const body = { client_id: demo.clientId, email: carol.email }
    expect((await seeds.call('account.checkEmail', { body }))?.body).toMatchObject({ exists: false })
    const mails = await seeds.call('service.listMail', { query: { to: carol.email } })
    expect((mails?.body as { messages: unknown[] }).messages).toEqual([])
    expect(await come(bob.email, 'yes')).toBeNull()
  })
})
