// Where the sandbox stands in for a provider: be anybody, with or without an address.
import { html } from './html.ts'
import { layout } from './layout.ts'
import { seal } from './mark.ts'

export interface StandInForm {
  /** Where the form goes, with its query. */
  readonly action: string
  /** The provider, as people know it. */
  readonly title: string
  readonly vouchesForEmail: boolean
  /** The address to begin with. */
  readonly email: string
}

export const standInPage = ({ action, title, vouchesForEmail, email }: StandInForm): string =>
  layout({
    title: `Sign in with ${title}`,
    styles: ['message.css', 'stand-in.css'],
    body: html`
      <section class="card card-neutral" aria-labelledby="title">
        ${seal('waiting')}
        <h1 id="title">Stand-in for ${title}</h1>
        <p>
          This sandbox has no credentials for ${title}, so here you may be anybody. Your app gets the answer that
          ${title} would give.
        </p>
        <form class="stand-in" method="post" action="${action}">
          <div class="field">
            <label for="email">Email</label>
            <input
              id="email"
              name="email"
              type="email"
              value="${email || 'ada@example.test'}"
              maxlength="254"
              autocomplete="off"
              aria-describedby="email-hint"
            />
            <small id="email-hint">Leave it empty for a person without an address.</small>
          </div>
          <div class="field">
            <label for="name">Name</label>
            <input id="name" name="name" value="Ada Lovelace" maxlength="100" autocomplete="off" />
          </div>
          ${
            vouchesForEmail
              ? html`<label class="choice">
                  <input type="checkbox" name="verified" value="yes" checked />
                  <span>${title} says that the address is verified</span>
                </label>`
              : html`<p>${title} never says whether an address is verified.</p>`
          }
          <details>
            <summary>Come back with another address</summary>
            <div class="field">
              <label for="account">Account number</label>
              <input
                id="account"
                name="account"
                maxlength="100"
                pattern="[A-Za-z0-9._\\-]+"
                autocomplete="off"
                aria-describedby="account-hint"
              />
              <small id="account-hint">
                ${title} knows people by this, not by their address. Empty: it is made from the address.
              </small>
            </div>
          </details>
          <button class="button button-strong button-wide" name="decision" value="continue">Continue</button>
          <button class="button button-wide" name="decision" value="cancel" formnovalidate>
            Cancel, as if ${title} said no
          </button>
        </form>
      </section>
    `,
  })
