import { describe, expect, it } from 'vitest'
import { maskBody, maskHeader } from './mask.ts'

const secret = 'wq0Zt5yB8nK3rX1cV7mL'

describe('a body without its secrets', () => {
  it.each([
    ['a field', { password: secret, mfa_token: secret, ticket: secret, accessToken: secret }],
    ['a list', { backup_codes: [secret, secret], backupCodes: [secret] }],
    [
      'an address',
      { otpauth_uri: `otpauth://totp/x?issuer=Shop&secret=${secret}`, link: `https://a.example/?token=${secret}` },
    ],
    ['a picture', { qr_data: `data:image/png;base64,${secret}` }],
    ['depth', [{ tokens: [{ refresh_token: secret }] }]],
  ])('hides what is in %s', (_, body) => {
    expect(maskBody(JSON.stringify(body))).not.toContain(secret)
    expect(maskBody(JSON.stringify(body, undefined, 2))).not.toContain(secret)
    // And where it is broken.
    expect(maskBody(JSON.stringify(body).slice(0, -1))).not.toContain(secret)
  })

  it('hides codes, of any case and as numbers, and no name of a refusal', () => {
    expect(maskBody('{"code":"AbCdEfGhIjKlMn","otp":"123456"}')).toBe('{"code":"AbCd…","otp":"…"}')
    expect(maskBody('{"code":123456}')).toBe('{"code":"…"}')
    for (const kept of ['{"code":"invalid_code"}', '{"code":"TOO_MANY"}', '{"code":404}'])
      expect(maskBody(kept)).toBe(kept)
  })

  it('hides what a page has filled in', () => {
    const page = `<input type="hidden" name="form_token" value="${secret}"><input value="${secret}" name="ticket"><input name="email" value="a@b.example">`
    expect(maskBody(page)).not.toContain(secret)
    expect(maskBody(page)).toContain('a@b.example')
  })

  it('leaves what reading it would lose: a name that is there twice, a number, blanks in a text', () => {
    const odd = '{"email":"a","email":"b","password":"x y","n":1e400}'
    expect(maskBody(odd)).toBe('{"email":"a","email":"b","password":"…","n":1e400}')
    expect(maskBody('{ "a" : "b  c" }')).toBe('{"a":"b  c"}')
  })

  it('leaves what every copy of the kit has', () => {
    expect(maskBody(`{"password":"${secret}","password":"${secret}"}`, new Set([secret]))).toContain(secret)
    expect(maskBody(`{"password":"${secret}"}`, new Set([secret]))).toContain(secret)
  })
})

describe('a header without its secrets', () => {
  it.each([
    ['authorization', `Bearer ${secret}`],
    ['authorization', secret],
    ['proxy-authorization', `Basic ${secret}`],
    ['x-api-key', secret],
    ['cookie', `a=${secret}`],
    ['set-cookie', `a=${secret}; Path=/`],
    ['location', `https://a.example/back?code=${secret}&state=1`],
  ])('%s', (name, value) => expect(maskHeader(name, value)).not.toContain(secret))
})
