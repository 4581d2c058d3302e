import { describe, expect, it } from 'vitest'
import { canonicalEmail, isSaidAs } from '../../server/model/email.ts'

describe('the one form of an address', () => {
  it.each([
    [' Alice@Example.COM ', 'alice@example.com'],
    ['alice@bücher.example', 'alice@xn--bcher-kva.example'],
    ['alice@XN--BCHER-KVA.example', 'alice@xn--bcher-kva.example'],
    ['alice@faß.example', 'alice@xn--fa-hia.example'],
    ['alice@ｅｘａｍｐｌｅ。com', 'alice@example.com'],
    ['e\u0301lan@example.com', '\u00e9lan@example.com'],
    // Only ASCII letters fold.
    ['\u00c9lan@example.com', '\u00c9lan@example.com'],
    ['\u0130@example.com', '\u0130@example.com'],
    ['日本@example.com', '日本@example.com'],
    ['😀@example.com', '😀@example.com'],
  ])('of %j is %j', (given, canonical) => expect(canonicalEmail(given)).toBe(canonical))

  it.each([
    ...'\u200b\u200c\u200d\u2060\u00ad\u202e\u202a\u2066\u061c\ufeff\u0000\u0007\u001b\u0085\ue000\ufff9\u0378',
    ...'\u034f\u115f\u3164\uffa0\ufe0f\u180b\u2800\u00a0\u2028',
    ...['\u{e0041}', '\u{e0100}', '\u{1d173}', '\u{f0000}', '\ud83d', '\ude00'],
  ])('has no character that nobody sees: %j', (character) => {
    expect(canonicalEmail(`na${character}me@example.com`)).toBeUndefined()
    expect(canonicalEmail(`name@exa${character}mple.com`)).toBeUndefined()
    if (character.trim() !== '') expect(canonicalEmail(`${character}name@example.com${character}`)).toBeUndefined()
  })

  it.each([
    'na\u212ame@example.com',
    'a\u037eb@example.com',
    'a\u1fefb@example.com',
    '\ufeffname@example.com',
    'name@example.com\ufeff',
  ])('is never made ASCII out of what is not: %j', (given) => expect(canonicalEmail(given)).toBeUndefined())

  it.each([
    'xn--a',
    'xn--',
    'xn--example-.com',
    'a_b.com',
    'a.com.',
    '-a.com',
    'a-.com',
    'a..com',
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::1]',
    'example.com/x',
    'example.com:25',
    'ex%61mple.com',
    `${'b'.repeat(64)}.com`,
    Array(50).fill('label').join('.'),
  ])('has no domain %s', (domain) => expect(canonicalEmail(`alice@${domain}`)).toBeUndefined())

  it.each(['', '@', 'alice', 'alice@', '@example.com', 'a b@example.com', 'a@b@example.com', '"a"@example.com'])(
    'is none of %j',
    (given) => expect(canonicalEmail(given)).toBeUndefined(),
  )

  it('counts characters after NFC', () => {
    expect(canonicalEmail(`${'e\u0301'.repeat(64)}@example.com`)).toBe(`${'\u00e9'.repeat(64)}@example.com`)
    expect(canonicalEmail(`${'e\u0301'.repeat(65)}@example.com`)).toBeUndefined()
    expect(canonicalEmail(`${'😀'.repeat(64)}@example.com`)).toBe(`${'😀'.repeat(64)}@example.com`)
  })
})

describe('what somebody else says', () => {
  it.each([
    ['alice@example.com', true],
    [' ALICE@Example.com', true],
    ['alice@bücher.example', false],
    ['alice@ｅｘａｍｐｌｅ.com', false],
    ['e\u0301lan@example.com', false],
    ['\u00e9lan@example.com', true],
  ])('is the address itself, or only like it: %j', (said, isSame) => {
    expect(isSaidAs(said, canonicalEmail(said)!)).toBe(isSame)
  })
})
