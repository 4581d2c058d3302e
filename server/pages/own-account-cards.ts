// What stands on the page of one's own account: a card for each thing.
import { type PasswordRules, passwordRules } from './hosted-frame.ts'
import { type Html, type Phrase, html, strong } from './html.ts'
import { type OwnPage, card, form, input, name as nameField } from './own-account-frame.ts'

/** An authenticator app, or a passkey. */
interface Named {
  readonly id: string
  readonly name: string
}

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
  readonly factor: { readonly codesLeft: number; readonly apps: readonly Named[] }
  /** Not asked for the second factor, until then. */
  readonly devices: readonly { readonly id: string; readonly device: Phrase; readonly until: string }[]
  readonly sessions: readonly {
    readonly id: string
    readonly device: Phrase
    readonly place: Phrase
    readonly since: string
    readonly isCurrent: boolean
  }[]
  /** Where they are a member, as what. */
  readonly places: readonly {
    readonly organizationId: string
    readonly name: string | null
    readonly role: 'owner' | 'member' | 'viewer'
    /** Put there by somebody else, who was not answered yet. */
    readonly isAsked: boolean
    readonly mayLeave: boolean
  }[]
  /** That wait for an answer. */
  readonly invitations: readonly { readonly id: string; readonly name: string | null }[]
  /** What an authenticator is asked with for one more, as JSON; null where none may be added now. */
  readonly newPasskey: string | null
  readonly passkeys: readonly Named[]
  readonly identities: readonly { readonly id: string; readonly title: string; readonly email: string | null }[]
  readonly providers: readonly { readonly name: string; readonly title: string }[]
}

/** Whatever changes how somebody signs in, gives their data away or deletes them. */
export const changes = (page: OwnPage, account: OwnAccount): Html => {
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
            label: say(account.hasPassword ? 'new_password' : 'password'),
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

/** Backup codes stand for passkeys, too. */
const factors = (page: OwnPage, { factor, passkeys: held }: OwnAccount): Html => {
  const { say } = page.look
  return factor.apps.length > 0
    ? html`<p>${say('factor_is_on', { count: factor.codesLeft })}</p>
        ${named(page, factor.apps, { rename: 'rename_app', remove: 'factor_off', removing: () => say('switch_off') })}
        ${form(page, 'backup_codes', say('new_backup_codes'))}`
    : html`<p>${say('factor_is_off')}</p>
        ${form(page, 'factor_begin', say('set_up'))}
        ${held.length > 0 && form(page, 'backup_codes', say('new_backup_codes'))}`
}

export const row = (words: Html, act: Html | false): Html =>
  html`<li>
    <span>${words}</span>
    ${act}
  </li>`

/** What has a name, and what may be done to it. */
const named = (
  page: OwnPage,
  things: readonly Named[],
  acts: { readonly rename: string; readonly remove: string; readonly removing: (thing: Named) => Html },
): Html => {
  const { say } = page.look
  return html`<ul class="rows">
    ${things.map((thing) => {
      const { id, name } = thing
      const typed = nameField(`name-${id}`, say('new_name'), name)
      return row(
        html`<bdi>${name}</bdi>`,
        html`${form(page, acts.remove, acts.removing(thing), false, { id }, false)}
          <details>
            <summary>${say('rename_named', { name })}</summary>
            ${form(page, acts.rename, say('save'), typed, { id })}
          </details>`,
      )
    })}
  </ul>`
}

/** One is made by the browser: without JavaScript, or a browser that knows none, there is nothing to press. */
const passkeys = (page: OwnPage, { passkeys: held, newPasskey }: OwnAccount): Html => {
  const { say } = page.look
  return html`
    ${
      held.length === 0
        ? html`<p>${say('no_passkeys')}</p>`
        : named(page, held, {
            rename: 'rename_passkey',
            remove: 'remove_passkey',
            removing: ({ name }) => say('remove_named', { name }),
          })
    }
    ${
      newPasskey === null
        ? html`<p>${say('confirm_address_first')}</p>`
        : html`<div hidden data-new-passkey="${newPasskey}">
            ${form(
              page,
              'add_passkey',
              say('add_passkey'),
              nameField('passkey-name', say('name_of_passkey'), say('passkey').plain),
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

export const sessions = (page: OwnPage, account: OwnAccount): Html => {
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

export const devices = (page: OwnPage, account: OwnAccount): Html => {
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
