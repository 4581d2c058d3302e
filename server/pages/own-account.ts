// The page of one's own account, and what is shown on the way.
import { type ShownSecret, codeList, shownSecret } from './enrolment.ts'
import { passkeyStep } from './hosted-second-factor.ts'
import { type Html, html, strong } from './html.ts'
import { type OwnAccount, changes, devices, sessions } from './own-account-cards.ts'
import { places } from './own-account-places.ts'
import {
  type OwnPage,
  backupCode,
  card,
  code,
  form,
  input,
  name,
  password,
  sentAs,
  whole,
} from './own-account-frame.ts'

export const ownSignInPage = (page: OwnPage, about: { readonly email: string; readonly clientId: string }): string =>
  whole(
    page,
    page.look.say('your_account'),
    card(
      'sign-in',
      page.look.say('sign_in'),
      form(
        page,
        'sign_in',
        page.look.say('sign_in'),
        html`${input({
          id: 'email',
          name: 'email',
          label: page.look.say('email'),
          type: 'email',
          autocomplete: 'username',
          value: about.email,
        })}
        ${password(page, 'password')} ${code(page, 'code', true)}`,
        about.clientId === '' ? {} : { client_id: about.clientId },
      ),
    ),
  )

export const ownAccountPage = (page: OwnPage, account: OwnAccount): string => {
  const { say } = page.look
  return whole(
    page,
    say('your_account'),
    html`
      <p class="about">${say('signed_in_as', { email: strong(account.email) })}</p>
      ${form(page, 'sign_out', say('sign_out'), false, {}, false)}
      ${account.isFresh ? changes(page, account) : card('prove', say('is_it_you'), prove(page, account))}
      ${
        account.places.length + account.invitations.length > 0 &&
        card('places', say('your_organizations'), places(page, account))
      }
      ${card('sessions', say('where_signed_in'), sessions(page, account))}
      ${account.devices.length > 0 && card('devices', say('remembered_browsers'), devices(page, account))}
    `,
  )
}

/** A session that was left open somewhere must not change how its owner signs in. */
const prove = (page: OwnPage, { proof }: OwnAccount): Html => {
  const { say } = page.look
  const { code: kind, passkey } = proof
  if (kind === null && !proof.password && passkey === null) return html`<p>${say('sign_in_again_at_app')}</p>`
  const typed = kind === null ? proof.password && password(page, 'prove-password') : codeOf(page, kind)
  return html`<p>${say('show_again_it_is_you')}</p>
    ${typed && form(page, 'prove', say('continue'), typed)}
    ${passkey !== null && sentAs(page, 'prove', passkeyStep(page.look, passkey))}`
}

const codeOf = (page: OwnPage, kind: 'totp' | 'backup_code'): Html =>
  kind === 'totp' ? code(page, 'prove-code') : backupCode(page, 'prove-code')

/** Waits for the first code of a new authenticator app. */
export const ownFactorPage = (page: OwnPage, setup: ShownSecret): string => {
  const { say } = page.look
  return whole(
    page,
    say('two_step_sign_in'),
    card(
      'set-up',
      say('scan_this'),
      html`${shownSecret(page.look, setup)}
        ${form(
          page,
          'factor_on',
          say('switch_on'),
          html`${code(page, 'first-code')} ${name('app-name', say('name_of_app'), say('authenticator_app').plain)}`,
        )}
        <p class="links"><a href="${page.url}">${say('not_now')}</a></p>`,
    ),
  )
}

/** Shown this once. */
export const ownBackupCodesPage = (page: OwnPage, codes: readonly string[]): string => {
  const { say } = page.look
  return whole(
    page,
    say('your_backup_codes'),
    card(
      'codes',
      say('keep_without_phone'),
      html`${codeList(codes)}
        <p>${say('backup_codes_once')}</p>
        <p class="links"><a href="${page.url}">${say('done')}</a></p>`,
    ),
  )
}
