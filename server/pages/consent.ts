// Whether an app may have what it asks for, and as whom somebody goes on. Plain forms with a button for each answer.
import { type Hosted, hostedForm, hostedPage } from './hosted-frame.ts'
import { type Html, html } from './html.ts'

interface About {
  /** Where the answer is sent. */
  readonly url: string
  readonly app: string
  readonly email: string
  /** Proves which page was answered. */
  readonly pageToken: string
}

/** A page of the app's makers, which they say is there. */
export interface AppLink {
  readonly label: string
  readonly url: string
}

/** In a window of their own, so that the question stays; and it is said whose pages they are. */
export const linksOfApp = (links: readonly AppLink[]): Html | false =>
  links.length > 0 &&
  html`<p class="links">
    ${links.map(
      ({ label, url }) =>
        html`<a href="${url}" target="_blank" rel="noopener noreferrer nofollow">${label} (${new URL(url).host})</a> `,
    )}
  </p>`

const answers = (yes: string, no: string): Html => html`
  <button class="button button-strong button-wide" name="answer" value="allow">${yes}</button>
  <button class="button button-wide" name="answer" value="deny">${no}</button>
`

export const consentPage = (
  hosted: Hosted,
  about: About & {
    /** What is asked for, in words. */
    readonly wishes: readonly string[]
    /** The name that it has given itself, where nobody vouches for it and it is known by its host. */
    readonly callsItself: string | null
    readonly links: readonly AppLink[]
  },
): string =>
  hostedPage(
    hosted,
    `Let ${about.app} in?`,
    about.callsItself === null
      ? html`You are signed in as <strong>${about.email}</strong>. The app <strong>${about.app}</strong> at
          <strong>${hosted.destination}</strong> asks to:`
      : html`You are signed in as <strong>${about.email}</strong>. An app of <strong>${about.app}</strong>, which calls
          itself “${about.callsItself}” and takes you to <strong>${hosted.destination}</strong>, asks to:`,
    html`
      <ul class="wishes">
        ${about.wishes.map((wish) => html`<li>${wish}</li>`)}
      </ul>
      ${hostedForm(hosted, about.url, answers('Allow', 'Do not allow'), { page_token: about.pageToken })}
      ${linksOfApp(about.links)}
    `,
  )

export const accountChooser = (hosted: Hosted, about: About): string =>
  hostedPage(
    hosted,
    `Sign in to ${about.app}`,
    html`You go on to <strong>${hosted.destination}</strong>.`,
    html`
      ${hostedForm(
        hosted,
        about.url,
        html`<button class="button button-strong button-wide" name="answer" value="continue">
            Continue as ${about.email}
          </button>
          <p class="links"><button class="quiet" name="answer" value="other">Use another account</button></p>`,
        { page_token: about.pageToken },
      )}
    `,
  )
