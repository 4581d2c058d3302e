// Filters are read into a tree that is bounded, and nothing of a sender's text runs as a pattern.
import { describe, expect, it } from 'vitest'
import { filteredAttributes } from '../../server/model/directory.ts'
import { fitsFilter, readFilter } from '../../server/model/scim-filter.ts'
import { cpuTimeOf } from '../cpu-time-for-tests.ts'

const read = (text: string) => readFilter(text, filteredAttributes)

const alice = {
  id: 'a1',
  userName: 'Alice@example.com',
  externalId: '',
  displayName: 'Alice Liddell',
  'name.givenName': 'Alice',
  'name.familyName': 'Liddell',
  emails: 'alice@example.com',
  'emails.value': 'alice@example.com',
  active: true,
  'meta.resourceType': 'User',
} as const

const fits = (text: string) => fitsFilter(read(text), filteredAttributes, (attribute) => alice[attribute])

describe('a filter', () => {
  it.each([
    'userName eq "alice@EXAMPLE.com"',
    'USERNAME Eq "alice@example.com"',
    'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "ali"',
    'emails[type eq "work"].value ew ".com"',
    'active eq True and not (externalId pr)',
    'name.givenName eq "nobody" or name.familyName co "IDD" and active ne false',
    '(displayName eq "nobody" or displayName eq "Alice Liddell") and (active eq true)',
    'userName ne "a \\"quoted\\" name"',
    'id eq "a1" and meta.resourceType eq "user"',
    'externalId eq null and userName ne null',
  ])('%s fits', (text) => expect(fits(text)).toBe(true))

  it.each([
    'userName co "%"',
    'userName eq "alice"',
    'not (active eq true)',
    'externalId pr',
    'active eq false',
    'id eq "A1"',
    'id sw "A"',
    'userName eq null',
    'userName eq "null"',
  ])('%s does not', (text) => expect(fits(text)).toBe(false))

  it('binds `and` before `or`', () =>
    expect(read('active eq true or active eq false and id eq "1"')).toMatchObject({
      kind: 'or',
      parts: [{ kind: 'compare' }, { kind: 'and' }],
    }))

  it.each([
    ['', 'nothing'],
    ['userName', 'no operator'],
    ['userName eq', 'no value'],
    ['userName eq alice', 'a value without quotes'],
    ['userName gt "a"', 'an operator that is not known'],
    ['active eq "true"', 'a text for a flag'],
    ['userName eq true', 'a flag for a text'],
    ['active co true', 'a part of a flag'],
    ['password eq "x"', 'what nobody may compare'],
    ['toString eq "x"', 'what every object has'],
    ['(userName eq "a"', 'an open bracket'],
    ['userName eq "a")', 'a bracket too many'],
    ['userName eq "a" active eq true', 'two without a word between'],
    ['userName eq "a\\q"', 'an escape that is none'],
    ['emails[type eq "home"].value eq "a"', 'another type'],
    ['userName eq "a\\u0000"', 'what no database keeps'],
    ['userName eq "\\ud800"', 'half a character'],
    ['userName co null', 'a part of nothing'],
    ['userName eq NULL', 'what JSON does not know'],
    [`${'('.repeat(6)}active eq true${')'.repeat(6)}`, 'brackets too deep'],
    [Array.from({ length: 21 }, () => 'active eq true').join(' and '), 'too many comparisons'],
    [`userName eq "${'a'.repeat(1000)}"`, 'too long a text'],
  ])('refuses %s: %s', (text) => expect(() => read(text)).toThrow(expect.objectContaining({ code: 'invalid_filter' })))

  it('takes no longer for what is made to take long', () => {
    const refuseAll = () => {
      for (const text of ['"'.padEnd(1000, '\\'), 'a.'.repeat(500), ' '.repeat(999), '('.repeat(1000)]) {
        expect(() => read(text)).toThrow(expect.objectContaining({ code: 'invalid_filter' }))
      }
    }
    expect(cpuTimeOf(refuseAll)).toBeLessThan(200)
  })
})
