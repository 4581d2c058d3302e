// Where a sign-in ends in the sandbox, before there is an app to end it in.
import { codeBlock } from './code-block.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'

export interface Callback {
  /** What came with the redirect, by its name. */
  readonly received: Readonly<Record<string, string>>
  readonly publicUrl: string
}

/** Whoever follows a link made by somebody else copies nothing into a shell but a code. */
const isPlain = (text: string | undefined): text is string => text !== undefined && /^[A-Za-z0-9._~-]+$/.test(text)

const commandFor = ({ received, publicUrl }: Callback): string | false =>
  isPlain(received.insforge_code)
    ? `curl -sS ${publicUrl}/api/auth/oauth/exchange \\
  -H 'content-type: application/json' \\
  -d '{"code":"${received.insforge_code}","code_verifier":"YOUR_VERIFIER"}'`
    : isPlain(received.code) &&
      `curl -sS ${publicUrl}/oauth2/token \\
  -d grant_type=authorization_code -d client_id=YOUR_CLIENT \\
  -d redirect_uri=${publicUrl}/callback \\
  -d code=${received.code} \\
  -d code_verifier=YOUR_VERIFIER`

export const callbackPage = (callback: Callback): string => {
  const entries = Object.entries(callback.received)
  const command = commandFor(callback)
  const isRefused = callback.received.error !== undefined
  return layout({
    title: isRefused ? 'The sign-in ended with a refusal' : 'The sign-in ended here',
    nav: 'home',
    styles: ['landing.css'],
    scripts: ['app.js'],
    body: html`
      <h1>${isRefused ? 'The sign-in ended with a refusal' : 'The sign-in ended here'}</h1>
      <p>
        ${
          entries.length > 0
            ? 'This page stands in for your app: it shows what the redirect brought.'
            : 'This page stands in for your app at the end of a sign-in. Nothing came with this request: begin a sign-in with this address as its redirect URI.'
        }
      </p>
      ${
        entries.length > 0 &&
        html`<dl class="facts">
          ${entries.map(
            ([name, value]) =>
              html`<dt>${name}</dt>
                <dd><code>${value}</code></dd>`,
          )}
        </dl>`
      }
      ${
        command &&
        html`<h2>Exchange the code</h2>
          <p>Within a minute, and once, with the verifier of your code challenge.</p>
          ${codeBlock('Exchange the code', command)}`
      }
      <p><a href="/">Back to the sandbox</a></p>
    `,
  })
}
