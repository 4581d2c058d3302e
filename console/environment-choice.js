// Which environment of an application a page is about: chosen once, and kept from page to page while the console is open.
import { el } from './ui.js'
import { field } from './forms.js'

const chosen = new Map()

export const environmentOf = ({ id, environments }) => {
  const kept = chosen.get(id)
  return environments.some((environment) => environment.id === kept) ? kept : environments[0]?.id
}

export const choose = ({ id }, environmentId) => chosen.set(id, environmentId)

/** `draw` makes what stands below, for the environment that is chosen. */
export const perEnvironment = (app, draw) => {
  const place = el('div', {})
  const choice = field({
    name: 'environment',
    label: 'Environment',
    type: 'select',
    value: environmentOf(app),
    options: app.environments.map(({ id, name }) => [id, name]),
  })
  const input = choice.querySelector('select')
  const show = () => place.replaceChildren(...[draw(input.value)].flat())
  input.addEventListener('change', () => {
    choose(app, input.value)
    show()
  })
  show()
  return [el('div', { class: 'form bar choice' }, choice), place]
}

export const nameOfEnvironment = ({ environments }, id) =>
  environments.find((environment) => environment.id === id)?.name ?? id
