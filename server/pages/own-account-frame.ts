// What the pages of one's own account are made of. Plain forms: all of it works without JavaScript.
import { type Html, type Phrase, html } from './html.ts'
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
  /** Characters, where it takes no address and no password. */
  readonly longest?: number
  /** What says so. */
  readonly optional?: Html
  /** Ticked off beneath it. */
  readonly rules?: Html
}

export const input = ({
  id,
  name,
  label,
  autocomplete,
  type = 'text',
  value = '',
  longest = type === 'password' ? 128 : 254,
  optional,
  rules,
}: Input): Html => html`
  <div class="field">
    <label for="${id}">${label}${optional && html` <span class="optional">${optional}</span>`}</label>
    <input
      id="${id}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      maxlength="${longest}"
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

/** The same with one button. */
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

/** One thing that may be done. */
export const card = (id: string, title: Html, body: Html): Html =>
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

/** With blanks and dashes between. */
const longestCode = 40

export const code = ({ look: { say } }: OwnPage, id: string, isOptional = false): Html =>
  input({
    id,
    name: 'code',
    label: say('authenticator_code'),
    autocomplete: 'one-time-code',
    longest: longestCode,
    ...(isOptional && { optional: say('optional') }),
  })

export const backupCode = ({ look: { say } }: OwnPage, id: string): Html =>
  input({ id, name: 'code', label: say('backup_code'), autocomplete: 'one-time-code', longest: longestCode })

/** What an authenticator app or a passkey is to be called. */
export const name = (id: string, label: Html, value: string): Html =>
  input({ id, name: 'name', label, autocomplete: 'off', longest: 100, value })

export const password = ({ look: { say } }: OwnPage, id: string): Html =>
  input({ id, name: 'password', label: say('password'), type: 'password', autocomplete: 'current-password' })
