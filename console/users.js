// The users of an environment, and one of them: suspended, given roles, signed out, helped after a lost second factor.
import { call, get, path, post } from './api.js'
import { nameOfEnvironment, perEnvironment } from './environment-choice.js'
import { form, given } from './forms.js'
import { list } from './lists.js'
import { act, aside, code, confirmByName, el, facts, moment, reading, say, section, tag, yesNo } from './ui.js'

const stateOf = ({ isActive }) => (isActive ? tag('active') : tag('suspended', 'off'))
const nameOf = ({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(' ') || 'none'

export const usersPage = (app) =>
  perEnvironment(app, (environmentId) => {
    const all = path`/api/platform/applications/${app.id}/users`
    const listed = list({
      label: 'Users',
      columns: ['Email', 'Name', 'State', 'Second factor', 'Roles', 'Last sign-in'],
      search: 'Search by any part of an address or a name',
      load: (asked) => get(all, { environmentId, ...asked }),
      empty: 'Nobody has signed up here yet.',
      row: (user) => [
        el(
          'div',
          {},
          el('a', { href: `#/applications/${app.id}/users/${environmentId}/${user.id}` }, user.email),
          !user.emailVerified && el('p', { class: 'soft' }, 'address not proven'),
        ),
        nameOf(user),
        stateOf(user),
        yesNo(user.mfaEnabled),
        user.roles.join(', ') || 'none',
        moment(user.lastLoginAt),
      ],
    })
    const asked = form(
      [
        { name: 'email', label: 'Email', type: 'email', required: true, maxlength: 254, autocomplete: 'off' },
        {
          name: 'password',
          label: 'Password',
          type: 'password',
          required: true,
          maxlength: 128,
          autocomplete: 'new-password',
        },
        { name: 'firstName', label: 'First name', maxlength: 100, autocomplete: 'off' },
        { name: 'lastName', label: 'Last name', maxlength: 100, autocomplete: 'off' },
      ],
      {
        submit: 'Make the user',
        onSubmit: async (values, typed) => {
          const { data } = await post(all, { ...given(values), environmentId })
          typed.reset()
          listed.restart()
          say(`${data.email} can sign in.`)
        },
      },
    )
    return [
      section('Users', listed),
      section(
        'A new user',
        aside(
          'No mail is sent, and the address is not taken for proven. An invitation lets them choose a password themselves.',
        ),
        asked,
      ),
    ]
  })

export const userPage = (app, [environmentId, id]) =>
  reading(
    async () => (await get(path`/api/platform/applications/${app.id}/users/${id}`)).data,
    (user) => {
      document.title = `${user.email} · Admin console`
      return [
        el(
          'p',
          {},
          el('a', { href: `#/applications/${app.id}/users` }, `All users of ${nameOfEnvironment(app, environmentId)}`),
        ),
        el('h2', { class: 'of' }, user.email),
        about(app, user),
        roles(app, environmentId, user),
        sessions(app, user),
        secondFactor(app, user),
        section(
          'What happened',
          el(
            'p',
            {},
            el(
              'a',
              { href: `#/applications/${app.id}/audit?userId=${user.id}` },
              'What they did, and what happened to them',
            ),
          ),
        ),
      ]
    },
  )

const about = (app, user) => {
  const one = path`/api/platform/applications/${app.id}/users/${user.id}`
  const place = el('div', {})
  const change = async (body) => {
    Object.assign(user, (await call('PATCH', one, { body })).data)
    draw()
  }
  const suspend = () =>
    confirmByName({
      title: `Suspend ${user.email}`,
      text: 'They are signed out everywhere at once, nothing that was mailed to them works any more, and they cannot sign in until you let them.',
      name: user.email,
      action: 'Suspend',
      run: async () => {
        await change({ isActive: false })
        say(`${user.email} is suspended.`)
      },
    })
  const letIn = async () => {
    await change({ isActive: true })
    say(`${user.email} can sign in again.`)
  }
  const draw = () =>
    place.replaceChildren(
      facts([
        ['State', stateOf(user)],
        ['Address proven', yesNo(user.emailVerified)],
        ['Signed up', moment(user.createdAt)],
        ['Last sign-in', moment(user.lastLoginAt)],
        ['Id', code(user.id)],
        ['External id', user.externalId && code(user.externalId)],
      ]),
      form(
        [
          { name: 'firstName', label: 'First name', value: user.firstName ?? '', maxlength: 100, autocomplete: 'off' },
          { name: 'lastName', label: 'Last name', value: user.lastName ?? '', maxlength: 100, autocomplete: 'off' },
        ],
        {
          submit: 'Save the names',
          onSubmit: async ({ firstName, lastName }) => {
            await change({ firstName: firstName || null, lastName: lastName || null })
            say('Saved.')
          },
        },
      ),
      el(
        'div',
        { class: 'buttons' },
        user.isActive
          ? act('Suspend', suspend, { of: user.email, danger: true })
          : act('Let in again', letIn, { of: user.email }),
      ),
    )
  draw()
  return section('About them', place)
}

const roles = (app, environmentId, user) =>
  section(
    'Roles',
    reading(
      async () => (await get(path`/api/platform/applications/${app.id}/roles`, { environmentId })).data,
      (known) => {
        if (known.length === 0) return aside('The environment has no roles.')
        const fields = known.map(({ id, name, description }) => ({
          name: id,
          label: name,
          type: 'check',
          value: user.roles.includes(name),
          hint: description ?? undefined,
        }))
        return form(fields, {
          submit: 'Save the roles',
          onSubmit: async (values) => {
            const roleIds = Object.keys(values).filter((id) => values[id])
            const { data } = await post(path`/api/platform/applications/${app.id}/users/${user.id}/roles`, { roleIds })
            user.roles = data.roles.map(({ name }) => name)
            say(
              user.roles.length === 0
                ? `${user.email} has no role.`
                : `${user.email} has the roles: ${user.roles.join(', ')}.`,
            )
          },
        })
      },
    ),
  )

const sessions = (app, user) => {
  const all = path`/api/platform/applications/${app.id}/sessions`
  const end = ({ id }) =>
    confirmByName({
      title: 'End a session',
      text: `${user.email} is signed out there at once.`,
      name: user.email,
      action: 'End the session',
      run: async () => {
        await post(`${all}/${encodeURIComponent(id)}/revoke`)
        listed.again()
        say('The session has ended.')
      },
    })
  const listed = list({
    label: 'Sessions',
    columns: ['Since', 'Device', 'Address', 'Ends', 'Actions'],
    load: ({ search: _, ...asked }) => get(all, { userId: user.id, ...asked }),
    empty: 'They are signed in nowhere.',
    row: (session) => [
      moment(session.createdAt),
      session.userAgent ?? 'unknown',
      session.ipAddress ? code(session.ipAddress) : 'unknown',
      moment(session.expiresAt),
      act('End', () => end(session), {
        of: `session of ${new Date(session.createdAt).toLocaleString()}`,
        danger: true,
      }),
    ],
  })
  return section('Sessions', listed)
}

const secondFactor = (app, user) => {
  const place = el('div', {})
  const remove = () =>
    confirmByName({
      title: `Take the second factor of ${user.email} away`,
      text: 'For somebody who has lost theirs, passkeys with it: be sure that it is them who asks. They get a notice by mail.',
      name: user.email,
      action: 'Take it away',
      run: async () => {
        await call('DELETE', path`/api/platform/applications/${app.id}/users/${user.id}/mfa`)
        user.mfaEnabled = false
        draw()
        say(`${user.email} has no second factor any more.`)
      },
    })
  const draw = () =>
    place.replaceChildren(
      user.mfaEnabled
        ? el('p', {}, 'An authenticator app, and backup codes.')
        : aside('They have no authenticator app.'),
      el('p', {}, act('Take it away', remove, { of: user.email, danger: true })),
    )
  draw()
  return section('Second factor', place)
}
