// The frame of every page: mark, navigation, footer.
import type { Brand } from '../model/brand.ts'
import { accentStyle, brandmark } from './brand.ts'
import { html, render } from './html.ts'
import type { Html } from './html.ts'
import { seal } from './mark.ts'

export type NavEntry = 'home' | 'console' | 'docs' | 'mailbox' | 'admin' | 'webhooks'

/** Whose page it is, where it is not ours. */
export interface Look {
  readonly brand: Brand
  /** Lets the brand's colour through the page's policy. */
  readonly nonce: string
}

export interface Layout {
  readonly title: string
  readonly body: Html
  /** The current page. Absent on pages for people who are no developers: these get no navigation. */
  readonly nav?: NavEntry
  /** Says "Sandbox" and links what only the sandbox has. On unless told otherwise. */
  readonly sandbox?: boolean
  /** Shown instead of our mark. */
  readonly look?: Look | undefined
  /** Names below /assets/, after the common ones. */
  readonly styles?: readonly string[]
  /** Names below /assets/, run in this order. */
  readonly scripts?: readonly string[]
  /** The same, as modules. */
  readonly modules?: readonly string[]
}

const entries: readonly { id: NavEntry; href: string; label: string; sandboxOnly: boolean }[] = [
  { id: 'home', href: '/', label: 'Home', sandboxOnly: true },
  { id: 'console', href: '/sandbox', label: 'Console', sandboxOnly: true },
  { id: 'docs', href: '/docs', label: 'API reference', sandboxOnly: false },
  { id: 'mailbox', href: '/sandbox/mailbox', label: 'Mailbox', sandboxOnly: true },
  { id: 'admin', href: '/admin', label: 'Admin console', sandboxOnly: false },
  { id: 'webhooks', href: '/sandbox/webhooks', label: 'Webhooks', sandboxOnly: true },
]

const navigation = (current: NavEntry, sandbox: boolean): Html => html`
  <nav aria-label="Main">
    <ul>
      ${entries
        .filter((entry) => sandbox || !entry.sandboxOnly)
        .map(
          ({ id, href, label }) =>
            html`<li><a href="${href}" ${id === current && html`aria-current="page"`}>${label}</a></li>`,
        )}
    </ul>
  </nav>
`

const wordmark = (linked: boolean): Html => {
  const inside = html`${seal()}<span>Countersign</span>`
  return linked
    ? html`<a class="brand" href="/" aria-label="Countersign, home">${inside}</a>`
    : html`<span class="brand">${inside}</span>`
}

/** A whole document. Loads nothing but /assets/, and holds no inline script or style. */
export const layout = ({
  title,
  body,
  nav,
  sandbox = true,
  look,
  styles = [],
  scripts = [],
  modules = [],
}: Layout): string =>
  render(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <title>${title === 'Countersign' ? title : `${title} · ${look?.brand.name ?? 'Countersign'}`}</title>
          <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml" />
          ${['app.css', 'parts.css', ...styles].map((name) => html`<link rel="stylesheet" href="/assets/${name}" />`)}
          ${look?.brand.accent && accentStyle(look.brand.accent, look.nonce)}
          ${scripts.map((name) => html`<script src="/assets/${name}" defer></script>`)}
          ${modules.map((name) => html`<script type="module" src="/assets/${name}"></script>`)}
        </head>
        <body class="${`page page-${nav ?? (look ? 'hosted' : 'plain')}`}">
          <a class="skip" href="#main">Skip to the content</a>
          <header class="top">
            <div class="brand-line">
              ${look ? brandmark(look.brand) : wordmark(nav !== undefined && sandbox)}
              ${nav && sandbox && html`<span class="badge">Sandbox</span>`}
            </div>
            ${nav && navigation(nav, sandbox)}
          </header>
          <main id="main" tabindex="-1">${body}</main>
          ${
            nav &&
            html`<footer class="bottom">
              <p>
                ${
                  sandbox
                    ? 'Countersign sandbox: mails stay on this machine, and every secret shown here is public.'
                    : 'Countersign: one contract, kept in every answer.'
                }
              </p>
              <p><a href="/openapi.json">OpenAPI contract</a></p>
            </footer>`
          }
        </body>
      </html>`,
  )
