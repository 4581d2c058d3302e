import { describe, expect, it } from 'vitest'
import { isRegistrableOrigin, isRegistrableRedirectUri } from './client-addresses.ts'

describe('isRegistrableRedirectUri', () => {
  it.each([
    'https://app.example.com/cb',
    'https://app.example.com',
    'https://app.example.com/',
    'https://app.example.com:8443/cb?tenant=1',
    'http://localhost:3000/callback',
    'http://127.0.0.1/callback',
    'http://[::1]:8080/callback',
  ])('takes %s', (uri) => expect(isRegistrableRedirectUri(uri)).toBe(true))

  it.each([
    'http://app.example.com/cb',
    'http://localhost.example.com/cb',
    'http://0x7f000001/cb',
    'https://app.example.com/cb#f',
    'https://app.example.com/cb#',
    'https://*.example.com/cb',
    'https://app.example.com/*',
    'https://user@app.example.com/cb',
    'https://user:password@app.example.com/cb',
    'https://APP.example.com/cb',
    'https://app.example.com:443/cb',
    'https://app.example.com/a/../cb',
    'https://app.example.com\\cb',
    'https:app.example.com/cb',
    'https://аpp.example.com/cb',
    'https://app.example.com/c b',
    'https://app.example.com/cb\n',
    'javascript:alert(1)',
    'data:text/html,x',
    'com.example.app:/cb',
    '/cb',
    '',
  ])('refuses %j', (uri) => expect(isRegistrableRedirectUri(uri)).toBe(false))
})

describe('isRegistrableOrigin', () => {
  it.each(['https://app.example.com', 'https://app.example.com:8443', 'http://localhost:5173', 'http://[::1]:8080'])(
    'takes %s',
    (origin) => expect(isRegistrableOrigin(origin)).toBe(true),
  )

  it.each([
    'https://app.example.com/',
    'https://app.example.com:443',
    'http://app.example.com',
    'https://*.example.com',
    'https://APP.example.com',
    '*',
    'null',
    '',
  ])('refuses %j', (origin) => expect(isRegistrableOrigin(origin)).toBe(false))
})
