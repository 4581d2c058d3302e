// Where a sign-in may end and what its code is bound to, at every address that a sign-in begins at.
import { expect, it } from 'vitest'
import type { OperationId } from '../../generated/operations.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { alice, demoProject, pkce } from '../harness/fixtures/people.ts'
import { type Sent, form } from '../harness/requests/request.ts'
import { browser, openForm, sent } from './hosted-forms.ts'
import { type Real, onRealTargets } from './real-targets.ts'

type Query = Readonly<Record<string, string | readonly string[]>>
interface Beginning {
  /** What the address of the app is called there. */
  readonly target: 'redirect_uri' | 'redirect'
  readonly begin: (real: Real, query: Query) => Promise<{ readonly id: OperationId; readonly sent: object }>
}

const withProvider = (id: 'project.startOAuth' | 'project.openOAuth'): Beginning => ({
  target: 'redirect_uri',
  begin: (_real, query) => Promise.resolve({ id, sent: { path: { provider: 'google' }, query } }),
})
const onPage = (id: 'project.showSignIn' | 'project.showSignUp' | 'project.showForgotPassword'): Beginning => ({
  target: 'redirect',
  begin: (_real, query) => Promise.resolve({ id, sent: { query } }),
})
const byForm = (id: OperationId, fields: Readonly<Record<string, string>>): Beginning => ({
  target: 'redirect',
  begin: async ({ seeds }, query) => ({ id, sent: { ...sent(await openForm(seeds), fields), query } }),
})
const { email, password } = alice

const beginnings: Readonly<Record<string, Beginning>> = {
  'the start of a provider': withProvider('project.startOAuth'),
  'the way to a provider': withProvider('project.openOAuth'),
  'the hosted page': onPage('project.showSignIn'),
  'its sign-up': onPage('project.showSignUp'),
  'its forgotten password': onPage('project.showForgotPassword'),
  'its sign-in form': byForm('project.submitSignIn', { email, password }),
  'its sign-up form': byForm('project.submitSignUp', { email, password }),
  'its verification form': byForm('project.submitVerification', { email, code: '123456' }),
  'its form for another mail': byForm('project.resendVerification', { email }),
  'its form for a forgotten password': byForm('project.submitForgotPassword', { email }),
  'its form for a new password': byForm('project.submitNewPassword', { email, password, code: '123456' }),
}

const allowed = demoProject.redirectUri

/** Near the allowed address, and not it. */
const mutations: readonly string[] = [
  `${allowed}/`,
  `${allowed}/more`,
  `${allowed}?x`,
  `${allowed}#f`,
  'http://user@localhost:3000/callback',
  'http://localhost:3000@evil.example/callback',
  'http://localhost:3000\\callback',
  'http://evil.example\\@localhost:3000/callback',
  'http://localhost:3000/%2f../callback',
  'http://localhost:3000/x/../callback',
  'http://localhost:3000//callback',
  '//localhost:3000/callback',
  '//evil.example',
  'https://localhost:3000/callback',
  'http://localhost.:3000/callback',
  'http://LOCALHOST:3000/callback',
  'http://localhost:3000/CALLBACK',
  'http://app.localhost:3000/callback',
  'http://localhost.evil.example/callback',
  'http://evil.example/callback',
  'http://lоcalhost:3000/callback',
  'http://localhost:99999/callback',
  'javascript:alert(1)',
  'data:text/html,x',
  'http://localhost:3000/call\tback',
  `${allowed}\n`,
  `${allowed}\0`,
  `${allowed} `,
  ` ${allowed}`,
  'http://2130706433:3000/callback',
  'http://127.0.0.1:3000/callback',
  'other://callback',
  'myapp://callback/',
  'https://myapp.com/callback?',
  'https://myapp.com:444/callback',
  'https://evil.myapp.com/callback',
  'null',
  '',
]

/** Where an answer leads, and with which parameters: most values are new each time. */
const namesIn = (location: string | null): unknown => {
  if (location === null) return null
  const { origin, pathname, searchParams } = new URL(location)
  return [origin, pathname, [...searchParams.keys()]]
}

