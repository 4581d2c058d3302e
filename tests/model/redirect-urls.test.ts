import { describe, expect, it } from 'vitest'
import { isPictureUrl } from '../../server/model/picture-urls.ts'
import { isRedirectUrl, isRunByBrowsers } from '../../server/model/redirect-urls.ts'

describe('an address that people may be sent to', () => {
  it.each([
    'https://myapp.com/callback',
    'https://myapp.com/@me?next=/a@b',
    'http://localhost:5173/callback',
    'http://127.0.0.1/',
    'http://[::1]:3000/cb',
    'myapp://callback',
    'com.example.app:/oauth2redirect',
  ])('is %s', (url) => expect(isRedirectUrl(url)).toBe(true))

  it.each([
    'https:evil.example',
    'https:/evil.example',
    'https:///evil.example',
    'https://user@myapp.com/',
    'https://:pw@myapp.com/',
    'https://@myapp.com/',
    'https://myapp.com\\@evil.example',
    'https://*.myapp.com/callback',
    'https://myapp.com;sandbox/callback',
    'https://myapp.com,other.example/callback',
    "https://myapp.com'/callback",
    'https://myapp.com:443443/callback',
    'https://myapp.com/#part',
    'http://myapp.com/',
    'http:localhost:3000',
    'http://user@localhost:3000/',
    'ftp://myapp.com/',
    'WSS://myapp.com/',
    'mailto:a@myapp.com',
    'microsoft-edge://myapp.com/',
    'facetime://myapp.com',
    'chrome-untrusted://myapp.com/',
    'android-app://com.my.app/',
    'JavaScript:alert(1)',
    'https://',
    'myapp.com/callback',
    '//myapp.com',
    '',
  ])('is not %j', (url) => expect(isRedirectUrl(url)).toBe(false))
})

describe('an address of a picture', () => {
  it.each(['https://cdn.example/a.png', 'https://cdn.example:8443/a?size=2@x#f', 'https://cdn.example'])(
    'is %s',
    (url) => expect(isPictureUrl(url)).toBe(true),
  )

  it.each([
    'http://cdn.example/a.png',
    'https:cdn.example/a.png',
    'https://user:pw@cdn.example/a.png',
    'https://@cdn.example/a.png',
    'https://cdn.example\\@evil.example/a.png',
    'https://cdn.example/"onload="',
    'https://cdn.example/<b>',
    'https://cdn.example/a b',
    'https://cdn.example/\u00e4',
    'https://[/a.png',
    'data:image/png;base64,AAAA',
    `https://cdn.example/${'a'.repeat(2048)}`,
  ])('is not %j', (url) => expect(isPictureUrl(url)).toBe(false))
})

it.each([
  ['javascript:alert(1)', true],
  [' java\tscript:alert(1)', true],
  ['data:text/html,x', true],
  ['https://example.com', false],
  ['example.com:8080/about', false],
])('browsers run what %j holds: %s', (url, isRun) => expect(isRunByBrowsers(url)).toBe(isRun))
