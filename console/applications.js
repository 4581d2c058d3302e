// The applications of the tenant.
import { get, post } from './api.js'
import { form, given } from './forms.js'
import { list } from './lists.js'
import { el, moment, say, section, show, tag } from './ui.js'

const slugOf = (name) =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')

export const applicationsPage = () => {
  const all = list({
    label: 'Applications',
    columns: ['Name', 'Slug', 'Environments', 'State', 'Made'],
    search: 'Search applications',
    load: () => get('/api/platform/applications'),
    matches: ({ name, slug }, words) => `${name} ${slug}`.toLowerCase().includes(words),
    empty: 'There is no application yet. Make the first one below.',
    row: ({ id, name, slug, environments, isActive, createdAt }) => [
      el('a', { href: `#/applications/${id}` }, name),
      el('code', {}, slug),
      environments.map((environment) => environment.name).join(', '),
      isActive ? tag('on') : tag('off', 'off'),
      moment(createdAt),
    ],
  })
  const asked = form(
    [
      { name: 'name', label: 'Name', required: true, maxlength: 100, autocomplete: 'off' },
      {
        name: 'slug',
        label: 'Slug',
        required: true,
        maxlength: 63,
        autocomplete: 'off',
        pattern: '[a-z0-9](-?[a-z0-9])*',
        hint: 'Lower-case letters, digits and single hyphens. It stays.',
      },
      { name: 'callbackUrls', label: 'Callback addresses', type: 'lines', hint: 'One a line; more can follow later.' },
    ],
    {
      submit: 'Make the application',
      onSubmit: async (values) => {
        const { data } = await post('/api/platform/applications', given(values))
        location.hash = `#/applications/${data.id}`
        setTimeout(() => say(`${data.name} is made, with a development and a production environment.`))
      },
    },
  )
  const { name, slug } = asked.elements
  let isOwn = false
  slug.addEventListener('input', () => (isOwn = slug.value !== ''))
  name.addEventListener('input', () => isOwn || (slug.value = slugOf(name.value)))
  show('Applications', section('In your tenant', all), section('A new application', asked))
}
