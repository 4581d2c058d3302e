// The page of one's own account. Plain forms: all of it works without JavaScript.
import { type ShownSecret, codeList, shownSecret } from './enrolment.ts'
import { type PasswordRules, passwordRules } from './hosted-frame.ts'
import { passkeyStep } from './hosted-second-factor.ts'
import { type Html, type Phrase, html, strong } from './html.ts'
import { type Look, layout } from './layout.ts'

export const ownPageUrl = '/oauth2/account'

/** What each of these pages knows. */
export interface OwnPage {
  readonly look: Look
  /** Where its forms are sent. */
  readonly url: string
  readonly token: string
  readonly problem?: Html | undefined
  readonly note?: Html | undefined
}

interface Input {
  readonly id: string
  readonly name: string
  readonly label: Html
  readonly autocomplete: string
  readonly type?: string
  readonly value?: string
  /** What says so. */
  readonly optional?: Html
  /** Ticked off beneath it. */
  readonly rules?: Html
}

const input = ({ id, name, label, autocomplete, type = 'text', value = '', optional, rules }: Input): Html => html`
  <div class="field">
    <label for="${id}">${label}${optional && html` <span class="optional">${optional}</span>`}</label>
    <input
      id="${id}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      maxlength="${type === 'password' ? 128 : 254}"
      value="${value}"
      ${rules && html`data-rules="password-rules" aria-describedby="password-rules"`}
      ${!optional && html`required`}
    />
    ${rules ?? false}
  </div>
`

/** A form with buttons of its own. */
export const sentAs = (page: OwnPage, action: string, content: Html, fields = {}) =>
  html`<form method="post" action="${page.url}">
    ${Object.entries({ form_token: page.token, action, ...fields }).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${String(value)}" />`,
    )}
    ${content}
  </form>`

export const form = (
  page: OwnPage,
  action: string,
  label: Html,
  content: Html | false = false,
  fields = {},
  strong = true,
) =>
  sentAs(
    page,
    action,
    html`${content} <button class="${strong ? 'button button-strong button-wide' : 'quiet'}">${label}</button>`,
    fields,
  )

const news = ({ problem, note }: OwnPage): Html => html`
  ${problem && html`<p class="news problem" role="alert">${problem}</p>`}
  ${note && html`<p class="news" role="status">${note}</p>`}
`

const card = (id: string, title: Html, body: Html): Html =>
  html`<section class="card hosted" aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${body}
  </section>`

export const whole = (page: OwnPage, title: Phrase, body: Html): string =>
  layout({
    title,
    look: page.look,
    styles: ['message.css', 'hosted.css', 'own-account.css'],
    scripts: ['hosted.js'],
    body: html`<div class="own-account">
      <h1>${title}</h1>
      ${news(page)} ${body}
    </div>`,
  })

export const code = ({ look: { say } }: OwnPage, id: string, isOptional = false): Html =>
  input({
    id,
    name: 'code',
    label: say('authenticator_code'),
    autocomplete: 'one-time-code',
    ...(isOptional && { optional: say('optional') }),
  })

export const backupCode = ({ look: { say } }: OwnPage, id: string): Html =>
  input({ id, name: 'code', label: say('backup_code'), autocomplete: 'one-time-code' })

const password = ({ look: { say } }: OwnPage, id: string): Html =>
  input({ id, name: 'password', label: say('password'), type: 'password', autocomplete: 'current-password' })

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

export interface OwnAccount {
  readonly email: string
  /** First and last; empty where neither is known. */
  readonly name: string
  readonly isFresh: boolean
  readonly hasPassword: boolean
  /** What proves once more who it is: something to type, or a passkey with what it is asked, as JSON. */
  readonly proof: {
    readonly code: 'totp' | 'backup_code' | null
    readonly password: boolean
    readonly passkey: string | null
  }
  readonly rules: PasswordRules
  readonly factor: { readonly isOn: boolean; readonly codesLeft: number }
  /** Not asked for the second factor, until then. */
  readonly devices: readonly { readonly id: string; readonly device: Phrase; readonly until: string }[]
  readonly sessions: readonly {
    readonly id: string
    readonly device: Phrase
    readonly place: Phrase
    readonly since: string
    readonly isCurrent: boolean
  }[]
  /** What an authenticator is asked with for one more, as JSON; null where none may be added now. */
  readonly newPasskey: string | null
  readonly passkeys: readonly { readonly id: string; readonly name: string }[]
  readonly identities: readonly { readonly id: string; readonly title: string; readonly email: string | null }[]
  readonly providers: readonly { readonly name: string; readonly title: string }[]
}

export const ownAccountPage = (page: OwnPage, account: OwnAccount): string => {
  const { say } = page.look
  return whole(
    page,
    say('your_account'),
    html`
      <p class="about">${say('signed_in_as', { email: strong(account.email) })}</p>
      ${form(page, 'sign_out', say('sign_out'), false, {}, false)}
      ${account.isFresh ? changes(page, account) : card('prove', say('is_it_you'), prove(page, account))}
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

