// The frame of every page: mark, navigation, footer.
import type { Brand } from '../model/brand.ts'
import { isFromRight } from '../model/languages.ts'
import { accentStyle, brandmark } from './brand.ts'
import { type Html, type Phrase, html, render } from './html.ts'
import { seal } from './mark.ts'
import { type Spoken, speak } from './texts.ts'

export type NavEntry = 'home' | 'console' | 'docs' | 'mailbox' | 'admin' | 'webhooks'

/** How a page for people looks and speaks. */
export interface Look extends Spoken {
  /** Whose page it is; null: ours. */
  readonly brand: Brand | null
  /** Lets the brand's colour through the page's policy. */
  readonly nonce: string
}

export interface Layout {
  readonly title: string | Phrase
  readonly body: Html
  /** The current page. Absent on pages for people who are no developers: these get no navigation. */
  readonly nav?: NavEntry
  /** Says "Sandbox" and links what only the sandbox has. On unless told otherwise. */
  readonly sandbox?: boolean
  /** Absent on pages for developers, which speak English. */
  readonly look?: Look | undefined
  /** Names below /assets/, after the common ones. */
  readonly styles?: readonly string[]
  /** Names below /assets/, run in this order. */
  readonly scripts?: readonly string[]
  /** The same for browsers that know no modules, such as those that programs bring along. */
  readonly plainScripts?: readonly string[]
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

/** What scripts say where somebody types a password. */
const typedWords = ({ say }: Spoken): Html => html`
  data-show="${say('show').plain}" data-hide="${say('hide').plain}" data-show-typed="${say('show_what_you_type').plain}"
  data-hide-typed="${say('hide_what_you_type').plain}"
`

/** Of pages of ours that are for developers. */
export const ownLook: Look = { brand: null, nonce: '', ...speak('en') }

/** A whole document. Loads nothing but /assets/, and holds no inline script or style. */
export const layout = ({
  title,
  body,
  nav,
  sandbox = true,
  look,
  styles = [],
  scripts = [],
  plainScripts = [],
}: Layout): string => {
  const { language, say } = look ?? ownLook
  const brand = look?.brand ?? null
  const named = typeof title === 'string' ? title : title.plain
  const shown = named === 'Countersign' ? named : `${named} · ${brand?.name ?? 'Countersign'}`
  return render(
    html`<!doctype html>
      <html lang="${language}" dir="${isFromRight(language) ? 'rtl' : 'ltr'}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <title>${shown}</title>
          <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml" />
          ${['app.css', 'parts.css', ...styles].map((name) => html`<link rel="stylesheet" href="/assets/${name}" />`)}
          ${look && brand?.accent && accentStyle(brand.accent, look.nonce)}
          ${scripts.map((name) => html`<script type="module" src="/assets/${name}"></script>`)}
          ${plainScripts.map((name) => html`<script defer src="/assets/${name}"></script>`)}
        </head>
        <body class="${`page page-${nav ?? (brand ? 'hosted' : 'plain')}`}" ${look && typedWords(look)}>
          <a class="skip" href="#main">${say('skip_to_content')}</a>
          <header class="top">
            <div class="brand-line">
              ${brand ? brandmark(brand) : wordmark(nav !== undefined && sandbox)}
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
}
