import type { Context } from '../../context.ts'
import {
  type Accepted,
  type OpenInvitation,
  acceptInvitation as accept,
  openInvitation,
} from '../../identity/organizations/accept-invitation.ts'
import * as invitations from '../../identity/organizations/invite-member.ts'
import { requireSignedIn } from '../../identity/sign-in/tickets.ts'
import { invitationPage } from '../../model/invitation.ts'
import { policies } from '../../model/policies.ts'
import type { Phrase } from '../../pages/html.ts'
import { messagePage } from '../../pages/message.ts'
import { type Say, isPlainKey } from '../../pages/texts.ts'
import type { Handle } from '../handle.ts'
import { type CsrfParts, requireCsrfOfPage } from './csrf-proof.ts'
import { goOn, toPage } from './links.ts'
import { toAuthentication } from './signed-in.ts'
import { fromAccountId, fromInvitationId, toInvitation } from './views.ts'

export const inviteMember: Handle<'account.inviteMember'> = async ({ path, body }, ctx) => {
  const invitation = await invitations.inviteMember(ctx, fromAccountId(path.account_id), {
    email: body.email,
    role: body.role,
    clientId: body.client_id,
    redirectUri: body.redirect_uri,
  })
  return { status: 201, body: toInvitation(invitation, path.account_id, ctx.clock.now()) }
}

export const listInvitations: Handle<'account.listInvitations'> = async ({ path, query }, ctx) => {
  const asked = { limit: query.limit ?? 100, offset: query.offset ?? 0 }
  const page = { ...asked, cursor: query.cursor }
  const { found, total, nextCursor } = await invitations.listInvitations(ctx, fromAccountId(path.account_id), page)
  const data = found.map((invitation) => toInvitation(invitation, path.account_id, ctx.clock.now()))
  const next = nextCursor === null ? {} : { next_cursor: nextCursor }
  return { status: 200, body: { data, total, ...asked, ...next } }
}

export const revokeInvitation: Handle<'account.revokeInvitation'> = async ({ path }, ctx) => {
  await invitations.revokeInvitation(ctx, fromAccountId(path.account_id), fromInvitationId(path.invitation_id))
  return { status: 204 }
}

export const followInvitation: Handle<'account.followInvitation'> = async ({ query, headers, cookies }, ctx) => {
  const opened = await open(ctx, query.token)
  if (ctx.wantsPage) return askPage(ctx, opened)
  const joined = requireSignedIn(await join(ctx, opened, { headers, cookies }))
  return { status: 200, type: 'application/json', ...(await toAnswer(ctx, opened, joined, cookies)) }
}

export const acceptInvitation: Handle<'account.acceptInvitation'> = async ({ body, headers, cookies }, ctx) => {
  const opened = await open(ctx, body.token)
  const came = await join(ctx, opened, { headers, cookies })
  const { redirectUri } = opened.invitation
  if (ctx.wantsPage && came.kind === 'challenged') {
    const shown = (say: Say) => ({
      title: say('welcome_to', { name: nameOf(opened, say) }),
      text: say('sign_in_at_app_now'),
    })
    return { ...(await goOn(ctx, { environment: opened.environment, redirectUri }, shown)), cookies: [] }
  }
  const joined = await toAnswer(ctx, opened, requireSignedIn(came), cookies)
  if (!ctx.wantsPage) return { status: 200, type: 'application/json', ...joined }
  const { email } = opened.invitation
  const done = (say: Say) => ({
    title: say('welcome_to', { name: nameOf(opened, say) }),
    text: say('signed_in_go_back', { email, app: opened.client?.name ?? say('the_app') }),
  })
  const onward = await goOn(ctx, { environment: opened.environment, redirectUri }, done)
  return { ...onward, cookies: joined.cookies }
}

/** Whoever wants no page has to have the invitation from this surface. */
const open = (ctx: Context, token: string) =>
  openInvitation(ctx, token, ctx.wantsPage ? null : policies.account.surface)

const askPage = async (ctx: Context, opened: OpenInvitation) => {
  const { token, invitation, environment } = opened
  const { email, role } = invitation
  const page = await toPage(ctx, environment, invitation.redirectUri, (look) =>
    messagePage({
      look,
      title: look.say('join', { name: nameOf(opened, look.say) }),
      text: opened.organization
        ? look.say('invited_with_role', { email, role: toRole(look.say, role) })
        : look.say('invited_as', { email }),
      tone: 'neutral',
      action: { method: 'post', url: invitationPage, label: look.say('accept_invitation'), fields: { token } },
    }),
  )
  return { status: 200 as const, ...page }
}

const nameOf = ({ organization, client }: OpenInvitation, say: Say): string | Phrase =>
  organization?.name ?? client?.name ?? say(organization ? 'the_account' : 'the_app')

/** In the words of the page; all of those that a person is invited to have some. */
const toRole = (say: Say, role: string): string | Phrase => {
  const key = `role_${role}`
  return isPlainKey(key) ? say(key) : role
}

const join = async (ctx: Context, opened: OpenInvitation, parts: CsrfParts) => {
  await requireCsrfOfPage(ctx, parts)
  return accept(ctx, policies.account, opened)
}

const toAnswer = (
  ctx: Context,
  { client, environment }: OpenInvitation,
  accepted: Accepted,
  cookies: CsrfParts['cookies'],
) => toAuthentication(ctx, { ...accepted, client, environment }, cookies)
