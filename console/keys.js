// Keys: secret ones of backends, those that let clients register, and the publishable one of each environment.
import { path, post } from './api.js'
import { perEnvironment } from './environment-choice.js'
import { keyForm, keyList } from './key-list.js'
import { act, aside, confirmByName, copied, el, say, section } from './ui.js'

const kinds = { secret: 'secret, for a backend', registration: 'for registering clients' }

export const keysPage = (app) => perEnvironment(app, (environmentId) => keysOf(app, environmentId))

const keysOf = (app, environmentId) => {
  const all = path`/api/platform/applications/${app.id}/api-keys`
  const listed = keyList({
    all,
    query: { environmentId },
    label: 'API keys',
    empty: 'This environment has no API key.',
    search: 'Search keys',
    isShown: ({ keyType }) => keyType !== 'scim',
    more: ['Kind', ({ keyType }) => kinds[keyType] ?? keyType],
  })
  const asked = keyForm({
    all,
    listed,
    fields: [{ name: 'keyType', label: 'Kind', type: 'select', value: 'secret', options: Object.entries(kinds) }],
    body: { environmentId },
    submit: 'Make the key',
    shown: ({ name, key }) => ({
      title: `The key ${name}`,
      text: 'This is shown once. Keep it where your backend keeps its secrets.',
      entries: [['Key', key]],
    }),
  })
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
