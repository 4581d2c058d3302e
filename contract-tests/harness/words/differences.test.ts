import { describe, expect, it } from 'vitest'
import { differences, inWords } from './differences.ts'

const alice = { id: 'u1', identity: { email: 'alice@example.test', name: null }, roles: ['member'] }

describe('the fields in which two values differ', () => {
  it.each([
    [alice, alice, []],
    [{ ...alice, id: 'u2' }, alice, ['id is "u2" instead of "u1"']],
    [{ id: 'u1', roles: ['member'] }, alice, [`identity is missing: ${JSON.stringify(alice.identity)} is due`]],
    [{ ...alice, age: 7 }, alice, ['age is not due: 7']],
    [
      { ...alice, identity: { email: 'a', name: null } },
      alice,
      ['identity.email is "a" instead of "alice@example.test"'],
    ],
    [{ ...alice, roles: [] }, alice, ['roles.0 is missing: "member" is due']],
    [{ ...alice, roles: { 0: 'member' } }, alice, ['roles is {"0":"member"} instead of ["member"]']],
    [null, alice, [`it is null instead of ${JSON.stringify(alice)}`]],
    [{ ...alice, note: undefined }, alice, ['note is not due: undefined']],
    [alice, { ...alice, note: undefined }, []],
  ])('%j against %j', (actual, wanted, found) => {
    expect(differences(actual, wanted)).toEqual(found)
  })

  it('are told without their secrets', () => {
    const wanted = { tokens: { access_token: 'x' } }
    const found = differences({ tokens: { access_token: 'QbLdBV3O4bnOu5nafUM1SbX3' } }, wanted)
    expect(found).toEqual(['tokens.access_token is "QbLd…" instead of "x…"'])
  })
})

/** The error of an assertion that fails. */
const errorOf = (assert: () => void): unknown => {
  try {
    assert()
  } catch (error) {
    return error
  }
  throw new Error('It holds.')
}

describe('an assertion that fails', () => {
  it('is told by the fields, and not by how many there are', () => {
    const { roles: _, ...less } = alice
    expect(inWords(errorOf(() => expect(less).toEqual(alice)))).toBe('roles is missing: ["member"] is due')
  })

  it('about a part of an object says nothing of the rest', () => {
    const wanted = { id: 'u2', identity: { email: expect.stringContaining('@') as string } }
    expect(inWords(errorOf(() => expect(alice).toMatchObject(wanted)))).toBe('id is "u1" instead of "u2"')
    const matched = { identity: { email: expect.stringContaining('#') as string } }
    expect(inWords(errorOf(() => expect(alice).toMatchObject(matched)))).toBe('identity.email is "alice@example.test"')
  })

  it('about many fields tells some, and how many more', () => {
    const letters = Object.fromEntries([...'abcdefghi'].map((name) => [name, 1]))
    expect(inWords(errorOf(() => expect({}).toEqual(letters)))).toMatch(
      /^a is missing: 1 is due; .*; and 3 fields more$/,
    )
  })

  it('about something else is told as it is', () => {
    expect(inWords(errorOf(() => expect(401).toBe(200)))).toContain('expected 401 to be 200')
    expect(inWords(new Error('so it is'))).toBe('so it is')
  })

  it('is told without tokens, and with the paths that are in it', () => {
    const token = 'QbLdBV3O4bnOu5nafUM1SbX3'
    const link = `https://inbox-manager.example.com/auth/sign-in-with-token-of-a-mail?token=${token}`
    // As the suite has its assertions speak: nothing is left out of what they compare.
    const error = new Error(`expected '${link} ${token}' to be '/invitations/0199c0de-0000-7000-8000-000000000001'`)
    expect(inWords(error, false)).toContain(`'${link.replace(token, 'QbLd…')} QbLd…'`)
    expect(inWords(error, false)).toContain("'/invitations/0199c0de-0000-7000-8000-000000000001'")
    expect(inWords(error, false)).not.toContain(token)
    expect(inWords(error, true)).toContain(`${link} ${token}`)
  })
})
