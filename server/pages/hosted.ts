// The steps of the project's own sign-in page. Plain forms: all of them work without JavaScript.
import { type Hosted, type PasswordRules, field, hostedForm, hostedPage, newPassword } from './hosted-frame.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'

export type { Hosted, PasswordRules } from './hosted-frame.ts'

export interface ProviderLink {
  readonly title: string
  readonly url: string
}

const button = (label: string): Html => html`<button class="button button-strong button-wide">${label}</button>`

const email = (hosted: Hosted, value: string): Html =>
  field(hosted, { name: 'email', label: 'Email', type: 'email', autocomplete: 'username', value })

const goesOn = (hosted: Hosted): Html => html`You go on to <strong>${hosted.destination}</strong>.`

const providerLinks = (providers: readonly ProviderLink[]): Html | false =>
  providers.length > 0 &&
  html`
    <h2 class="or" id="providers"><span>or continue with</span></h2>
    <ul class="providers" aria-labelledby="providers">
      ${providers.map(
        ({ title, url }) =>
          html`<li>
            <a class="button" href="${url}"><span class="unseen">Continue with </span>${title}</a>
          </li>`,
      )}
    </ul>
  `

const backToSignIn = (hosted: Hosted): Html => html`<a href="/auth/sign-in${hosted.query}">Back to sign-in</a>`

const code = (hosted: Hosted): Html =>
  field(hosted, {
    name: 'code',
    label: 'Code',
    autocomplete: 'one-time-code',
    maxlength: 20,
    isCode: true,
    hint: 'Six digits, good for ten minutes.',
  })

interface SignInAbout {
  readonly email: string
  readonly providers: readonly ProviderLink[]
}

export const hostedSignIn = (hosted: Hosted, about: SignInAbout & { readonly maySignUp: boolean }): string =>
  signIn(
    hosted,
    'Sign in',
    '/auth/hosted/sign-in',
    about,
    html`<p class="links">
      <a href="/auth/hosted/forgot-password${hosted.query}">Forgot your password?</a>
      ${about.maySignUp && html`<a href="/auth/hosted/sign-up${hosted.query}">Create an account</a>`}
    </p>`,
  )

/**
 * The same for an app that asks as a client. Anyone may choose their app's name, so the page says whose sign-in it is and
 * where the person goes on to as well.
 */
export const clientSignIn = (hosted: Hosted, about: SignInAbout & { readonly app: string }): string =>
  signIn(hosted, `Sign in to ${about.app}`, '/oauth2/authorize', about)

const signIn = (hosted: Hosted, title: string, path: string, about: SignInAbout, links?: Html): string =>
  hostedPage(
    hosted,
    title,
    goesOn(hosted),
    html`
      ${hostedForm(
        hosted,
        path,
        html`
          ${email(hosted, about.email)}
          ${field(hosted, {
            name: 'password',
            label: 'Password',
            type: 'password',
            autocomplete: 'current-password',
            maxlength: 128,
          })}
          ${button('Sign in')}
        `,
      )}
      ${links} ${providerLinks(about.providers)}
    `,
  )

export const hostedSignUp = (
  hosted: Hosted,
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
        '/auth/hosted/sign-up',
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
      <p class="links"><a href="/auth/sign-in${hosted.query}">I have an account</a></p>
      ${providerLinks(about.providers)}
    `,
  )

/** Waits for the mail that proves an address. */
export const hostedVerify = (
  hosted: Hosted,
  about: { readonly email: string; readonly method: 'code' | 'link' },
): string => {
  const address = html`<strong>${about.email}</strong>`
  const again = html`<div class="links">
    ${backToSignIn(hosted)}
    ${hostedForm(
      hosted,
      '/auth/hosted/resend-verification',
      html`<button class="quiet">${about.method === 'code' ? 'Mail a new code' : 'Mail a new link'}</button>`,
      { email: about.email },
    )}
  </div>`
  return about.method === 'code'
    ? hostedPage(
        hosted,
        'Check your mail',
        html`We mailed a code to ${address}. Enter it to prove that the address is yours.`,
        html`
          ${hostedForm(hosted, '/auth/hosted/verify', html`${code(hosted)} ${button('Verify address')}`, {
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

export const hostedForgot = (hosted: Hosted, about: { readonly email: string }): string =>
  hostedPage(
    hosted,
    'Forgot your password?',
    html`Tell us your address. If it has an account, we mail you what you need for a new password.`,
    html`
      ${hostedForm(hosted, '/auth/hosted/forgot-password', html`${email(hosted, about.email)} ${button('Send mail')}`)}
      <p class="links">${backToSignIn(hosted)}</p>
    `,
  )

/** Waits for the mail that allows a new password. Says the same for every address. */
export const hostedReset = (
  hosted: Hosted,
  about: { readonly email: string; readonly method: 'code' | 'link'; readonly rules: PasswordRules },
): string => {
  const address = html`<strong>${about.email}</strong>`
  const links = html`<p class="links">
    ${backToSignIn(hosted)}
    <a href="/auth/hosted/forgot-password${hosted.query}">No mail? Ask again</a>
  </p>`
  return about.method === 'code'
    ? hostedPage(
        hosted,
        'Check your mail',
        html`If ${address} has an account, a code is on its way there. Enter it with the password you want.`,
        html`
          ${hostedForm(
            hosted,
            '/auth/hosted/reset-password',
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
