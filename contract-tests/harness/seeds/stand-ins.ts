// The sandbox's stand-ins for providers, gone through as a browser does.
import type { Answer } from '../contract/contract.ts'
import { demo } from '../fixtures/people.ts'
import { form, request } from '../requests/request.ts'
import { maskBody } from '../words/mask.ts'
import { cookieOf, hiddenFields } from './forms.ts'
import type { CameBack, StandInCode, StandInPerson } from './seed-words.ts'

/** Somebody whom a provider knows and has proven the address of. */
export const ada: StandInPerson = { email: 'ada@example.test', name: 'Ada Lovelace', verified: 'yes' }

/** Fills in the form of a stand-in, as a browser that its own redirect URI is enough for. */
export const standInCode = async (
  baseUrl: string,
  provider: string,
  person: StandInPerson = ada,
): Promise<StandInCode> => {
  const client = { client_id: `sandbox-${provider}`, client_secret: `secret-of-${provider}` }
  const redirect_uri = `${demo.publicUrl}/auth/${provider}/callback`
  const query = { response_type: 'code', client_id: client.client_id, redirect_uri, state: 'state-of-a-test' }
  const { headers, text } = await request(baseUrl, 'service.answerStandIn', {
    path: { provider },
    query,
    ...form(person),
  })
  const code = new URL(headers.get('location') ?? `nowhere:${text}`).searchParams.get('code') ?? ''
  return { code, redirect_uri, ...client }
}

/** Follows our answer to a stand-in, fills in its form, and comes back by redirect or by form. */
export const atStandIn = async (
  baseUrl: string,
  provider: string,
  started: Answer,
  person: StandInPerson = ada,
): Promise<CameBack> => {
  const location = started.headers.get('location')
  if (!location) {
    throw new Error(`Nobody was sent to ${provider}: ${started.status} ${maskBody(started.text).slice(0, 300)}`)
  }
  const query = Object.fromEntries(new URL(location).searchParams)
  const answered = await request(baseUrl, 'service.answerStandIn', { path: { provider }, query, ...form(person) })
  const back = answered.headers.get('location')
  return {
    answer: back ? Object.fromEntries(new URL(back).searchParams) : hiddenFields(answered.text),
    cookies: { provider_flow: cookieOf(started, 'provider_flow') },
  }
}
