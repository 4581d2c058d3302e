import { spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { collectWhenCalm } from '../../server/cli/collecting.ts'

/** The share of each second in which the loop has something to do. */
let shares: number[]
const told: string[] = []
const afterSeconds = (...busy: number[]) => {
  shares = busy
  vi.advanceTimersByTime(busy.length * 1000)
  return told.splice(0)
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval'] })
  vi.spyOn(performance, 'eventLoopUtilization').mockImplementation((before) => ({
    idle: 0,
    active: 0,
    utilization: before ? shares.shift()! : 0,
  }))
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

it('tells the engine once when the service becomes calm, and once when it has work again', () => {
  collectWhenCalm((flag) => told.push(flag))
  expect(afterSeconds(0.9, 0.5)).toEqual([])
  expect(afterSeconds(0.05, 0, 0.01)).toEqual(['--memory-saver-mode'])
  expect(afterSeconds(0.2, 0.9)).toEqual(['--no-memory-saver-mode'])
  expect(afterSeconds(0)).toEqual(['--memory-saver-mode'])
})

it('tells it what this Node knows', () => {
  const { stdout } = spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8' })
  for (const flag of ['--heap-growing-percent', '--memory-saver-mode']) expect(stdout).toContain(`  ${flag} (`)
})
