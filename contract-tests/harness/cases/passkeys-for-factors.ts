// People with passkeys, at whichever surface a second factor is asked for.
import { expect } from 'vitest'
import type { OperationId, Wire } from '../../../generated/operations.ts'
import { type Odd, createAuthenticator } from '../fixtures/authenticator.ts'
import { at } from '../seeds/backend.ts'
import { type Answer, exampleOf } from '../contract/contract.ts'
import { demo, keyed } from '../fixtures/people.ts'
import { type Surface, signedUpAt } from './reauthentication-cases.ts'
import type { Sent } from '../requests/request.ts'
import { type Authenticator, addPasskey } from '../seeds/passkeys.ts'
import type { Seeds } from '../seeds/seeds.ts'

const creation = (exampleOf('account.beginPasskey', 200, 'options') as Wire['AccountPasskeyCreation']).public_key
const step = exampleOf('account.beginPasskeyChallenge', 200, 'request') as Wire['PasskeyStep']

/** Operations of a surface, typed as those of the account surface: the four differ in the spelling of fields. */
export const operation = <Verb extends string>(surface: Surface, verb: Verb) =>
  `${surface}.${verb}` as `account.${Verb}`

/** What an answer holds, wrapped or not; the example where nobody is asked. */
const stepOf = (answer: Answer | undefined): Wire['PasskeyStep'] => {
  if (answer === undefined) return step
  expect(answer.status, answer.text).toBe(200)
  const body = answer.body as Wire['PasskeyStep'] & { readonly data?: Wire['PasskeyStep'] }
  return body.data ?? body
}

const requestOf = (answer: Answer | undefined) => stepOf(answer).request ?? step.request!

/** Somebody signed up at that surface, with a passkey. */
export const withPasskeyAt = async (seeds: Seeds, surface: Surface, made: Odd = {}) => {
  const { person, bearer } = await signedUpAt(seeds, surface)
  const device = createAuthenticator()
  const isOwn = surface === 'account' || surface === 'platform'
  const owner = isOwn ? bearer : (await seeds.session(person)).tokens.access_token
  await addPasskey(seeds, surface === 'platform' ? 'platform' : 'account', owner, device, made)
  return { person, bearer, device }
}

/** What stands beside a ticket in a second step, as each surface spells it. */
export interface Answers {
  readonly code?: string
  readonly credential?: Wire['PasskeyAssertion']
  readonly new_passkey?: Wire['NewPasskey']
}

/** The second step, as that surface takes it. */
export const secondStepAt = (
  surface: Surface,
  ticket: string,
  { new_passkey, ...answers }: Answers,
): Sent<'account.challengeMfa'> => {
  const more = new_passkey && { new_passkey }
  switch (surface) {
    case 'account':
      return { body: { client_id: demo.clientId, mfa_token: ticket, ...answers, ...more } }
    case 'project': {
      const named = new_passkey && { newPasskey: new_passkey }
      return { query: { client_type: 'mobile' }, body: { mfaToken: ticket, ...answers, ...named } } as never
    }
    case 'app':
      return { headers: keyed(), body: { mfa_token: ticket, ...answers, ...more } } as never
    case 'platform':
      return { body: { mfa_token: ticket, ...answers, ...more } } as never
  }
}

/** What asks for a passkey there. */
export const askingAt = (surface: Surface, ticket: string): Sent<'account.beginPasskeyChallenge'> => {
  switch (surface) {
    case 'account':
      return { body: { client_id: demo.clientId, mfa_token: ticket } }
    case 'project':
      return { body: { mfaToken: ticket } } as never
    case 'app':
      return { headers: keyed(), body: { mfa_token: ticket } } as never
    case 'platform':
      return { body: { mfa_token: ticket } } as never
  }
}

/** What an authenticator is asked in the second step. */
export const requestAt = async (seeds: Seeds, surface: Surface, ticket: string) =>
  requestOf(await seeds.call(operation(surface, 'beginPasskeyChallenge'), askingAt(surface, ticket)))

/** The same where one has to be made. */
export const creationAt = async (seeds: Seeds, surface: Surface, ticket: string) =>
  stepOf(await seeds.call(operation(surface, 'beginPasskeyChallenge'), askingAt(surface, ticket))).creation ?? creation

/** The same for a fresh proof. */
export const proofRequestAt = async (seeds: Seeds, surface: Surface, bearer: string) => {
  const sent = surface === 'app' ? at('app', bearer) : { bearer }
  return requestOf(await seeds.call(operation(surface, 'beginReauthentication') as OperationId, sent))
}

/** What a page has an authenticator asked, by the name of its attribute; the example where there is no page. */
const askedByPage = <Options>(page: Answer | undefined, attribute: string, example: Options): Options => {
  const asked = new RegExp(`${attribute}="([^"]*)"`).exec(page?.text ?? '')?.[1]
  if (page && !asked) throw new Error(`The page asks for no passkey: ${page.text.slice(0, 300)}`)
  return asked ? (JSON.parse(asked.replaceAll('&quot;', '"')) as Options) : example
}

/** What a page sends, of an authenticator that has one of the person's passkeys: in the second step, unless another attribute is named. */
export const signedForPage = (
  page: Answer | undefined,
  device: Authenticator,
  odd: Odd = {},
  attribute = 'data-passkey-step',
): string => {
  if (device.held.length === 0) device.create(creation)
  return JSON.stringify(device.get(askedByPage(page, attribute, step.request!), odd))
}

/** The same of one that has to be made. */
export const madeForPage = (page: Answer | undefined, device: Authenticator, odd: Odd = {}): string =>
  JSON.stringify(device.create(askedByPage(page, 'data-new-passkey', creation), odd))
