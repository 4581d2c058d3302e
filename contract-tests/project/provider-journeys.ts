// A person's way through a provider's stand-in, step by step as their browser goes it.
import { demoProject, pkce } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import { type Seeds, type StandInPerson, ada, cookieOf } from '../harness/seeds/seeds.ts'

export const oauthQuery = { redirect_uri: demoProject.redirectUri, code_challenge: pkce.challenge } as const

/** What the browser is about to bring back, and the cookie that says it is the one that began. */
export interface Return {
  readonly answer: Record<string, string>
  readonly cookies: Record<string, string>
}

/** On the mock nobody goes anywhere. */
const nowhere: Return = { answer: { code: 'example', state: 'example' }, cookies: { provider_flow: 'example' } }

/** Opens the address that starts a sign-in, and fills in the stand-in's form. */
export const goToProvider = async (
  seeds: Seeds,
  provider: string,
  person: StandInPerson | { decision: 'cancel' } = ada,
  query: Readonly<Record<string, string>> = oauthQuery,
): Promise<Return> => {
  const opened = await seeds.call('project.openOAuth', { path: { provider }, query })
  if (!opened) return nowhere
  const cookies = { provider_flow: cookieOf(opened, 'provider_flow') }
  const asked = Object.fromEntries(new URL(opened.headers.get('location')!).searchParams)
  const came = await seeds.call('service.answerStandIn', { path: { provider }, query: asked, ...form({ ...person }) })
  const location = came?.headers.get('location')
  if (location) return { answer: Object.fromEntries(new URL(location).searchParams), cookies }
  const inputs = came?.text.matchAll(/name="(\w+)" value="([^"]*)"/g) ?? []
  const unescape = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  return { answer: Object.fromEntries([...inputs].map(([, name, value]) => [name!, unescape(value!)])), cookies }
}

/** All the way to the code at the app's redirect URI. */
export const codeFromProvider = async (seeds: Seeds, provider = 'google', person: StandInPerson = ada) => {
  const { answer, cookies } = await goToProvider(seeds, provider, person)
  const finished = await seeds.call('project.finishOAuth', { path: { provider }, query: answer, cookies })
  return finished ? (new URL(finished.headers.get('location')!).searchParams.get('insforge_code') ?? '') : 'example'
}
