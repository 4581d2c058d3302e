import { randomInt } from 'node:crypto'
import { dictionary } from '@zxcvbn-ts/language-common'
import { beforeAll, describe, expect, it } from 'vitest'
import { type PasswordStrength, passwordStrength } from '../../server/outside/password-strength.ts'

let strength: PasswordStrength
beforeAll(async () => {
  strength = await passwordStrength()
})

describe('a common password', () => {
  it('is every listed one of eight characters or more, in any case', () => {
    const listed = dictionary['passwords-common'].filter((password) => password.length >= 8)
    expect(listed.length).toBeGreaterThan(3000)
    expect(listed.filter((password) => !strength.isCommon(password))).toEqual([])
    expect(listed.filter((password) => !strength.isCommon(password.toUpperCase()))).toEqual([])
  })

  it('is one that everybody knows', () => {
    for (const password of ['password', 'Password1', '12345678', 'QWERTYUIOP', 'iloveyou']) {
      expect(strength.isCommon(password)).toBe(true)
    }
  })

  it('is no random passphrase of fifteen letters', () => {
    for (let round = 0; round < 100; round++) {
      const passphrase = Array.from({ length: 15 }, () => String.fromCharCode(97 + randomInt(26))).join('')
      expect(strength.isCommon(passphrase)).toBe(false)
      expect(strength.guesses(passphrase, [])).toBeGreaterThan(1e9)
    }
  })
})

describe('an estimate', () => {
  it('knows words in every spelling of theirs, whole and in parts', () => {
    const words = ['Inbox Manager', 'margaret.hamilton', 'margaret.hamilton@example.test']
    for (const password of ['inboxmanager', 'Inb0x-Manager', 'reganaMxobnI', 'hamilton1', 'm4rgaret.h4milton']) {
      expect([password, strength.guesses(password, words) < 1e6]).toEqual([password, true])
      expect([password, strength.guesses(password, []) >= 1e6]).toEqual([password, password !== 'hamilton1'])
    }
    const long = 'The Society for the Promotion of Very Long Names'
    expect(strength.guesses(long, [long])).toBeLessThan(1e6)
  })

  it('does not hold the process for long, whatever is estimated', () => {
    const hard = ['1234567890', '01012020', 'p@ssw0rd', '4@8({[</369&#!1/|0$5+7%', 'aA1!', '@@@@4444', '(1337)']
    const times = hard.map((unit) => {
      const password = unit.repeat(128).slice(0, 128)
      const before = process.cpuUsage()
      strength.guesses(password, [password, 'x'.repeat(254)])
      return process.cpuUsage(before).user / 1000
    })
    // 5 to 20 ms each, by the processor's clock; whole, they would take 100 to 200.
    expect(times.sort((a, b) => a - b)[3]).toBeLessThan(60)
  })
})
