// The first page of somebody who has just started the service.
import { codeBlock } from './code-block.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { rosette } from './mark.ts'

export interface SurfaceSummary {
  readonly surface: string
  /** How many operations the contract gives it. */
  readonly count: number
  readonly title: string
}

export interface Landing {
  readonly publicUrl: string
  readonly version: string
  /** Group -> name -> value, as GET /sandbox/credentials answers. */
  readonly credentials: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly mailCount: number
  readonly operationsBySurface: readonly SurfaceSummary[]
  /** Where the mock listens when it runs; null when this service does not know. */
  readonly mockUrl: string | null
  readonly isMock: boolean
}

/** Signs up somebody new at every run, so that it can be pasted twice. */
const firstCall = (publicUrl: string): string => `EMAIL="ada.$RANDOM@example.com"

TOKEN=$(curl -sS ${publicUrl}/auth/sign-up \\
  -H 'origin: https://app.inbox-manager.com' \\
  -H 'content-type: application/json' \\
  --data '{"client_id":"cid_inbox_manager","email":"'$EMAIL'",
    "password":"a quiet green lantern"}' \\
  | sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')

curl -sS ${publicUrl}/auth/me -H "authorization: Bearer $TOKEN"`

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const mails = (count: number): string => {
  if (count === 0) return 'No mail yet.'
  return count === 1 ? 'One mail is waiting.' : `${count} mails are waiting.`
}

const credentialGroup = (group: string, values: Readonly<Record<string, unknown>>): Html => html`
  <table>
    <caption>
      ${group}
    </caption>
    <tbody>
      ${Object.entries(values).map(
        ([name, value]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td><code data-copied>${shown(value)}</code></td>
            <td class="act">
              <button type="button" class="copy" data-copy aria-label="Copy ${group} ${name}" hidden>Copy</button>
            </td>
          </tr>`,
      )}
    </tbody>
  </table>
`

const clockButton = (seconds: number, label: string): Html => html`
  <button class="button" name="advance" value="${seconds}">${label}</button>
`

const sandboxControls = (publicUrl: string): Html => html`
  <div class="controls" data-controls hidden>
    <form method="post" action="/sandbox/clock" data-json data-done="The clock moved on.">
      <h3>Move time on</h3>
      <p>Everything that expires, counts or rotates believes it.</p>
      <p class="row">${clockButton(60, '+1 minute')} ${clockButton(3600, '+1 hour')} ${clockButton(86400, '+1 day')}</p>
    </form>
    <form method="post" action="/sandbox/reset" data-json data-sure data-done="The world is as it was at first start.">
      <h3>Start over</h3>
      <p>Removes every person, session and mail, and puts back clock, settings and limits.</p>
      <p class="row"><button class="button">Reset the world</button></p>
    </form>
    <p class="status" role="status" data-status></p>
  </div>
  <noscript>
    ${codeBlock(
      'Move time on by an hour',
      `curl -sS ${publicUrl}/sandbox/clock -H 'content-type: application/json' --data '{"advance":3600}'`,
    )}
    ${codeBlock('Start over', `curl -sS -X POST ${publicUrl}/sandbox/reset`)}
  </noscript>
`

const ofMock = html`
  <li>
    <a href="/sandbox">/sandbox</a>
    <p>The console: every request as it comes, and faults.</p>
  </li>
`

const ofSandbox = (mockUrl: string | null): Html => html`
  <li>
    ${mockUrl ? html`<a href="${mockUrl}">${mockUrl}</a>` : html`<code>npm run mock</code>`}
    <p>The mock: the same contract, answered from its examples.</p>
  </li>
`

const documents = (landing: Landing): Html => html`
  <ul class="documents">
    <li>
      <a href="/openapi.json">/openapi.json</a>
      <p>The contract: OpenAPI 3.1, for generators and mocks.</p>
    </li>
    <li>
      <a href="/sandbox/credentials">/sandbox/credentials</a>
      <p>The values above as JSON, for scripts and tests.</p>
    </li>
    <li>
      <a href="/.well-known/jwks.json">/.well-known/jwks.json</a>
      <p>The public keys that check its tokens.</p>
    </li>
    ${landing.isMock ? ofMock : ofSandbox(landing.mockUrl)}
  </ul>
`

const aboutMock = html`
  This is the mock: whatever the contract refuses it refuses, and answers all else with the contract's examples. Nothing
  is kept; whoever signs in is Alice. The header <code>Prefer: code=401, example=invalid_credentials</code> chooses
  another answer.
`

const aboutSandbox = html`
  Countersign signs people up, signs them in and issues their tokens. It holds every request and every answer to one
  published contract.
`

export const landingPage = (landing: Landing): string => {
  const { publicUrl, version, credentials, mailCount, operationsBySurface } = landing
  const total = operationsBySurface.reduce((sum, { count }) => sum + count, 0)
  return layout({
    title: 'Countersign',
    nav: 'home',
    styles: ['landing.css'],
    scripts: ['app.js'],
    body: html`
      <section class="hero">
        <div>
          <h1>Signed, sealed, running.</h1>
          <p class="lead">${landing.isMock ? aboutMock : aboutSandbox}</p>
          <dl class="facts">
            <div>
              <dt>Address</dt>
              <dd><code>${publicUrl}</code></dd>
            </div>
            <div>
              <dt>Version</dt>
              <dd>${version}</dd>
            </div>
            <div>
              <dt>Contract</dt>
              <dd>${total} operations</dd>
            </div>
          </dl>
        </div>
        ${rosette()}
      </section>

      <section class="band" aria-labelledby="now">
        <h2 id="now">${landing.isMock ? 'Three' : 'Four'} things to do now</h2>
        <ol class="steps">
          <li>
            <h3>Sign somebody up</h3>
            <p>Paste this into a terminal. It signs up a new person and shows their profile.</p>
            ${codeBlock('Shell', firstCall(publicUrl))}
          </li>
          <li>
            <h3>Read the mail they got</h3>
            <p>${mails(mailCount)} Codes and links are ready to use; nothing leaves this machine.</p>
            <p><a class="button button-strong" href="/sandbox/mailbox">Open the mailbox</a></p>
          </li>
          ${
            !landing.isMock &&
            html`<li>
              <h3>Sign in without an app</h3>
              <p>The sign-in page, and after it the code and what it is exchanged for.</p>
              <p><a class="button" href="${publicUrl}/callback">Begin a sign-in</a></p>
            </li>`
          }
          <li>
            <h3>Try every operation</h3>
            <p>The API reference calls this very server.</p>
            <ul class="surfaces">
              ${operationsBySurface.map(
                ({ surface, count, title }) =>
                  html`<li><span>${title}</span> <code>${surface}</code> <span class="count">${count}</span></li>`,
              )}
            </ul>
            <p><a class="button button-strong" href="/docs">Open the API reference</a></p>
          </li>
        </ol>
      </section>

      <section class="band" aria-labelledby="credentials">
        <div>
          <h2 id="credentials">Credentials</h2>
          <p class="aside">Fixed values, the same at every start. For the sandbox only.</p>
        </div>
        <div class="groups">
          ${Object.entries(credentials).map(([group, values]) => credentialGroup(group, values))}
        </div>
      </section>

      <section class="band" aria-labelledby="controls">
        <div>
          <h2 id="controls">Sandbox controls</h2>
          <p class="aside">For tests that cannot wait.</p>
        </div>
        <div>${sandboxControls(publicUrl)}</div>
      </section>

      <section class="band" aria-labelledby="published">
        <h2 id="published">Also published</h2>
        ${documents(landing)}
      </section>
    `,
  })
}
