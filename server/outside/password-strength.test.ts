import { randomInt } from 'node:crypto'
import { dictionary } from '@zxcvbn-ts/language-common'
import { describe, expect, it } from 'vitest'
import { isCommonPassword } from './common-passwords.ts'

describe('isCommonPassword', () => {
  it('knows every listed password of eight characters or more, in any case', () => {
    const listed = dictionary['passwords-common'].filter((password) => password.length >= 8)
    expect(listed.length).toBeGreaterThan(3000)
    expect(listed.filter((password) => !isCommonPassword(password))).toEqual([])
    expect(listed.filter((password) => !isCommonPassword(password.toUpperCase()))).toEqual([])
  })

  it('knows the ones everybody knows', () => {
    for (const password of ['password', 'Password1', '12345678', 'QWERTYUIOP', 'iloveyou']) {
      expect(isCommonPassword(password)).toBe(true)
    }
  })

  it('lets a random passphrase of fifteen letters pass', () => {
    for (let round = 0; round < 100; round++) {
      const passphrase = Array.from({ length: 15 }, () => String.fromCharCode(97 + randomInt(26))).join('')
      expect(isCommonPassword(passphrase)).toBe(false)
    }
  })
})
