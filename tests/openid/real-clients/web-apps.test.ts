// Web apps with a server, by libraries of others that know nothing of this service.
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Auth, type AuthConfig } from '@auth/core'
import express from 'express'
import session from 'express-session'
import passport from 'passport'
import { type Profile, Strategy, type VerifyCallback } from 'passport-openidconnect'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appUrlOf, openFormBrowser, pageOf } from '../../../contract-tests/openid/browser.ts'
import { register, signInAndAllow, startWithPerson } from './registered-for-tests.ts'

let made: Awaited<ReturnType<typeof startWithPerson>>
beforeAll(async () => {
  made = await startWithPerson()
})
afterAll(() => made.server.close())

describe('Auth.js', () => {
  const app = 'http://localhost:4321'
  const callback = `${app}/auth/callback/countersign`

  it.each(['client_secret_basic', 'client_secret_post', 'none'] as const)(
    'signs somebody in by %s, with PKCE, state and nonce',
    async (token_endpoint_auth_method) => {
      const client = await register(made.server, { redirect_uris: [callback], token_endpoint_auth_method })
      const refusals: unknown[] = []
      const config: AuthConfig = {
        basePath: '/auth',
        trustHost: true,
        secret: 'a secret of the app, and of nobody else',
        logger: { error: (error) => void refusals.push(error), warn: () => {}, debug: () => {} },
        providers: [
          {
            id: 'countersign',
            name: 'Countersign',
            type: 'oidc',
            issuer: made.server.url,
            clientId: client.client_id,
            ...(client.client_secret && { clientSecret: client.client_secret }),
            client: { token_endpoint_auth_method },
            checks: ['pkce', 'state', 'nonce'],
            // The profile comes from userinfo, as OpenID Connect Core 1.0 section 5.4 says, not with the ID token.
            idToken: false,
            authorization: { params: { scope: 'openid email' } },
          },
        ],
      }
      const cookies = new Map<string, string>()
      const ask = async (path: string, body?: URLSearchParams): Promise<Response> => {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const sent = { method: body ? 'POST' : 'GET', headers: { cookie }, ...(body && { body }) }
        const answer = await Auth(new Request(`${app}${path}`, sent), config)
        for (const line of answer.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
          cookies.set(name, value)
        }
        return answer
      }

      const { csrfToken } = (await (await ask('/auth/csrf')).json()) as { csrfToken: string }
      const started = await ask('/auth/signin/countersign', new URLSearchParams({ csrfToken, callbackUrl: app }))
      const browser = openFormBrowser(callback)
      const page = pageOf(await browser.go(new URL(started.headers.get('location')!)))
      const back = appUrlOf(await signInAndAllow(page, made.email))
      const ended = await ask(`${back.pathname}${back.search}`)
      expect([refusals, ended.headers.get('location')]).toEqual([[], app])
      const signedIn = (await (await ask('/auth/session')).json()) as { user?: object }
      expect(signedIn.user).toMatchObject({ email: made.email })
    },
  )
})

describe('passport-openidconnect', () => {
  let site: Server
  afterAll(() => site.close())

  it('signs somebody in at an Express app and reads their profile', async () => {
    const app = express()
    site = app.listen(0, 'localhost')
    await once(site, 'listening')
    const address = `http://localhost:${(site.address() as AddressInfo).port}`
    const client = await register(made.server, {
      redirect_uris: [`${address}/callback`],
      token_endpoint_auth_method: 'client_secret_post',
    })
    const strategy = new Strategy(
      {
        issuer: made.server.url,
        authorizationURL: `${made.server.url}/oauth2/authorize`,
        tokenURL: `${made.server.url}/oauth2/token`,
        userInfoURL: `${made.server.url}/oauth2/userinfo`,
        clientID: client.client_id,
        clientSecret: client.client_secret!,
        callbackURL: `${address}/callback`,
        scope: ['email', 'profile'],
        skipUserProfile: false,
      },
      (issuer: string, profile: Profile, done: VerifyCallback) => done(null, { issuer, emails: profile.emails }),
    )
    passport.use('openidconnect', strategy)
    passport.serializeUser((user, done) => done(null, user))
    passport.deserializeUser((user: object, done) => done(null, user))
    app.use(session({ secret: 'of the app', resave: false, saveUninitialized: false }))
    app.use(passport.session())
    app.get('/login', passport.authenticate('openidconnect'))
    app.get('/callback', passport.authenticate('openidconnect', { successRedirect: '/me', failureRedirect: '/no' }))
    app.get('/me', (request, response) => void response.json(request.user))

    const browser = openFormBrowser('app:')
    const page = pageOf(await browser.go(new URL('/login', address)))
    const home = pageOf(await signInAndAllow(page, made.email))
    expect(JSON.parse(home.text)).toMatchObject({ issuer: made.server.url, emails: [{ value: made.email }] })
  })
})
