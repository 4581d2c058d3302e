// The page of one's own account. Plain forms: all of it works without JavaScript.
import { type PasswordRules, passwordRules } from './hosted-frame.ts'
import { passkeyStep } from './hosted-second-factor.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { type Look, layout } from './layout.ts'

export const ownPageUrl = '/oauth2/account'

export interface Page {
  readonly look: Look
  readonly token: string
  readonly problem?: string | undefined
  readonly note?: string | undefined
}

interface Input {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly autocomplete: string
  readonly type?: string
  readonly value?: string
  readonly optional?: boolean
  /** Ticked off beneath it. */
  readonly rules?: Html
}

const input = ({
  id,
  name,
  label,
  autocomplete,
  type = 'text',
  value = '',
  optional = false,
  rules,
}: Input): Html => html`
  <div class="field">
    <label for="${id}">${label}${optional && html` <span class="optional">(optional)</span>`}</label>
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
export const sentAs = (page: Page, action: string, content: Html, fields = {}) =>
  html`<form method="post" action="${ownPageUrl}">
    ${Object.entries({ form_token: page.token, action, ...fields }).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${String(value)}" />`,
    )}
    ${content}
  </form>`

export const form = (
  page: Page,
  action: string,
  label: string,
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

const news = ({ problem, note }: Page): Html => html`
  ${problem && html`<p class="news problem" role="alert">${problem}</p>`}
  ${note && html`<p class="news" role="status">${note}</p>`}
`

const card = (id: string, title: string, body: Html): Html =>
  html`<section class="card hosted" aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${body}
  </section>`

export const whole = (page: Page, title: string, body: Html): string =>
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

export const code = (id: string, optional = false): Html =>
  input({ id, name: 'code', label: 'Code of your authenticator app', autocomplete: 'one-time-code', optional })

export const backupCode = (id: string): Html =>
  input({ id, name: 'code', label: 'Backup code', autocomplete: 'one-time-code' })

const password = (id: string): Html =>
  input({ id, name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' })

export const ownSignInPage = (page: Page, about: { readonly email: string; readonly clientId: string }): string =>
  whole(
    page,
    'Your account',
    card(
      'sign-in',
      'Sign in',
      form(
        page,
        'sign_in',
        'Sign in',
        html`${input({
          id: 'email',
          name: 'email',
          label: 'Email',
          type: 'email',
          autocomplete: 'username',
          value: about.email,
        })}
        ${password('password')} ${code('code', true)}`,
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
  readonly devices: readonly { readonly id: string; readonly device: string; readonly until: string }[]
  readonly sessions: readonly {
    readonly id: string
    readonly device: string
    readonly place: string
    readonly since: string
    readonly isCurrent: boolean
  }[]
  /** What an authenticator is asked with for one more, as JSON; null where none may be added now. */
  readonly newPasskey: string | null
  readonly passkeys: readonly { readonly id: string; readonly name: string }[]
  readonly identities: readonly { readonly id: string; readonly title: string; readonly email: string | null }[]
  readonly providers: readonly { readonly name: string; readonly title: string }[]
}

export const ownAccountPage = (page: Page, account: OwnAccount): string =>
  whole(
    page,
    'Your account',
    html`
      <p class="about">You are signed in as <strong>${account.email}</strong>.</p>
      ${form(page, 'sign_out', 'Sign out', false, {}, false)}
      ${account.isFresh ? changes(page, account) : card('prove', 'Is it you?', prove(page, account))}
      ${card('sessions', 'Where you are signed in', sessions(page, account))}
      ${account.devices.length > 0 && card('devices', 'Remembered browsers', devices(page, account))}
    `,
  )

/** A session that was left open somewhere must not change how its owner signs in. */
const prove = (page: Page, { proof }: OwnAccount): Html => {
  const typed = proof.code !== null || proof.password
  if (!typed && proof.passkey === null) {
    return html`<p>
      You signed in a while ago. To change anything, sign in again in the app that you came from, and open this page
      from there.
    </p>`
  }
  return html`<p>You signed in a while ago. To change anything, show once more that it is you.</p>
    ${typed && form(page, 'prove', 'Continue', proof.code === null ? password('prove-password') : codeOf(proof.code))}
    ${proof.passkey !== null && sentAs(page, 'prove', passkeyStep(proof.passkey))}`
}

const codeOf = (kind: 'totp' | 'backup_code'): Html => (kind === 'totp' ? code('prove-code') : backupCode('prove-code'))

const changes = (page: Page, account: OwnAccount): Html => html`
  ${card(
    'password-title',
    'Password',
    form(
      page,
      'password',
      account.hasPassword ? 'Change password' : 'Set a password',
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
          label: 'New password',
          type: 'password',
          autocomplete: 'new-password',
          rules: passwordRules(account.rules, [page.look.brand.name, account.email, account.name]),
        })}
        <small>Every other device is signed out.</small>`,
    ),
  )}
  ${card(
    'email-title',
    'Address',
    form(
      page,
      'email',
      'Mail a link to it',
      html`${input({ id: 'new-email', name: 'email', label: 'New address', type: 'email', autocomplete: 'email' })}
        <small>It counts once you open the link. Stay signed in here until then.</small>`,
    ),
  )}
  ${card('factor-title', 'Two-step sign-in', factors(page, account))}
  ${card('passkeys-title', 'Passkeys', passkeys(page, account))}
  ${card('identities-title', 'Other ways to sign in', identities(page, account))}
  ${card(
    'data-title',
    'Your data',
    html`<p>All that is kept about you, as a file.</p>
      ${form(page, 'download', 'Download')}`,
  )}
  ${card(
    'delete-title',
    'Delete your account',
    form(
      page,
      'delete',
      'Delete for good',
      html`<p>All of it is gone at once, and nobody can bring it back.</p>
        ${input({ id: 'confirm', name: 'confirm', label: `Type ${account.email} to confirm`, autocomplete: 'off' })}`,
    ),
  )}
`

