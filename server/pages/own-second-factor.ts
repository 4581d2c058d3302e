// The second step of signing in to the page of one's own account.
import { type ShownEnrolment, enrolmentSteps } from './enrolment.ts'
import { type TypedFactor, newPasskeyStep, passkeyStep, secondFactorWords } from './hosted-second-factor.ts'
import { html } from './html.ts'
import { type Page, backupCode, code, form, ownPageUrl, sentAs, whole } from './own-account.ts'

/** What the second step asks for: a factor that somebody has, or one to set up before anything else opens. */
type AskedForFactor =
  | { readonly kind: 'factor'; readonly code: TypedFactor; readonly passkey: object | null }
  | { readonly kind: 'enrolment'; readonly enrolment: ShownEnrolment; readonly passkey: object }

export const ownSecondFactorPage = (
  page: Page,
  about: { readonly ticket: string; readonly clientId: string; readonly asked: AskedForFactor },
): string => {
  const { asked, ticket, clientId } = about
  const fields = { ticket, ...(clientId !== '' && { client_id: clientId }) }
  const passkey = asked.passkey && JSON.stringify(asked.passkey)
  const body =
    asked.kind === 'enrolment'
      ? html`<p>A second step of signing in is asked for here, and you have none yet.</p>
          ${enrolmentSteps(asked.enrolment)}
          ${form(page, 'second_factor', 'Switch on and continue', code('first-code'), fields)}
          ${newPasskeyStep(JSON.stringify(asked.passkey), (content, more) =>
            sentAs(page, 'second_factor', content, { ...fields, ...more }),
          )}`
      : html`<p>${secondFactorWords({ code: asked.code, passkey })}</p>
          ${sentAs(
            page,
            'second_factor',
            html`${
              asked.code !== null &&
              html`${asked.code === 'totp' ? code('code') : backupCode('code')}
                <button class="button button-strong button-wide">Continue</button>`
            }
            ${passkey !== null && passkeyStep(passkey)}`,
            fields,
          )}`
  return whole(
    page,
    asked.kind === 'enrolment' ? 'Set up your second step' : 'One more step',
    html`<section class="card hosted">
      ${body}
      <p class="links"><a href="${ownPageUrl}">Not now</a></p>
    </section>`,
  )
}
