import { takeBack as undo } from '../../identity/people/take-back.ts'
import { proofRules } from '../../model/proofs.ts'
import { messagePage } from '../../pages/message.ts'
import type { Handle } from '../handle.ts'
import { openLink, toPage } from './links.ts'

export const showNotMe: Handle<'account.showNotMe'> = async ({ query }, ctx) => {
  const { proven } = await openLink(ctx, 'not_me', query.token)
  const page = await toPage(ctx, proven.environment, null, (look) =>
    messagePage({
      look,
      title: 'Was this not you?',
      text: `Everybody is signed out of the account of ${proven.proof.email}, what has been changed about its sign-in since is taken back, and we mail you a link to a new password.`,
      tone: 'neutral',
      action: {
        method: 'post',
        url: proofRules.not_me.page,
        label: 'It was not me: sign everybody out',
        fields: { token: query.token },
      },
    }),
  )
  return { status: 200, ...page }
}

export const takeBack: Handle<'account.takeBack'> = async ({ body }, ctx) => {
  const { proven } = await openLink(ctx, 'not_me', body.token)
  const { email } = await undo(ctx, proven)
  const isBack = email === proven.proof.email
  const message = isBack ? isMailed : isTaken
  if (!ctx.wantsPage) return { status: 200, type: 'application/json', body: { message } }
  const page = await toPage(ctx, proven.environment, null, (look) =>
    messagePage(
      isBack
        ? { look, title: 'You are safe', text: message, tone: 'good' }
        : { look, title: 'Everybody is signed out', text: message, tone: 'neutral' },
    ),
  )
  return { status: 200, ...page }
}

const isMailed = 'Everybody is signed out. We mailed you a link to choose a new password.'
const isTaken =
  'Everybody is signed out. Your old address belongs to another account by now, so this one could not be given back: ask whoever runs this service.'
