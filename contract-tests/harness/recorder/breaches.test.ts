// That a cookie is held to the examples of its surface: every attribute that is missing or weaker is seen.
import { describe, expect, it } from 'vitest'
import type { OperationId } from '../../../generated/operations.ts'
import { breaches } from './breaches.ts'
import { codeOf } from '../contract/contract.ts'

const setting = (id: OperationId, status: number, body: unknown, ...cookies: string[]): string[] => {
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = new Headers({
    'x-request-id': 'a',
    location: 'http://localhost/',
    'content-type': 'application/json',
  })
  return breaches(id, { status, headers, cookies, text, body: body ?? '' }).filter((one) => one.startsWith('cookie'))
}

const rest = 'HttpOnly; Secure; SameSite=Lax'
const toProvider = (cookie: string) => setting('oauth.authorize', 303, undefined, cookie)
const fromProvider = (cookie: string) => setting('oauth.finishProviderSignIn', 303, undefined, cookie)
const loggedOut = (cookie: string) =>
  setting(
    'project.logout',
    200,
    { success: true, message: 'Logged out successfully' },
    `refresh_token=; Max-Age=0; Path=/api/auth; ${rest}`,
    cookie,
  )

describe('a cookie', () => {
  it.each([
    ['of a sign-in at a provider', toProvider, `provider_flow=x; Max-Age=600; Path=/oauth2; ${rest}`],
    ['of a sign-in that is over', fromProvider, `provider_flow=; Max-Age=0; Path=/oauth2; ${rest}`],
    [
      'by the name that published clients give it',
      loggedOut,
      `insforge_refresh_token=; Max-Age=0; Path=/api/auth; ${rest}`,
    ],
  ] as const)('%s keeps its attributes', (_what, answer, cookie) => {
    expect(answer(cookie)).toEqual([])
    const weaker = [
      cookie.replace('; HttpOnly', ''),
      cookie.replace('; Secure', ''),
      cookie.replace(/Path=[^;]+/, 'Path=/'),
      cookie.replace(/Path=[^;]+/, 'Path=/auth'),
      cookie.replace(/Max-Age=\d+/, 'Max-Age=31536000'),
      `${cookie}; Domain=example.com`,
    ]
    for (const one of weaker) expect([one, answer(one)]).toEqual([one, [expect.stringContaining('is none of')]])
  })

  it('that is taken back needs no other site, whatever the provider sends', () => {
    const cookie = `provider_flow=; Max-Age=0; Path=/oauth2; ${rest}`
    expect(fromProvider(cookie.replace('Lax', 'None'))).toEqual([expect.stringContaining('is none of')])
    expect(toProvider(`provider_flow=x; Max-Age=600; Path=/oauth2; ${rest.replace('Lax', 'None')}`)).toEqual([])
  })

  it('of what stands in front of the server is nobody’s business', () => {
    expect(toProvider('balancer=1; Path=/')).toEqual([])
  })
})

describe('a refusal', () => {
  it('is known by what it says, in whatever order', () => {
    const body = { code: 'unauthorized', status: 401, title: 'Sign in first', type: 'about:blank' }
    expect(codeOf('account.me', { status: 401, body })).toBe('unauthorized')
    const turned = Object.fromEntries(Object.entries(body).reverse())
    expect(codeOf('account.me', { status: 401, body: turned })).toBe('unauthorized')
    expect(codeOf('account.me', { status: 401, body: { ...body, code: 'other' } })).toBeUndefined()
  })
})
