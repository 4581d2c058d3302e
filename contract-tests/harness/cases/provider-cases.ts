// Cases of the callbacks: two surfaces have one each, and both keep the same rules.
import { expect } from 'vitest'
import type { OperationId } from '../../../generated/operations.ts'
import type { Answer } from '../contract/contract.ts'
import { type Case, given } from '../dsl/index.ts'
import { alice, asAuthorization, demo } from '../fixtures/people.ts'
import { type Sent, form } from '../requests/request.ts'
import { type CameBack, type Seeds, type StandInPerson, ada, cookieOf, hiddenFields } from '../seeds/seeds.ts'

export const page = { accept: 'text/html,application/xhtml+xml' }

/** Where an answer sends the browser: the address without its query, and the query. */
export const sentTo = (answer: Pick<Answer, 'headers'>): Record<string, string> & { address: string } => {
  const [address = '', query] = (answer.headers.get('location') ?? '').split('?')
  return { address, ...Object.fromEntries(new URLSearchParams(query)) }
}

export const told = (error: string) => (answer: Pick<Answer, 'headers'>) => {
  const { address, state, iss, ...rest } = sentTo(answer)
  expect({ address, state, iss }).toEqual({
    address: demo.redirectUri,
    state: asAuthorization.state,
    iss: demo.publicUrl,
  })
  expect(rest.error).toBe(error)
  expect(rest.code).toBeUndefined()
}

/** How a case has a person come back to the callback under test. */
export interface Callback<K extends OperationId> {
  readonly id: K
  readonly provider: string
  readonly cookiePath: string
  readonly from: (seeds: Seeds, person?: StandInPerson) => Promise<CameBack>
  readonly byForm: boolean
  /** The app asks for a second factor itself, once it exchanges its code. */
  readonly asksLater?: true
}

interface Held {
  readonly secret: string
}

/** The four callbacks take and give the same: cases are written for one of them. */
type Any = 'account.finishProviderSignIn'

