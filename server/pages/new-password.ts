// Asks for a new password, for a person who followed a link.
import { type PasswordRules, passwordRules } from './hosted-frame.ts'
import { type Html, type Phrase, html } from './html.ts'
import { type Look, layout } from './layout.ts'

export interface NewPassword {
  readonly look: Look
  /** Where the form is sent. */
  readonly url: string
  readonly token: string
  /** Whose password it is; password managers keep both together. */
  readonly email: string
  /** Whose it is, by name: not to be in the password. */
  readonly name: string
  readonly rules: PasswordRules
  /** What the page says, where it is not about a reset. */
  readonly words?: Words
  /** Another button beneath, for who asked for none of it. */
  readonly otherwise?: { readonly url: string; readonly label: Phrase }
  /** What was wrong with the one before. */
  readonly problem?: Html | undefined
}

interface Words {
  readonly title: Phrase
  readonly text: Phrase
  readonly label: Phrase
  /** Of the password itself. */
  readonly field?: Phrase
}

const resetWords = ({ say }: Look): Words => ({
  title: say('choose_new_password'),
  text: say('all_devices_signed_out'),
  label: say('change_password'),
})

/** Of who has none yet: whoever was invited, or has signed in without one. */
export const firstPasswordWords = (
  { say }: Look,
  { minLength }: PasswordRules,
  { isNew }: { readonly isNew: boolean },
): Words => ({
  title: say('choose_password'),
  text: say(isNew ? 'you_sign_in_with_it' : 'all_devices_signed_out'),
  label: say('set_a_password'),
  field: say('password_of', { count: minLength }),
})

export const newPasswordPage = ({
  look,
  url,
  token,
  email,
  name,
  rules,
  words = resetWords(look),
  otherwise,
  problem,
}: NewPassword): string =>
  layout({
    title: words.title,
    look,
    styles: ['message.css', 'hosted.css'],
    scripts: ['hosted.js'],
    body: html`
      <section class="card hosted" aria-labelledby="title">
        <h1 id="title">${words.title}</h1>
        <p>${look.say('password_for', { email })} ${words.text}</p>
        <form method="post" action="${url}">
          <input type="hidden" name="token" value="${token}" />
          <input
            class="unseen"
            type="text"
            name=""
            value="${email}"
            autocomplete="username"
            readonly
            tabindex="-1"
            aria-hidden="true"
          />
          <label class="field">
            <span>${words.field ?? look.say('new_password_of', { count: rules.minLength })}</span>
            <input
              type="password"
              name="password"
              autocomplete="new-password"
              minlength="${rules.minLength}"
              maxlength="128"
              required
              data-rules="password-rules"
              aria-describedby="${problem ? 'password-rules problem' : 'password-rules'}"
              ${problem && html`aria-invalid="true"`}
            />
          </label>
          ${passwordRules(look, rules, [look.brand?.name, email, name])}
          ${problem && html`<p class="problem" id="problem" role="alert">${problem}</p>`}
          <button class="button button-strong button-wide">${words.label}</button>
        </form>
        ${
          otherwise &&
          html`<form method="post" action="${otherwise.url}">
            <input type="hidden" name="token" value="${token}" />
            <button class="button button-wide">${otherwise.label}</button>
          </form>`
        }
      </section>
    `,
  })
