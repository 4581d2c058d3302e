// The pages speak the language of who reads them, and so do the mails that they send.
import { expect } from 'vitest'
import type { Answer } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asAuthorization, asOpenId, demoProject } from '../harness/fixtures/people.ts'
import { form, wordsOf } from '../harness/requests/request.ts'
import { type Seeds, cookieOf, valueOf } from '../harness/seeds/seeds.ts'
import { browser, email, expectPage } from './hosted-cases.ts'

const speaks =
  (language: string, words: string, dir = 'ltr') =>
  (answer: Answer) => {
    expect(answer.text).toContain(`<html lang="${language}" dir="${dir}">`)
    expect(wordsOf(answer.text)).toContain(words)
    expect(answer.headers.get('vary')).toContain('Accept-Language')
    expectPage(answer)
  }

const asks = (ui_locales: string | undefined, acceptLanguage: string) => ({
  query: { ...asAuthorization, ...(ui_locales !== undefined && { ui_locales }) },
  headers: { ...browser, 'accept-language': acceptLanguage },
})

/** Somebody is signed in whose profile names a language. */
const withLocale = async (seeds: Seeds) => {
  await seeds.caller(alice)
  const { accessToken } = await seeds.projectSession(alice)
  await seeds.call('project.updateProfile', { bearer: accessToken, body: { profile: { locale: 'ja-JP' } } })
  return { browser_session: await seeds.browserSession(alice) }
}

contract('oauth.authorize', {
  'speaks the first language of `ui_locales` that there is, before that of the browser': {
    send: asks('nl de-AT fr', 'es'),
    expect: { status: 200, example: 'sign_in_page', answer: speaks('de', 'Bei Inbox Manager anmelden') },
  },
  'speaks the language that the browser likes best of those there are': {
    send: asks(undefined, 'nl, fr;q=0.5, es;q=0.9, de;q=0'),
    expect: { status: 200, example: 'sign_in_page', answer: speaks('es', 'Iniciar sesión en Inbox Manager') },
  },
  'speaks English where nothing else is wanted that there is': {
    send: asks('nl x_y', 'tlh'),
    expect: { status: 200, example: 'sign_in_page', answer: speaks('en', 'Sign in to Inbox Manager') },
  },
  'is written from the right in Arabic': {
    send: asks('ar-EG', 'en'),
    expect: { status: 200, example: 'sign_in_page', answer: speaks('ar', 'تسجيل الدخول إلى Inbox Manager', 'rtl') },
  },
  'carries `ui_locales` to each step': {
    send: asks('ja', 'en'),
    expect: {
      status: 200,
      example: 'sign_in_page',
      answer: ({ text }) => {
        const steps = text.match(/(?:href|action|formaction)="\/oauth2\/authorize[^"]*"/g) ?? []
        expect(steps.length).toBeGreaterThan(4)
        expect(steps.filter((step) => !step.includes('ui_locales=ja'))).toEqual([])
      },
    },
  },
  'speaks as the profile of who is signed in says, before the browser': given(withLocale, {
    send: (cookies) => ({
      query: { ...asOpenId, prompt: 'select_account' },
      headers: { ...browser, 'accept-language': 'fr' },
      cookies,
    }),
    expect: { status: 200, example: 'account_page', answer: speaks('ja', `${email} として続ける`) },
  }),
  'speaks as the request wishes, before the profile': given(withLocale, {
    send: (cookies) => ({
      query: { ...asOpenId, prompt: 'select_account', ui_locales: 'pt' },
      headers: browser,
      cookies,
    }),
    expect: { status: 200, example: 'account_page', answer: speaks('pt', `Continuar como ${email}`) },
  }),
  'speaks as a pushed request wishes, of which the address says nothing': given(
    async (seeds) => {
      const pushed = await seeds.call('oauth.pushAuthorizationRequest', {
        ...form({ ...asAuthorization, ui_locales: 'fr' }),
      })
      return (pushed?.body as { request_uri: string } | undefined)?.request_uri ?? 'x'
    },
    {
      send: (request_uri) => ({ query: { client_id: asAuthorization.client_id, request_uri }, headers: browser }),
      expect: { status: 200, example: 'sign_in_page', answer: speaks('fr', 'Connexion à Inbox Manager') },
    },
  ),
})

contract('oauth.authorizeWithPassword', {
  'says what is wrong in the language of the page': given(
    async (seeds) => {
      await seeds.caller(alice)
      return seeds.signInForm({ ...asAuthorization, ui_locales: 'de' })
    },
    {
      send: ({ session, token }) => ({
        query: { ...asAuthorization, ui_locales: 'de' },
        headers: browser,
        cookies: { sign_in_form: session },
        ...form({ form_token: token, email, password: 'not this one' }),
      }),
      expect: {
        status: 400,
        example: 'sign_in_page',
        answer: speaks('de', 'Die E-Mail-Adresse oder das Passwort ist falsch.'),
      },
    },
  ),
})

