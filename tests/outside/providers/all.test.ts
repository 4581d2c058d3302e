import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../server/model/user.ts'
import { allProviders } from '../../../server/outside/providers/all.ts'
import type { StandInPerson } from '../../../server/outside/providers/provider.ts'

const ada: StandInPerson = { subject: 'ada-1', email: 'ada@example.test', emailVerified: true, name: 'Ada Lovelace' }
const all = Object.values(allProviders)

describe.each(all)('$title', (provider) => {
  const told = (person: StandInPerson) => provider.profile(provider.says(person))

  it('is read as its stand-in speaks', () => {
    expect(told(ada)).toEqual({
      subject: 'ada-1',
      email: 'ada@example.test',
      emailVerified: provider.vouchesForEmail,
      firstName: 'Ada',
      lastName: 'Lovelace',
      picture: null,
    })
  })

  it('never vouches for an address by itself', () => {
    expect(told({ ...ada, emailVerified: false }).emailVerified).toBe(false)
  })

  it('knows people without an address or a name', () => {
    expect(told({ ...ada, email: null, emailVerified: false, name: '' })).toMatchObject({
      email: null,
      emailVerified: false,
      firstName: null,
      lastName: null,
    })
  })

  it('cuts long names and drops control characters', () => {
    const { firstName, lastName } = told({ ...ada, name: `A\u0000\u202ed\u001ba ${'L'.repeat(500)}` })
    expect(firstName).toBe('Ada')
    expect([...(lastName ?? '')].length).toBeLessThanOrEqual(200)
  })

  it('asks for OpenID where it speaks it, and never for more than a profile and an address', () => {
    expect(provider.scopes.includes('openid')).toBe(provider.speaks.kind === 'oidc')
    const wide = provider.scopes.filter((scope) => /write|offline|repo|admin|playlist|friends/.test(scope))
    expect(wide).toEqual([])
  })

  it('is spoken to over TLS', () => {
    const urls = [
      provider.issuer,
      ...(provider.speaks.kind === 'oauth2' ? Object.values(provider.speaks.endpoints) : []),
    ]
    for (const url of urls) expect(url).toMatch(/^https:\/\//)
  })
})

describe('what providers say oddly', () => {
  const read = (name: keyof typeof allProviders, profile: JsonObject, emails?: JsonObject[]) =>
    allProviders[name].profile({ profile, ...(emails && { emails }) })

  it('is true as a text too, at those that send it so', () => {
    const said = { sub: '1', email: 'a@example.test', email_verified: 'true' }
    expect(read('apple', said).emailVerified).toBe(true)
    expect(read('linkedin', said).emailVerified).toBe(true)
    expect(read('google', { ...said, email_verified: 'yes' }).emailVerified).toBe(false)
    expect(read('google', { ...said, email_verified: 1 }).emailVerified).toBe(false)
  })

  it('is no proof at Microsoft unless the tenant owns the domain', () => {
    const said = { sub: '1', email: 'a@example.test', email_verified: true }
    expect(read('microsoft', said).emailVerified).toBe(false)
    expect(read('microsoft', { ...said, xms_edov: '1' }).emailVerified).toBe(true)
    expect(read('microsoft', { ...said, xms_edov: 'false' }).emailVerified).toBe(false)
  })

  it('is no proof at Facebook, X and Spotify, whatever they add', () => {
    const said = { id: '1', email: 'a@example.test', email_verified: true, verified: true }
    expect(read('facebook', said).emailVerified).toBe(false)
    expect(read('spotify', said).emailVerified).toBe(false)
    const data = { id: '1', confirmed_email: 'a@example.test', verified: true }
    expect(read('x', { data }).emailVerified).toBe(false)
  })

  it('is only the proven address at GitHub, and never the one that it shows', () => {
    const said = { id: 1, email: 'shown@example.test' }
    expect(read('github', said, []).email).toBeNull()
    const emails = [{ email: 'new@example.test', primary: true, verified: false }]
    expect(read('github', said, emails)).toMatchObject({ email: 'new@example.test', emailVerified: false })
  })

  it('is no picture unless a page may load it', () => {
    const said = { sub: '1' }
    expect(read('google', { ...said, picture: 'https://example.test/a.png' }).picture).toBe(
      'https://example.test/a.png',
    )
    for (const picture of ['http://example.test/a.png', 'javascript:alert(1)', `https://a/${'x'.repeat(3000)}`, 5]) {
      expect(read('google', { ...said, picture }).picture).toBeNull()
    }
  })

  it('is nobody without a subject', () => {
    for (const sub of [undefined, null, '', 1.5, {}, 'a'.repeat(256), 'ä']) {
      expect(() => read('google', { sub })).toThrow('names nobody')
    }
  })
})