export const callbackCases = <K extends OperationId>({
  id,
  provider,
  cookiePath,
  from,
  byForm,
  asksLater,
}: Callback<K>): Record<string, Case<K, unknown>> => {
  const path = { provider }
  const arriving = ({ answer, cookies }: CameBack, more: Partial<CameBack> = {}): Sent<Any> => {
    const sent = { ...answer, ...more.answer }
    const known = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== ''))
    return { path, cookies: more.cookies ?? cookies, ...(byForm ? form(known) : { query: known }) }
  }
  const back = (rest: Omit<Case<Any, CameBack>, 'given'>, person?: StandInPerson): Case<Any, unknown> =>
    given<Any, CameBack>((seeds) => from(seeds, person), rest)
  const toldTheApp = (error: string) => ({ status: 303, example: 'empty', answer: told(error) }) as const
  const refused = { error: 'provider_flow_invalid' } as const

  const cases: Record<string, Case<Any, unknown>> = {
    'goes on to the app with a code, and with nothing else worth having (AC-058)': back({
      send: (came) => arriving(came),
      expect: {
        status: 303,
        example: 'empty',
        answer: (answer) => {
          const { address, code, ...rest } = sentTo(answer)
          expect(address).toBe(demo.redirectUri)
          expect(code).toMatch(/^[\w-]{43}$/)
          expect(rest).toEqual({ state: asAuthorization.state, iss: demo.publicUrl })
          expect(answer.cookies).toEqual([
            `provider_flow=; Max-Age=0; Path=${cookiePath}; HttpOnly; Secure; SameSite=Lax`,
          ])
          expect(answer.headers.get('cache-control')).toBe('no-store')
        },
      },
    }),
    ...(!asksLater && {
      'asks whoever has a second factor for it at our page, which goes on to the app': given<Any, CameBack & Held>(
        async (seeds) => {
          const { access_token } = await seeds.appCaller(alice)
          const { secret } = await seeds.secondFactor('app', access_token)
          await seeds.wait(30)
          return { secret, ...(await from(seeds, { ...ada, email: alice.email })) }
        },
        {
          send: (came) => arriving(came),
          expect: {
            status: 303,
            example: 'empty',
            answer: (answer) => {
              expect(sentTo(answer).address).toBe(`${demo.publicUrl}/oauth2/authorize/second-factor`)
              expect(sentTo(answer).code).toBeUndefined()
              expect(answer.cookies.join()).not.toContain('browser_session=')
            },
          },
          then: async (seeds, answer, { secret }) => {
            const { address: _, ...query } = sentTo(answer)
            const cookies = { second_step: cookieOf(answer, 'second_step') }
            const shown = await seeds.call('oauth.showSecondFactor', { query, cookies } as never)
            expect(shown?.text).toContain('name="code"')
            const passed = await seeds.call('oauth.submitSecondFactor', {
              query,
              headers: page,
              cookies: { sign_in_form: cookieOf(shown!, 'sign_in_form') },
              ...form({ ...hiddenFields(shown!.text), code: await seeds.totp(secret) }),
            } as never)
            const { code, ...told } = sentTo(passed!)
            expect(told).toEqual({ address: demo.redirectUri, state: asAuthorization.state, iss: demo.publicUrl })
            const tokens = await seeds.tokensOfCode(code ?? '', asAuthorization)
            const me = await seeds.call('account.me', { bearer: tokens.access_token })
            expect(me?.body).toMatchObject({ identity: { email: alice.email } })
          },
        },
      ),
    }),
    'ignores what else the provider sends': back({
      send: (came) => arriving(came, { answer: { session_state: 'x', hd: 'example.test' } }),
      expect: { status: 303, example: 'empty', answer: (answer) => expect(sentTo(answer).code).toBeDefined() },
    }),
    'tells the app that the person cancelled': back(
      { send: (came) => arriving(came), expect: toldTheApp('access_denied') },
      { ...ada, decision: 'cancel' },
    ),
    'tells the app that the provider knows no address': back(
      {
        send: (came) => arriving(came),
        expect: {
          ...toldTheApp('access_denied'),
          answer: (answer) => expect(sentTo(answer).error_description).toBe('The provider tells no email address'),
        },
      },
      { name: 'Nobody' },
    ),
    'tells the app that the provider did not keep to the protocol': back({
      send: (came) => arriving(came, { answer: { code: 'not-a-code' } }),
      expect: toldTheApp('temporarily_unavailable'),
    }),
    'tells the app that somebody else answered (AC-054)': back({
      send: (came) => arriving(came, { answer: { iss: 'https://evil.example' } }),
      expect: toldTheApp('temporarily_unavailable'),
    }),
    'refuses an answer without a state (AC-052)': back({
      send: (came) => arriving(came, { answer: { state: '' } }),
      expect: refused,
    }),
    'refuses an answer with a random state, and does not repeat it (AC-052)': back({
      send: (came) => ({
        ...arriving(came, { answer: { state: '<script>alert(1)</script>' } }),
        headers: page,
      }),
      expect: {
        status: 400,
        example: 'refusal_page',
        answer: ({ text }) => {
          expect(text).toContain('not begun in this browser')
          expect(text).not.toContain('alert(1)')
        },
      },
    }),
    'refuses a state with one bit altered (AC-052)': back({
      send: (came) => {
        const state = came.answer.state ?? ''
        const flipped = String.fromCharCode(state.charCodeAt(0) ^ 1) + state.slice(1)
        return arriving(came, { answer: { state: flipped } })
      },
      expect: refused,
    }),
    'refuses another browser (AC-052)': back({
      send: (came) => arriving(came, { cookies: { provider_flow: 'another-browser' } }),
      expect: refused,
    }),
    'refuses a browser without the cookie (AC-052)': back({
      send: (came) => arriving(came, { cookies: {} }),
      expect: refused,
    }),
    'refuses the second time (AC-052)': given<Any, CameBack>(
      async (seeds) => {
        const came = await from(seeds)
        await seeds.call(id as Any, arriving(came))
        return came
      },
      { send: (came) => arriving(came), expect: refused },
    ),
    'refuses after ten minutes (AC-059)': given<Any, CameBack>(
      async (seeds) => {
        const came = await from(seeds)
        await seeds.wait(601)
        return came
      },
      { send: (came) => arriving(came), expect: refused },
    ),
    'refuses at the callback of another provider (AC-052)': back({
      send: (came) => ({ ...arriving(came), path: { provider: 'spotify' } }),
      expect: refused,
    }),
    'refuses a name that is none (AC-059)': back({
      send: (came) => ({ ...arriving(came), path: { provider: '../x' } }),
      expect: { error: 'invalid_request', detail: 'provider: ' },
    }),
    'refuses a provider that nobody knows (AC-059)': back({
      send: (came) => ({ ...arriving(came), path: { provider: 'myspace' } }),
      expect: { error: 'provider_not_found' },
    }),
    'says so as a page to a person': back({
      send: (came) => ({
        ...arriving(came),
        path: { provider: 'myspace' },
        headers: page,
      }),
      expect: { status: 404, example: 'refusal_page' },
    }),
  }
  return cases as unknown as Record<string, Case<K, unknown>>
}

/** As `backFrom`, for an app that named the provider as the connection. */
export const backFromConnection =
  (provider: string) =>
  async (seeds: Seeds, person?: StandInPerson): Promise<CameBack> => {
    const query = { ...asAuthorization, connection: provider }
    const started = await seeds.call('oauth.authorize', { query })
    if (!started) return { answer: { code: 'example', state: 'example' }, cookies: { provider_flow: 'example' } }
    return seeds.atStandIn(provider, started, person)
  }
