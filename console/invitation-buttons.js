// What may be done with an invitation that nobody has accepted: mailed again, or taken back.
import { call, post } from './api.js'
import { act, confirmByName, el, say } from './ui.js'

/** `at` gives the address of an invitation, `again` reads the list anew. Answers the buttons of one. */
export const invitationButtons = ({ at, again }) => {
  const resend = async (invitation) => {
    await post(`${at(invitation)}/resend`)
    again()
    say(`${invitation.email} is mailed again.`)
  }
  const cancel = (invitation) =>
    confirmByName({
      title: `Take the invitation of ${invitation.email} back`,
      text: 'The link that was mailed works no more.',
      name: invitation.email,
      action: 'Take it back',
      run: async () => {
        await call('DELETE', at(invitation))
        again()
        say('The invitation is taken back.')
      },
    })
  return (invitation) =>
    el(
      'div',
      { class: 'buttons' },
      act('Mail again', () => resend(invitation), { of: invitation.email }),
      act('Take back', () => cancel(invitation), { of: invitation.email, danger: true }),
    )
}
