import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asAuthorization, demo, demoPlatform } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import { type Seeds, valueOf } from '../harness/seeds/seeds.ts'
import { browser } from '../oauth/hosted-cases.ts'

const nobody = '0199c0de-0000-7000-8000-00000000dead'
const bare = (id: string) => id.replace('uid_', '')

const person = async (seeds: Seeds) => {
  const { profile, tokens } = await seeds.caller(alice)
  return { id: bare(profile.id), tokens }
}

contract('service.showConsole', {
  'shows the page': {
    send: { headers: browser },
    expect: {
      status: 200,
      example: 'console_page',
      answer: ({ text, headers }) => {
        for (const section of ['Requests', 'People', 'Sessions', 'Mails', 'Faults', 'Clock']) {
          expect(text).toContain(`>${section}</h2>`)
        }
        expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      },
    },
  },
})

contract('service.listRequests', {
  'tells what was refused, why, and what the contract says of it, and nothing of what was sent': given(
    async (seeds) => {
      const body = { client_id: demo.clientId, email: 'nobody@example.test', password: 'a secret that is typed' }
      await seeds.call('account.signIn', { body })
      await seeds.call('account.followVerificationLink', { query: { token: 'f'.repeat(64) } })
    },
    {
      send: {},
      expect: {
        status: 200,
        example: 'requests',
        answer: ({ body, text }) => {
          expect((body as Wire['SandboxRequests']).requests.length).toBeGreaterThan(0)
          expect(text).not.toContain('a secret that is typed')
          expect(text).not.toContain('f'.repeat(64))
        },
      },
      then: async (_seeds, { body }) => {
        const { requests } = body as Wire['SandboxRequests']
        const refused = requests.findLast(({ operation }) => operation === 'account.signIn')
        expect(refused).toMatchObject({ method: 'POST', path: '/auth/sign-in', status: 401 })
        expect(refused).toMatchObject({
          refusal: 'invalid_credentials',
          chosenBy: null,
          contract: expect.stringMatching(/password/),
        })
      },
    },
  ),
  'tells of an answer that a fault or a preference chose': given(
    async (seeds) => {
      const body = { client_id: demo.clientId, email: 'nobody@example.test', password: 'a secret that is typed' }
      await seeds.call('service.setFault', { body: { operation: 'account.signIn', example: 'too_many_requests' } })
      await seeds.call('account.signIn', { body })
      await seeds.call('account.me', { headers: { prefer: 'code=503' } })
    },
    {
      send: {},
      expect: { status: 200, example: 'requests' },
      then: async (_seeds, { body }) => {
        const { requests } = body as Wire['SandboxRequests']
        const [asked, failed] = requests.toReversed()
        expect(failed).toMatchObject({ operation: 'account.signIn', status: 429, refusal: null, chosenBy: 'fault' })
        expect(asked).toMatchObject({ operation: 'account.me', status: 503, chosenBy: 'prefer' })
      },
    },
  ),
  'tells only what came after': given(
    async (seeds) => {
      const all = await seeds.call('service.listRequests', {})
      await seeds.call('account.getCsrfToken', {})
      return (all?.body as Wire['SandboxRequests'] | undefined)?.requests.at(-1)?.number ?? 0
    },
    {
      send: (after) => ({ query: { after: String(after) } }),
      expect: { status: 200, example: 'requests' },
      then: async (_seeds, { body }, after) => {
        const { requests } = body as Wire['SandboxRequests']
        expect(requests.every(({ number }) => number > after)).toBe(true)
        expect(requests.at(-1)?.operation).toBe('account.getCsrfToken')
      },
    },
  ),
  'tells all to whoever comes with a number of a process before this one': given(
    async (seeds) => {
      await seeds.call('account.getCsrfToken', {})
      return 2147483647
    },
    {
      send: (after) => ({ query: { after: String(after) } }),
      expect: { status: 200, example: 'requests' },
      then: async (_seeds, { body }) =>
        expect((body as Wire['SandboxRequests']).requests.at(-1)?.operation).toBe('account.getCsrfToken'),
    },
  ),
  'refuses a number that is none': { send: { query: { after: 'x' } }, expect: { error: 'invalid_request' } },
})