const changes = (page: OwnPage, account: OwnAccount): Html => {
  const { say, brand } = page.look
  return html`
    ${card(
      'password-title',
      say('password'),
      form(
        page,
        'password',
        say(account.hasPassword ? 'change_password' : 'set_a_password'),
        html`<input
            class="unseen"
            type="text"
            value="${account.email}"
            autocomplete="username"
            readonly
            tabindex="-1"
            aria-hidden="true"
          />
          ${input({
            id: 'new-password',
            name: 'new_password',
            label: say('new_password'),
            type: 'password',
            autocomplete: 'new-password',
            rules: passwordRules(page.look, account.rules, [brand?.name, account.email, account.name]),
          })}
          <small>${say('every_other_device_out')}</small>`,
      ),
    )}
    ${card(
      'email-title',
      say('address'),
      form(
        page,
        'email',
        say('mail_link_to_it'),
        html`${input({ id: 'new-email', name: 'email', label: say('new_address'), type: 'email', autocomplete: 'email' })}
          <small>${say('counts_once_opened')}</small>`,
      ),
    )}
    ${card('factor-title', say('two_step_sign_in'), factors(page, account))}
    ${card('passkeys-title', say('passkeys'), passkeys(page, account))}
    ${card('identities-title', say('other_ways'), identities(page, account))}
    ${card(
      'data-title',
      say('your_data'),
      html`<p>${say('all_data_as_file')}</p>
        ${form(page, 'download', say('download'))}`,
    )}
    ${card(
      'delete-title',
      say('delete_your_account'),
      form(
        page,
        'delete',
        say('delete_for_good'),
        html`<p>${say('gone_at_once')}</p>
          ${input({
            id: 'confirm',
            name: 'confirm',
            label: say('type_to_confirm', { email: account.email }),
            autocomplete: 'off',
          })}`,
      ),
    )}
  `
}

const factors = (page: OwnPage, { factor }: OwnAccount): Html => {
  const { say } = page.look
  return factor.isOn
    ? html`<p>${say('factor_is_on', { count: factor.codesLeft })}</p>
        ${form(page, 'backup_codes', say('new_backup_codes'))}
        ${form(page, 'factor_off', say('switch_off'), code(page, 'off-code'))}`
    : html`<p>${say('factor_is_off')}</p>
        ${form(page, 'factor_begin', say('set_up'))}`
}

const row = (words: Html, act: Html | false): Html =>
  html`<li>
    <span>${words}</span>
    ${act}
  </li>`

/** One is made by the browser: without JavaScript, or a browser that knows none, there is nothing to press. */
const passkeys = (page: OwnPage, { passkeys: held, newPasskey }: OwnAccount): Html => {
  const { say } = page.look
  return html`
    ${
      held.length === 0
        ? html`<p>${say('no_passkeys')}</p>`
        : html`<ul class="rows">
            ${held.map(({ id, name }) =>
              row(
                html`<bdi>${name}</bdi>`,
                form(page, 'remove_passkey', say('remove_named', { name }), false, { id }, false),
              ),
            )}
          </ul>`
    }
    ${
      newPasskey === null
        ? html`<p>${say('confirm_address_first')}</p>`
        : html`<div hidden data-new-passkey="${newPasskey}">
            ${form(
              page,
              'add_passkey',
              say('add_passkey'),
              input({
                id: 'passkey-name',
                name: 'name',
                label: say('name_of_passkey'),
                autocomplete: 'off',
                value: say('passkey').plain,
              }),
              { credential: '' },
            )}
            <p class="news problem" role="alert" hidden>${say('no_passkey_made')}</p>
          </div>`
    }
  `
}

const identities = (page: OwnPage, { identities: held, providers }: OwnAccount): Html => {
  const { say } = page.look
  return html`
    ${
      held.length > 0 &&
      html`<ul class="rows">
        ${held.map(({ id, title, email }) =>
          row(
            html`<bdi>${title}</bdi>${email && html`, <bdi>${email}</bdi>`}`,
            form(page, 'unlink', say('unlink', { provider: title }), false, { id }, false),
          ),
        )}
      </ul>`
    }
    ${providers.map(({ name, title }) =>
      form(page, 'link', say('link', { provider: title }), false, { provider: name }, false),
    )}
  `
}

const sessions = (page: OwnPage, account: OwnAccount): Html => {
  const { say } = page.look
  return html`
    <ul class="rows">
      ${account.sessions.map(({ id, device, place, since, isCurrent }) =>
        row(
          html`${strong(device)}${isCurrent && html` ${say('this_one')}`}<br />${say('place_since', { place, time: since })}`,
          !isCurrent && form(page, 'end_session', say('sign_out_device', { device }), false, { id }, false),
        ),
      )}
    </ul>
    ${account.isFresh && account.sessions.length > 1 && form(page, 'end_others', say('sign_out_elsewhere'))}
  `
}

const devices = (page: OwnPage, account: OwnAccount): Html => {
  const { say } = page.look
  return html`
    <p>${say('not_asked_for_code')}</p>
    <ul class="rows">
      ${account.devices.map(({ id, device, until }) =>
        row(
          html`${strong(device)}<br />${say('until', { time: until })}`,
          form(page, 'forget_device', say('ask_again', { device }), false, { id }, false),
        ),
      )}
    </ul>
  `
}

/** Waits for the first code of a new authenticator app. */
export const ownFactorPage = (page: OwnPage, setup: ShownSecret): string => {
  const { say } = page.look
  return whole(
    page,
    say('two_step_sign_in'),
    card(
      'set-up',
      say('scan_this'),
      html`${shownSecret(page.look, setup)} ${form(page, 'factor_on', say('switch_on'), code(page, 'first-code'))}
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
