// A seeded hundredth of `npm run interleavings`, and rules that it has to find.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newTally, runOne } from './run.ts'
import { type Stage, openStage } from './stage.ts'

describe('interleavings of tabs, retries, outages and thieves', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.close())

  const thrown = async (some: Stage, count: number) => {
    const tally = newTally()
    for (let number = 0; number < count; number += 1) await runOne(some, 1_000_003 + number, tally)
    return tally
  }

  it('sign out nobody honest, and end every replay', async () => {
    const { faults, falseLogouts, thieves, replaysEnded, lostAnswers } = await thrown(stage, 10_000)
    expect(faults).toEqual([])
    expect([falseLogouts, replaysEnded]).toEqual([0, thieves])
    expect(Math.min(thieves, lostAnswers)).toBeGreaterThan(3000)
  })

  it('find a rule that gives no lost answer again', async () => {
    // As if another browser had asked.
    const strict: Stage = { ...stage, refresh: (token) => stage.refresh(token, `${Math.random()}`) }
    expect((await thrown(strict, 100)).falseLogouts).toBeGreaterThan(0)
  })

  it('find a rule that never takes a used token for a copy', async () => {
    const kind: Stage = { ...stage, refresh: async (token, by) => (await stage.refresh(token, by)) ?? stage.begin() }
    const { thieves, replaysEnded } = await thrown(kind, 100)
    expect(replaysEnded).toBeLessThan(thieves)
  })
})
