// Browsers that are spared the second factor, and how that ends.
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { openForm as openProjectForm, sent as sentToProject } from '../project/hosted-forms.ts'
import { expectCode } from '../project/hosted-cases.ts'
import { createAuthenticator } from '../harness/fixtures/authenticator.ts'
import { asUser } from '../harness/seeds/backend.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { signedForPage } from '../harness/cases/passkeys-for-factors.ts'
import { type Authenticator, addPasskey } from '../harness/seeds/passkeys.ts'
import { alice, asAuthorization, asOpenId, bob, demo, demoApp, demoPlatform } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import { setRules } from '../harness/seeds/required-factor.ts'
import { type Seeds, cookieOf, valueOf } from '../harness/seeds/seeds.ts'
import { accessTokenOf, ticketOf } from '../harness/seeds/ticket.ts'
import { browser, email, openForm, password, sent, toldCode } from './hosted-cases.ts'

/** The password is typed in that browser. */
const typed = async (seeds: Seeds, device?: string, person = alice) => {
  const shown = await openForm(seeds)
  const { cookies, ...rest } = sent(shown, { email: person.email, password: person.password })
  const held = device === undefined ? cookies : { ...cookies, remembered_device: device }
  return { ...rest, cookies: held } as never
}

/** What a sign-in in that browser comes to: a code for the app, or the page that asks for more. */
const asks = async (seeds: Seeds, device?: string, person = alice) => {
  const answer = await seeds.call('oauth.authorizeWithPassword', await typed(seeds, device, person))
  return answer?.status === 200 && answer.text.includes('One more step')
}

/** Alice has a second factor, maybe a passkey beside it, and is asked for one of them. */
const asked = async (seeds: Seeds, days = 30, passkey?: Authenticator) => {
  await setRules(seeds, { rememberDeviceDays: days })
  const { access_token, user } = await seeds.appCaller(alice)
  if (passkey) await addPasskey(seeds, 'account', (await seeds.session(alice)).tokens.access_token, passkey)
  const factor = await seeds.secondFactor('app', access_token)
  await seeds.wait(30)
  const page = await seeds.call('oauth.authorizeWithPassword', await typed(seeds))
  const shown = { session: page ? cookieOf(page, 'sign_in_form') : 'x', token: valueOf(page, 'form_token') }
  const code = await seeds.totp(factor.secret)
  return { ...factor, access_token, user, page, shown, ticket: valueOf(page, 'ticket'), code }
}

/** The same, in a browser that is remembered. */
const remembered = async (seeds: Seeds, days = 30, passkey?: Authenticator) => {
  const made = await asked(seeds, days, passkey)
  const { shown, ticket, code } = made
  const answer = await seeds.call('oauth.submitSecondFactor', sent(shown, { ticket, code, remember_device: 'on' }))
  return { ...made, device: answer ? cookieOf(answer, 'remembered_device') : 'x' }
}

const deviceOf = (answer: Answer) => answer.cookies.filter((cookie) => cookie.startsWith('remembered_device='))

contract('oauth.submitSecondFactor', {
  'has a browser remembered whose person ticks the box': given(asked, {
    send: ({ shown, ticket, code }) => sent(shown, { ticket, code, remember_device: 'on' }),
    expect: { status: 303, example: 'empty', answer: toldCode },
    then: async (_seeds, answer, { page }) => {
      expect(page!.text).toContain('Do not ask again in this browser for 30 days')
      expect(deviceOf(answer)).toEqual([
        expect.stringMatching(
          /^remembered_device=[\w-]{43}; Max-Age=2592000; Path=\/oauth2; HttpOnly; Secure; SameSite=Strict$/,
        ),
      ])
    },
  }),
  'remembers none where nobody ticks it': given(asked, {
    send: ({ shown, ticket, code }) => sent(shown, { ticket, code }),
    expect: { status: 303, example: 'empty', answer: (answer) => expect(deviceOf(answer)).toEqual([]) },
  }),
  'remembers none where the application allows none': given((seeds) => asked(seeds, 0), {
    send: ({ shown, ticket, code }) => sent(shown, { ticket, code, remember_device: 'on' }),
    expect: { status: 303, example: 'empty', answer: (answer) => expect(deviceOf(answer)).toEqual([]) },
    then: async (_seeds, _answer, { page }) => expect(page!.text).not.toContain('remember_device'),
  }),
})

type Made = Awaited<ReturnType<typeof remembered>>

/** A session at the account surface, by password and code. */
const signedIn = async (seeds: Seeds, secret: string) => {
  const client_id = demo.clientId
  await seeds.wait(30)
  const mfa_token = ticketOf(await seeds.call('account.signIn', { body: { client_id, email, password } }))
  const body = { client_id, mfa_token, code: await seeds.totp(secret) }
  return accessTokenOf((await seeds.call('account.challengeMfa', { body }))!)
}

