// The card of where somebody is a member, and where they are asked to become one.
import { type OwnAccount, row } from './own-account-cards.ts'
import { type OwnPage, form } from './own-account-frame.ts'
import { type Html, html } from './html.ts'

export const places = (page: OwnPage, account: OwnAccount): Html => {
  const { say, brand } = page.look
  const act = (action: string, label: Html, id: string) => form(page, action, label, false, { id }, false)
  return html`<ul class="rows">
    ${account.invitations.map(({ id, name }) => {
      const shown = name ?? brand?.name ?? say('the_account')
      return row(
        html`${say('invited_to', { name: shown })}`,
        html`${act('accept_invitation', say('accept_named', { name: shown }), id)}
        ${act('decline_invitation', say('decline_named', { name: shown }), id)}`,
      )
    })}
    ${account.places.map(({ organizationId, name, role, isAsked, mayLeave }) => {
      const shown = name ?? say('the_account')
      return row(
        html`<bdi>${shown}</bdi>, ${say(`role_${role}`)}${isAsked && html`<br />${say('added_by_others')}`}`,
        html`${isAsked && act('join', say('accept_named', { name: shown }), organizationId)}
        ${mayLeave && act('leave', say('leave_named', { name: shown }), organizationId)}`,
      )
    })}
  </ul>`
}
