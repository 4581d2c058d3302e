// Invitations to an application: mailed, good for a week, and once.
import { get, path, post } from './api.js'
import { perEnvironment } from './environment-choice.js'
import { form, given } from './forms.js'
import { invitationButtons } from './invitation-buttons.js'
import { list } from './lists.js'
import { moment, reading, say, section, tag } from './ui.js'

/** Invitations to an application or to an organization there, each with what may be done with it; `more` says where they are read. */
export const invitationList = (app, more) => {
  const buttons = invitationButtons({
    at: ({ id }) => path`/api/platform/applications/${app.id}/invitations/${id}`,
    again: () => listed.again(),
  })
  const listed = list({
    label: 'Invitations',
    columns: ['Email', 'Role', 'State', 'Good until', 'Actions'],
    row: (invitation) => {
      const isOpen = invitation.status === 'pending' || invitation.status === 'expired'
      return [
        invitation.email,
        invitation.roleName ?? 'none',
        tag(invitation.status, ['pending', 'accepted'].includes(invitation.status) ? undefined : 'off'),
        moment(invitation.expiresAt),
        isOpen ? buttons(invitation) : '',
      ]
    },
    ...more,
  })
  return listed
}

export const invitationsPage = (app) =>
  perEnvironment(app, (environmentId) => {
    const all = path`/api/platform/applications/${app.id}/invitations`
    const listed = invitationList(app, {
      search: 'Search by address',
      matches: ({ email }, words) => email.toLowerCase().includes(words),
      load: () => get(all, { environmentId }),
      empty: 'Nobody is invited.',
    })
    const invite = reading(
      async () => (await get(path`/api/platform/applications/${app.id}/roles`, { environmentId })).data,
      (roles) =>
        form(
          [
            { name: 'email', label: 'Email', type: 'email', required: true, maxlength: 254, autocomplete: 'off' },
            {
              name: 'roleId',
              label: 'Role',
              type: 'select',
              value: '',
              options: [['', 'none'], ...roles.map(({ id, name }) => [id, name])],
            },
          ],
          {
            submit: 'Invite',
            onSubmit: async (values, typed) => {
              const { data } = await post(all, { ...given(values), environmentId })
              typed.reset()
              listed.again()
              say(`${data.email} is invited.`)
            },
          },
        ),
    )
    return [section('Invitations', listed), section('Invite somebody', invite)]
  })
