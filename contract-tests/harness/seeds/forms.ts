// Pages and their forms, as a browser has them.
import type { Answer } from '../contract/contract.ts'
import type { Must } from './mail.ts'
import type { Csrf } from './seed-words.ts'

/** The value of a cookie that an answer sets. */
export const cookieOf = (answer: Answer, name: string): string => {
  const found = answer.cookies.find((cookie) => cookie.startsWith(`${name}=`))
  return found?.slice(name.length + 1).split(';')[0] ?? ''
}

/** What a field of a page holds; where nothing was shown, what a target that keeps nothing takes as well as anything. */
export const valueOf = (page: Answer | undefined, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page?.text ?? '')?.[1] ?? 'x'

/** What a form of a page sends without being asked. */
export const hiddenFields = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    ]),
  )

/** The sign-in page as one browser has it. */
export const signInForm = async (must: Must, query: Readonly<Record<string, string>>): Promise<Csrf> => {
  const page = await must('oauth.authorize', { query })
  return { session: cookieOf(page, 'sign_in_form'), token: valueOf(page, 'form_token') }
}
