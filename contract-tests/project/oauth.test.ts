import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract } from '../harness/dsl/index.ts'
import { type Answer } from '../harness/contract/contract.ts'
import { demo, demoProject } from '../harness/fixtures/people.ts'
import { oauthQuery } from './provider-journeys.ts'

const google = { provider: 'google' }
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const names = ['google', 'github', 'discord', 'linkedin', 'facebook', 'apple', 'microsoft', 'x', 'spotify']

const locationOf = ({ headers }: Answer) => new URL(headers.get('location')!)

/** Refusals of a request to start, which are the same at both addresses. */
const startRefusals = {
  'refuses a request without a code challenge (AC-049)': {
    send: { path: google, query: { redirect_uri: demoProject.redirectUri } },
    expect: { error: 'invalid_request', detail: 'code_challenge: is missing' },
  },
  'refuses a challenge that is too short (AC-049)': {
    send: { path: google, query: { ...oauthQuery, code_challenge: 'x'.repeat(42) } },
    expect: { error: 'invalid_request', detail: 'code_challenge' },
  },
  'refuses a challenge that is the verifier itself (AC-049)': {
    send: { path: google, query: { ...oauthQuery, code_challenge_method: 'plain' } },
    expect: { error: 'invalid_request', detail: 'code_challenge_method' },
  },
  'refuses an address that is not allowed (AC-047)': {
    send: { path: google, query: { ...oauthQuery, redirect_uri: 'https://evil.example/callback' } },
    expect: { error: 'invalid_redirect_uri' },
  },
  'tells a person so on a page, and sends them nowhere (AC-047)': {
    send: { path: google, query: { ...oauthQuery, redirect_uri: 'https://evil.example/callback' }, headers: browser },
    expect: {
      status: 400,
      example: 'refusal_page',
      answer: ({ headers, text }: Answer) => {
        expect(headers.get('location')).toBeNull()
        expect(text).not.toContain('evil.example')
      },
    },
  },
  'refuses a provider that is not there (AC-059)': {
    send: { path: { provider: 'myspace' }, query: oauthQuery },
    expect: { error: 'provider_not_found' },
  },
  'refuses a name that is none (AC-059)': {
    send: { path: { provider: '__proto__' }, query: oauthQuery },
    expect: { error: 'invalid_request', detail: 'provider' },
  },
  'tells a person on a page that a provider is not there': {
    send: { path: { provider: 'myspace' }, query: oauthQuery, headers: browser },
    expect: { status: 404, example: 'refusal_page' },
  },
} as const

contract('project.startOAuth', {
  'answers with the address to open': {
    send: { path: google, query: { ...oauthQuery, prompt: 'select_account' } },
    expect: {
      status: 200,
      example: 'auth_url',
      body: ({ authUrl }) => {
        const url = new URL(authUrl)
        expect(url.origin + url.pathname).toBe(`${demo.publicUrl}/api/auth/oauth/google/authorize`)
        expect(Object.fromEntries(url.searchParams)).toEqual({ ...oauthQuery, prompt: 'select_account' })
      },
    },
    then: async (seeds) => {
      for (const provider of names) {
        const started = await seeds.call('project.startOAuth', { path: { provider }, query: oauthQuery })
        expect(started?.status).toBe(200)
      }
      const known = (await seeds.call('project.getPublicConfig', {}))?.body as Wire['ProjectPublicConfig']
      expect(known.oAuthProviders).toEqual(names.map((provider) => ({ provider, useSharedKey: true })))
    },
  },
  'sends a browser that asks for a page there': {
    send: { path: google, query: oauthQuery, headers: browser },
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => expect(locationOf(answer).pathname).toBe('/api/auth/oauth/google/authorize'),
    },
  },
  "takes the document's own addresses": {
    send: { path: google, query: { ...oauthQuery, redirect_uri: 'https://myapp.com/callback' } },
    expect: { status: 200, example: 'auth_url' },
    then: async (seeds) => {
      const query = { ...oauthQuery, redirect_uri: 'myapp://callback' }
      expect((await seeds.call('project.startOAuth', { path: google, query }))?.status).toBe(200)
    },
  },
  'lets the port of a loopback address differ': {
    send: { path: google, query: { ...oauthQuery, redirect_uri: 'http://localhost:51004/callback' } },
    expect: { status: 200, example: 'auth_url' },
  },
  ...startRefusals,
})

contract('project.openOAuth', {
  'goes on to the provider with what it needs, and no more (AC-057)': {
    send: { path: google, query: { ...oauthQuery, login_hint: 'ada@example.test' } },
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        const { pathname, searchParams } = locationOf(answer)
        expect(pathname).toBe('/sandbox/providers/google/authorize')
        expect([...searchParams.keys()].sort()).toEqual([
          'client_id',
          'code_challenge',
          'code_challenge_method',
          'login_hint',
          'nonce',
          'redirect_uri',
          'response_type',
          'scope',
          'state',
        ])
        expect(searchParams.get('code_challenge')).not.toBe(oauthQuery.code_challenge)
        expect(answer.cookies[0]).toMatch(
          /^provider_flow=[\w-]{43}; Max-Age=600; Path=\/api\/auth\/oauth; HttpOnly; Secure; SameSite=Lax$/,
        )
      },
    },
  },
  'lets the cookie come along with the form of another site where the provider sends one': {
    send: { path: { provider: 'apple' }, query: oauthQuery },
    expect: { status: 303, example: 'empty', answer: ({ cookies }) => expect(cookies[0]).toContain('SameSite=None') },
  },
  'refuses who starts many (AC-059)': {
    given: (seeds) => seeds.exhaust('project.openOAuth', () => ({ path: google, query: oauthQuery })),
    send: { path: google, query: oauthQuery },
    expect: { error: 'too_many_requests', detail: 'sign-ins with a provider' },
  },
  ...startRefusals,
})
