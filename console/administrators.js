// The administrators of the tenant: invited, helped after a lost second factor, and removed by one another.
import { call, get, path, post } from './api.js'
import { form, given } from './forms.js'
import { invitationButtons } from './invitation-buttons.js'
import { list } from './lists.js'
import { act, aside, confirmByName, el, moment, say, section, show, tag, yesNo } from './ui.js'

export const administratorsPage = (me) => {
  const again = () => {
    members.again()
    invitations.again()
  }
  const remove = ({ id, email }) =>
    confirmByName({
      title: `Remove ${email}`,
      text: 'They administer nothing here any more, and their sessions end at once.',
      name: email,
      action: 'Remove',
      run: async () => {
        await call('DELETE', path`/api/platform/members/${id}`)
        again()
        say(`${email} is no administrator any more.`)
      },
    })
  const takeFactor = ({ id, email }) =>
    confirmByName({
      title: `Take the second factor of ${email} away`,
      text: 'For somebody who has lost theirs: be sure that it is them who asks. They get a notice by mail.',
      name: email,
      action: 'Take it away',
      run: async () => {
        await call('DELETE', path`/api/platform/members/${id}/mfa`)
        again()
        say(`${email} has no second factor any more.`)
      },
    })
  const members = list({
    label: 'Administrators',
    columns: ['Email', 'Name', 'State', 'Second factor', 'Last sign-in', 'Actions'],
    search: 'Search administrators',
    matches: ({ email, firstName, lastName }, words) =>
      `${email} ${firstName} ${lastName}`.toLowerCase().includes(words),
    load: () => get('/api/platform/members'),
    empty: 'There is none.',
    row: (member) => [
      el('div', {}, member.email, member.id === me.id && el('p', { class: 'soft' }, 'you')),
      [member.firstName, member.lastName].filter(Boolean).join(' ') || 'none',
      member.status === 'invited' ? tag('invited') : member.isActive ? tag('active') : tag('off', 'off'),
      yesNo(member.mfaEnabled),
      moment(member.lastLoginAt),
      el(
        'div',
        { class: 'buttons' },
        // Passkeys too, of which the list says nothing.
        member.id !== me.id && act('Take second factor', () => takeFactor(member), { of: member.email, danger: true }),
        member.id !== me.id && act('Remove', () => remove(member), { of: member.email, danger: true }),
      ),
    ],
  })
  const buttons = invitationButtons({ at: ({ id }) => path`/api/platform/members/invitations/${id}`, again })
  const invitations = list({
    label: 'Invitations of administrators',
    columns: ['Email', 'State', 'Good until', 'Actions'],
    load: () => get('/api/platform/members/invitations'),
    empty: 'Nobody is invited.',
    row: (invitation) => [
      invitation.email,
      tag(invitation.status, invitation.status === 'pending' ? undefined : 'off'),
      moment(invitation.expiresAt),
      buttons(invitation),
    ],
  })
  const asked = form(
    [
      { name: 'email', label: 'Email', type: 'email', required: true, maxlength: 254, autocomplete: 'off' },
      { name: 'firstName', label: 'First name', maxlength: 100, autocomplete: 'off' },
      { name: 'lastName', label: 'Last name', maxlength: 100, autocomplete: 'off' },
    ],
    {
      submit: 'Invite',
      onSubmit: async (values, typed) => {
        const { data, isMailed } = await post('/api/platform/members/invite', { ...given(values), roleName: 'owner' })
        typed.reset()
        again()
        say(
          isMailed
            ? `${data.email} is invited.`
            : `${data.email} is invited, but nothing was mailed: that address has had many mails. Mail again later, in the list of invitations.`,
        )
      },
    },
  )
  show(
    'Administrators',
    section(me.tenant.name, members),
    section('Invitations', invitations),
    section(
      'Invite an administrator',
      aside('They choose a password by a mailed link that is good for a week, and then may do all that you may.'),
      asked,
    ),
  )
}
