// The second step of signing in to the page of one's own account.
import { type ShownEnrolment, enrolmentSteps } from './enrolment.ts'
import { type TypedFactor, newPasskeyStep, passkeyStep, secondFactorWords } from './hosted-second-factor.ts'
import { html } from './html.ts'
import { type OwnPage, backupCode, code, form, sentAs, whole } from './own-account-frame.ts'

/** What the second step asks for: a factor that somebody has, or one to set up before anything else opens. */
type AskedForFactor =
  | { readonly kind: 'factor'; readonly code: TypedFactor; readonly passkey: object | null }
  | { readonly kind: 'enrolment'; readonly enrolment: ShownEnrolment; readonly passkey: object }

export const ownSecondFactorPage = (
  page: OwnPage,
  about: { readonly ticket: string; readonly clientId: string; readonly asked: AskedForFactor },
): string => {
  const { asked, ticket, clientId } = about
  const { look } = page
  const fields = { ticket, ...(clientId !== '' && { client_id: clientId }) }
  const passkey = asked.passkey && JSON.stringify(asked.passkey)
  const body =
    asked.kind === 'enrolment'
      ? html`<p>${look.say('second_step_asked_here')}</p>
          ${enrolmentSteps(look, asked.enrolment)}
          ${form(page, 'second_factor', look.say('switch_on_and_continue'), code(page, 'first-code'), fields)}
          ${newPasskeyStep(look, JSON.stringify(asked.passkey), (content, more) =>
            sentAs(page, 'second_factor', content, { ...fields, ...more }),
          )}`
      : html`<p>${secondFactorWords(look, { code: asked.code, passkey })}</p>
          ${sentAs(
            page,
            'second_factor',
            html`${
              asked.code !== null &&
              html`${asked.code === 'totp' ? code(page, 'code') : backupCode(page, 'code')}
                <button class="button button-strong button-wide">${look.say('continue')}</button>`
            }
            ${passkey !== null && passkeyStep(look, passkey)}`,
            fields,
          )}`
  return whole(
    page,
    look.say(asked.kind === 'enrolment' ? 'set_up_second_step' : 'one_more_step'),
    html`<section class="card hosted">
      ${body}
      <p class="links"><a href="${page.url}">${look.say('not_now')}</a></p>
    </section>`,
  )
}
