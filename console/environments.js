// The environments of an application.
import { call, path, post } from './api.js'
import { form } from './forms.js'
import { list } from './lists.js'
import { act, aside, askFor, confirmByName, copied, el, say, section, tag } from './ui.js'

export const environmentsPage = (app) => {
  const all = path`/api/platform/applications/${app.id}/environments`
  const change = async (environment, patch) => {
    const { data } = await call('PATCH', `${all}/${encodeURIComponent(environment.id)}`, { body: patch })
    Object.assign(environment, data)
    listed.again()
  }
  const rename = (environment) =>
    askFor({
      title: `Rename ${environment.name}`,
      fields: [
        { name: 'name', label: 'Name', value: environment.name, required: true, maxlength: 100, autocomplete: 'off' },
      ],
      action: 'Rename',
      run: async ({ name }) => {
        await change(environment, { name })
        say(`The environment is called ${name} from now on.`)
      },
    })
  const switchOff = (environment) =>
    confirmByName({
      title: `Switch ${environment.name} off`,
      text: 'Nobody can sign in there any more, and its keys open nothing, until it is switched on again.',
      name: environment.name,
      action: 'Switch off',
      run: async () => {
        await change(environment, { isActive: false })
        say(`${environment.name} is off.`)
      },
    })
  const switchOn = async (environment) => {
    await change(environment, { isActive: true })
    say(environment.isActive ? `${environment.name} is on.` : 'It is on again once the application is, too.')
  }
  const listed = list({
    label: 'Environments',
    columns: ['Name', 'Publishable key', 'State', 'Actions'],
    load: () => ({ data: app.environments }),
    empty: 'There is none.',
    row: (environment) => [
      environment.name,
      copied(`publishable key of ${environment.name}`, environment.publishableKey),
      environment.isActive ? tag('on') : tag('off', 'off'),
      el(
        'div',
        { class: 'buttons' },
        act('Rename', () => rename(environment), { of: environment.name }),
        environment.isActive
          ? act('Switch off', () => switchOff(environment), { of: environment.name, danger: true })
          : act('Switch on', () => switchOn(environment), { of: environment.name }),
      ),
    ],
  })
  const asked = form([{ name: 'name', label: 'Name', required: true, maxlength: 100, autocomplete: 'off' }], {
    submit: 'Add the environment',
    onSubmit: async ({ name }, typed) => {
      const { data } = await post(all, { name })
      app.environments.push(data)
      typed.reset()
      listed.again()
      say(`${data.name} is there, with a publishable key.`)
    },
  })
  return [
    section('Environments', listed),
    section(
      'A new environment',
      aside('It has users, clients, keys and roles of its own, by the rules of the application.'),
      asked,
    ),
  ]
}
