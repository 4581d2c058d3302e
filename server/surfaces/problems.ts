// What went wrong, for a person: the surfaces' own sentences are for developers.
import { errors } from '../../generated/errors.ts'
import { amount } from '../model/languages.ts'
import type { Failure } from '../model/failure.ts'
import type { LimitState } from '../model/limits.ts'
import type { Weakness } from '../model/password-weakness.ts'
import { type Html, type Phrase, html, phrase } from '../pages/html.ts'
import type { Look } from '../pages/layout.ts'
import { type Spoken, isPlainKey } from '../pages/texts.ts'

/** How long somebody has to wait who has tried too often. */
export const waitingTime = (limit: LimitState | undefined, { language }: Spoken): Phrase =>
  phrase(amount(Math.ceil((limit?.resetSeconds ?? 60) / 60), 'minute', language))

/** What is wrong about a password. */
export const toWeakness = ({ say }: Look, weakness: Weakness): Html =>
  weakness.kind === 'too_short' ? say('weak_too_short', { count: weakness.count }) : say(`weak_${weakness.kind}`)

/** One sentence above the form. What nobody has translated is said in English, where that is the language. */
export const toProblem = (
  surface: 'oauth' | 'project',
  look: Look,
  { code, detail, weakness, limit }: Failure,
): Html => {
  const { say, language } = look
  if (weakness) return toWeakness(look, weakness)
  if (code === 'too_many_requests') return say('problem_too_many_requests', { time: waitingTime(limit, look) })
  // Which field it is about is said to developers, in words for them.
  if (code === 'invalid_request') return say(detail?.startsWith('email:') ? 'problem_invalid_email' : 'problem_other')
  const key = `problem_${code}`
  if (isPlainKey(key)) return say(key)
  if (language !== 'en') return say('problem_other')
  const body: Readonly<Record<string, unknown>> = errors[surface][code].body
  return html`${(detail ?? String(body.error_description ?? body.message)).replace(/\.$/, '')}.`
}
