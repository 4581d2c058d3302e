// The step of the sign-in page that asks for a second factor, or has one set up. Codes work without JavaScript; a passkey needs it.
import { amount } from '../model/languages.ts'
import { type ShownEnrolment, enrolmentSteps } from './enrolment.ts'
import { type HostedStepPage, backToSignIn, button } from './hosted-parts.ts'
import { field, goesOn, hostedForm, hostedPage } from './hosted-frame.ts'
import { type Html, type Phrase, html, phrase } from './html.ts'
import type { Look } from './layout.ts'

/** What may be typed; null where a passkey alone will do. */
export type TypedFactor = 'totp' | 'backup_code' | null

/** Asked for by its button alone, and sent with the form that it stands in. `asked` is what the authenticator is asked, as JSON. */
export const passkeyStep = ({ say }: Look, asked: string): Html => html`
  <input type="hidden" name="credential" value="" />
  <div hidden data-passkey-step="${asked}">
    <button type="button" class="button button-wide button-second">${say('use_passkey')}</button>
    <p class="news problem" role="alert" hidden>${say('passkey_not_used')}</p>
  </div>
`

/** The same of one that is made. `form` gets what stands in it and what travels unseen. */
export const newPasskeyStep = (
  { say }: Look,
  asked: string,
  form: (content: Html, fields: Readonly<Record<string, string>>) => Html,
): Html => html`
  <div hidden data-new-passkey="${asked}">
    <h2>${say('or_passkey_instead')}</h2>
    <p>${say('passkey_in_place_of_app')}</p>
    ${form(html`<button class="button button-wide button-second">${say('make_passkey')}</button>`, { credential: '' })}
    <p class="news problem" role="alert" hidden>${say('no_passkey_made')}</p>
  </div>
`

/** What somebody is told who has given one proof. */
export const secondFactorWords = (
  { say }: Look,
  { code, passkey }: { code: TypedFactor; passkey: string | null },
): Phrase => {
  if (code !== 'totp') return say('use_your_passkey')
  return say(passkey === null ? 'asks_for_app_code' : 'asks_for_passkey_or_code')
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
): string => {
  const { say, language } = hosted.look
  return hostedPage(
    hosted,
    say('one_more_step'),
    html`${secondFactorWords(hosted.look, about)} ${goesOn(hosted)}`,
    html`
      ${hostedForm(
        hosted,
        hosted.urls.secondFactor,
        html`
          ${
            about.code !== null &&
            field(hosted, {
              name: 'code',
              label: say(about.code === 'totp' ? 'code' : 'backup_code'),
              autocomplete: 'one-time-code',
              maxlength: 20,
              hint: say(about.code === 'totp' ? 'six_digits_or_backup' : 'one_that_you_kept'),
            })
          }
          ${
            about.days > 0 &&
            html`<div class="field check">
              <input type="checkbox" id="remember_device" name="remember_device" value="on" />
              <label for="remember_device"
                >${say('do_not_ask_for', { time: phrase(amount(about.days, 'day', language)) })}</label
              >
            </div>`
          }
          ${about.code !== null && button(say('continue'))}
          ${about.passkey !== null && passkeyStep(hosted.look, about.passkey)}
        `,
        { ticket: about.ticket },
      )}
      <p class="links">${backToSignIn(hosted)}</p>
    `,
  )
}

/** Somebody has to set a second factor up before they go on. */
export const hostedEnrolment = (
  hosted: HostedStepPage,
  about: { readonly ticket: string; readonly enrolment: ShownEnrolment; readonly passkey: string },
): string => {
  const { say } = hosted.look
  return hostedPage(
    hosted,
    say('set_up_second_step'),
    html`${say('second_step_asked')} ${goesOn(hosted)}`,
    html`
      ${enrolmentSteps(hosted.look, about.enrolment)}
      ${hostedForm(
        hosted,
        hosted.urls.secondFactor,
        html`
          ${field(hosted, {
            name: 'code',
            label: say('code'),
            autocomplete: 'one-time-code',
            maxlength: 20,
            isCode: true,
            hint: say('six_digits_of_app'),
          })}
          ${button(say('switch_on_and_continue'))}
        `,
        { ticket: about.ticket },
      )}
      ${newPasskeyStep(hosted.look, about.passkey, (content, fields) =>
        hostedForm(hosted, hosted.urls.secondFactor, content, { ticket: about.ticket, ...fields }),
      )}
      <p class="links">${backToSignIn(hosted)}</p>
    `,
  )
}