contract('service.listUsers', {
  'tells who is there': given(person, {
    send: {},
    expect: { status: 200, example: 'users' },
    then: async (_seeds, { body }, { id }) => {
      const { users } = body as Wire['SandboxUsers']
      expect(users).toContainEqual(expect.objectContaining({ id, email: alice.email, secondFactor: false }))
      expect(users).toContainEqual(expect.objectContaining({ email: demoPlatform.email, administrator: true }))
    },
  }),
})

contract('service.deleteUser', {
  'deletes somebody, with their sessions': given(person, {
    send: ({ id }) => ({ path: { user_id: id } }),
    expect: { status: 200, example: 'deleted' },
    then: async (seeds, _answer, { tokens }) => {
      expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(401)
    },
  }),
  'takes the id as the account surface says it': given(person, {
    send: ({ id }) => ({ path: { user_id: `uid_${id}` } }),
    expect: { status: 200, example: 'deleted' },
    then: async (seeds, _answer, { tokens }) => {
      expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(401)
    },
  }),
  'refuses somebody who is not there': {
    send: { path: { user_id: nobody } },
    expect: { error: 'user_not_found' },
  },
})

contract('service.signInAs', {
  'begins a session of somebody': given(person, {
    send: ({ id }) => ({ path: { user_id: id } }),
    expect: { status: 201, example: 'session' },
    then: async (seeds, { body }) => {
      const { tokens } = body as Wire['SandboxSession']
      const me = await seeds.call('account.me', { bearer: tokens.accessToken })
      expect(me?.body).toMatchObject({ identity: { email: alice.email } })
    },
  }),
  'refuses somebody who is not there': {
    send: { path: { user_id: nobody } },
    expect: { error: 'user_not_found' },
  },
})

contract('service.giveSecondFactor', {
  'has somebody asked for a code, which the answer has': given(person, {
    send: ({ id }) => ({ path: { user_id: id } }),
    expect: { status: 201, example: 'second_factor' },
    then: async (seeds, { body }) => {
      const { code } = body as Wire['SandboxSecondFactor']
      const { session, token } = await seeds.signInForm(asAuthorization)
      const sent = { query: asAuthorization, headers: browser, cookies: { sign_in_form: session } }
      const asked = await seeds.call('oauth.authorizeWithPassword', {
        ...sent,
        ...form({ form_token: token, email: alice.email, password: alice.password }),
      })
      const passed = await seeds.call('oauth.submitSecondFactor', {
        ...sent,
        cookies: { sign_in_form: /sign_in_form=([\w-]+)/.exec(asked!.cookies.join())?.[1] ?? '' },
        ...form({ form_token: valueOf(asked, 'form_token'), ticket: valueOf(asked, 'ticket'), code }),
      })
      expect(passed?.headers.get('location')).toContain('code=')
    },
  }),
  'refuses somebody who is not there': {
    send: { path: { user_id: nobody } },
    expect: { error: 'user_not_found' },
  },
})

contract('service.listSessions', {
  'tells who is signed in': given(person, {
    send: {},
    expect: { status: 200, example: 'sessions' },
    then: async (_seeds, { body }, { id }) =>
      expect((body as Wire['SandboxSessions']).sessions).toContainEqual(
        expect.objectContaining({ userId: id, email: alice.email, surface: 'account' }),
      ),
  }),
})

contract('service.listClients', {
  'tells whose redirect URIs and origins are registered': {
    send: {},
    expect: {
      status: 200,
      example: 'clients',
      body: ({ clients }) =>
        expect(clients).toContainEqual(
          expect.objectContaining({ id: demo.clientId, redirectUris: expect.arrayContaining([demo.redirectUri]) }),
        ),
    },
  },
})