onRealTargets('a sign-in', (real) => {
  /** Each is refused, whatever it changes; who begins there is asked once, as nothing comes of any. */
  const refused = async (name: string, changes: readonly ((query: Query, target: string) => Query)[]) => {
    const { target, begin } = beginnings[name]!
    const plain = { [target]: allowed, code_challenge: pkce.challenge }
    const begun = await begin(real, plain)
    for (const query of changes.map((change) => change(plain, target))) {
      for (const headers of [browser, { accept: 'application/json' }]) {
        const answer = await real.ask(begun.id, { ...begun.sent, query, headers } as Sent<OperationId>)
        expect([query, answer.status]).toEqual([query, 400])
        expect([query, answer.headers.get('location')]).toEqual([query, null])
        expect(answer.cookies).toEqual([])
        expect(answer.text).not.toContain('evil.example')
      }
    }
  }

  /** The page ends without a code where no challenge came: in the browser's own session. A provider's sign-in always ends with one. */
  const unbound = async (name: string, change: (query: Query) => Query) => {
    const { target, begin } = beginnings[name]!
    if (target === 'redirect_uri') return refused(name, [change])
    await real.reset()
    await real.seeds.projectUser(alice)
    const asked = await begin(real, change({ redirect: allowed, code_challenge: pkce.challenge }))
    const answer = await real.ask(asked.id, { ...asked.sent, headers: browser } as Sent<OperationId>)
    // The one of them that signs Alice in.
    if (name === 'its sign-in form') {
      expect([answer.status, answer.headers.get('location')]).toEqual([303, allowed])
      expect(answer.cookies.join()).toMatch(/refresh_token=[\w-]{43}/)
      return
    }
    expect([name, [200, 400, 409].includes(answer.status), answer.headers.get('location')]).toEqual([name, true, null])
    expect(answer.text).not.toContain('code_challenge')
  }

  /** Whatever is appended, the answer is that without it. */
  const ignored = async (name: string, appended: Query) => {
    const { target, begin } = beginnings[name]!
    const answers: Answer[] = []
    for (const more of [{}, appended]) {
      await real.reset()
      const asked = await begin(real, { [target]: allowed, code_challenge: pkce.challenge, ...more })
      answers.push(await real.ask(asked.id, { ...asked.sent, headers: browser } as Sent<OperationId>))
    }
    const [plain, longer] = answers as [Answer, Answer]
    expect(longer.status).toBe(plain.status)
    expect(namesIn(longer.headers.get('location'))).toEqual(namesIn(plain.headers.get('location')))
    expect(longer.text.length).toBe(plain.text.length)
    expect(`${longer.text} ${longer.headers.get('location')}`).not.toMatch(
      /evil\.example|chosen-by-somebody|everything/,
    )
  }

  it.each(Object.keys(beginnings))('%s ends at no address that is only like an allowed one (AC-047)', async (name) => {
    const changes = mutations.map((one) => (query: Query, target: string) => ({ ...query, [target]: one }))
    await refused(name, changes)
  })

  it.each(Object.keys(beginnings))('%s takes its address once, and as one (AC-047)', async (name) => {
    const without = ({ [beginnings[name]!.target]: _taken, ...rest }: Query): Query => rest
    await refused(name, [
      (query, target) => ({ ...query, [target]: [allowed, allowed] }),
      (query, target) => ({ ...query, [target]: [allowed, 'https://evil.example/'] }),
      (query, target) => ({ ...query, [target]: ['https://evil.example/', allowed] }),
      (query, target) => ({ ...without(query), [`${target}[]`]: allowed }),
      (query, target) => ({ ...without(query), [`${target}[0]`]: allowed }),
      (query, target) => ({ ...without(query), [`${target}[evil]`]: allowed }),
      (query, target) => ({ ...query, [target]: `${allowed},https://evil.example/` }),
      without,
    ])
  })

  it.each(Object.keys(beginnings))('%s binds its code to a challenge, and to one (AC-049)', async (name) => {
    const { challenge } = pkce
    const wrong: Query[string][] = [
      'x'.repeat(42),
      'x'.repeat(129),
      `${challenge.slice(1)}+`,
      `${challenge.slice(1)}=`,
      `${challenge.slice(1)}é`,
      [challenge, challenge],
      [challenge, 'x'.repeat(43)],
    ]
    await refused(name, [
      ...wrong.map((code_challenge) => (query: Query) => ({ ...query, code_challenge })),
      (query) => ({ ...query, code_challenge_method: 'plain' }),
      (query) => ({ ...query, code_challenge_method: ['S256', 'plain'] }),
    ])
    await unbound(name, (query) => ({ ...query, code_challenge: '' }))
    await unbound(name, ({ code_challenge: _taken, ...rest }) => rest)
    await unbound(name, ({ code_challenge: _taken, ...rest }) => ({ ...rest, 'code_challenge[]': challenge }))
  })

  it.each(Object.keys(beginnings))('%s ignores what is for the service alone to set (AC-057)', async (name) => {
    await ignored(name, {
      scope: 'openid everything',
      client_id: 'other',
      response_type: 'token',
      response_mode: 'fragment',
      state: 'chosen-by-somebody',
      nonce: 'chosen-by-somebody',
      redirect_url: 'https://evil.example/',
      resource: 'https://evil.example/',
    })
  })

  it('knows a provider by its own name alone (AC-059)', async () => {
    const names = [
      'myspace',
      '__proto__',
      'constructor',
      '../google',
      '%2e%2e',
      'GOOGLE',
      'google ',
      'google,github',
      ' ',
    ]
    const query = { redirect_uri: allowed, code_challenge: pkce.challenge }
    const callback = { code: 'x', state: 'x' }
    for (const provider of names) {
      const path = { provider }
      const all = [
        await real.ask('project.startOAuth', { path, query }),
        await real.ask('project.openOAuth', { path, query }),
        await real.ask('project.finishOAuth', { path, query: callback }),
        await real.ask('project.finishOAuthForm', { path, ...form(callback) }),
      ]
      for (const { status, headers } of all) {
        expect([provider, status === 400 || status === 404, headers.get('location')]).toEqual([provider, true, null])
      }
    }
  })

  it.each(Object.keys(beginnings))('%s ignores a parameter that JavaScript gives a meaning (AC-103)', async (name) => {
    const names = ['__proto__', '__proto__[role]', 'constructor[prototype][role]', 'prototype']
    await ignored(name, Object.fromEntries(names.map((key) => [key, 'chosen-by-somebody'])))
  })
})
