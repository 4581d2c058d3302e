import { html } from './html.ts'
import type { Html } from './html.ts'

/** A block of code with its own copy button. The button appears when scripts run. */
export const codeBlock = (label: string, code: string): Html => html`
  <figure class="code">
    <figcaption>${label}<button type="button" class="copy" data-copy hidden>Copy</button></figcaption>
    <pre tabindex="0" role="region" aria-label="${label}"><code data-copied>${code}</code></pre>
  </figure>
`
