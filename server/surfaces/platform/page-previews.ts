// The hosted pages with people and apps that are made up, for whoever writes their words.
import { consentPage } from '../../pages/consent.ts'
import { deviceConfirmation } from '../../pages/device.ts'
import { hostedSecondFactor } from '../../pages/hosted-second-factor.ts'
import { hostedForgot, hostedSignIn, hostedSignUp, hostedVerify } from '../../pages/hosted.ts'
import type { HostedStepPage } from '../../pages/hosted-parts.ts'
import { phrase } from '../../pages/html.ts'
import type { Look } from '../../pages/layout.ts'
import { messagePage } from '../../pages/message.ts'
import type { Wire } from '../handle.ts'

const nowhere = '/'
const email = 'person@example.test'
const app = 'Example'
const rules = { minLength: 8, number: false, lowercase: false, uppercase: false, special: false }
const providers = [{ name: 'google', title: 'Google', url: nowhere }]

const stepIn = (look: Look): HostedStepPage => ({
  look,
  token: '',
  destination: phrase('app.example.test'),
  passkey: { url: nowhere, request: '' },
  urls: {
    signIn: nowhere,
    submitSignIn: nowhere,
    signUp: nowhere,
    forgotPassword: nowhere,
    resendVerification: nowhere,
    secondFactor: nowhere,
    submitCode: { verification: nowhere, newPassword: nowhere },
    cancel: nowhere,
    signInLink: nowhere,
    passkey: nowhere,
  },
})

type Page = 'sign_in' | 'sign_up' | 'forgot_password' | 'verify' | 'second_factor' | 'consent' | 'device' | 'signed_out'

const pages: Readonly<Record<Page, (step: HostedStepPage) => string>> = {
  sign_in: (step) => hostedSignIn(step, { email, app, providers, links: [] }),
  sign_up: (step) => hostedSignUp(step, { email, name: '', rules, providers }),
  forgot_password: (step) => hostedForgot(step, { email }),
  verify: (step) => hostedVerify(step, { email, method: 'code' }),
  second_factor: (step) => hostedSecondFactor(step, { ticket: '', code: 'totp', passkey: null, days: 30 }),
  consent: (step) =>
    consentPage(step, {
      url: nowhere,
      app,
      callsItself: null,
      email,
      pageToken: '',
      wishes: [step.look.say('wish_profile'), step.look.say('wish_email')],
      links: [{ label: 'privacy_policy', url: 'https://app.example.test/privacy' }],
    }),
  device: (step) =>
    deviceConfirmation(step, {
      url: nowhere,
      app,
      email,
      userCode: 'BCDF-GHJK',
      pageToken: '',
      wishes: [step.look.say('wish_email')],
      links: [],
    }),
  signed_out: ({ look }) =>
    messagePage({ look, title: look.say('signed_out'), text: look.say('nobody_signed_in'), tone: 'good' }),
}

/** One of them, as it comes out. */
export const previewPage = (look: Look, page: Page): Wire['PagePreview'] => {
  const html = pages[page](stepIn(look))
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? ''
  return { title, html }
}
