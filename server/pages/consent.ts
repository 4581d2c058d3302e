// Whether an app may have what it asks for, and as whom somebody goes on. Plain forms with a button for each answer.
import { type Hosted, goesOn, hostedForm, hostedPage } from './hosted-frame.ts'
import { type Html, type Phrase, html, strong } from './html.ts'
import type { Look } from './layout.ts'

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
  readonly label: 'privacy_policy' | 'terms_of_use'
  readonly url: string
}

/** In a window of their own, so that the question stays; and it is said whose pages they are. */
export const linksOfApp = ({ say }: Look, links: readonly AppLink[]): Html | false =>
  links.length > 0 &&
  html`<p class="links">
    ${links.map(
      ({ label, url }) =>
        html`<a href="${url}" target="_blank" rel="noopener noreferrer nofollow"
          >${say(label)} <bdi>(${new URL(url).host})</bdi></a
        > `,
    )}
  </p>`

/** What is asked for, each on a line of its own. */
export const wishList = (wishes: readonly Phrase[]): Html | false =>
  wishes.length > 0 &&
  html`<ul class="wishes">
    ${wishes.map((wish) => html`<li>${wish}</li>`)}
  </ul>`

/** A button for each answer. */
export const answers = ({ say }: Look): Html => html`
  <button class="button button-strong button-wide" name="answer" value="allow">${say('allow')}</button>
  <button class="button button-wide" name="answer" value="deny">${say('do_not_allow')}</button>
`

export const consentPage = (
  hosted: Hosted,
  about: About & {
    /** What is asked for, in words. */
    readonly wishes: readonly Phrase[]
    /** The name that it has given itself, where nobody vouches for it and it is known by its host. */
    readonly callsItself: string | null
    readonly links: readonly AppLink[]
  },
): string => {
  const { say } = hosted.look
  const asks = { email: strong(about.email), app: strong(about.app), destination: strong(hosted.destination) }
  return hostedPage(
    hosted,
    say('let_app_in', { app: about.app }),
    about.callsItself === null
      ? say('app_asks_to', asks)
      : say('app_of_host_asks_to', { ...asks, name: about.callsItself }),
    html`
      ${wishList(about.wishes)} ${hostedForm(hosted, about.url, answers(hosted.look), { page_token: about.pageToken })}
      ${linksOfApp(hosted.look, about.links)}
    `,
  )
}

export const accountChooser = (hosted: Hosted, about: About): string => {
  const { say } = hosted.look
  return hostedPage(
    hosted,
    say('sign_in_to', { app: about.app }),
    goesOn(hosted),
    html`
      ${hostedForm(
        hosted,
        about.url,
        html`<button class="button button-strong button-wide" name="answer" value="continue">
            ${say('continue_as', { email: about.email })}
          </button>
          <p class="links">
            <button class="quiet" name="answer" value="other">${say('use_another_account')}</button>
          </p>`,
        { page_token: about.pageToken },
      )}
    `,
  )
}
