// Roles and permissions of an environment.
import { call, get, path, post } from './api.js'
import { perEnvironment } from './environment-choice.js'
import { form, given } from './forms.js'
import { list } from './lists.js'
import { act, aside, askFor, code, confirmByName, el, reading, say, section, tag } from './ui.js'

export const rolesPage = (app) =>
  perEnvironment(app, (environmentId) => {
    const permissions = permissionsOf(app, environmentId)
    return [...rolesOf(app, environmentId), ...permissions]
  })

const rolesOf = (app, environmentId) => {
  const all = path`/api/platform/applications/${app.id}/roles`
  const of = ({ id }) => `${all}/${encodeURIComponent(id)}`
  const detail = el('div', {})
  const change = (role) =>
    askFor({
      title: `Change ${role.name}`,
      fields: [
        { name: 'name', label: 'Name', value: role.name, required: true, maxlength: 60, autocomplete: 'off' },
        {
          name: 'description',
          label: 'Description',
          value: role.description ?? '',
          maxlength: 500,
          autocomplete: 'off',
        },
      ],
      action: 'Save',
      run: async ({ name, description }) => {
        await call('PATCH', of(role), { body: { name, description: description || null } })
        listed.again()
        say(`${name} is changed.`)
      },
    })
  const remove = (role) =>
    confirmByName({
      title: `Delete ${role.name}`,
      text: `Whoever has it loses it: ${role.userCount} now.`,
      name: role.name,
      action: 'Delete the role',
      run: async () => {
        await call('DELETE', of(role))
        detail.replaceChildren()
        listed.again()
        say(`${role.name} is gone.`)
      },
    })
  const open = (role) => {
    detail.replaceChildren(permissionsOfRole(app, environmentId, role))
    detail.querySelector('h2').focus()
  }
  const listed = list({
    label: 'Roles',
    columns: ['Role', 'Level', 'Users', 'Actions'],
    load: () => get(all, { environmentId }),
    empty: 'There is no role.',
    search: 'Search roles',
    matches: ({ name, description }, words) => `${name} ${description ?? ''}`.toLowerCase().includes(words),
    row: (role) => [
      el(
        'div',
        {},
        role.name,
        ' ',
        role.isSystem && tag('built in'),
        role.description && el('p', { class: 'soft' }, role.description),
      ),
      String(role.hierarchyLevel),
      role.userCount.toLocaleString(),
      el(
        'div',
        { class: 'buttons' },
        act('Permissions', () => open(role), { of: role.name }),
        !role.isSystem && act('Change', () => change(role), { of: role.name }),
        !role.isSystem && act('Delete', () => remove(role), { of: role.name, danger: true }),
      ),
    ],
  })
  const asked = form(
    [
      { name: 'name', label: 'Name', required: true, maxlength: 60, autocomplete: 'off' },
      { name: 'description', label: 'Description', maxlength: 500, autocomplete: 'off' },
      {
        name: 'hierarchyLevel',
        label: 'Level',
        type: 'number',
        value: '0',
        min: 0,
        max: 999,
        hint: 'Nobody decides over users and roles of a higher level than their own.',
      },
    ],
    {
      submit: 'Make the role',
      onSubmit: async ({ hierarchyLevel, ...values }, typed) => {
        const { data } = await post(all, { ...given(values), hierarchyLevel: Number(hierarchyLevel), environmentId })
        typed.reset()
        listed.again()
        say(`The role ${data.name} is made. It allows nothing yet.`)
      },
    },
  )
  return [section('Roles', listed), detail, section('A new role', asked)]
}

const wordOf = ({ resource, action }) => `${resource}:${action}`

const permissionsOfRole = (app, environmentId, role) => {
  const held = path`/api/platform/applications/${app.id}/roles/${role.id}/permissions`
  const place = el('div', {})
  const take = (permission) =>
    confirmByName({
      title: `Take ${wordOf(permission)} from ${role.name}`,
      text: 'Whoever has the role may not do it any more.',
      name: role.name,
      action: 'Take it',
      run: async () => {
        await call('DELETE', `${held}/${encodeURIComponent(permission.id)}`)
        draw()
        say(`${role.name} does not allow ${wordOf(permission)} any more.`)
      },
    })
  const draw = () =>
    place.replaceChildren(
      reading(
        async () => ({
          has: (await get(held)).data,
          known: (await get(path`/api/platform/applications/${app.id}/permissions`, { environmentId })).data,
        }),
        ({ has, known }) => {
          const others = known.filter(({ id }) => !has.some((permission) => permission.id === id))
          return [
            has.length === 0
              ? aside('It allows nothing yet.')
              : el(
                  'ul',
                  { class: 'rows' },
                  has.map((permission) =>
                    el(
                      'li',
                      {},
                      el('span', {}, code(wordOf(permission)), ` ${permission.name}`),
                      !role.isSystem && act('Take', () => take(permission), { of: wordOf(permission), danger: true }),
                    ),
                  ),
                ),
            !role.isSystem &&
              others.length > 0 &&
              form(
                [
                  {
                    name: 'id',
                    label: 'Permission',
                    type: 'select',
                    value: others[0].id,
                    options: others.map((one) => [one.id, `${wordOf(one)}: ${one.name}`]),
                  },
                ],
                {
                  submit: 'Give it to the role',
                  inline: true,
                  onSubmit: async ({ id }) => {
                    await post(held, { permissionIds: [id] })
                    draw()
                    say(`${role.name} allows one thing more.`)
                  },
                },
              ),
          ]
        },
      ),
    )
  draw()
  const made = section(`Permissions of ${role.name}`, place)
  made.querySelector('h2').tabIndex = -1
  return made
}

const permissionsOf = (app, environmentId) => {
  const all = path`/api/platform/applications/${app.id}/permissions`
  const remove = (permission) =>
    confirmByName({
      title: `Delete ${wordOf(permission)}`,
      text: 'It goes from every role that has it.',
      name: wordOf(permission),
      action: 'Delete the permission',
      run: async () => {
        await call('DELETE', `${all}/${encodeURIComponent(permission.id)}`)
        listed.again()
        say(`${wordOf(permission)} is gone.`)
      },
    })
  const listed = list({
    label: 'Permissions',
    columns: ['Permission', 'Name', 'Actions'],
    load: () => get(all, { environmentId }),
    empty: 'There is no permission.',
    search: 'Search permissions',
    matches: (permission, words) => `${wordOf(permission)} ${permission.name}`.toLowerCase().includes(words),
    row: (permission) => [
      code(wordOf(permission)),
      el('div', {}, permission.name, permission.description && el('p', { class: 'soft' }, permission.description)),
      permission.isSystem
        ? tag('built in')
        : act('Delete', () => remove(permission), { of: wordOf(permission), danger: true }),
    ],
  })
  const asked = form(
    [
      { name: 'name', label: 'Name', required: true, maxlength: 100, autocomplete: 'off' },
      {
        name: 'resource',
        label: 'Resource',
        required: true,
        maxlength: 60,
        autocomplete: 'off',
        hint: 'Such as posts.',
      },
      { name: 'action', label: 'Action', required: true, maxlength: 60, autocomplete: 'off', hint: 'Such as edit.' },
      { name: 'description', label: 'Description', maxlength: 500, autocomplete: 'off' },
    ],
    {
      submit: 'Make the permission',
      onSubmit: async (values, typed) => {
        const { data } = await post(all, { ...given(values), environmentId })
        typed.reset()
        listed.again()
        say(`${wordOf(data)} is made. No role has it yet.`)
      },
    },
  )
  return [section('Permissions', listed), section('A new permission', asked)]
}
