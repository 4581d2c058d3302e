// The organizations of an environment.
import { call, get, path, post } from './api.js'
import { perEnvironment } from './environment-choice.js'
import { form, given } from './forms.js'
import { list } from './lists.js'
import { act, askFor, code, confirmByName, el, moment, say, section } from './ui.js'

export const organizationsPage = (app) =>
  perEnvironment(app, (environmentId) => {
    const all = path`/api/platform/applications/${app.id}/organizations`
    const of = ({ id }) => `${all}/${encodeURIComponent(id)}`
    const change = (organization) =>
      askFor({
        title: `Change ${organization.name}`,
        fields: [
          {
            name: 'name',
            label: 'Name',
            value: organization.name,
            required: true,
            maxlength: 100,
            autocomplete: 'off',
          },
          { name: 'slug', label: 'Slug', value: organization.slug, required: true, maxlength: 63, autocomplete: 'off' },
        ],
        action: 'Save',
        run: async (body) => {
          await call('PUT', of(organization), { body })
          listed.again()
          say(`${body.name} is changed.`)
        },
      })
    const remove = (organization) =>
      confirmByName({
        title: `Delete ${organization.name}`,
        text: 'With its memberships, invitations and clients. Its people stay. There is no way back.',
        name: organization.name,
        action: 'Delete the organization',
        run: async () => {
          await call('DELETE', of(organization))
          listed.again()
          say(`${organization.name} is gone.`)
        },
      })
    const listed = list({
      label: 'Organizations',
      columns: ['Name', 'Slug', 'Made by', 'Made', 'Actions'],
      search: 'Search by any part of a name or a slug',
      load: (asked) => get(all, { environmentId, ...asked }),
      empty: 'There is no organization yet.',
      row: (organization) => [
        el(
          'a',
          { href: `#/applications/${app.id}/organizations/${environmentId}/${organization.id}` },
          organization.name || 'no name',
        ),
        code(organization.slug),
        organization.createdBy
          ? el('a', { href: `#/applications/${app.id}/users/${environmentId}/${organization.createdBy}` }, 'a user')
          : 'an administrator, or nobody who is still there',
        moment(organization.createdAt),
        el(
          'div',
          { class: 'buttons' },
          act('Change', () => change(organization), { of: organization.name }),
          act('Delete', () => remove(organization), { of: organization.name, danger: true }),
        ),
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
          hint: 'Lower-case letters, digits and single hyphens.',
        },
        {
          name: 'ownerId',
          label: 'Owner',
          maxlength: 36,
          autocomplete: 'off',
          hint: 'The id of a user who has proven their address, as their page shows it; empty: nobody owns it.',
        },
      ],
      {
        submit: 'Make the organization',
        onSubmit: async (values, typed) => {
          const { data } = await post(all, { ...given(values), environmentId })
          typed.reset()
          listed.restart()
          say(`${data.name} is made.`)
        },
      },
    )
    return [section('Organizations', listed), section('A new organization', asked)]
  })
