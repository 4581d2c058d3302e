import { describe, expect, it } from 'vitest'
import { movableClock, systemClock } from '../../server/outside/clock.ts'

describe('the movable clock', () => {
  it('shows real time until it is moved', () => {
    expect(Math.abs(movableClock().now() - systemClock.now())).toBeLessThan(1000)
  })

  it('adds up what it was advanced by, and keeps running', () => {
    const clock = movableClock()
    clock.advance(3600)
    clock.advance(0.5)
    expect(clock.offsetSeconds()).toBe(3600.5)
    expect(Math.abs(clock.now() - systemClock.now() - 3_600_500)).toBeLessThan(1000)
  })

  it('returns to real time', () => {
    const clock = movableClock()
    clock.advance(86_400)
    clock.reset()
    expect(clock.offsetSeconds()).toBe(0)
    expect(Math.abs(clock.now() - systemClock.now())).toBeLessThan(1000)
  })

  it('shares nothing with another movable clock', () => {
    const [moved, still] = [movableClock(), movableClock()]
    moved.advance(60)
    expect(still.offsetSeconds()).toBe(0)
  })
})
