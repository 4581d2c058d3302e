// The sandbox's receiver of webhooks: what came, newest first, and a form that lets the next ones fail.
import { codeBlock } from './code-block.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'

/** What the receiver got, as GET /sandbox/webhooks.json says it. */
export interface ReceivedWebhooks {
  readonly url: string
  readonly failures: number
  readonly received: readonly {
    readonly number: number
    readonly at: string
    readonly id: string
    readonly signature: 'good' | 'bad'
    readonly answered: number
    readonly message: { readonly type: string }
  }[]
}

const row = ({ number, at, id, signature, answered, message }: ReceivedWebhooks['received'][number]): Html => html`
  <article class="panel" aria-labelledby="message-${number}">
    <h2 id="message-${number}">${message.type}</h2>
    <dl class="envelope">
      <dt>Received</dt>
      <dd><time datetime="${at}">${at.slice(0, 19).replace('T', ' ')} UTC</time></dd>
      <dt>Id</dt>
      <dd>${id}</dd>
      <dt>Signature</dt>
      <dd>${signature}</dd>
      <dt>Answered</dt>
      <dd>${String(answered)}</dd>
    </dl>
    ${codeBlock('Body', JSON.stringify(message, null, 2))}
  </article>
`

export const webhooksPage = ({ url, failures, received }: ReceivedWebhooks): string =>
  layout({
    title: 'Webhooks',
    nav: 'webhooks',
    styles: ['webhooks.css'],
    scripts: ['app.js', 'webhooks.js'],
    body: html`
      <h1>Webhooks</h1>
      <p>What this receiver got, newest first. Make a webhook with its address:</p>
      ${codeBlock('Address', url)}
      <form class="row" data-failures>
        <label for="failures">How many of the next fail</label>
        <input id="failures" name="failures" type="number" min="0" max="1000" value="${String(failures)}" required />
        <button class="button">Let them fail</button>
      </form>
      <p role="status" data-newest-webhook="${String(received[0]?.number ?? 0)}"></p>
      ${received.length === 0 ? html`<p>Nothing has come yet.</p>` : received.map(row)}
    `,
  })
