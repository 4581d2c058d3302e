import { describe, expect, it } from 'vitest'
import { readProjectConfig } from '../server/config-project.ts'

const read = (environment: Record<string, string>, isProduction = false) => {
  const problems: string[] = []
  return { config: readProjectConfig(environment, isProduction, problems), problems }
}

const issuer = { ADMIN_ISSUER: 'https://console.example', ADMIN_AUDIENCE: 'project-1' }
const publicKey = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }

describe('the settings of the project', () => {
  it('are all optional', () => {
    expect(read({})).toEqual({
      config: {
        projectEnvironment: null,
        projectApiKey: null,
        adminIssuer: null,
        projectBrand: {},
      },
      problems: [],
    })
  })

  it('name an issuer by the address of its keys, or by the keys', () => {
    expect(read({ ...issuer, ADMIN_JWKS_URL: 'https://console.example/jwks' }).config.adminIssuer).toEqual({
      issuer: 'https://console.example',
      audience: 'project-1',
      keys: new URL('https://console.example/jwks'),
    })
    const inline = read({ ...issuer, ADMIN_JWKS: JSON.stringify({ keys: [publicKey] }) })
    expect(inline).toMatchObject({ problems: [], config: { adminIssuer: { keys: { keys: [publicKey] } } } })
  })

  it.each([
    ['a logo that is nowhere', { PROJECT_LOGO_URL: 'logo.svg' }, 'PROJECT_LOGO_URL'],
    ['a logo over plain http', { PROJECT_LOGO_URL: 'http://cdn.example/logo.svg' }, 'PROJECT_LOGO_URL'],
    ['a logo behind a password', { PROJECT_LOGO_URL: 'https://a:b@cdn.example/logo.svg' }, 'PROJECT_LOGO_URL'],
    ['a name with what nobody sees', { PROJECT_NAME: 'Sh\u202eop' }, 'PROJECT_NAME'],
    ['a name of blanks', { PROJECT_NAME: ' ' }, 'PROJECT_NAME'],
    [
      'an issuer with a blank',
      { ...issuer, ADMIN_ISSUER: 'https://console.example ', ADMIN_JWKS_URL: 'https://c.example/j' },
      'ADMIN_ISSUER',
    ],
    ['keys behind a password', { ...issuer, ADMIN_JWKS_URL: 'https://a:b@console.example/jwks' }, 'ADMIN_JWKS_URL'],
    ['keys at half an address', { ...issuer, ADMIN_JWKS_URL: 'https:console.example/jwks' }, 'ADMIN_JWKS_URL'],
    ['a colour that is none', { PROJECT_ACCENT: 'red; }' }, 'PROJECT_ACCENT'],
    ['an environment that is no id', { PROJECT_ENVIRONMENT: 'main' }, 'PROJECT_ENVIRONMENT'],
    ['a short API key', { PROJECT_API_KEY: 'ik_secret' }, 'PROJECT_API_KEY'],
    ['an issuer without keys', issuer, 'ADMIN_JWKS'],
    ['keys without an issuer', { ADMIN_JWKS_URL: 'https://console.example/jwks' }, 'ADMIN_ISSUER'],
    ['keys that are no key set', { ...issuer, ADMIN_JWKS: '[]' }, 'ADMIN_JWKS'],
    ['a shared secret', { ...issuer, ADMIN_JWKS: '{"keys":[{"kty":"oct","k":"x"}]}' }, 'ADMIN_JWKS'],
    ['a private key', { ...issuer, ADMIN_JWKS: JSON.stringify({ keys: [{ ...publicKey, d: 'd' }] }) }, 'ADMIN_JWKS'],
    ['keys at no address', { ...issuer, ADMIN_JWKS_URL: 'console' }, 'ADMIN_JWKS_URL'],
  ])('stop the start with a sentence for %s (AC-115)', (_, environment, name) => {
    expect(read(environment).problems).toEqual([expect.stringContaining(name)])
  })

  it('ask for https in production (AC-115)', () => {
    const environment = { ...issuer, ADMIN_JWKS_URL: 'http://console.example/jwks' }
    expect(read(environment).problems).toEqual([])
    expect(read({ ...environment, PROJECT_ENVIRONMENT: 'none' }, true).problems).toEqual([
      expect.stringContaining('ADMIN_JWKS_URL'),
    ])
  })
})
