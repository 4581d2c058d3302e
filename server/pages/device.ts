// A device is let in: the code that it shows, who lets it in, and the question. Plain forms.
import { type AppLink, answers, linksOfApp, wishList } from './consent.ts'
import { type Hosted, field, hostedForm, hostedPage } from './hosted-frame.ts'
import { type Phrase, html, strong } from './html.ts'

interface Place {
  /** Where its form is sent. */
  readonly url: string
}

export const deviceCodePage = (hosted: Hosted, about: Place & { readonly userCode: string }): string => {
  const { say } = hosted.look
  return hostedPage(
    hosted,
    say('connect_device'),
    say('type_device_code'),
    hostedForm(
      hosted,
      about.url,
      html`
        ${field(hosted, {
          name: 'user_code',
          label: say('code'),
          autocomplete: 'off',
          maxlength: 20,
          value: about.userCode,
          hint: say('eight_letters'),
        })}
        <button class="button button-strong button-wide">${say('continue')}</button>
      `,
    ),
  )
}

/** Somebody may have sent the person here who holds the device (RFC 8628 section 5.4): the page says what a yes would do. */
export const deviceConfirmation = (
  hosted: Hosted,
  about: Place & {
    readonly app: string
    readonly email: string
    readonly userCode: string
    readonly pageToken: string
    readonly wishes: readonly Phrase[]
    readonly links: readonly AppLink[]
  },
): string => {
  const { say } = hosted.look
  const asks = { email: strong(about.email), code: strong(about.userCode), app: strong(about.app) }
  return hostedPage(
    hosted,
    say('let_device_in'),
    say(about.wishes.length > 0 ? 'device_asks_to' : 'device_asks', asks),
    html`
      ${wishList(about.wishes)}
      <p class="news problem">${say('only_your_device')}</p>
      ${hostedForm(
        hosted,
        about.url,
        html`
          ${answers(hosted.look)}
          <p class="links">
            <button class="quiet" name="answer" value="other">${say('use_another_account')}</button>
          </p>
        `,
        { user_code: about.userCode, page_token: about.pageToken },
      )}
      ${linksOfApp(hosted.look, about.links)}
    `,
  )
}
