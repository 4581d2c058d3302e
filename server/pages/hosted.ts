// The steps of the sign-in page. Plain forms: all of them work without JavaScript.
import { type Hosted, type PasswordRules, field, hostedForm, hostedPage, newPassword } from './hosted-frame.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'

export type { Hosted, PasswordRules } from './hosted-frame.ts'

/** Where the steps are, each with the app's request in its query, so that none forgets it. */
export interface HostedUrls {
  readonly signIn: string
  readonly submitSignIn: string
  /** Null where nobody new may join. */
  readonly signUp: string | null
  readonly forgotPassword: string
  readonly resendVerification: string
  readonly secondFactor: string
  /** Null where mails carry links alone. */
  readonly submitCode: { readonly verification: string; readonly newPassword: string } | null
  /** Null where no mailed link signs in. */
  readonly signInLink: string | null
  /** Null where no passkey does. */
  readonly passkey: string | null
}

/** A page that knows where the others are. */
export interface HostedStepPage extends Hosted {
  readonly urls: HostedUrls
  /** Where what an authenticator signs is sent to, and what it is asked, as JSON. */
  readonly passkey: { readonly url: string; readonly request: string } | false
}

export interface ProviderLink {
  readonly name: string
  readonly title: string
  readonly url: string
}

export const button = (label: string): Html => html`<button class="button button-strong button-wide">${label}</button>`

const email = (hosted: Hosted, value: string): Html =>
  field(hosted, { name: 'email', label: 'Email', type: 'email', autocomplete: 'username', value })

export const goesOn = (hosted: Hosted): Html => html`You go on to <strong>${hosted.destination}</strong>.`

/** The marks are theirs, and say nothing that the name beside them does not. */
const providerLinks = (providers: readonly ProviderLink[]): Html | false =>
  providers.length > 0 &&
  html`
    <h2 class="or" id="providers"><span>or continue with</span></h2>
    <ul class="providers" aria-labelledby="providers">
      ${providers.map(
        ({ name, title, url }) =>
          html`<li>
            <a class="button" href="${url}"
              ><img src="/assets/providers/${name}.svg" alt="" width="18" height="18" /><span class="unseen"
                >Continue with </span
              >${title}</a
            >
          </li>`,
      )}
    </ul>
  `

/** A script shows it where the browser has passkeys, and sends it; without one there is nothing to see. */
const passkeyForm = (hosted: HostedStepPage): Html | false =>
  hosted.passkey !== false &&
  html`<div hidden data-passkey="${hosted.passkey.request}">
    ${hostedForm(
      hosted,
      hosted.passkey.url,
      html`<button type="button" class="button button-wide button-second">Sign in with a passkey</button>`,
      { credential: '' },
    )}
    <p class="news problem" role="alert" hidden>The passkey was not used. Try again, or sign in another way.</p>
  </div>`

export const backToSignIn = ({ urls }: HostedStepPage): Html => html`<a href="${urls.signIn}">Back to sign-in</a>`

const code = (hosted: Hosted): Html =>
  field(hosted, {
    name: 'code',
    label: 'Code',
    autocomplete: 'one-time-code',
    maxlength: 20,
    isCode: true,
    hint: 'Six digits, good for ten minutes.',
  })

/** `app` is named where anyone may choose their app's name: the page says whose sign-in it is, and where it goes on to. */
export const hostedSignIn = (
  hosted: HostedStepPage,
  about: { readonly email: string; readonly app: string | null; readonly providers: readonly ProviderLink[] },
): string =>
  hostedPage(
    hosted,
    about.app === null ? 'Sign in' : `Sign in to ${about.app}`,
    goesOn(hosted),
    html`
      ${hostedForm(
        hosted,
        hosted.urls.submitSignIn,
        html`
          ${field(hosted, {
            name: 'email',
            label: 'Email',
            type: 'email',
            // What browsers offer passkeys at, before anything is typed.
            autocomplete: hosted.passkey ? 'username webauthn' : 'username',
            value: about.email,
          })}
          ${field(hosted, {
            name: 'password',
            label: 'Password',
            type: 'password',
            autocomplete: 'current-password',
            maxlength: 128,
          })}
          ${button('Sign in')}
          ${
            hosted.urls.signInLink !== null &&
            html`<button class="button button-wide button-second" formaction="${hosted.urls.signInLink}" formnovalidate>
              Mail me a link instead
            </button>`
          }
        `,
      )}
      ${passkeyForm(hosted)}
      <p class="links">
        <a href="${hosted.urls.forgotPassword}">Forgot your password?</a>
        ${hosted.urls.signUp !== null && html`<a href="${hosted.urls.signUp}">Create an account</a>`}
      </p>
      ${providerLinks(about.providers)}
    `,
  )

