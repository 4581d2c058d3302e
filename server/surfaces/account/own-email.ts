import type { Context } from '../../context.ts'
import { requireRedirectUri } from '../../identity/authorization/redirects.ts'
import { clientOfSession } from '../../identity/clients/clients.ts'
import { changeAddress, requestAddressChange } from '../../identity/people/change-address.ts'
import type { Proven } from '../../identity/proofs/one-time-proofs.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import { policies } from '../../model/policies.ts'
import { proofRules } from '../../model/proofs.ts'
import { messagePage } from '../../pages/message.ts'
import type { Handle } from '../handle.ts'
import { goOn, openLink, toMailQueued, toPage } from './links.ts'

export const requestEmailChange: Handle<'account.requestEmailChange'> = async ({ body }, ctx) => {
  const client = await clientOfSession(ctx, requireUser(ctx).session)
  const redirectUri = body.redirect_uri ? requireRedirectUri(client?.redirectUris ?? [], body.redirect_uri) : null
  const queued = await requestAddressChange(ctx, policies.account, { email: body.email, redirectUri })
  return { status: 202, body: toMailQueued(queued) }
}

export const showEmailChange: Handle<'account.showEmailChange'> = async ({ query }, ctx) => {
  const { proven } = await openLink(ctx, 'change_address', query.token)
  return { status: 200, ...(await confirm(ctx, proven, query.token)) }
}

export const changeEmail: Handle<'account.changeEmail'> = async ({ body }, ctx) => {
  const { proven } = await openLink(ctx, 'change_address', body.token)
  const { email } = await changeAddress(ctx, proven)
  if (!ctx.wantsPage) return { status: 200, type: 'application/json', body: { email, email_verified: true } }
  return goOn(ctx, proven, (say) => ({ title: say('address_changed'), text: say('sign_in_as_from_now', { email }) }))
}

/** Says whose address it is to be: whoever presses the button for a stranger gives them their own. */
const confirm = (ctx: Context, { user, proof, environment, redirectUri }: Proven, token: string) =>
  toPage(
    ctx,
    environment,
    redirectUri,
    (look) =>
      messagePage({
        look,
        title: look.say('use_this_address'),
        text: look.say('address_changes', { from: user.email, email: proof.email }),
        tone: 'neutral',
        action: {
          method: 'post',
          url: proofRules.change_address.page,
          label: look.say('use_this_address_button'),
          fields: { token },
        },
      }),
    user,
  )
