// The console of the sandbox: a frame that its script fills and keeps filled, by the operations of the contract.
import { html } from './html.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'

export interface Console {
  /** All that a fault may be set at. */
  readonly operations: readonly string[]
  readonly publicUrl: string
}

const section = (id: string, title: string, about: string, body: Html): Html => html`
  <section class="panel" id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    <p class="aside">${about}</p>
    ${body}
  </section>
`

const table = (list: string, columns: readonly string[], empty: string): Html => html`
  <div class="scroll" tabindex="0" role="region" aria-label="The list of ${list}">
    <table>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody data-list="${list}"></tbody>
    </table>
  </div>
  <p class="none" data-none="${list}">${empty}</p>
`

const field = (id: string, label: string, input: Html): Html => html`
  <div class="field"><label for="${id}">${label}</label>${input}</div>
`

const sections = ['requests', 'people', 'sessions', 'mails', 'clients', 'faults', 'clock'] as const

const requests = section(
  'requests',
  'Requests',
  'Each one as it comes: its operation, what the contract says of the answer, and why it was refused. No bodies, no queries.',
  html`
    <form class="bar" data-filter>
      ${field(
        'filter',
        'Only with',
        html`<input id="filter" type="search" autocomplete="off" placeholder="operation, path or status" />`,
      )}
      <button type="button" class="button" data-pause aria-pressed="false">Pause</button>
      <button type="button" class="button" data-clear>Clear</button>
    </form>
    ${table('requests', ['Time', 'Request', 'Answer', 'What the contract says, and why'], 'No request yet. Call any operation.')}
  `,
)

const people = section(
  'people',
  'People',
  'Users of the sandbox and its administrators. What you make here can sign in at once.',
  html`
    <form class="bar" data-create="people">
      ${field('new-email', 'Email', html`<input id="new-email" name="email" type="email" required autocomplete="off" />`)}
      ${field(
        'new-password',
        'Password',
        html`<input id="new-password" name="password" value="a quiet green lantern" required autocomplete="off" />`,
      )}
      ${field(
        'new-surface',
        'Surface',
        html`<select id="new-surface" name="surface">
          ${['account', 'app', 'project', 'platform'].map((name) => html`<option>${name}</option>`)}
        </select>`,
      )}
      ${field(
        'new-verified',
        'Address proven',
        html`<select id="new-verified" name="verified">
          <option value="true">yes</option>
          <option value="false">no</option>
        </select>`,
      )}
      <button class="button button-strong">Create</button>
    </form>
    ${table('people', ['Email', 'Kind', 'Proven', 'Second factor', 'Actions'], 'Nobody yet.')}
  `,
)

const faults = ({ operations }: Console): Html =>
  section(
    'faults',
    'Faults',
    'The next calls of an operation fail, or wait: for offline banners, retries and slow networks.',
    html`
      <form class="bar" data-create="faults">
        ${field(
          'fault-operation',
          'Operation',
          html`<input id="fault-operation" name="operation" list="operations" required autocomplete="off" />`,
        )}
        <datalist id="operations">${operations.map((name) => html`<option value="${name}"></option>`)}</datalist>
        ${field(
          'fault-status',
          'Status',
          html`<input
            id="fault-status"
            name="status"
            inputmode="numeric"
            pattern="[1-5][0-9][0-9]"
            autocomplete="off"
          />`,
        )}
        ${field(
          'fault-example',
          'or example',
          html`<input
            id="fault-example"
            name="example"
            maxlength="100"
            autocomplete="off"
            placeholder="too_many_requests"
          />`,
        )}
        ${field(
          'fault-delay',
          'Delay, ms',
          html`<input id="fault-delay" name="delayMs" inputmode="numeric" pattern="[0-9]+" autocomplete="off" />`,
        )}
        ${field(
          'fault-times',
          'Times',
          html`<input
            id="fault-times"
            name="times"
            inputmode="numeric"
            pattern="[0-9]+"
            value="1"
            autocomplete="off"
          />`,
        )}
        <button class="button button-strong">Set</button>
        <button type="button" class="button" data-end-faults>End all</button>
      </form>
      ${table('faults', ['Operation', 'Answer', 'Delay', 'Times'], 'No fault is set.')}
    `,
  )

const clock = section(
  'clock',
  'Clock',
  'Everything that expires, counts or rotates believes it.',
  html`
    <p>It is <strong data-clock>…</strong></p>
    <p class="row">
      <button type="button" class="button" data-advance="60">+1 minute</button>
      <button type="button" class="button" data-advance="3600">+1 hour</button>
      <button type="button" class="button" data-advance="86400">+1 day</button>
      <button type="button" class="button" data-reset>Reset the world</button>
    </p>
  `,
)

export const consolePage = (about: Console): string =>
  layout({
    title: 'Console',
    nav: 'console',
    styles: ['console.css'],
    scripts: ['console.js'],
    body: html`
      <h1>Console</h1>
      <noscript>
        <p>
          The console needs JavaScript. All it does are operations below <code>${about.publicUrl}/sandbox</code>; the
          <a href="/docs">reference</a> has them.
        </p>
      </noscript>
      <nav class="sections" aria-label="On this page">
        <ul>
          ${sections.map((id) => html`<li><a href="#${id}">${id[0]!.toUpperCase()}${id.slice(1)}</a></li>`)}
        </ul>
      </nav>
      <p class="said" role="status" data-said></p>
      <div class="made" data-made hidden>
        <h2 data-made-title></h2>
        <dl data-made-values></dl>
        <button type="button" class="button" data-made-close>Close</button>
      </div>
      ${requests} ${people}
      ${section(
        'sessions',
        'Sessions',
        'Those that go on. An expired one is refused from then on; nobody else’s clock moves.',
        table('sessions', ['Email', 'Surface', 'Client', 'Since', 'Actions'], 'Nobody is signed in.'),
      )}
      ${section(
        'mails',
        'Mails',
        'The newest ten; the mailbox has all of them.',
        html`${table('mails', ['To', 'Subject', 'Code or link'], 'No mail yet.')}
          <p><a href="/sandbox/mailbox">Open the mailbox</a></p>`,
      )}
      ${section(
        'clients',
        'Clients and origins',
        'Registered from the start. All loopback origins may ask here too, and what ALLOWED_ORIGINS names.',
        table('clients', ['Client', 'Redirect URIs', 'Origins'], 'None.'),
      )}
      ${faults(about)} ${clock}
    `,
  })
