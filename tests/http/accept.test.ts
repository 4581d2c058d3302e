import { describe, expect, it } from 'vitest'
import { isApiCall, prefersPage } from '../../server/http/accept.ts'

const asked = (headers: Record<string, string>, method = 'GET') => ({ method, headers })

describe('whoever asks', () => {
  it.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
    ['application/xhtml+xml,text/html;q=0.9', true],
    ['TEXT/HTML', true],
    ['text/html;q=0.5, */*', true],
    ['application/json;q=0.1, text/html', true],
    ['application/json, text/html', false],
    ['text/html;q=0.1, application/json', false],
    ['text/html;q=0', false],
    ['text/html;q=nonsense', false],
    ['text/htmlx', false],
    ['*/*', false],
    ['', false],
  ])('by %j wants a page: %s', (accept, wants) => {
    expect(prefersPage(asked({ accept }))).toBe(wants)
  })

  it('by no Accept header wants no page, and makes no API call', () => {
    expect([prefersPage(asked({})), isApiCall(asked({}))]).toEqual([false, false])
  })

  it.each([
    ['application/json', true],
    ['Application/JSON; charset=utf-8', true],
    ['application/json;q=0.1, text/html', true],
    ['text/html, application/json;q=0.9', true],
    ['application/json;q=0', false],
    ['application/json ; q=0.0, */*', false],
    ['application/*', false],
    ['*/*', false],
    ['application/problem+json', false],
    ['application/jsonp', false],
    ['x=application/json', false],
    ['', false],
  ])('by %j makes an API call: %s', (accept, is) => {
    expect(isApiCall(asked({ accept }))).toBe(is)
  })

  it('makes none from a page of another origin that does not say which', () => {
    const accept = 'application/json'
    for (const site of ['cross-site', 'same-site', 'Cross-Site', 'cross-site, none', 'anything']) {
      expect([site, isApiCall(asked({ accept, 'sec-fetch-site': site }))]).toEqual([site, false])
      const origin = 'https://app.example'
      expect([site, isApiCall(asked({ accept, origin, 'sec-fetch-site': site }))]).toEqual([site, true])
    }
    for (const site of ['none', 'same-origin']) expect(isApiCall(asked({ accept, 'sec-fetch-site': site }))).toBe(true)
  })

  it('makes none by a navigation, by a document or by another method', () => {
    const accept = 'application/json'
    expect(isApiCall(asked({ accept, 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }))).toBe(true)
    expect(isApiCall(asked({ accept, 'sec-fetch-mode': 'navigate' }))).toBe(false)
    expect(isApiCall(asked({ accept, 'sec-fetch-mode': 'cors, Navigate' }))).toBe(false)
    expect(isApiCall(asked({ accept, 'sec-fetch-dest': 'document' }))).toBe(false)
    expect(isApiCall(asked({ accept }, 'HEAD'))).toBe(false)
  })
})
