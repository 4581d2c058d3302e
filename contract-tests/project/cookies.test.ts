// What a browser holds of the project: one cookie, the same in every flow.
import { expect, it } from 'vitest'
import { type Answer, declared } from '../harness/contract/contract.ts'
import { alice, demoProject, pkce } from '../harness/fixtures/people.ts'
import { cookieOf } from '../harness/seeds/seeds.ts'
import { plausibleRequest } from '../harness/seeds/plausible.ts'
import { openForm, sent } from './hosted-forms.ts'
import { codeFromProvider } from './provider-journeys.ts'
import { onRealTargets } from './real-targets.ts'

const { email, password } = alice

onRealTargets('the refresh cookie of the project', (real) => {
  const { seeds, ask } = real
  const codeMailed = async () => (await seeds.mail(email, 'verify_email_code')).code!
  const csrfOf = ({ body }: Answer) => (body as { csrfToken: string }).csrfToken

  /** Every answer that starts a session in a browser, or goes on with one. */
  const flows = async (): Promise<Record<string, Answer>> => {
    const registered = await ask('project.register', { body: alice })
    const verified = await ask('project.verifyEmail', { body: { email, otp: await codeMailed() } })
    const signedIn = await ask('project.signIn', { body: alice })
    const refreshed = await ask('project.refresh', {
      cookies: { refresh_token: cookieOf(signedIn, 'refresh_token') },
      headers: { 'x-csrf-token': csrfOf(signedIn) },
    })
    const byProvider = await ask('project.exchangeOAuthCode', {
      body: { code: await codeFromProvider(seeds), code_verifier: pkce.verifier },
    })
    const back = await ask('project.submitSignIn', sent(await openForm(seeds), { email, password }))
    const code = new URL(back.headers.get('location')!).searchParams.get('insforge_code')!
    const byPage = await ask('project.exchangeOAuthCode', { body: { code, code_verifier: pkce.verifier } })
    return { registered, verified, signedIn, refreshed, byProvider, byPage }
  }

  it('is out of reach of scripts, other sites and plain http, in every flow alike (AC-032)', async () => {
    for (const [what, answer] of Object.entries(await flows())) {
      expect([what, answer.status, answer.cookies.map((line) => line.replace(/=[\w-]{43}/, '=…'))]).toEqual([
        what,
        200,
        ['refresh_token=…; Max-Age=604800; Path=/api/auth; HttpOnly; Secure; SameSite=Lax'],
      ])
    }
    const held = await seeds.projectSession(alice, 'web')
    const cleared = await ask('project.logout', {
      cookies: { refresh_token: held.refreshToken },
      headers: { 'x-csrf-token': held.csrfToken },
    })
    expect(cleared.cookies).toEqual(['refresh_token=; Max-Age=0; Path=/api/auth; HttpOnly; Secure; SameSite=Lax'])
  })

  it('alone holds a token: no body of a browser has the refresh token, no cookie the access token (AC-032)', async () => {
    for (const [what, answer] of Object.entries(await flows())) {
      const { accessToken, refreshToken } = answer.body as { accessToken: string; refreshToken?: null }
      expect([what, refreshToken ?? null, answer.text.includes(cookieOf(answer, 'refresh_token'))]).toEqual([
        what,
        null,
        false,
      ])
      expect(answer.cookies.join()).not.toContain(accessToken)
    }
  })

  it('is new in every flow, whatever was planted before (AC-028)', async () => {
    const planted = await seeds.projectUser({ email: 'mallory@example.test', password }, 'web')
    const cookies = { refresh_token: planted.refreshToken }
    await ask('project.register', { cookies, body: alice })
    const all = [
      await ask('project.signIn', { cookies, body: alice }),
      await ask('project.verifyEmail', { cookies, body: { email, otp: await codeMailed() } }),
      await ask('project.exchangeOAuthCode', {
        cookies,
        body: { code: await codeFromProvider(seeds), code_verifier: pkce.verifier },
      }),
    ]
    const values = all.map((answer) => cookieOf(answer, 'refresh_token'))
    expect(new Set([...values, planted.refreshToken]).size).toBe(4)
  })

  it('needs the CSRF token of its own session: an empty one or none of it is refused (AC-030)', async () => {
    const mine = await seeds.projectUser(alice, 'web')
    const other = await seeds.projectSession(alice, 'web')
    const cookies = { refresh_token: mine.refreshToken }
    const wrong = ['', 'x', other.csrfToken, mine.refreshToken, mine.csrfToken.toLowerCase(), `${mine.csrfToken}x`]
    for (const token of wrong) {
      const refused = await ask('project.refresh', { cookies, headers: { 'x-csrf-token': token } })
      expect([token, refused.status, refused.cookies]).toEqual([token, 403, []])
    }
    const right = await ask('project.refresh', { cookies, headers: { 'x-csrf-token': mine.csrfToken } })
    expect(right.status).toBe(200)
  })

  it('opens nothing but the refresh: no operation takes it for a credential (AC-030)', async () => {
    const { refreshToken, csrfToken, accessToken } = await seeds.projectUser(alice, 'web')
    const cookies = { refresh_token: refreshToken }
    const guarded = [...declared.values()].filter(({ security }) =>
      security.flat().some((name) => ['projectUser', 'projectAdmin'].includes(name)),
    )
    expect(guarded.map(({ id }) => id)).toContain('project.changePassword')
    for (const { id } of guarded) {
      const sent = plausibleRequest(id)
      const answer = await ask(id, { ...sent, cookies, headers: { ...sent.headers, 'x-csrf-token': csrfToken } })
      expect([id, answer.status, answer.cookies]).toEqual([id, 401, []])
    }
    expect((await ask('project.getCurrentUser', { bearer: accessToken })).status).toBe(200)
    expect((await ask('project.signIn', { body: alice })).status).toBe(200)
  })

  it('is sent from pages of allowed origins alone: no other page reads an answer (AC-034)', async () => {
    await seeds.projectConfig({
      allowedRedirectUrls: [demoProject.redirectUri, 'https://shop.example:8443/cb?x=1', 'myapp://callback'],
    })
    const readers = ({ headers }: Answer) => [
      headers.get('access-control-allow-origin'),
      headers.get('access-control-allow-credentials'),
      headers.get('vary'),
    ]
    for (const origin of ['https://shop.example:8443', 'http://localhost:3000']) {
      const answer = await ask('project.signIn', { headers: { origin }, body: alice })
      expect(readers(answer)).toEqual([origin, 'true', 'Origin'])
    }
    const foreign = [
      'null',
      'myapp://callback',
      'https://shop.example',
      'https://shop.example:8443.evil.example',
      'http://shop.example:8443',
      'https://evil.example',
      '*',
    ]
    for (const origin of foreign) {
      const signedIn = await ask('project.signIn', { headers: { origin }, body: alice })
      const config = await ask('project.getPublicConfig', { headers: { origin } })
      expect([origin, readers(signedIn), readers(config)]).toEqual([
        origin,
        [null, null, 'Origin'],
        [null, null, 'Origin'],
      ])
    }
    // The addresses of the project are nobody's at other surfaces.
    const elsewhere = await ask('account.me', { headers: { origin: 'https://shop.example:8443' } })
    expect(readers(elsewhere)).toEqual([null, null, 'Origin'])
  })
})
