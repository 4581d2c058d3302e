// The forms of the project's own sign-in page, as a browser gets and sends them.
import { demoProject, pkce } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import { type Seeds, cookieOf, valueOf } from '../harness/seeds/seeds.ts'

export const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } as const

export const hosted = {
  redirect: demoProject.redirectUri,
  client_type: 'mobile',
  code_challenge: pkce.challenge,
} as const

/** What ties a form to the browser that it was shown to. */
export interface ShownForm {
  readonly session: string
  readonly token: string
}

/** What a browser asks for that wants a session and no code. */
export const withoutCode = { redirect: demoProject.redirectUri } as const

export const openForm = async (
  seeds: Seeds,
  query: typeof hosted | typeof withoutCode = hosted,
): Promise<ShownForm> => {
  const page = await seeds.call('project.showSignIn', { query })
  if (!page) return { session: 'example', token: 'example' }
  return { session: cookieOf(page, 'hosted_form'), token: valueOf(page, 'form_token') }
}

/** As the browser sends it. */
export const sent = ({ session, token }: ShownForm, fields: Readonly<Record<string, string>>) => ({
  query: hosted,
  headers: browser,
  cookies: { hosted_form: session },
  ...form({ form_token: token, ...fields }),
})

/** As a program sends it, which wants no page. */
export const sentByProgram = (shown: ShownForm, fields: Readonly<Record<string, string>>) => ({
  ...sent(shown, fields),
  headers: { accept: 'application/json' },
})