/** Another password than the one that is there; the old one is gone. */
const reset = async (seeds: Seeds) => {
  const token = (await seeds.mail(email, 'reset_password_link')).token!
  const changed = await seeds.call('account.resetPassword', { body: { token, password } } as never)
  expect(changed?.status).toBeLessThan(300)
}

/** What has to ask for the second factor again; of whoever has other words to sign in with then, those. */
const endings: Readonly<Record<string, (seeds: Seeds, made: Made) => Promise<Partial<typeof alice> | void>>> = {
  'after its days': (seeds) => seeds.wait(30 * 24 * 3600),
  'once the application allows fewer': async (seeds) => {
    await seeds.wait(2 * 24 * 3600)
    await setRules(seeds, { rememberDeviceDays: 1 })
  },
  'once the application allows none': (seeds) => setRules(seeds, { rememberDeviceDays: 0 }),
  'after the factor was taken away and set up again': async (seeds, { access_token, secret }) => {
    await seeds.wait(60)
    const off = { ...asUser({ access_token }), body: { code: await seeds.totp(secret) } }
    expect((await seeds.call('app.disableMfa', off))?.status).toBe(200)
    await seeds.secondFactor('app', access_token)
  },
  'after a reset of the password': async (seeds) => {
    await seeds.call('account.sendPasswordReset', { body: { client_id: demo.clientId, email } })
    await reset(seeds)
  },
  'after the owner changed the password': async (seeds, { secret }) => {
    const body = { new_password: 'lantern paper staple' }
    const changed = await seeds.call('account.changePassword', { bearer: await signedIn(seeds, secret), body })
    expect(changed?.status).toBe(200)
    return { password: body.new_password as typeof password }
  },
  'after the owner moved to another address': async (seeds, { secret }) => {
    const moved = 'alice.new@example.test'
    await seeds.call('account.requestEmailChange', { bearer: await signedIn(seeds, secret), body: { email: moved } })
    const { token } = await seeds.mail(moved, 'change_address_link')
    expect((await seeds.call('account.changeEmail', { body: { token: token! } }))?.status).toBeLessThan(300)
    return { email: moved as typeof email }
  },
  'after a notice was answered with "not me"': async (seeds, { secret }) => {
    await seeds.wait(120)
    const bearer = await signedIn(seeds, secret)
    await seeds.call('account.changePassword', { bearer, body: { new_password: 'lantern paper staple' } })
    const { token } = await seeds.mail(email, 'password_changed')
    expect((await seeds.call('account.takeBack', { body: { token: token! } }))?.status).toBe(200)
    await reset(seeds)
  },
  'after an administrator took the factors away, and another was set up': async (seeds, { user }) => {
    const bearer = ((await seeds.call('platform.login', { body: demoPlatform }))!.body as Wire['TokenPair'])
      .access_token
    const path = { appId: demoApp.applicationId, userId: user.id }
    expect((await seeds.call('platform.removeAppUserMfa', { bearer, path }))?.status).toBe(200)
    await seeds.secondFactor('app', (await seeds.appSession(alice)).access_token)
  },
  'after everybody else was signed out': async (seeds, { access_token }) => {
    const ended = await seeds.call('app.revokeAllSessions', {
      ...asUser({ access_token }),
      body: { password },
    } as never)
    expect(ended?.status).toBeLessThan(300)
  },
  'after a passkey was added': async (seeds, { secret }) => {
    await addPasskey(seeds, 'account', await signedIn(seeds, secret), createAuthenticator())
  },
  'after a passkey was removed': async (seeds, { secret }) => {
    const bearer = await signedIn(seeds, secret)
    const listed = await seeds.call('account.listPasskeys', { bearer })
    const [one] = (listed!.body as Wire['AccountPasskeyList']).data
    const removed = await seeds.call('account.removePasskey', { bearer, path: { passkey_id: one!.id } })
    expect(removed?.status).toBe(204)
  },
}

