// Where a sign-in ends in the sandbox, before there is an app to end it in: begins one, shows what came, and exchanges its code.
import { codeBlock } from './code-block.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'

export interface Callback {
  /** What came with the redirect, by its name. */
  readonly received: Readonly<Record<string, string>>
  readonly publicUrl: string
  /** The sandbox's own public client. */
  readonly clientId: string
}

/** Whoever follows a link made by somebody else copies nothing into a shell but a code. */
const isPlain = (text: string | undefined): text is string => text !== undefined && /^[A-Za-z0-9._~-]+$/.test(text)

const commandFor = ({ received, publicUrl, clientId }: Callback): string | false =>
  isPlain(received.insforge_code)
    ? `curl -sS ${publicUrl}/api/auth/oauth/exchange \\
  -H 'content-type: application/json' \\
  -d '{"code":"${received.insforge_code}","code_verifier":"YOUR_VERIFIER"}'`
    : isPlain(received.code) &&
      `curl -sS ${publicUrl}/oauth2/token \\
  -d grant_type=authorization_code -d client_id=${clientId} \\
  -d redirect_uri=${publicUrl}/callback \\
  -d code=${received.code} \\
  -d code_verifier=YOUR_VERIFIER`

const titleOf = ({ error, code, insforge_code }: Callback['received']): string => {
  if (error !== undefined) return 'The sign-in ended with a refusal'
  return code === undefined && insforge_code === undefined ? 'A sign-in without an app' : 'The sign-in ended here'
}

const field = (name: string, label: string, value: string): Html => html`
  <div class="field">
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" value="${value}" autocomplete="off" spellcheck="false" required />
  </div>
`

/** The verifier is filled in where this browser began the sign-in here; an app that began it has its own. */
const exchange = ({ received, clientId }: Callback): Html => html`
  <form
    class="stack"
    data-exchange
    data-code="${received.insforge_code ?? received.code ?? ''}"
    data-kind="${received.insforge_code === undefined ? 'oauth' : 'project'}"
    hidden
  >
    <p data-known hidden>This page began the sign-in, and has kept the verifier.</p>
    <p data-unknown>
      An app began this sign-in, and it alone has the verifier of its challenge: paste it here, or exchange the code
      there. A sign-in that <a href="/callback">begins here</a> needs neither.
    </p>
    ${received.insforge_code === undefined && field('client_id', 'Client', clientId)}
    ${field('code_verifier', 'Verifier', '')}
    <p class="row"><button class="button button-strong">Exchange the code</button></p>
    <p class="status" role="status" data-status></p>
  </form>
  <div data-answer hidden>${codeBlock('The answer', '')}</div>
`

/** Nothing came: what could come, by a button for each surface that has a page of its own. */
const begin = ({ publicUrl, clientId }: Callback): Html => html`
  <form class="controls" data-begin data-client="${clientId}" data-url="${publicUrl}" hidden>
    <p>Begins a sign-in with a new verifier (PKCE), which stays in this tab, and comes back here with its code.</p>
    <p class="row">
      <button class="button button-strong" name="kind" value="oauth">Sign in by OpenID Connect</button>
      <button class="button" name="kind" value="project">Sign in by the project’s page</button>
    </p>
    <p class="status" role="status" data-status></p>
  </form>
  <noscript><p>Beginning one here needs JavaScript.</p></noscript>
`

export const callbackPage = (callback: Callback): string => {
  const { received } = callback
  const entries = Object.entries(received)
  const command = commandFor(callback)
  const hasCode = received.code !== undefined || received.insforge_code !== undefined
  return layout({
    title: titleOf(received),
    nav: 'home',
    styles: ['landing.css', 'callback.css'],
    scripts: ['app.js', 'callback.js'],
    body: html`
      <h1>${titleOf(received)}</h1>
      <p>
        ${
          entries.length > 0
            ? 'This page stands in for your app: it shows what the redirect brought.'
            : 'This page stands in for your app at the end of a sign-in: begin one here, or anywhere with this address as its redirect URI.'
        }
      </p>
      ${
        entries.length > 0 &&
        html`<dl class="facts">
          ${entries.map(
            ([name, value]) =>
              html`<div>
                <dt>${name}</dt>
                <dd><code>${value}</code></dd>
              </div>`,
          )}
        </dl>`
      }
      ${
        received.error !== undefined &&
        html`<p>There is no code to exchange. <a href="/callback">Begin another sign-in</a>.</p>`
      }
      ${
        hasCode &&
        html`<h2>Exchange the code</h2>
          <p>Within a minute, and once.</p>
          ${exchange(callback)} ${command && codeBlock('The same in a shell', command)}`
      }
      ${!hasCode && received.error === undefined && begin(callback)}
      <p><a href="/">Back to the sandbox</a></p>
    `,
  })
}
