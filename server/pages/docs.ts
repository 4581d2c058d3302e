// The API reference: a frame that is there at once, and filled from the contract by scripts of ours.
import { html } from './html.ts'
import { layout } from './layout.ts'

export interface Docs {
  readonly title: string
  /** Offers the sandbox's people and keys as credentials. On unless told otherwise. */
  readonly sandbox?: boolean
}

export const docsPage = ({ title, sandbox = true }: Docs): string =>
  layout({
    title,
    nav: 'docs',
    sandbox,
    styles: ['docs.css'],
    scripts: ['docs.js'],
    body: html`
      <h1>${title}</h1>
      <div class="reference">
        <div class="sidebar">
          <div class="field">
            <label for="search">Search operations</label>
            <input id="search" type="search" placeholder="A path, a name, a word" autocomplete="off" disabled />
            <small id="found" role="status"></small>
          </div>
          ${
            sandbox &&
            html`<div class="fill">
              <button type="button" class="button" data-fill hidden>Fill in credentials</button>
              <p role="status" data-fill-status></p>
            </div>`
          }
          <nav id="operations" aria-label="Operations"></nav>
        </div>
        <section id="reference" aria-label="Operation"><p role="status">Reading the contract…</p></section>
      </div>
      <noscript>
        <p>
          The reference needs JavaScript. The contract itself does not:
          <a href="/openapi.json">/openapi.json</a>
        </p>
      </noscript>
    `,
  })