contract('oauth.authorizeWithPassword', {
  'asks a browser that is remembered for the password alone': given(
    async (seeds) => typed(seeds, (await remembered(seeds)).device),
    { send: (request) => request, expect: { status: 303, example: 'empty', answer: toldCode } },
  ),
  'begins a session there that is not fresh: what changes how somebody signs in wants a code': given(
    async (seeds) => typed(seeds, (await remembered(seeds)).device),
    {
      send: (request) => request,
      expect: { status: 303, example: 'empty', answer: toldCode },
      then: async (seeds, answer) => {
        const code = new URL(answer.headers.get('location')!).searchParams.get('code')!
        const bearer = (await seeds.tokensOfCode(code, asAuthorization)).access_token
        const body = { new_password: 'lantern paper staple' }
        const changed = await seeds.call('account.changePassword', { bearer, body })
        expect(changed?.body).toMatchObject({ code: 'reauthentication_required' })
        const proven = await seeds.call('account.reauthenticate', { bearer, body: { password } })
        expect(proven?.body).toMatchObject({ code: 'second_factor_required' })
      },
    },
  ),
  'takes what is no secret of ours, and that of somebody else, for none': given(
    async (seeds) => {
      const { device } = await remembered(seeds)
      const { access_token } = await seeds.appCaller(bob)
      await seeds.secondFactor('app', access_token)
      if (access_token && device !== 'x') expect(await asks(seeds, 'guess')).toBe(true)
      return typed(seeds, device, bob)
    },
    {
      send: (request) => request,
      expect: { status: 200, example: 'second_factor_page' },
      then: async (_seeds, { text }) => expect(text).toContain('One more step'),
    },
  ),
  ...Object.fromEntries(
    Object.entries(endings).map(([when, end]) => [
      `asks for the code again ${when}`,
      given(
        async (seeds: Seeds) => {
          const made = await remembered(seeds, 30, createAuthenticator())
          const words = made.page ? await end(seeds, made) : undefined
          return typed(seeds, made.device, { ...alice, ...words })
        },
        {
          send: (request) => request,
          expect: { status: 200, example: 'second_factor_page' },
          then: (_seeds, { text }) => {
            expect(text).toContain('One more step')
            return Promise.resolve()
          },
        },
      ),
    ]),
  ),
})

contract('project.submitSignIn', {
  'asks a browser that is remembered for the password alone, by a cookie of its own paths': given(
    async (seeds) => {
      await setRules(seeds, { rememberDeviceDays: 1 })
      const { access_token } = await seeds.appCaller(alice)
      const { secret } = await seeds.secondFactor('app', access_token)
      await seeds.wait(30)
      const page = await seeds.call(
        'project.submitSignIn',
        sentToProject(await openProjectForm(seeds), { email, password }),
      )
      const shown = { session: page ? cookieOf(page, 'hosted_form') : 'x', token: valueOf(page, 'form_token') }
      const fields = { ticket: valueOf(page, 'ticket'), code: await seeds.totp(secret), remember_device: 'on' }
      const answer = await seeds.call('project.submitSecondFactor', sentToProject(shown, fields))
      const again = sentToProject(await openProjectForm(seeds), { email, password })
      if (answer) expect(deviceOf(answer)).toEqual([expect.stringContaining('; Path=/auth;')])
      const remembered_device = answer ? cookieOf(answer, 'remembered_device') : 'x'
      return { ...again, cookies: { ...again.cookies, remembered_device } }
    },
    { send: (request) => request, expect: { status: 303, example: 'empty', answer: expectCode } },
  ),
})

contract('account.exportData', {
  'names the browsers that are remembered, and not by what they keep': given(
    async (seeds) => {
      const made = await remembered(seeds)
      return { ...made, bearer: made.page ? await signedIn(seeds, made.secret) : 'example' }
    },
    {
      send: ({ bearer }) => ({ bearer }),
      expect: { status: 200, example: 'data' },
      then: async (_seeds, { body, text }, { device }) => {
        const { remembered_browsers } = body as Wire['AccountData']
        expect(remembered_browsers).toHaveLength(1)
        const [{ remembered_at, expires_at }] = remembered_browsers as [Wire['AccountDataBrowser']]
        expect(Date.parse(expires_at) - Date.parse(remembered_at)).toBe(30 * 24 * 3600 * 1000)
        expect(text).not.toContain(device)
      },
    },
  ),
})

/** The page of her own account, opened by a code. */
const own = async (seeds: Seeds) => {
  const { device, secret } = await remembered(seeds)
  await seeds.wait(60)
  const at = async (cookies: Readonly<Record<string, string>>) => {
    const page = await seeds.call('account.showOwnPage', { query: { client_id: demo.clientId }, cookies })
    const account_form = page ? cookieOf(page, 'account_form') : 'x'
    return { page, cookies: { ...cookies, account_form }, form_token: valueOf(page, 'form_token') }
  }
  const first = await at({})
  const entered = await seeds.call('account.submitOwnPage', {
    cookies: first.cookies,
    headers: browser,
    ...form({
      form_token: first.form_token,
      action: 'sign_in',
      client_id: demo.clientId,
      email,
      password,
      code: await seeds.totp(secret),
    }),
  })
  const shown = await at(entered ? { browser_session: cookieOf(entered, 'browser_session') } : {})
  const row = /Remembered browsers[\s\S]*?name="id" value="([^"]*)"/.exec(shown.page?.text ?? '')
  return { ...shown, device, id: row?.[1] ?? 'x' }
}

