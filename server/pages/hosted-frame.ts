// What the steps of the sign-in page share: the card, the form, the fields.
import { type Html, type Phrase, html, strong } from './html.ts'
import { type Look, layout } from './layout.ts'

export interface PasswordRules {
  readonly minLength: number
  readonly number: boolean
  readonly lowercase: boolean
  readonly uppercase: boolean
  readonly special: boolean
}

/** What every step knows. */
export interface Hosted {
  readonly look: Look
  readonly token: string
  /** Where the person goes on to. */
  readonly destination: Phrase
  /** What was wrong with the last try. */
  readonly problem?: Html | undefined
  /** Good news. */
  readonly note?: Html | undefined
}

/** What to say before the form: what is wrong, or what went well. */
const news = ({ problem, note }: Hosted): Html => html`
  ${problem && html`<p class="news problem" id="problem" role="alert">${problem}</p>`}
  ${note && html`<p class="news" role="status">${note}</p>`}
`

export const hostedPage = (hosted: Hosted, title: Phrase, about: Html, body: Html): string =>
  layout({
    title,
    look: hosted.look,
    styles: ['message.css', 'hosted.css'],
    scripts: ['hosted.js'],
    body: html`
      <section class="card hosted" aria-labelledby="title">
        <h1 id="title">${title}</h1>
        <p class="about">${about}</p>
        ${news(hosted)} ${body}
      </section>
    `,
  })

export const goesOn = ({ look, destination }: Hosted): Html =>
  look.say('goes_on_to', { destination: strong(destination) })

/** A form of the page. `fields` travel unseen. */
export const hostedForm = (
  { token }: Pick<Hosted, 'token'>,
  url: string,
  content: Html,
  fields: Readonly<Record<string, string>> = {},
): Html => html`
  <form method="post" action="${url}">
    ${Object.entries({ form_token: token, ...fields }).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    ${content}
  </form>
`

interface Field {
  readonly name: string
  readonly label: Html
  readonly type?: string
  readonly autocomplete: string
  readonly value?: string | undefined
  readonly hint?: Html
  readonly maxlength?: number
  readonly optional?: boolean
  readonly isCode?: boolean
}

export const field = (hosted: Hosted, about: Field): Html => {
  const { name, label, type = 'text', autocomplete, value = '', hint, maxlength = 254, optional, isCode } = about
  const described = [hint && `${name}-hint`, hosted.problem && 'problem'].filter(Boolean).join(' ')
  return html`
    <div class="field">
      <label for="${name}"
        >${label}${optional && html` <span class="optional">${hosted.look.say('optional')}</span>`}</label
      >
      <input
        id="${name}"
        name="${name}"
        type="${type}"
        autocomplete="${autocomplete}"
        maxlength="${maxlength}"
        value="${value}"
        ${!optional && html`required`}
        ${described && html`aria-describedby="${described}"`}
        ${isCode && html`class="code-input" inputmode="numeric" pattern="[\\s\\-]*([0-9][\\s\\-]*){6}"`}
      />
      ${hint && html`<small id="${name}-hint">${hint}</small>`}
    </div>
  `
}

/** What a new password has to be: a script ticks it off while the person types. `words` are what it may not be made of. */
export const passwordRules = ({ say }: Look, rules: PasswordRules, words: readonly (string | undefined)[]): Html => {
  const said: readonly (readonly [string, Html, boolean])[] = [
    ['length', say('rule_length', { count: rules.minLength }), true],
    ['number', say('rule_number'), rules.number],
    ['lower', say('rule_lowercase'), rules.lowercase],
    ['upper', say('rule_uppercase'), rules.uppercase],
    ['special', say('rule_special'), rules.special],
    ['strength', say('rule_strength'), true],
  ]
  return html`
    <ul class="rules" id="password-rules" data-words="${words.filter((word) => word !== undefined).join('\n')}">
      ${said
        .filter(([, , asked]) => asked)
        .map(
          ([rule, text]) =>
            html`<li data-rule="${rule}" data-least="${rules.minLength}">
              ${text}<span class="unseen" data-met hidden>${say('rule_met')}</span>
            </li>`,
        )}
    </ul>
  `
}

/** A new password, with its rules. */
export const newPassword = (hosted: Hosted, rules: PasswordRules, label: Html): Html => {
  const described = hosted.problem ? 'password-rules problem' : 'password-rules'
  return html`
    <div class="field">
      <label for="password">${label}</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="new-password"
        minlength="${rules.minLength}"
        maxlength="128"
        required
        aria-describedby="${described}"
        data-rules="password-rules"
      />
      ${passwordRules(hosted.look, rules, [hosted.look.brand?.name])}
    </div>
  `
}
