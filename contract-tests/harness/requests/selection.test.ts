import { afterEach, describe, expect, it, vi } from 'vitest'
import { isAbsent, isAsked, isChosen, isNamed } from './selection.ts'

afterEach(() => vi.unstubAllEnvs())

describe('what a run is about', () => {
  it('is looked up when it is asked for: an installed kit has loaded this before it knows', () => {
    expect([isNamed('account.me'), isAbsent('account.me'), isChosen('a case')]).toEqual([true, false, true])
    vi.stubEnv('CONFORM_OPERATIONS', 'account.signIn,account.signUp')
    vi.stubEnv('CONFORM_ABSENT', 'account.signUp')
    vi.stubEnv('CONFORM_CASE', 'another')
    expect([isNamed('account.me'), isChosen('a case')]).toEqual([false, false])
    expect([isNamed('account.signUp'), isAbsent('account.signUp'), isAsked('account.signUp')]).toEqual([
      ...[true, true, false],
    ])
    expect(isAsked('account.signIn')).toBe(true)
  })
})
