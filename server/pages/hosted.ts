// The steps of the sign-in page. Plain forms: all of them work without JavaScript.
import { type PasswordRules, field, goesOn, hostedForm, hostedPage, newPassword } from './hosted-frame.ts'
import { type AppLink, linksOfApp } from './consent.ts'
import { html, strong } from './html.ts'
import {
  type HostedStepPage,
  type ProviderLink,
  button,
  email,
  providerLinks,
  passkeyForm,
  backToSignIn,
  code,
} from './hosted-parts.ts'

/** `app` is named where anyone may choose their app's name: the page says whose sign-in it is, and where it goes on to. */
export const hostedSignIn = (
  hosted: HostedStepPage,
  about: {
    readonly email: string
    readonly app: string | null
    readonly providers: readonly ProviderLink[]
    readonly links: readonly AppLink[]
  },
): string =>
  hostedPage(
    hosted,
    about.app === null ? hosted.look.say('sign_in') : hosted.look.say('sign_in_to', { app: about.app }),
    goesOn(hosted),
    html`
      ${hostedForm(
        hosted,
        hosted.urls.submitSignIn,
        html`
          ${field(hosted, {
            name: 'email',
            label: hosted.look.say('email'),
            type: 'email',
            // What browsers offer passkeys at, before anything is typed.
            autocomplete: hosted.passkey ? 'username webauthn' : 'username',
            value: about.email,
          })}
          ${field(hosted, {
            name: 'password',
            label: hosted.look.say('password'),
            type: 'password',
            autocomplete: 'current-password',
            maxlength: 128,
          })}
          ${button(hosted.look.say('sign_in'))}
          ${
            hosted.urls.signInLink !== null &&
            html`<button class="button button-wide button-second" formaction="${hosted.urls.signInLink}" formnovalidate>
              ${hosted.look.say('mail_me_a_link')}
            </button>`
          }
        `,
      )}
      ${passkeyForm(hosted)}
      <p class="links">
        <a href="${hosted.urls.forgotPassword}">${hosted.look.say('forgot_password')}</a>
        ${hosted.urls.signUp !== null && html`<a href="${hosted.urls.signUp}">${hosted.look.say('create_an_account')}</a>`}
      </p>
      ${providerLinks(hosted, about.providers)}
      ${
        hosted.urls.cancel !== null &&
        html`<div class="links">
          ${hostedForm(
            hosted,
            hosted.urls.cancel,
            html`<button class="quiet" name="answer" value="deny">${hosted.look.say('cancel')}</button>`,
          )}
        </div>`
      }
      ${linksOfApp(hosted.look, about.links)}
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
    hosted.look.say('create_your_account'),
    goesOn(hosted),
    html`
      ${hostedForm(
        hosted,
        hosted.urls.signUp ?? hosted.urls.signIn,
        html`
          ${field(hosted, {
            name: 'name',
            label: hosted.look.say('name'),
            autocomplete: 'name',
            value: about.name,
            maxlength: 100,
            optional: true,
          })}
          ${email(hosted, about.email)} ${newPassword(hosted, about.rules, hosted.look.say('password'))}
          ${button(hosted.look.say('create_account'))}
        `,
      )}
      <p class="links"><a href="${hosted.urls.signIn}">${hosted.look.say('i_have_an_account')}</a></p>
      ${providerLinks(hosted, about.providers)}
    `,
  )

/** Waits for the mail that proves an address. */
export const hostedVerify = (
  hosted: HostedStepPage,
  about: { readonly email: string; readonly method: 'code' | 'link' },
): string => {
  const { resendVerification, submitCode } = hosted.urls
  const { say } = hosted.look
  const email = strong(about.email)
  const again = html`<div class="links">
    ${backToSignIn(hosted)}
    ${hostedForm(
      hosted,
      resendVerification,
      html`<button class="quiet">${say(about.method === 'code' ? 'mail_new_code' : 'mail_new_link')}</button>`,
      { email: about.email },
    )}
  </div>`
  return about.method === 'code' && submitCode !== null
    ? hostedPage(
        hosted,
        say('check_your_mail'),
        say('code_mailed', { email }),
        html`
          ${hostedForm(hosted, submitCode.verification, html`${code(hosted)} ${button(say('verify_address'))}`, {
            email: about.email,
          })}
          ${again}
        `,
      )
    : hostedPage(hosted, say('check_your_mail'), say('link_mailed', { email }), again)
}

export const hostedForgot = (hosted: HostedStepPage, about: { readonly email: string }): string =>
  hostedPage(
    hosted,
    hosted.look.say('forgot_password'),
    hosted.look.say('tell_your_address'),
    html`
      ${hostedForm(hosted, hosted.urls.forgotPassword, html`${email(hosted, about.email)} ${button(hosted.look.say('send_mail'))}`)}
      <p class="links">${backToSignIn(hosted)}</p>
    `,
  )

/** Waits for the mail that allows a new password. Says the same for every address. */
export const hostedReset = (
  hosted: HostedStepPage,
  about: { readonly email: string; readonly method: 'code' | 'link'; readonly rules: PasswordRules },
): string => {
  const { submitCode, forgotPassword } = hosted.urls
  const { say } = hosted.look
  const email = strong(about.email)
  const links = html`<p class="links">
    ${backToSignIn(hosted)}
    <a href="${forgotPassword}">${say('no_mail_ask_again')}</a>
  </p>`
  return about.method === 'code' && submitCode !== null
    ? hostedPage(
        hosted,
        say('check_your_mail'),
        say('reset_code_on_its_way', { email }),
        html`
          ${hostedForm(
            hosted,
            submitCode.newPassword,
            html`
              ${code(hosted)} ${newPassword(hosted, about.rules, say('new_password'))} ${button(say('change_password'))}
            `,
            { email: about.email },
          )}
          ${links}
        `,
      )
    : hostedPage(hosted, say('check_your_mail'), say('reset_link_on_its_way', { email }), links)
}

/** Waits for the mail that signs in. Says the same for every address. */
export const hostedLink = (hosted: HostedStepPage, about: { readonly email: string }): string =>
  hostedPage(
    hosted,
    hosted.look.say('check_your_mail'),
    hosted.look.say('link_on_its_way', { email: strong(about.email) }),
    html`<p class="links">${backToSignIn(hosted)}</p>`,
  )
