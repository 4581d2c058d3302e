// One organization: who belongs to it and as what, who is invited, and the directory that keeps it.
import { call, get, path, post, refusal } from './api.js'
import { choose, nameOfEnvironment } from './environment-choice.js'
import { directoryTokens } from './directory-tokens.js'
import { form } from './forms.js'
import { invitationList } from './invitations.js'
import { list } from './lists.js'
import { act, aside, askFor, code, confirmByName, el, facts, moment, reading, say, section } from './ui.js'

const roles = [
  ['owner', 'owner'],
  ['member', 'member'],
  ['viewer', 'viewer'],
]

const roleField = (value) => ({ name: 'role', label: 'Role', type: 'select', value, options: roles })

export const organizationPage = (app, [environmentId, id]) => {
  choose(app, environmentId)
  const one = path`/api/platform/applications/${app.id}/organizations/${id}`
  return reading(
    async () => (await get(one)).data,
    (organization) => {
      const name = organization.name || 'An organization without a name'
      document.title = `${name} · Admin console`
      return [
        el(
          'p',
          {},
          el(
            'a',
            { href: `#/applications/${app.id}/organizations` },
            `All organizations of ${nameOfEnvironment(app, environmentId)}`,
          ),
        ),
        el('h2', { class: 'of' }, name),
        section(
          'About it',
          facts([
            ['Slug', organization.slug && code(organization.slug)],
            ['Made', moment(organization.createdAt)],
            ['Id', code(organization.id)],
          ]),
        ),
        ...membersOf(app, environmentId, one),
        ...invitationsOf(app, one),
        ...directoryTokens(app, environmentId, { id, name }),
      ]
    },
  )
}

/** Whom, and as what. */
const whom = () => [
  { name: 'email', label: 'Email', type: 'email', required: true, maxlength: 254, autocomplete: 'off' },
  roleField('member'),
]

const membersOf = (app, environmentId, organization) => {
  const all = `${organization}/members`
  const at = ({ id }) => `${all}/${encodeURIComponent(id)}`
  const change = (member) =>
    askFor({
      title: `The role of ${member.email}`,
      fields: [roleField(member.roleName)],
      action: 'Save',
      run: async (body) => {
        await call('PATCH', at(member), { body })
        listed.again()
        say(`${member.email} has the role ${body.role} now.`)
      },
    })
  const remove = (member) =>
    confirmByName({
      title: `Remove ${member.email}`,
      text: 'They are out at once, and stay a user of the application.',
      name: member.email,
      action: 'Remove',
      run: async () => {
        await call('DELETE', at(member))
        listed.again()
        say(`${member.email} is no member any more.`)
      },
    })
  const listed = list({
    label: 'Members',
    columns: ['Email', 'Name', 'Role', 'Since', 'Actions'],
    search: 'Search members by any part of an address or a name',
    load: (asked) => get(all, asked),
    empty: 'Nobody is in it.',
    row: (member) => [
      el('a', { href: `#/applications/${app.id}/users/${environmentId}/${member.userId}` }, member.email),
      [member.firstName, member.lastName].filter(Boolean).join(' ') || 'none',
      member.roleName,
      moment(member.createdAt),
      el(
        'div',
        { class: 'buttons' },
        act('Change role', () => change(member), { of: member.email }),
        act('Remove', () => remove(member), { of: member.email, danger: true }),
      ),
    ],
  })
  const asked = form(whom(), {
    submit: 'Add to the organization',
    onSubmit: async ({ email, role }, typed) => {
      const user = await findUser(app, environmentId, email)
      await post(all, { userId: user.id, role })
      typed.reset()
      listed.restart()
      say(`${user.email} is in it, with the role ${role}.`)
    },
  })
  return [
    section('Members', listed),
    section(
      'Add a user',
      aside('They are told by mail, and may leave. An owner has to have proven their address.'),
      asked,
    ),
  ]
}

/** Who has the address in the environment; the operation takes their id. */
const findUser = async (app, environmentId, email) => {
  const wanted = email.toLowerCase()
  const asked = { environmentId, search: wanted.slice(0, 100) }
  const { data } = await get(path`/api/platform/applications/${app.id}/users`, asked)
  const user = data.find((one) => one.email.toLowerCase() === wanted)
  if (!user) throw refusal('No user of this environment has this address', 'Make the user first, or invite them.')
  return user
}

const invitationsOf = (app, organization) => {
  const all = `${organization}/invitations`
  const listed = invitationList(app, {
    load: ({ search: _, ...asked }) => get(all, asked),
    empty: 'Nobody is invited.',
  })
  const asked = form(whom(), {
    submit: 'Invite to the organization',
    onSubmit: async (body, typed) => {
      const { data } = await post(all, body)
      typed.reset()
      listed.restart()
      say(`${data.email} is invited.`)
    },
  })
  return [
    section('Invitations', listed),
    section(
      'Invite somebody',
      aside('They are mailed a link, good for a week and once. Who is no user of the application becomes one by it.'),
      asked,
    ),
  ]
}
