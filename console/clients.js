// Clients of an environment: what may send people to sign in, and where they come back to.
import { call, get, path, post } from './api.js'
import { perEnvironment } from './environment-choice.js'
import { form, given } from './forms.js'
import { list } from './lists.js'
import { act, askFor, code, confirmByName, el, say, section, showOnce, tag } from './ui.js'

const fieldsOf = (client = {}) => [
  { name: 'name', label: 'Name', value: client.name, required: true, maxlength: 100, autocomplete: 'off' },
  {
    name: 'redirectUris',
    label: 'Redirect URIs',
    type: 'lines',
    value: client.redirectUris,
    hint: 'One a line, to the letter.',
  },
  {
    name: 'allowedOrigins',
    label: 'Origins of its pages',
    type: 'lines',
    value: client.allowedOrigins,
    hint: 'One a line, such as https://shop.example.',
  },
  {
    name: 'audiences',
    label: 'Audiences',
    type: 'lines',
    value: client.audiences,
    hint: 'Resource servers that its tokens may be for.',
  },
  { name: 'scopes', label: 'Scopes', type: 'lines', value: client.scopes },
  { name: 'defaultScopes', label: 'Scopes where it asks for none', type: 'lines', value: client.defaultScopes },
  {
    name: 'postLogoutRedirectUris',
    label: 'Redirect URIs after signing out',
    type: 'lines',
    value: client.postLogoutRedirectUris,
  },
]

const types = [
  ['public', 'public: an app in a browser or on a device'],
  ['confidential', 'confidential: a server that keeps a secret'],
]

export const clientsPage = (app) => perEnvironment(app, (environmentId) => clientsOf(app, environmentId))

const clientsOf = (app, environmentId) => {
  const all = path`/api/platform/applications/${app.id}/clients`
  const of = ({ clientId }) => `${all}/${encodeURIComponent(clientId)}`
  const showSecret = ({ name, clientId, clientSecret }) =>
    clientSecret &&
    showOnce(`The secret of ${name}`, 'This is shown once. Keep it where your server keeps its secrets.', [
      ['Client id', clientId],
      ['Client secret', clientSecret],
    ])
  const change = (client) =>
    askFor({
      title: `Change ${client.name}`,
      fields: fieldsOf(client),
      action: 'Save',
      run: async (values) => {
        await call('PATCH', of(client), { body: values })
        listed.again()
        say(`${values.name} is changed.`)
      },
    })
  const switchOn = async (client) => {
    await call('PATCH', of(client), { body: { isActive: true } })
    listed.again()
    say(`${client.name} is on.`)
  }
  const confirmed = (client, title, text, action, work, done) =>
    confirmByName({
      title: `${title} ${client.name}`,
      text,
      name: client.name,
      action,
      run: async () => {
        await work()
        listed.again()
        say(done)
      },
    })
  const switchOff = (client) =>
    confirmed(
      client,
      'Switch off',
      'It is answered as one that nobody knows, until it is switched on again.',
      'Switch off',
      () => call('PATCH', of(client), { body: { isActive: false } }),
      `${client.name} is off.`,
    )
  const remove = (client) =>
    confirmed(
      client,
      'Delete',
      'Everybody who signed in through it is signed out. There is no way back.',
      'Delete',
      () => call('DELETE', of(client)),
      `${client.name} is gone.`,
    )
  const renew = (client) =>
    confirmed(
      client,
      'A new secret for',
      'The secret it has now is dead at once.',
      'Make a new secret',
      async () => void showSecret((await post(`${of(client)}/secret`)).data),
      'The secret before is dead.',
    )
  const listed = list({
    label: 'Clients',
    columns: ['Client', 'Redirect URIs', 'State', 'Actions'],
    load: () => get(all, { environmentId }),
    empty: 'This environment has no client of its own.',
    search: 'Search clients',
    matches: ({ name, clientId, redirectUris }, words) =>
      `${name} ${clientId} ${redirectUris.join(' ')}`.toLowerCase().includes(words),
    row: (client) => [
      el('div', {}, el('p', {}, client.name), code(client.clientId), el('p', { class: 'soft' }, client.type)),
      el(
        'div',
        {},
        client.redirectUris.map((uri) => el('p', {}, code(uri))),
      ),
      client.isActive ? tag('on') : tag('off', 'off'),
      el(
        'div',
        { class: 'buttons' },
        act('Change', () => change(client), { of: client.name }),
        client.type === 'confidential' && act('New secret', () => renew(client), { of: client.name, danger: true }),
        client.isActive
          ? act('Switch off', () => switchOff(client), { of: client.name, danger: true })
          : act('Switch on', () => switchOn(client), { of: client.name }),
        act('Delete', () => remove(client), { of: client.name, danger: true }),
      ),
    ],
  })
  const [name, ...rest] = fieldsOf()
  const asked = form(
    [name, { name: 'type', label: 'Type', type: 'select', value: 'public', options: types }, ...rest],
    {
      submit: 'Register the client',
      onSubmit: async (values, typed) => {
        const { data } = await post(all, { ...given(values), environmentId })
        typed.reset()
        listed.again()
        say(`${data.name} is registered: ${data.clientId}`)
        await showSecret(data)
      },
    },
  )
  return [section('Clients', listed), section('A new client', asked)]
}
