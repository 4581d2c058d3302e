// The steps of the sign-in page. Plain forms: all of them work without JavaScript.
import { type Hosted, type PasswordRules, field, goesOn, hostedForm, hostedPage, newPassword } from './hosted-frame.ts'
import { type AppLink, linksOfApp } from './consent.ts'
import { type Html, html, strong } from './html.ts'

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
  /** Where somebody says that they will not sign in, and the app is told; null where there is none to tell. */
  readonly cancel: string | null
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

export const button = (label: Html): Html => html`<button class="button button-strong button-wide">${label}</button>`

const email = (hosted: Hosted, value: string): Html =>
  field(hosted, { name: 'email', label: hosted.look.say('email'), type: 'email', autocomplete: 'username', value })

/** The marks are theirs, and say nothing that the name beside them does not. */
const providerLinks = ({ look: { say } }: Hosted, providers: readonly ProviderLink[]): Html | false =>
  providers.length > 0 &&
  html`
    <h2 class="or" id="providers"><span>${say('or_continue_with')}</span></h2>
    <ul class="providers" aria-labelledby="providers">
      ${providers.map(
        ({ name, title, url }) =>
          html`<li>
            <a class="button" href="${url}" aria-label="${say('continue_with', { provider: title }).plain}"
              ><img src="/assets/providers/${name}.svg" alt="" width="18" height="18" /><bdi>${title}</bdi></a
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
      html`<button type="button" class="button button-wide button-second">
        ${hosted.look.say('sign_in_with_passkey')}
      </button>`,
      { credential: '' },
    )}
    <p class="news problem" role="alert" hidden>${hosted.look.say('passkey_not_used')}</p>
  </div>`

export const backToSignIn = ({ urls, look }: HostedStepPage): Html =>
  html`<a href="${urls.signIn}">${look.say('back_to_sign_in')}</a>`

const code = (hosted: Hosted): Html =>
  field(hosted, {
    name: 'code',
    label: hosted.look.say('code'),
    autocomplete: 'one-time-code',
    maxlength: 20,
    isCode: true,
    hint: hosted.look.say('six_digits_by_mail'),
  })

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