export const hostedSignUp = (
  hosted: HostedStepPage,
  about: {
    readonly email: string
    readonly name: string
    readonly rules: PasswordRules
    readonly providers: readonly ProviderLink[]
  },
): string =>
  hostedPage(
    hosted,
    'Create your account',
    goesOn(hosted),
    html`
      ${hostedForm(
        hosted,
        hosted.urls.signUp ?? hosted.urls.signIn,
        html`
          ${field(hosted, {
            name: 'name',
            label: 'Name',
            autocomplete: 'name',
            value: about.name,
            maxlength: 100,
            optional: true,
          })}
          ${email(hosted, about.email)} ${newPassword(hosted, about.rules, 'Password')} ${button('Create account')}
        `,
      )}
      <p class="links"><a href="${hosted.urls.signIn}">I have an account</a></p>
      ${providerLinks(about.providers)}
    `,
  )

/** Waits for the mail that proves an address. */
export const hostedVerify = (
  hosted: HostedStepPage,
  about: { readonly email: string; readonly method: 'code' | 'link' },
): string => {
  const { resendVerification, submitCode } = hosted.urls
  const address = html`<strong>${about.email}</strong>`
  const again = html`<div class="links">
    ${backToSignIn(hosted)}
    ${hostedForm(
      hosted,
      resendVerification,
      html`<button class="quiet">${about.method === 'code' ? 'Mail a new code' : 'Mail a new link'}</button>`,
      { email: about.email },
    )}
  </div>`
  return about.method === 'code' && submitCode !== null
    ? hostedPage(
        hosted,
        'Check your mail',
        html`We mailed a code to ${address}. Enter it to prove that the address is yours.`,
        html`
          ${hostedForm(hosted, submitCode.verification, html`${code(hosted)} ${button('Verify address')}`, {
            email: about.email,
          })}
          ${again}
        `,
      )
    : hostedPage(
        hosted,
        'Check your mail',
        html`We mailed a link to ${address}. Open it to prove that the address is yours, and then sign in.`,
        again,
      )
}

export const hostedForgot = (hosted: HostedStepPage, about: { readonly email: string }): string =>
  hostedPage(
    hosted,
    'Forgot your password?',
    html`Tell us your address. If it has an account, we mail you what you need for a new password.`,
    html`
      ${hostedForm(hosted, hosted.urls.forgotPassword, html`${email(hosted, about.email)} ${button('Send mail')}`)}
      <p class="links">${backToSignIn(hosted)}</p>
    `,
  )

/** Waits for the mail that allows a new password. Says the same for every address. */
export const hostedReset = (
  hosted: HostedStepPage,
  about: { readonly email: string; readonly method: 'code' | 'link'; readonly rules: PasswordRules },
): string => {
  const { submitCode, forgotPassword } = hosted.urls
  const address = html`<strong>${about.email}</strong>`
  const links = html`<p class="links">
    ${backToSignIn(hosted)}
    <a href="${forgotPassword}">No mail? Ask again</a>
  </p>`
  return about.method === 'code' && submitCode !== null
    ? hostedPage(
        hosted,
        'Check your mail',
        html`If ${address} has an account, a code is on its way there. Enter it with the password you want.`,
        html`
          ${hostedForm(
            hosted,
            submitCode.newPassword,
            html` ${code(hosted)} ${newPassword(hosted, about.rules, 'New password')} ${button('Change password')} `,
            { email: about.email },
          )}
          ${links}
        `,
      )
    : hostedPage(
        hosted,
        'Check your mail',
        html`If ${address} has an account, a link is on its way there. Open it to choose a new password.`,
        links,
      )
}

/** Waits for the mail that signs in. Says the same for every address. */
export const hostedLink = (hosted: HostedStepPage, about: { readonly email: string }): string =>
  hostedPage(
    hosted,
    'Check your mail',
    html`If <strong>${about.email}</strong> has an account, a link is on its way there. Open it in this browser to sign
      in.`,
    html`<p class="links">${backToSignIn(hosted)}</p>`,
  )
