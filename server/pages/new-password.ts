// Asks for a new password, for a person who followed a link.
import { type PasswordRules, passwordRules } from './hosted-frame.ts'
import { html } from './html.ts'
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
  readonly words?: { readonly title: string; readonly text: string; readonly label: string }
  /** Another button beneath, for who asked for none of it. */
  readonly otherwise?: { readonly url: string; readonly label: string }
  /** What was wrong with the one before. */
  readonly problem?: string | undefined
}

const resetWords = {
  title: 'Choose a new password',
  text: 'All devices will be signed out.',
  label: 'Change password',
}

export const newPasswordPage = ({
  look,
  url,
  token,
  email,
  name,
  rules,
  words = resetWords,
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
        <p>For ${email}. ${words.text}</p>
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
            <span>New password, at least ${rules.minLength} characters</span>
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
          ${passwordRules(rules, [look.brand.name, email, name])}
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
