// The admin console: who is signed in, where they are, and the page for it. Addresses stand behind the #, so that no server sees them.
import { get, isSignedIn, post, signOut, whenEnded, whenProofIsNeeded } from './api.js'
import { accountPage } from './account.js'
import { administratorsPage } from './administrators.js'
import { applicationPage } from './application.js'
import { applicationsPage } from './applications.js'
import { auditPage } from './audit.js'
import { hasPasskeys, sign } from './passkeys.js'
import { signInPage } from './sign-in.js'
import { templatesPage } from './templates.js'
import { tenantPage } from './tenant.js'
import { askFor, button, el, say, show } from './ui.js'
import { webhooksPage } from './webhooks.js'

const root = document.getElementById('admin')
const view = el('div', { id: 'view' })
const bar = el('div', { class: 'admin-bar' })
let me

/** First part of the address -> its name in the menu and its page. */
const pages = {
  applications: ['Applications', (parts) => (parts.length === 0 ? applicationsPage() : applicationPage(parts))],
  administrators: ['Administrators', () => administratorsPage(me)],
  mails: ['Mails', (parts) => templatesPage({ parts })],
  webhooks: ['Webhooks', () => webhooksPage()],
  audit: ['Audit', (parts, query) => auditPage({ query })],
  tenant: ['Tenant', () => tenantPage()],
  account: ['My account', () => accountPage(me, readMe)],
}

const readMe = async () => (me = (await get('/api/platform/auth/me')).data)

const drawBar = (current) => {
  if (!isSignedIn()) return bar.replaceChildren()
  bar.replaceChildren(
    el(
      'nav',
      { 'aria-label': 'Console' },
      el(
        'ul',
        {},
        Object.entries(pages).map(([name, [title]]) =>
          el('li', {}, el('a', { href: `#/${name}`, 'aria-current': name === current && 'page' }, title)),
        ),
      ),
    ),
    el(
      'p',
      { class: 'who' },
      el('span', {}, `${me.email}, ${me.tenant.name}`),
      ' ',
      button('Sign out', () => void leave('You are signed out.')),
    ),
  )
}

const leave = async (text) => {
  const ending = signOut()
  start(text)
  await ending
}

/** Shows who asks nothing: only whoever signs in gets further, to where they wanted to go. */
const start = (text) => {
  for (const opened of document.querySelectorAll('dialog')) opened.close()
  me = undefined
  drawBar()
  signInPage({
    sandbox: root.dataset.sandbox,
    text,
    entered: (user) => {
      me = user
      draw()
    },
  })
}

const draw = () => {
  if (!isSignedIn()) return start('')
  const [way = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?')
  const [first = '', ...parts] = way.split('/').filter(Boolean).map(decode)
  const name = Object.hasOwn(pages, first) ? first : 'applications'
  drawBar(name)
  pages[name][1](name === first ? parts : [], new URLSearchParams(query))
}

const decode = (text) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

whenEnded(() => start('Your session has ended. Sign in again to go on where you were.'))

// Some changes take a proof that is not older than ten minutes: a code or a passkey where there is a second factor, else the password.
whenProofIsNeeded(async () => {
  const { data: passkeys } = await get('/api/platform/auth/passkeys')
  return askFor({
    title: 'Prove that it is you',
    text: 'For this, show once more that it is you.',
    fields: [
      me.mfaEnabled || passkeys.length > 0
        ? {
            name: 'code',
            label: 'Code of your authenticator app, or a backup code',
            autocomplete: 'one-time-code',
            required: true,
          }
        : { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', required: true },
    ],
    action: 'Go on',
    run: (proof) => post('/api/platform/auth/reauthenticate', proof),
    instead: passkeys.length > 0 && hasPasskeys() && { label: 'Use your passkey', run: proveByPasskey },
  })
})

const proveByPasskey = async () => {
  const { data } = await post('/api/platform/auth/reauthenticate/options')
  await post('/api/platform/auth/reauthenticate', { credential: await sign(data.request) })
}

// Whoever walks away is signed out after half an hour, and whoever closes the page at once.
const patience = 30 * 60_000
let idle
let seenAt = Date.now()
const leaveIdle = () => isSignedIn() && void leave('Nobody was here for half an hour: you are signed out.')
/** A machine that sleeps counts no timer down: whoever comes back to it is asked by the clock, before their press does anything. */
const wake = () => {
  if (Date.now() - seenAt >= patience) leaveIdle()
  seenAt = Date.now()
  clearTimeout(idle)
  idle = setTimeout(leaveIdle, patience)
}
for (const kind of ['pointerdown', 'keydown', 'scroll']) addEventListener(kind, wake, { passive: true, capture: true })
wake()
addEventListener('pagehide', () => void signOut({ leaving: true }))
addEventListener('pageshow', ({ persisted }) => persisted && start('You left the page: sign in again.'))
addEventListener('hashchange', () => {
  say('')
  draw()
})

root.replaceChildren(bar, view)
show('Admin console')
draw()
