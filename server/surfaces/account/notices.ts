import { takeBack as undo } from '../../identity/people/take-back.ts'
import { proofRules } from '../../model/proofs.ts'
import type { Look } from '../../pages/layout.ts'
import { messagePage } from '../../pages/message.ts'
import type { Handle } from '../handle.ts'
import { openLink, toPage } from './links.ts'

export const showNotMe: Handle<'account.showNotMe'> = async ({ query }, ctx) => {
  const { proven } = await openLink(ctx, 'not_me', query.token)
  const fields = { token: query.token }
  const make = (look: Look) =>
    messagePage({
      look,
      title: look.say('was_this_not_you'),
      text: look.say('take_back', { email: proven.proof.email }),
      tone: 'neutral',
      action: { method: 'post', url: proofRules.not_me.page, label: look.say('sign_everybody_out'), fields },
    })
  const page = await toPage(ctx, proven.environment, null, make, proven.user)
  return { status: 200, ...page }
}

export const takeBack: Handle<'account.takeBack'> = async ({ body }, ctx) => {
  const { proven } = await openLink(ctx, 'not_me', body.token)
  const { email } = await undo(ctx, proven)
  const isBack = email === proven.proof.email
  const message = isBack ? isMailed : isTaken
  if (!ctx.wantsPage) return { status: 200, type: 'application/json', body: { message } }
  const make = (look: Look) => {
    const { say } = look
    return messagePage(
      isBack
        ? { look, title: say('you_are_safe'), text: say('everybody_out_and_mailed'), tone: 'good' }
        : { look, title: say('everybody_out'), text: say('address_is_taken'), tone: 'neutral' },
    )
  }
  const page = await toPage(ctx, proven.environment, null, make, proven.user)
  return { status: 200, ...page }
}

const isMailed = 'Everybody is signed out. We mailed you a link to choose a new password.'
const isTaken =
  'Everybody is signed out. Your old address belongs to another account by now, so this one could not be given back: ask whoever runs this service.'
