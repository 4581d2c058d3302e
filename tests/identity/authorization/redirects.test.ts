import { describe, expect, it } from 'vitest'
import { requireRedirectUri, withQuery } from '../../../server/identity/authorization/redirects.ts'

const allowed = ['https://app.example.com/cb', 'http://localhost:3000/callback', 'com.example.app:/cb']

const mutations = [
  'https://app.example.com/cb/more',
  'https://app.example.com/cb/',
  'https://app.example.com/cb?x',
  'https://app.example.com/cb#f',
  'https://user@app.example.com/cb',
  'https://app.example.com@evil.example/cb',
  'https://app.example.com\\@evil.example/cb',
  'https:\\\\evil.example/cb',
  'https://app.example.com/%2f../cb',
  'https://app.example.com/x/../cb',
  'https://app.example.com//evil.example/cb',
  '//evil.example/cb',
  'https://app.example.com:8443/cb',
  'https://app.example.com:443/cb',
  'http://app.example.com/cb',
  'https://app.example.com./cb',
  'https://app.example.com/CB',
  'https://APP.example.com/cb',
  'https://evil.app.example.com/cb',
  'https://app.example.com.evil.example/cb',
  'https://аpp.example.com/cb',
  'javascript:alert(1)//https://app.example.com/cb',
  'data:text/html,https://app.example.com/cb',
  'https://app.example.com/cb\t',
  'https://app.example.com/\ncb',
  'https://app.example.com/cb\0',
  ' https://app.example.com/cb',
  'https://2130706433/cb',
  'com.example.app:/cb/',
  'com.example.app://cb',
  '',
]

const loopbackMutations = [
  'http://localhost:3000/callback/',
  'http://localhost:3000@evil.example/callback',
  'http://localhost:@evil.example/callback',
  'http://localhost.evil.example:3000/callback',
  'http://localhost:99999/callback',
  'http://localhost:3000\\@evil.example/callback',
  'http://localhost:30 00/callback',
  'https://localhost:3000/callback',
  'http://127.0.0.1:3000/callback',
  'http://0177.0.0.1:3000/callback',
  'http://2130706433:3000/callback',
  'http://localhost:3000/callback#f',
  'http://localhost:3000/callback?x',
]

describe('requireRedirectUri', () => {
  it.each(allowed)('allows %s, which is registered', (uri) => expect(requireRedirectUri(allowed, uri)).toBe(uri))

  it.each(['http://localhost:51004/callback', 'http://localhost/callback', 'http://localhost:65535/callback'])(
    'allows %s, because only the port of a loopback address differs',
    (uri) => expect(requireRedirectUri(allowed, uri)).toBe(uri),
  )

  it.each([...mutations, ...loopbackMutations])('refuses %j (AC-047)', (uri) =>
    expect(() => requireRedirectUri(allowed, uri)).toThrow('invalid_redirect_uri'),
  )

  it('refuses everything where nothing is registered', () =>
    expect(() => requireRedirectUri([], 'http://localhost/')).toThrow('invalid_redirect_uri'))
})

describe('withQuery', () => {
  it('adds what is there, escaped, after what the URI has already', () => {
    expect(withQuery('https://a.example/cb', { code: 'x y&', state: null, iss: undefined })).toBe(
      'https://a.example/cb?code=x+y%26',
    )
    expect(withQuery('com.example.app:/cb?tenant=1', { code: 'x' })).toBe('com.example.app:/cb?tenant=1&code=x')
  })

  it('leaves a URI as it is where there is nothing to add', () => {
    expect(withQuery('https://a.example/cb', { code: undefined })).toBe('https://a.example/cb')
  })
})
