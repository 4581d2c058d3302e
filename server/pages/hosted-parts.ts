// What the steps of the sign-in page are put together of.
import { type Hosted, field, hostedForm } from './hosted-frame.ts'
import { type Html, html } from './html.ts'

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

export const email = (hosted: Hosted, value: string): Html =>
  field(hosted, { name: 'email', label: hosted.look.say('email'), type: 'email', autocomplete: 'username', value })

/** The marks are theirs, and say nothing that the name beside them does not. */
export const providerLinks = ({ look: { say } }: Hosted, providers: readonly ProviderLink[]): Html | false =>
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
export const passkeyForm = (hosted: HostedStepPage): Html | false =>
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

export const code = (hosted: Hosted): Html =>
  field(hosted, {
    name: 'code',
    label: hosted.look.say('code'),
    autocomplete: 'one-time-code',
    maxlength: 20,
    isCode: true,
    hint: hosted.look.say('six_digits_by_mail'),
  })
