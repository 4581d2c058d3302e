import { describe, expect, it } from 'vitest'
import { createCallMeter } from '../../server/outside/call-meter.ts'

const limit = { max: 60, windowSeconds: 60 }

describe('a meter of calls', () => {
  it('takes as many at once as a window has, and then one at a time as they come back', () => {
    const meter = createCallMeter()
    const taken = Array.from({ length: 61 }, () => meter.take('alice', limit, 0).fits)
    expect(taken.filter(Boolean)).toHaveLength(60)
    expect(meter.take('alice', limit, 400)).toEqual({ fits: false, remaining: 0, waitSeconds: 1 })
    expect(meter.take('alice', limit, 1000).fits).toBe(true)
    expect(meter.take('alice', limit, 1000).fits).toBe(false)
    expect(meter.take('bob', limit, 1000).fits).toBe(true)
  })

  it('says how long to wait', () => {
    const meter = createCallMeter()
    expect(meter.take('alice', { max: 1, windowSeconds: 30 }, 0).fits).toBe(true)
    expect(meter.take('alice', { max: 1, windowSeconds: 30 }, 10_000)).toEqual({
      fits: false,
      remaining: 0,
      waitSeconds: 20,
    })
  })

  it('gives nothing for a clock that went back, and holds nothing back either', () => {
    const meter = createCallMeter()
    for (let call = 0; call < 60; call += 1) meter.take('alice', limit, 10_000_000)
    expect(meter.take('alice', limit, 0).fits).toBe(false)
    expect(meter.take('alice', limit, 1000).fits).toBe(true)
  })

  it('forgets those who came first where very many call', () => {
    const meter = createCallMeter()
    const once = { max: 1, windowSeconds: 1000 }
    for (let caller = 0; caller <= 50_000; caller += 1) meter.take(`caller ${caller}`, once, 0)
    expect(meter.take('caller 50000', once, 0).fits).toBe(false)
    expect(meter.take('caller 0', once, 0).fits).toBe(true)
  })
})
