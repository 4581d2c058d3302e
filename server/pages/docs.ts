// The API reference: Swagger UI in our frame and our clothes.
import { html } from './html.ts'
import { layout } from './layout.ts'

export interface Docs {
  readonly title: string
  /** Shows how to sign in with the sandbox's client. On unless told otherwise. */
  readonly sandbox?: boolean
}

export const docsPage = ({ title, sandbox = true }: Docs): string =>
  layout({
    title,
    nav: 'docs',
    sandbox,
    styles: ['docs.css', 'operations.css'],
    scripts: ['docs/swagger-ui-bundle.js', 'docs.js'],
    body: html`
      <h1>${title}</h1>
      ${
        sandbox &&
        html`<section class="strip" aria-labelledby="try">
          <h2 id="try">Try it</h2>
          <ol>
            <li>
              Sign up: <code>POST /auth/sign-up</code> with client id <code>cid_inbox_manager</code> answers with
              <code>access_token</code>.
            </li>
            <li>Press <b>Authorize</b>, paste the token, and execute any operation.</li>
          </ol>
          <p class="shortcut">
            <button type="button" class="button button-strong" data-sign-in hidden>Do both for me</button>
            <span role="status" data-sign-in-status></span>
          </p>
        </section>`
      }
      <div id="reference"></div>
      <noscript>
        <p>
          The reference needs JavaScript. The contract itself does not:
          <a href="/openapi.json">/openapi.json</a>
        </p>
      </noscript>
    `,
  })
