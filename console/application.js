// One application: its menu, and the page that the rest of the address names.
import { get, path } from './api.js'
import { auditPage } from './audit.js'
import { clientsPage } from './clients.js'
import { directoriesPage } from './directory-tokens.js'
import { environmentsPage } from './environments.js'
import { invitationsPage } from './invitations.js'
import { keysPage } from './keys.js'
import { organizationPage } from './organization.js'
import { organizationsPage } from './organizations.js'
import { overviewPage } from './overview.js'
import { pageTextsPage } from './page-texts.js'
import { rolesPage } from './roles.js'
import { settingsPage } from './settings.js'
import { templatesPage } from './templates.js'
import { el, reading, show } from './ui.js'
import { userPage, usersPage } from './users.js'
import { webhooksPage } from './webhooks.js'

/** What of an application -> its name in the menu and its page. */
const pages = {
  overview: ['Overview', overviewPage],
  users: ['Users', (app, parts) => (parts.length === 0 ? usersPage(app) : userPage(app, parts))],
  organizations: [
    'Organizations',
    (app, parts) => (parts.length === 0 ? organizationsPage(app) : organizationPage(app, parts)),
  ],
  roles: ['Roles', rolesPage],
  invitations: ['Invitations', invitationsPage],
  clients: ['Clients', clientsPage],
  keys: ['Keys', keysPage],
  directories: ['Directories', directoriesPage],
  environments: ['Environments', environmentsPage],
  mails: ['Mails', (app, parts) => templatesPage({ app, parts })],
  pages: ['Pages', pageTextsPage],
  webhooks: ['Webhooks', (app) => webhooksPage({ app })],
  audit: ['Audit', (app, _parts, query) => auditPage({ app, query, within: true })],
  settings: ['Settings', settingsPage],
}

export const applicationPage = ([id, name = 'overview', ...parts]) => {
  const at = Object.hasOwn(pages, name) ? name : 'overview'
  const [title, make] = pages[at]
  const query = new URLSearchParams(location.hash.split('?')[1] ?? '')
  show(
    title,
    reading(
      async () => (await get(path`/api/platform/applications/${id}`)).data,
      (app) => {
        document.title = `${title} of ${app.name} · Admin console`
        return [menu(app, at), make(app, parts, query)]
      },
    ),
  )
}

const menu = ({ id, name, isActive }, at) =>
  el(
    'nav',
    { class: 'sections', 'aria-label': `Application ${name}` },
    el(
      'p',
      { class: 'trail' },
      el('a', { href: '#/applications' }, 'Applications'),
      ' / ',
      el('strong', {}, name),
      !isActive && ' (switched off)',
    ),
    el(
      'ul',
      {},
      Object.entries(pages).map(([page, [title]]) =>
        el('li', {}, el('a', { href: `#/applications/${id}/${page}`, 'aria-current': page === at && 'page' }, title)),
      ),
    ),
  )
