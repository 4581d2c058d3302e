// What somebody sees who has to set a second factor up: the secret, and the codes for when the app is lost.
import { html } from './html.ts'
import type { Html } from './html.ts'

export interface ShownEnrolment {
  readonly secret: string
  readonly qr: string
  readonly backupCodes: readonly string[]
}

export const enrolmentSteps = ({ secret, qr, backupCodes }: ShownEnrolment): Html => html`
  <h2>1. Scan this with your authenticator app</h2>
  <p><img src="${qr}" alt="The secret as a picture" width="200" height="200" /></p>
  <p>Or type it there: <code>${secret}</code></p>
  <h2>2. Keep your backup codes</h2>
  <p>
    Each works once, in place of a code of the app. They count once you have switched it on, and are not shown after
    that.
  </p>
  <ul class="rows backup-codes">
    ${backupCodes.map((one) => html`<li><code>${one}</code></li>`)}
  </ul>
  <h2>3. Enter a code of the app</h2>
`
