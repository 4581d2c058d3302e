// One sentence and at most one button, for a person who followed a link.
import { type HtmlValue, type Phrase, html } from './html.ts'
import { type Look, layout } from './layout.ts'
import { seal } from './mark.ts'
import type { SealState } from './mark.ts'

export interface Message {
  readonly title: Phrase
  readonly text: HtmlValue
  readonly tone: 'good' | 'bad' | 'neutral'
  readonly look: Look
  /** Where else to go. */
  readonly link?: { readonly url: string; readonly label: Phrase }
  /** The button, and what it sends as form fields. */
  readonly action?: {
    readonly method: 'post'
    readonly url: string
    readonly label: Phrase
    readonly fields: Readonly<Record<string, string>>
  }
  /** Names below /assets/. */
  readonly scripts?: readonly string[]
  /** Apps to load unseen. */
  readonly frames?: readonly string[]
  /** A second, weaker button below it. */
  readonly otherwise?: NonNullable<Message['action']>
}

const sealOf: Record<Message['tone'], SealState> = { good: 'pressed', bad: 'broken', neutral: 'waiting' }

const form = ({ method, url, label, fields }: NonNullable<Message['action']>, style: string) =>
  html`<form method="${method}" action="${url}">
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button class="button ${style} button-wide">${label}</button>
  </form>`

export const messagePage = ({
  title,
  text,
  tone,
  look,
  link,
  action,
  scripts = [],
  frames = [],
  otherwise,
}: Message): string =>
  layout({
    title,
    look,
    // It goes on by itself, in whatever the app has opened.
    plainScripts: scripts,
    styles: look.brand ? ['message.css', 'hosted.css'] : ['message.css'],
    body: html`
      <section class="card card-${tone}${look.brand ? ' hosted' : ''}" aria-labelledby="title">
        ${!look.brand && seal(sealOf[tone])}
        <h1 id="title">${title}</h1>
        <p>${text}</p>
        ${action && form(action, 'button-strong')} ${otherwise && form(otherwise, '')}
        ${link && html`<p><a class="onward" href="${link.url}">${link.label}</a></p>`}
        ${frames.map((url) => html`<iframe class="unseen" title="${look.say('signing_out').plain}" src="${url}" referrerpolicy="no-referrer"></iframe>`)}
      </section>
    `,
  })
