// The sandbox's inbox: a list, and beside it the selected mail. Works by links and one GET form alone.
import { codeBlock } from './code-block.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { seal } from './mark.ts'

/** A mail as GET /sandbox/mailbox.json says it. */
export interface SandboxMail {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly kind: string
  readonly text: string
  readonly html: string
  readonly code: string | null
  readonly link: string | null
  readonly token: string | null
  /** RFC 3339, UTC. */
  readonly createdAt: string
}

export interface Mailbox {
  /** Newest first. */
  readonly messages: readonly SandboxMail[]
  /** Only mails to this address are in `messages`. */
  readonly to?: string
  /** The selected mail; the newest when absent. */
  readonly id?: string
  readonly view?: 'rich' | 'text'
  /** For the command that an empty mailbox suggests. */
  readonly publicUrl: string
}

const address = (mailbox: Mailbox, id: string, view?: 'text'): string => {
  const query = new URLSearchParams({ ...(mailbox.to && { to: mailbox.to }), id, ...(view && { view }) })
  return `/sandbox/mailbox?${query}`
}

/** `2026-03-01T09:30:15.000Z` -> `2026-03-01 09:30:15 UTC`; the page's script puts it into local time. */
const time = (createdAt: string): Html => html`
  <time datetime="${createdAt}">${createdAt.slice(0, 19).replace('T', ' ')} UTC</time>
`

const kindName = (kind: string): string => kind.replaceAll('_', ' ')

const listEntry = (mailbox: Mailbox, mail: SandboxMail, selected: boolean): Html => html`
  <li>
    <a href="${address(mailbox, mail.id)}" ${selected && html`aria-current="true"`}>
      <strong>${mail.subject}</strong>
      <span class="to">${mail.to}</span>
      <span class="when">${time(mail.createdAt)}</span>
    </a>
  </li>
`

const copyable = (label: string, value: string, look: string): Html => html`
  <div class="value ${look}">
    <span class="label">${label}</span>
    <code data-copied>${value}</code>
    <button type="button" class="copy" data-copy aria-label="Copy the ${label.toLowerCase()}" hidden>Copy</button>
  </div>
`

const opens = (link: string): boolean => /^https?:\/\//.test(link)

const openMail = (mailbox: Mailbox, mail: SandboxMail): Html => {
  const asText = mailbox.view === 'text'
  return html`
    <article class="mail" aria-labelledby="subject">
      <p class="back">
        <a href="/sandbox/mailbox${mailbox.to && `?${new URLSearchParams({ to: mailbox.to })}`}">All mails</a>
      </p>
      <h2 id="subject">${mail.subject}</h2>
      <dl class="envelope">
        <dt>To</dt>
        <dd>${mail.to}</dd>
        <dt>Sent</dt>
        <dd>${time(mail.createdAt)}</dd>
        <dt>Kind</dt>
        <dd>${kindName(mail.kind)}</dd>
      </dl>
      ${
        (mail.code || mail.link || mail.token) &&
        html`<div class="keys">
          ${mail.code && copyable('Code', mail.code, 'big')} ${mail.link && copyable('Link', mail.link, 'long')}
          ${mail.token && copyable('Token', mail.token, 'long')}
          ${
            mail.link &&
            opens(mail.link) &&
            html`<p>
              <a class="button button-strong" href="${mail.link}" target="_blank" rel="noreferrer"
                >Open the link<span class="unseen"> in a new tab</span></a
              >
            </p>`
          }
        </div>`
      }
      <div class="tabs" role="group" aria-label="How to show this mail">
        <a href="${address(mailbox, mail.id)}" ${!asText && html`aria-current="true"`}>Rich</a>
        <a href="${address(mailbox, mail.id, 'text')}" ${asText && html`aria-current="true"`}>Plain text</a>
      </div>
      ${
        asText
          ? html`<pre class="letter" tabindex="0" role="region" aria-label="Plain text">${mail.text}</pre>`
          : html`<iframe
              class="letter"
              title="${mail.subject}"
              src="/sandbox/mailbox/${encodeURIComponent(mail.id)}"
              sandbox="allow-popups allow-popups-to-escape-sandbox"
            ></iframe>`
      }
    </article>
  `
}

const empty = ({ to, publicUrl }: Mailbox): Html => html`
  <div class="empty">
    ${seal('waiting')}
    <h2>${to ? html`No mail to ${to}` : 'No mail yet'}</h2>
    <p>Every mail the service sends stops here. Sign somebody up to get the first one:</p>
    ${codeBlock(
      'Shell',
      `curl -sS ${publicUrl}/auth/sign-up \\
  -H 'content-type: application/json' \\
  --data '{"client_id":"cid_inbox_manager","email":"${to && /^[\w.+-]+@[\w.-]+$/.test(to) ? to : 'ada@example.com'}",
    "password":"a quiet green lantern"}'`,
    )}
  </div>
`

export const mailboxPage = (mailbox: Mailbox): string => {
  const { messages, to } = mailbox
  const chosen = messages.find(({ id }) => id === mailbox.id)
  const selected = chosen ?? messages[0]
  return layout({
    title: to ? `Mailbox of ${to}` : 'Mailbox',
    nav: 'mailbox',
    styles: ['mailbox.css'],
    scripts: ['app.js'],
    body: html`
      <div class="mailbox-top">
        <h1>Mailbox</h1>
        <form method="get" action="/sandbox/mailbox" class="filter" role="search">
          <label for="to">Mails to</label>
          <input id="to" name="to" type="email" value="${to}" placeholder="everybody" autocomplete="off" />
          <button class="button">Show</button>
          ${to && html`<a href="/sandbox/mailbox">Show all</a>`}
        </form>
      </div>
      <p class="arrived" role="status" data-newest="${messages[0]?.id ?? ''}" data-to="${to}"></p>
      ${
        selected
          ? html`<div class="${chosen ? 'panes chosen' : 'panes'}">
              <nav class="list" aria-label="Mails, newest first">
                <ul>
                  ${messages.map((mail) => listEntry(mailbox, mail, mail === selected))}
                </ul>
              </nav>
              ${openMail(mailbox, selected)}
            </div>`
          : empty(mailbox)
      }
    `,
  })
}

/** A mail's HTML as a page of its own, for the mailbox's frame. Send it with `mailPolicy`. */
export const mailPage = (message: Pick<SandboxMail, 'html' | 'subject'>): string => {
  // The mail was written to be shown as it is: it is the one text here that is markup already.
  const base = '<base target="_blank">'
  if (/<head[^>]*>/i.test(message.html)) return message.html.replace(/<head[^>]*>/i, (head) => head + base)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">${base}</head><body>${message.html}</body></html>`
}