contract('oauth.submitForgotPassword', {
  'mails in the language of the page': given(
    async (seeds) => {
      await seeds.caller(alice)
      return seeds.signInForm({ ...asAuthorization, ui_locales: 'de' })
    },
    {
      send: ({ session, token }) => ({
        query: { ...asAuthorization, ui_locales: 'de' },
        headers: { ...browser, 'accept-language': 'fr' },
        cookies: { sign_in_form: session },
        ...form({ form_token: token, email }),
      }),
      expect: { status: 200, example: 'mailed_page', answer: speaks('de', `Wenn es zu ${email} ein Konto gibt`) },
      then: async (seeds) => {
        const mail = await seeds.mail(email, 'reset_password_link')
        expect(mail.text).toContain('Sie haben ein neues Passwort für Ihr Konto bei Inbox Manager angefordert.')
        // Its link leads to a page that speaks it, too.
        const headers = { ...browser, 'accept-language': 'fr' }
        const page = await seeds.call('account.showPasswordReset', { query: { token: mail.token! }, headers })
        expect(page?.text).toContain('<html lang="de" dir="ltr">')
        expect(page?.text).toContain('Wählen Sie ein neues Passwort')
      },
    },
  ),
})

contract('project.showSignIn', {
  'speaks the language of `ui_locales`, at each step': {
    send: {
      query: {
        redirect: demoProject.redirectUri,
        client_type: 'mobile',
        code_challenge: asAuthorization.code_challenge,
        ui_locales: 'ar',
      },
      headers: browser,
    },
    expect: {
      status: 200,
      example: 'sign_in_page',
      answer: ({ text }) => {
        expect(text).toContain('<html lang="ar" dir="rtl">')
        const steps = text.match(/(?:href|action)="\/auth\/[^"]*"/g) ?? []
        expect(steps.length).toBeGreaterThan(2)
        expect(steps.filter((step) => !step.includes('ui_locales=ar'))).toEqual([])
      },
    },
  },
})

contract('oauth.showDevicePage', {
  'speaks the language of `ui_locales`, and its form goes on in it': {
    send: { query: { ui_locales: 'ja' }, headers: browser },
    expect: {
      status: 200,
      example: 'code_page',
      answer: ({ text }) => {
        expect(text).toContain('<html lang="ja" dir="ltr">')
        expect(text).toContain('action="/oauth2/device?ui_locales=ja"')
      },
    },
  },
})

contract('account.showOwnPage', {
  'speaks as the profile of who is signed in says': given(withLocale, {
    send: (cookies) => ({ headers: { ...browser, 'accept-language': 'fr' }, cookies }),
    expect: {
      status: 200,
      example: 'own_page',
      answer: ({ text }) => {
        expect(text).toContain('<html lang="ja" dir="ltr">')
        expect(wordsOf(text)).toContain(`${email} としてサインインしています。`)
        expect(Buffer.byteLength(text)).toBeLessThan(14_000)
      },
    },
  }),
  'speaks as it is asked, and its forms go on so': given(withLocale, {
    send: (cookies) => ({ query: { ui_locales: 'es' }, headers: browser, cookies }),
    expect: {
      status: 200,
      example: 'own_page',
      answer: ({ text }) => expect(text).toContain('action="/oauth2/account?ui_locales=es"'),
    },
  }),
})

contract('account.submitOwnPage', {
  'answers in the language that the page was asked for in': given(
    async (seeds) => {
      const held = await withLocale(seeds)
      const page = await seeds.call('account.showOwnPage', { cookies: held })
      const token = valueOf(page, 'form_token')
      return { cookies: { ...held, account_form: page ? cookieOf(page, 'account_form') : 'x' }, token }
    },
    {
      send: ({ cookies, token }) => ({
        query: { ui_locales: 'es' },
        cookies,
        ...form({ form_token: token, action: 'delete', confirm: 'nobody' }),
      }),
      expect: {
        status: 400,
        example: 'problem_page',
        answer: ({ text }) => expect(text).toContain('Para eliminar su cuenta, escriba su dirección.'),
      },
    },
  ),
})

contract('oauth.getConfiguration', {
  'names the languages that the pages speak': {
    send: {},
    expect: {
      status: 200,
      example: 'configuration',
      body: ({ ui_locales_supported }) =>
        expect(ui_locales_supported).toEqual(['en', 'de', 'fr', 'es', 'pt', 'ja', 'ar']),
    },
  },
})
