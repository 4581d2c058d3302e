import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { type Odd, createAuthenticator } from '../harness/fixtures/authenticator.ts'
import { exampleOf } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asAuthorization, asOpenId } from '../harness/fixtures/people.ts'
import { type Seeds, cookieOf, sharedWorld, valueOf } from '../harness/seeds/seeds.ts'
import {
  browser,
  email,
  expectFormPost,
  formRefusals,
  openForm,
  opensSession,
  problem,
  sent,
  sentByProgram,
  toldCode,
  type ShownForm,
} from './hosted-cases.ts'

const creation = exampleOf('account.beginPasskey', 200, 'options') as Wire['AccountPasskeyCreation']
const asking = exampleOf('account.beginPasskeySignIn', 200, 'options') as Wire['AccountPasskeyRequest']

/** The sign-in page, and what it has an authenticator sign. */
const openPage = async (seeds: Seeds, query: Readonly<Record<string, string>>) => {
  const page = await seeds.call('oauth.authorize', { query, headers: browser })
  const [, asked] = /data-passkey="([^"]*)"/.exec(page?.text ?? '') ?? []
  const request = asked ? (JSON.parse(asked.replaceAll('&quot;', '"')) as typeof asking.public_key) : asking.public_key
  return {
    shown: { session: page ? cookieOf(page, 'sign_in_form') : 'x', token: valueOf(page, 'form_token') },
    request,
  }
}

/** Somebody with a passkey, at the sign-in page, who has touched their authenticator. */
const touched = async (seeds: Seeds, odd: Odd = {}, query: Readonly<Record<string, string>> = asAuthorization) => {
  const bearer = (await seeds.caller(alice)).tokens.access_token
  const device = createAuthenticator()
  const begun = await seeds.call('account.beginPasskey', { bearer })
  const options = (begun?.body as Wire['AccountPasskeyCreation'] | undefined) ?? creation
  const body = { name: 'Laptop', credential: device.create(options.public_key) }
  await seeds.call('account.addPasskey', { bearer, body })
  const page = await openPage(seeds, query)
  return { ...page, device, query, credential: JSON.stringify(device.get(page.request, odd)) }
}

const made = (shown: ShownForm, credential: string) => sent(shown, { credential })

const tired = sharedWorld(async (seeds) => {
  const at = await touched(seeds, { userVerified: false })
  await seeds.exhaust('oauth.submitPasskey', () => sentByProgram(at.shown, { credential: at.credential }))
  return at
})

contract('oauth.submitPasskey', {
  'sends the person back to the app with a code that opens a session': given((seeds) => touched(seeds), {
    send: ({ shown, credential }) => made(shown, credential),
    expect: { status: 303, example: 'empty', answer: toldCode },
    then: async (seeds, answer, { shown, credential }) => {
      await opensSession(seeds, answer, email)
      expect((await seeds.call('oauth.submitPasskey', sentByProgram(shown, { credential })))?.status).toBe(400)
    },
  }),
  'answers by a form, where the app asks for that': given(
    (seeds) => touched(seeds, {}, { ...asOpenId, response_mode: 'form_post' }),
    {
      send: ({ query, shown, credential }) => ({ ...made(shown, credential), query: query as typeof asAuthorization }),
      expect: { status: 200, example: 'next_page', answer: expectFormPost },
    },
  ),
  'shows the form again after a passkey that is not accepted': given(
    (seeds) => touched(seeds, { userVerified: false }),
    {
      send: ({ shown, credential }) => made(shown, credential),
      expect: { status: 400, example: 'form_page', answer: problem('This passkey was not accepted') },
    },
  ),
  'refuses what another browser was asked': given(
    async (seeds) => ({ ...(await touched(seeds)), other: await openForm(seeds) }),
    {
      send: ({ other, credential }) => sentByProgram(other, { credential }),
      expect: { error: 'invalid_passkey' },
    },
  ),
  'refuses a text that is no answer of an authenticator': given(openForm, {
    send: (shown) => sentByProgram(shown, { credential: '{"id":1}' }),
    expect: { error: 'invalid_passkey' },
  }),
  ...formRefusals({ credential: '{}' }),
  'refuses too many tries': given(tired, {
    send: ({ shown, credential }) => sentByProgram(shown, { credential }),
    expect: { error: 'too_many_requests' },
  }),
  'shows the form again after too many tries': given(tired, {
    send: ({ shown, credential }) => made(shown, credential),
    expect: { status: 429, example: 'form_page', answer: problem(/Too many tries/) },
  }),
})
