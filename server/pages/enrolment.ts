// What somebody sees who has to set a second factor up: the secret, and the codes for when the app is lost.
import { type Html, html } from './html.ts'
import type { Look } from './layout.ts'

export interface ShownSecret {
  readonly secret: string
  readonly qr: string
}

export interface ShownEnrolment extends ShownSecret {
  readonly backupCodes: readonly string[]
}

/** A secret for an authenticator app, to scan or to type. */
export const shownSecret = ({ say }: Look, { secret, qr }: ShownSecret): Html => html`
  <p><img src="${qr}" alt="${say('secret_as_picture').plain}" width="200" height="200" /></p>
  <p>${say('or_type_it')} <code>${secret}</code></p>
`

export const codeList = (codes: readonly string[]): Html =>
  html`<ul class="rows backup-codes">
    ${codes.map((one) => html`<li><code>${one}</code></li>`)}
  </ul>`

export const enrolmentSteps = (look: Look, { backupCodes, ...shown }: ShownEnrolment): Html => html`
  <h2>${look.say('step_scan')}</h2>
  ${shownSecret(look, shown)}
  <h2>${look.say('step_keep_codes')}</h2>
  <p>${look.say('backup_codes_of_setup')}</p>
  ${codeList(backupCodes)}
  <h2>${look.say('step_enter_code')}</h2>
`
