import { describe, expect, it } from 'vitest'
import { readAllowedProviders, readProviders } from '../server/config-providers.ts'

const read = (environment: Record<string, string>, isSandbox = false) => {
  const problems: string[] = []
  return { providers: readProviders(environment, isSandbox, problems), problems }
}
const google = { PROVIDER_GOOGLE_CLIENT_ID: 'id', PROVIDER_GOOGLE_CLIENT_SECRET: 'secret' }
const key = '-----BEGIN PRIVATE KEY-----\\nMIGHAgEAMBMG\\n-----END PRIVATE KEY-----\\n'
const apple = {
  PROVIDER_APPLE_CLIENT_ID: 'id',
  PROVIDER_APPLE_TEAM_ID: 'team',
  PROVIDER_APPLE_KEY_ID: 'key',
  PROVIDER_APPLE_PRIVATE_KEY: key,
}

describe('the credentials of providers', () => {
  it('are read from the environment', () => {
    const { providers, problems } = read({ ...google, ...apple })
    expect(problems).toEqual([])
    expect(providers.google).toEqual({
      clientId: 'id',
      clientSecret: 'secret',
      signingKey: null,
      issuer: null,
      idTokenAudiences: [],
    })
    expect(providers.apple?.signingKey).toEqual({
      teamId: 'team',
      keyId: 'key',
      privateKey: '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n-----END PRIVATE KEY-----\n',
    })
    expect(providers.github).toBeUndefined()
  })

  it('are refused in part', () => {
    expect(read({ PROVIDER_GITHUB_CLIENT_ID: 'id' }).problems).toEqual([
      'PROVIDER_GITHUB_CLIENT_SECRET is not set: set it beside PROVIDER_GITHUB_CLIENT_ID, or leave out both.',
    ])
    const { PROVIDER_APPLE_KEY_ID: _, ...rest } = apple
    expect(read(rest).problems).toEqual([
      'PROVIDER_APPLE_KEY_ID is not set: set it beside PROVIDER_APPLE_CLIENT_ID, or leave out both.',
    ])
    expect(read({ PROVIDER_X_ISSUER: 'https://x.example' }).problems).toHaveLength(2)
  })

  it.each([
    'PROVIDER_GOGLE_CLIENT_ID',
    'PROVIDER_GOOGLE_CLIENTID',
    'PROVIDER_GOOGLE_TEAM_ID',
    'PROVIDER_APPLE_CLIENT_SECRET',
  ])('are refused by a name that is no setting: %s', (name) => {
    expect(read({ ...google, ...apple, [name]: 'id' }).problems).toEqual([
      expect.stringMatching(`^${name} is no setting: set PROVIDER_NAME_CLIENT_ID and so on`),
    ])
    expect(read({ ...google, [name]: '' }).problems).toEqual([])
  })

  it('are refused with a key that is none', () => {
    const { problems } = read({ ...apple, PROVIDER_APPLE_PRIVATE_KEY: 'secret' })
    expect(problems).toEqual([
      'PROVIDER_APPLE_PRIVATE_KEY is not a key: set the text of the .p8 file, with \\n for its line ends.',
    ])
  })

  it.each([
    'http://login.example.com',
    'ftp://a',
    'nonsense',
    'https://a.example/?b',
    'https://user@a.example/',
    'https:a.example',
    'https://a.example ',
    'https://:pw@a.example',
  ])('are refused with the issuer %s', (issuer) => {
    const { problems } = read({ ...google, PROVIDER_GOOGLE_ISSUER: issuer }, true)
    expect(problems[0]).toMatch(/^PROVIDER_GOOGLE_ISSUER is ".*": set an https address/)
  })

  it('may name a server on this machine in the sandbox alone', () => {
    const local = { ...google, PROVIDER_GOOGLE_ISSUER: 'http://127.0.0.1:9000/tenant/' }
    expect(read(local, true)).toMatchObject({
      problems: [],
      providers: { google: { issuer: 'http://127.0.0.1:9000/tenant' } },
    })
    expect(read(local).problems).toHaveLength(1)
  })
})

describe('the providers that may be used', () => {
  it('are all, or those that are named', () => {
    expect(readAllowedProviders({}, [])).toBeNull()
    expect(readAllowedProviders({ PROVIDERS: 'google, github' }, [])).toEqual(['google', 'github'])
  })

  it('are refused with a name that nobody knows', () => {
    const problems: string[] = []
    expect(readAllowedProviders({ PROVIDERS: 'google,myspace,__proto__' }, problems)).toEqual(['google'])
    expect(problems).toHaveLength(2)
    expect(problems[0]).toMatch(/^PROVIDERS has "myspace": set names of google, github/)
  })
})
