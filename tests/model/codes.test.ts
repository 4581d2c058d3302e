import { describe, expect, it } from 'vitest'
import { isShortCode, typedCode } from '../../server/model/codes.ts'

describe('a typed code', () => {
  it.each([
    ['123456', '123456'],
    ['123 456', '123456'],
    ['123-456', '123456'],
    [' 12 34 56\n', '123456'],
    ['123\u00a0456', '123456'],
    ['123\u2013456', '123456'],
    ['5e884-89bcd', '5e884-89bcd'],
    ['5E88489BCD', '5e884-89bcd'],
    ['5e884 89bcd', '5e884-89bcd'],
    ['12345-67890', '12345-67890'],
    ['1234567890', '12345-67890'],
  ])('%j is %s', (typed, code) => expect(typedCode(typed)).toBe(code))

  it.each(['12345', '1234567', '123.456', 'abcdef', ''])('%j is none of six digits', (typed) =>
    expect(isShortCode(typedCode(typed))).toBe(false),
  )
})