const factors = (page: Page, { factor }: OwnAccount): Html =>
  factor.isOn
    ? html`<p>On. ${factor.codesLeft} backup codes are left.</p>
        ${form(page, 'backup_codes', 'New backup codes')} ${form(page, 'factor_off', 'Switch off', code('off-code'))}`
    : html`<p>Off. An authenticator app asks for a code after your password.</p>
        ${form(page, 'factor_begin', 'Set up')}`

const row = (words: Html, act: Html | false): Html =>
  html`<li>
    <span>${words}</span>
    ${act}
  </li>`

/** One is made by the browser: without JavaScript, or a browser that knows none, there is nothing to press. */
const passkeys = (page: Page, { passkeys: held, newPasskey }: OwnAccount): Html => html`
  ${
    held.length === 0
      ? html`<p>None yet. A passkey signs you in with a finger, a face or a PIN, and nothing typed.</p>`
      : html`<ul class="rows">
          ${held.map(({ id, name }) =>
            row(html`${name}`, form(page, 'remove_passkey', `Remove ${name}`, false, { id }, false)),
          )}
        </ul>`
  }
  ${
    newPasskey === null
      ? html`<p>Confirm your address before you add one.</p>`
      : html`<div hidden data-new-passkey="${newPasskey}">
          ${form(
            page,
            'add_passkey',
            'Add a passkey',
            input({
              id: 'passkey-name',
              name: 'name',
              label: 'Name, to tell it from others',
              autocomplete: 'off',
              value: 'Passkey',
            }),
            { credential: '' },
          )}
          <p class="news problem" role="alert" hidden>No passkey was made. Try again, or use another device.</p>
        </div>`
  }
`

const identities = (page: Page, { identities: held, providers }: OwnAccount): Html => html`
  ${
    held.length > 0 &&
    html`<ul class="rows">
      ${held.map(({ id, title, email }) =>
        row(html`${title}${email && html`, ${email}`}`, form(page, 'unlink', `Unlink ${title}`, false, { id }, false)),
      )}
    </ul>`
  }
  ${providers.map(({ name, title }) => form(page, 'link', `Link ${title}`, false, { provider: name }, false))}
`

const sessions = (page: Page, account: OwnAccount): Html => html`
  <ul class="rows">
    ${account.sessions.map(({ id, device, place, since, isCurrent }) =>
      row(
        html`<strong>${device}</strong>${isCurrent && ' (this one)'}<br />${place}, since ${since}`,
        !isCurrent && form(page, 'end_session', `Sign out ${device}`, false, { id }, false),
      ),
    )}
  </ul>
  ${account.isFresh && account.sessions.length > 1 && form(page, 'end_others', 'Sign out everywhere else')}
`

const devices = (page: Page, account: OwnAccount): Html => html`
  <p>They are not asked for a code of your authenticator app.</p>
  <ul class="rows">
    ${account.devices.map(({ id, device, until }) =>
      row(
        html`<strong>${device}</strong><br />until ${until}`,
        form(page, 'forget_device', `Ask ${device} again`, false, { id }, false),
      ),
    )}
  </ul>
`

/** Waits for the first code of a new authenticator app. */
export const ownFactorPage = (page: Page, setup: { readonly secret: string; readonly qr: string }): string =>
  whole(
    page,
    'Two-step sign-in',
    card(
      'set-up',
      'Scan this with your authenticator app',
      html`<p><img src="${setup.qr}" alt="The secret as a picture" width="200" height="200" /></p>
        <p>Or type it there: <code>${setup.secret}</code></p>
        ${form(page, 'factor_on', 'Switch on', code('first-code'))}
        <p class="links"><a href="${ownPageUrl}">Not now</a></p>`,
    ),
  )

/** Shown this once. */
export const ownBackupCodesPage = (page: Page, codes: readonly string[]): string =>
  whole(
    page,
    'Your backup codes',
    card(
      'codes',
      'Keep them where you find them without your phone',
      html`<ul class="rows">
          ${codes.map((one) => html`<li><code>${one}</code></li>`)}
        </ul>
        <p>Each works once, in place of a code of the app. They are not shown again.</p>
        <p class="links"><a href="${ownPageUrl}">Done</a></p>`,
    ),
  )
