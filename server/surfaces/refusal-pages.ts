// Refusals that a person reads in a browser.
import type { Context } from '../context.ts'
import { findPlaceOfRefusal } from '../identity/clients/brands.ts'
import type { RefusalForPeople } from '../model/failure.ts'
import { type Html, html, phrase } from '../pages/html.ts'
import type { Look } from '../pages/layout.ts'
import { messagePage } from '../pages/message.ts'
import { isPlainKey } from '../pages/texts.ts'
import { brandedPage, plainPage } from './branded-pages.ts'
import { waitingTime } from './problems.ts'

/** A refusal for a person: what is wrong, and what was meant. It is the application's, where one is meant and known. */
export const refusalPage = async (refusal: RefusalForPeople, ctx: Context) => {
  const environment = await findPlaceOfRefusal(ctx, refusal).catch(() => undefined)
  if (environment) {
    return brandedPage(ctx, environment, [], (look) =>
      messagePage({
        look,
        tone: 'bad',
        ...saidIn(look, refusal),
        ...(refusal.onward && {
          link: { url: refusal.onward.url, label: look.say('go_back_to', { app: refusal.onward.host }) },
        }),
      }),
    )
  }
  return plainPage(ctx, (look) =>
    messagePage({
      look,
      tone: 'bad',
      ...saidIn(look, refusal),
      ...(refusal.sandbox && { link: { url: '/', label: look.say('where_to_start') } }),
    }),
  )
}

/** Those that people meet by what they do. */
const forPeople = [
  'internal',
  'invalid_invitation',
  'invalid_link',
  'invalid_request',
  'method_not_allowed',
  'not_found',
  'provider_flow_invalid',
  'unavailable',
] as const

/** What is wrong, and what a person can do about it. What nobody has translated is said in English, where that is the language. */
const saidIn = (look: Look, { code, title, detail, limit }: RefusalForPeople) => {
  const { say, language } = look
  if (code === 'too_many_requests') {
    return {
      title: say('refused_too_many_requests'),
      text: say('refused_too_many_requests_next', { time: waitingTime(limit, look) }),
    }
  }
  const known = forPeople.find((one) => one === code)
  if (known) {
    const next = say(`refused_${known}_next`)
    const text = known === 'invalid_request' && detail ? html`${said(detail)} ${next}` : next
    return { title: say(`refused_${known}`), text }
  }
  // What is said above a form is for people as well.
  const problem = `problem_${code}`
  if (isPlainKey(problem)) return { title: say('refused_other'), text: say(problem) }
  if (language !== 'en') return { title: say('refused_other'), text: html`${said(title)} ${say('refused_other_next')}` }
  return { title: phrase(title), text: detail ?? say('refused_other_next') }
}

/** A sentence for developers, which nobody translates. */
const said = (detail: string): Html => html`<span lang="en" dir="ltr">${detail.replace(/\.$/, '')}.</span>`
