// A device is let in: the code that it shows, who lets it in, and the question. Plain forms.
import { type AppLink, linksOfApp } from './consent.ts'
import { type Hosted, field, hostedForm, hostedPage } from './hosted-frame.ts'
import { type Html, html } from './html.ts'

const path = '/oauth2/device'

const button = (label: string): Html => html`<button class="button button-strong button-wide">${label}</button>`

export const deviceCodePage = (hosted: Hosted, about: { readonly userCode: string }): string =>
  hostedPage(
    hosted,
    'Connect a device',
    html`Type the code that your device shows.`,
    hostedForm(
      hosted,
      path,
      html`
        ${field(hosted, {
          name: 'user_code',
          label: 'Code',
          autocomplete: 'off',
          maxlength: 20,
          value: about.userCode,
          hint: 'Eight letters, good for ten minutes.',
        })}
        ${button('Continue')}
      `,
    ),
  )

/** Somebody may have sent the person here who holds the device (RFC 8628 section 5.4): the page says what a yes would do. */
export const deviceConfirmation = (
  hosted: Hosted,
  about: {
    readonly app: string
    readonly email: string
    readonly userCode: string
    readonly pageToken: string
    readonly wishes: readonly string[]
    readonly links: readonly AppLink[]
  },
): string =>
  hostedPage(
    hosted,
    'Let this device in?',
    html`You are signed in as <strong>${about.email}</strong>. A device that shows the code
      <strong>${about.userCode}</strong> asks to use <strong>${about.app}</strong> in your
      name${about.wishes.length > 0 ? ', and to:' : '.'}`,
    html`
      ${
        about.wishes.length > 0 &&
        html`<ul class="wishes">
          ${about.wishes.map((wish) => html`<li>${wish}</li>`)}
        </ul>`
      }
      <p class="news problem">
        Allow it only if the device is in front of you and you began this there. Nobody else may ask you for a code.
      </p>
      ${hostedForm(
        hosted,
        path,
        html`
          <button class="button button-strong button-wide" name="answer" value="allow">Allow</button>
          <button class="button button-wide" name="answer" value="deny">Do not allow</button>
          <p class="links"><button class="quiet" name="answer" value="other">Use another account</button></p>
        `,
        { user_code: about.userCode, page_token: about.pageToken },
      )}
      ${linksOfApp(about.links)}
    `,
  )
