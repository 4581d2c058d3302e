// The step of the sign-in page that asks for a second factor, or has one set up. Codes work without JavaScript; a passkey needs it.
import { type ShownEnrolment, enrolmentSteps } from './enrolment.ts'
import { type HostedStepPage, backToSignIn, button, goesOn } from './hosted.ts'
import { field, hostedForm, hostedPage } from './hosted-frame.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'

/** What may be typed; null where a passkey alone will do. */
export type TypedFactor = 'totp' | 'backup_code' | null

/** Asked for by its button alone, and sent with the form that it stands in. `asked` is what the authenticator is asked, as JSON. */
export const passkeyStep = (asked: string): Html => html`
  <input type="hidden" name="credential" value="" />
  <div hidden data-passkey-step="${asked}">
    <button type="button" class="button button-wide button-second">Use your passkey</button>
    <p class="news problem" role="alert" hidden>The passkey was not used. Try again, or use another way.</p>
  </div>
`

/** The same of one that is made. `form` gets what stands in it and what travels unseen. */
export const newPasskeyStep = (
  asked: string,
  form: (content: Html, fields: Readonly<Record<string, string>>) => Html,
): Html => html`
  <div hidden data-new-passkey="${asked}">
    <h2>Or use a passkey instead</h2>
    <p>It signs you in with a finger, a face or a PIN. Keep the backup codes for when it is lost.</p>
    ${form(html`<button class="button button-wide button-second">Make a passkey and continue</button>`, { credential: '' })}
    <p class="news problem" role="alert" hidden>No passkey was made. Try again, or use an authenticator app.</p>
  </div>
`

/** What somebody is told who has given one proof. */
export const secondFactorWords = ({ code, passkey }: { code: TypedFactor; passkey: string | null }): string => {
  if (code !== 'totp') return 'Your password is not enough here. Sign in with your passkey.'
  return passkey === null
    ? 'Your account asks for a code of your authenticator app.'
    : 'Your account asks for your passkey, or a code of your authenticator app.'
}

/** Waits for a code, or for a passkey. */
export const hostedSecondFactor = (
  hosted: HostedStepPage,
  about: {
    readonly ticket: string
    readonly code: TypedFactor
    readonly passkey: string | null
    /** How long the browser may be remembered; 0: not. */
    readonly days: number
  },
): string =>
  hostedPage(
    hosted,
    'One more step',
    html`${secondFactorWords(about)} ${goesOn(hosted)}`,
    html`
      ${hostedForm(
        hosted,
        hosted.urls.secondFactor,
        html`
          ${
            about.code !== null &&
            field(hosted, {
              name: 'code',
              label: about.code === 'totp' ? 'Code' : 'Backup code',
              autocomplete: 'one-time-code',
              maxlength: 20,
              hint:
                about.code === 'totp' ? 'Six digits of the app, or one of your backup codes.' : 'One that you kept.',
            })
          }
          ${
            about.days > 0 &&
            html`<div class="field check">
              <input type="checkbox" id="remember_device" name="remember_device" value="on" />
              <label for="remember_device"
                >Do not ask again in this browser for ${about.days === 1 ? 'a day' : `${about.days} days`}</label
              >
            </div>`
          }
          ${about.code !== null && button('Continue')} ${about.passkey !== null && passkeyStep(about.passkey)}
        `,
        { ticket: about.ticket },
      )}
      <p class="links">${backToSignIn(hosted)}</p>
    `,
  )

/** Somebody has to set a second factor up before they go on. */
export const hostedEnrolment = (
  hosted: HostedStepPage,
  about: { readonly ticket: string; readonly enrolment: ShownEnrolment; readonly passkey: string },
): string =>
  hostedPage(
    hosted,
    'Set up your second step',
    html`This app asks for a second step of signing in, and you have none yet. ${goesOn(hosted)}`,
    html`
      ${enrolmentSteps(about.enrolment)}
      ${hostedForm(
        hosted,
        hosted.urls.secondFactor,
        html`
          ${field(hosted, {
            name: 'code',
            label: 'Code',
            autocomplete: 'one-time-code',
            maxlength: 20,
            isCode: true,
            hint: 'Six digits of the app.',
          })}
          ${button('Switch on and continue')}
        `,
        { ticket: about.ticket },
      )}
      ${newPasskeyStep(about.passkey, (content, fields) =>
        hostedForm(hosted, hosted.urls.secondFactor, content, { ticket: about.ticket, ...fields }),
      )}
      <p class="links">${backToSignIn(hosted)}</p>
    `,
  )
