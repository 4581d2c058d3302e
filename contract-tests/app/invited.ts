// What the cases of invitations share.
import type { Wire } from '../../generated/operations.ts'
import { asUser } from '../harness/seeds/backend.ts'
import { alice, carol } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

export const nowhere = '0199c0de-0000-7000-8000-00000000dead'

export const day = 24 * 3600

export const at = ({ id }: Wire['Organization']) => ({ path: { orgId: id } })

/** Alice's organization, and the invitation to it that Carol was mailed. */
export const invited = async (seeds: Seeds, role: Wire['Role'] = 'member') => {
  const hers = await seeds.appCaller(alice)
  const org = await seeds.organization(hers)
  const sent = await seeds.call('app.createOrgInvitation', {
    ...asUser(hers),
    ...at(org),
    body: { email: carol.email, role },
  })
  return { hers, org, id: idOf(sent?.body) }
}

/** Alice, whose role allows it, and the invitation to the application that Carol was mailed. */
export const invitedToApp = async (seeds: Seeds) => {
  const hers = await inviter(seeds)
  const sent = await seeds.call('app.sendInvitation', { ...asUser(hers), body: { email: carol.email } })
  return { hers, id: idOf(sent?.body) }
}

/** Alice, who may invite to the application. */
export const inviter = async (seeds: Seeds) => {
  const hers = await seeds.appCaller(alice)
  await seeds.role(hers, ['invitations:write'])
  return hers
}

/** The page that the link leads to takes the invitations of every surface. */
export const acceptOnPage = (seeds: Seeds, token: string | null) =>
  seeds.call('account.acceptInvitation', { ...form({ token: token ?? '' }), headers: { accept: 'text/html' } })

const idOf = (body: unknown) => (body as Wire['InvitationAnswer'] | undefined)?.data.id ?? nowhere