/** Her browser is remembered, and has signed in so. */
const signedInRemembered = async (seeds: Seeds) => {
  const { device } = await remembered(seeds)
  const { cookies, ...rest } = sent(await seeds.signInForm(asOpenId), { email, password })
  const held = { ...rest, query: asOpenId, cookies: { ...cookies, remembered_device: device } } as never
  const answer = await seeds.call('oauth.authorizeWithPassword', held)
  return answer ? cookieOf(answer, 'browser_session') : 'x'
}

contract('account.showOwnPage', {
  'asks who is signed in by a browser that is remembered for a code': given(signedInRemembered, {
    send: (browser_session) => ({ query: { client_id: demo.clientId }, cookies: { browser_session } }),
    expect: { status: 200, example: 'own_page' },
    then: async (_seeds, { text }, browser_session) => {
      expect(browser_session).toMatch(/^[\w-]{43}$/)
      expect(text).not.toContain('Where you are signed in')
    },
  }),
})

contract('account.submitOwnPage', {
  'has a browser asked again that its person takes from the list': given(own, {
    send: ({ cookies, form_token, id }) => ({
      cookies,
      headers: browser,
      ...form({ form_token, action: 'forget_device', id }),
    }),
    expect: { status: 303, example: 'empty' },
    then: async (seeds, _answer, { device }) => expect(await asks(seeds, device)).toBe(true),
  }),
})

/** A link that was asked for at the page, in a browser with that cookie. */
const pressed = async (
  seeds: Seeds,
  device: string,
  query: Readonly<Record<string, string>> = asAuthorization,
  { email } = alice,
) => {
  const shown = await seeds.signInForm(query)
  await seeds.call('oauth.sendSignInLink', { ...sent(shown, { email }), query } as never)
  const { token } = await seeds.mail(email, 'magic_link')
  const cookies = { sign_in_form: shown.session, remembered_device: device }
  return { headers: browser, cookies, ...form({ token: token ?? '0'.repeat(64) }) }
}

contract('oauth.useSignInLink', {
  'asks a browser that is remembered for nothing more after a mailed link': given(
    async (seeds) => pressed(seeds, (await remembered(seeds)).device),
    {
      send: (request) => request,
      expect: { status: 303, example: 'empty', answer: toldCode },
      then: async (seeds, answer) => {
        // Nobody has shown a second factor, so what changes how somebody signs in wants one.
        const code = new URL(answer.headers.get('location')!).searchParams.get('code')!
        const bearer = (await seeds.tokensOfCode(code, asAuthorization)).access_token
        const body = { new_password: 'lantern paper staple' }
        const changed = await seeds.call('account.changePassword', { bearer, body })
        expect(changed?.body).toMatchObject({ code: 'reauthentication_required' })
      },
    },
  ),
  'says in the ID token of such a sign-in neither a password nor a second factor': given(
    async (seeds) => pressed(seeds, (await remembered(seeds)).device, asOpenId),
    {
      send: (request) => request,
      expect: { status: 303, example: 'empty', answer: toldCode },
      then: async (seeds, answer) => {
        const code = new URL(answer.headers.get('location')!).searchParams.get('code')!
        const { id_token } = await seeds.tokensOfCode(code, asOpenId)
        const claims = JSON.parse(Buffer.from(id_token!.split('.')[1]!, 'base64url').toString()) as object
        expect(claims).not.toHaveProperty('amr')
      },
    },
  ),
  'asks one that another person is remembered in for the second factor': given(
    async (seeds) => {
      const { device } = await remembered(seeds)
      await seeds.secondFactor('app', (await seeds.appCaller(bob)).access_token)
      return pressed(seeds, device, asAuthorization, bob)
    },
    { send: (request) => request, expect: { status: 200, example: 'second_factor_page' } },
  ),
  'asks again after the mailed link once a passkey was removed': given(
    async (seeds) => {
      const made = await remembered(seeds, 30, createAuthenticator())
      if (made.page) await endings['after a passkey was removed']!(seeds, made)
      return pressed(seeds, made.device)
    },
    { send: (request) => request, expect: { status: 200, example: 'second_factor_page' } },
  ),
})

contract('oauth.submitSecondFactor', {
  'has a browser remembered by a passkey, too': given(
    async (seeds) => {
      const device = createAuthenticator()
      const made = await asked(seeds, 30, device)
      return { ...made, credential: signedForPage(made.page, device) }
    },
    {
      send: ({ shown, ticket, credential }) => sent(shown, { ticket, credential, remember_device: 'on' }),
      expect: { status: 303, example: 'empty', answer: toldCode },
      then: async (_seeds, answer) => expect(deviceOf(answer)).toHaveLength(1),
    },
  ),
})
