// Keys: secret ones of backends, those that let clients register, and the publishable one of each environment.
import { call, get, path, post } from './api.js'
import { perEnvironment } from './environment-choice.js'
import { form } from './forms.js'
import { list } from './lists.js'
import { act, aside, code, confirmByName, copied, el, moment, say, section, showOnce } from './ui.js'

const kinds = { secret: 'secret, for a backend', registration: 'for registering clients' }

export const keysPage = (app) => perEnvironment(app, (environmentId) => keysOf(app, environmentId))

const keysOf = (app, environmentId) => {
  const all = path`/api/platform/applications/${app.id}/api-keys`
  const revoke = ({ id, name }) =>
    confirmByName({
      title: `Revoke ${name}`,
      text: 'Whatever uses this key is refused at once. There is no way back.',
      name,
      action: 'Revoke the key',
      run: async () => {
        await call('DELETE', `${all}/${encodeURIComponent(id)}`)
        listed.again()
        say(`${name} is revoked.`)
      },
    })
  const listed = list({
    label: 'API keys',
    columns: ['Name', 'Begins with', 'Kind', 'Last used', 'Made', 'Actions'],
    load: () => get(all, { environmentId }),
    empty: 'This environment has no API key.',
    search: 'Search keys',
    matches: ({ name, keyPrefix }, words) => `${name} ${keyPrefix}`.toLowerCase().includes(words),
    row: (key) => [
      key.name,
      code(`${key.keyPrefix}…`),
      kinds[key.keyType] ?? key.keyType,
      moment(key.lastUsedAt),
      moment(key.createdAt),
      act('Revoke', () => revoke(key), { of: key.name, danger: true }),
    ],
  })
  const asked = form(
    [
      { name: 'name', label: 'Name', required: true, maxlength: 100, autocomplete: 'off' },
      { name: 'keyType', label: 'Kind', type: 'select', value: 'secret', options: Object.entries(kinds) },
    ],
    {
      submit: 'Make the key',
      onSubmit: async (values, typed) => {
        const { data } = await post(all, { ...values, environmentId })
        typed.reset()
        listed.again()
        await showOnce(`The key ${data.name}`, 'This is shown once. Keep it where your backend keeps its secrets.', [
          ['Key', data.key],
        ])
      },
    },
  )
  return [section('API keys', listed), section('A new key', asked), publishable(app, environmentId)]
}

const publishable = (app, environmentId) => {
  const environment = app.environments.find(({ id }) => id === environmentId)
  const place = el('p', {}, copied('publishable key', environment.publishableKey))
  const rotate = () =>
    confirmByName({
      title: `A new publishable key for ${environment.name}`,
      text: 'The one before goes on working for as long as you say; then apps that still send it are refused.',
      fields: [
        {
          name: 'overlapSeconds',
          label: 'The one before works for another',
          type: 'select',
          value: '86400',
          options: [
            ['3600', 'hour'],
            ['86400', 'day'],
            ['604800', 'week'],
          ],
        },
      ],
      name: environment.name,
      action: 'Make a new key',
      run: async ({ overlapSeconds }) => {
        const made = await post(path`/api/platform/applications/${app.id}/rotate-keys`, {
          environmentId,
          overlapSeconds: Number(overlapSeconds),
        })
        environment.publishableKey = made.publishableKey
        place.replaceChildren(copied('publishable key', made.publishableKey))
        say('The new key works at once.')
      },
    })
  return section(
    'Publishable key',
    aside('It stands in your web pages and apps, and is no secret.'),
    place,
    el('p', {}, act('Make a new one', rotate)),
  )
}
