// Who is there when a credential is made, and what they have.
import { setTimeout as pause } from 'node:timers/promises'
import { alice, bob, carol, demo, demoApp } from '../contract-tests/harness/fixtures/people.ts'
import type { Sent } from '../contract-tests/harness/requests/request.ts'
import type { OperationId, Wire } from '../generated/operations.ts'
import type { Seeds, SignedIn } from '../contract-tests/harness/seeds/seeds.ts'

export interface Credential {
  /** Sent with every request, to whichever surface; spelled as the contract spells them, or they count as others. */
  readonly headers: Readonly<Record<string, string>>
  /** Values that exist, by where they go: `path.account_id`, `body.email`. Some requests get them, others made-up ones. */
  readonly known: Readonly<Record<string, string | readonly string[] | undefined>>
}

export interface State {
  /** Security schemes this credential is for: their operations are tried hardest in this state. */
  readonly schemes: readonly string[]
  /** Why no link leads from one of them to another, where none does. */
  readonly unlinked?: string
  readonly enter: (seeds: Seeds) => Promise<Credential>
}

/** Calls an operation that must succeed, and gives its body. */
export const made = async <K extends OperationId, Body>(seeds: Seeds, id: K, sent: Sent<K>): Promise<Body> => {
  const answer = await seeds.call(id, sent)
  if (!answer || answer.status >= 300) throw new Error(`The world could not be made: ${id} answered ${answer?.text}`)
  return answer.body as Body
}

/** The token of a mail. While the server's own round delivers it, it is on its way and not in the mailbox. */
export const tokenOf = async (seeds: Seeds, to: string, kind: Wire['Mail']['kind'], tries = 50): Promise<string> => {
  try {
    return (await seeds.mail(to, kind)).token ?? ''
  } catch (error) {
    if (tries === 0) throw error
    await pause(100)
    return tokenOf(seeds, to, kind, tries - 1)
  }
}

export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })

export const keyed = { 'X-Publishable-Key': demoApp.publishableKey }

/** A person with an account that has a member, an invitation and a client. */
export const household = async (seeds: Seeds): Promise<{ owner: SignedIn; known: Credential['known'] }> => {
  const owner = await seeds.user(alice)
  const { membershipId } = await seeds.member(owner, bob, 'member')
  const { id: client_id } = await seeds.client(owner)
  const { access_token } = owner.tokens
  const path = { account_id: owner.accountId }
  const body = { email: carol.email, role: 'member' } as const
  const invitation = await made<'account.inviteMember', { readonly id: string }>(seeds, 'account.inviteMember', {
    path,
    bearer: access_token,
    body,
  })
  return {
    owner,
    known: {
      'path.account_id': owner.accountId,
      'path.member_id': membershipId,
      'path.client_id': client_id,
      'path.application_id': owner.profile.application_id,
      'path.invitation_id': invitation.id,
      'body.client_id': demo.clientId,
      'body.email': alice.email,
    },
  }
}
