import { describe, expect, it } from 'vitest'
import { holdLimits } from '../../server/http/hold-limits.ts'
import type { LimitState } from '../../server/model/limits.ts'

const left = (name: LimitState['name'], remaining: number): LimitState => ({
  name,
  limit: 10,
  remaining,
  resetSeconds: 60,
})
const states: Record<string, LimitState> = {
  signInPerIp: left('signInPerIp', 7),
  signInPerUser: left('signInPerUser', 3),
}
const counter = { spend: async (name: string) => states[name]!, giveBack: async () => undefined }

describe('what a request counts', () => {
  it('is answered to whoever counts, and the nearest limit is held, once a try is given back with one more', async () => {
    const limits = holdLimits(counter)
    expect(limits.nearest()).toBeUndefined()
    expect(await limits.counter?.spend('signInPerUser')).toEqual(left('signInPerUser', 3))
    await limits.counter?.spend('signInPerIp')
    expect(limits.nearest()).toEqual(left('signInPerUser', 3))
    await limits.counter?.giveBack('signInPerIp')
    await limits.counter?.giveBack('signInPerUser')
    expect(limits.nearest()).toEqual(left('signInPerUser', 4))
    limits.hold(left('callsPerUser', 0))
    expect(limits.nearest()).toEqual(left('callsPerUser', 0))
    expect(states.signInPerUser).toEqual(left('signInPerUser', 3))
  })

  it('is nothing where nothing counts', () => {
    expect(holdLimits(undefined).counter).toBeUndefined()
  })
})
