import { describe, expect, it } from 'vitest'
import { type OperationId, operations } from '../../generated/operations.ts'
import { wayIn } from '../harness/seeds/plausible.ts'
import { groupsOf, halvesOf } from './groups.ts'

const ids = Object.keys(operations) as OperationId[]

describe('operations that are asked in one world', () => {
  const groups = groupsOf(ids, wayIn, (id) => id.length)
  const countIn = (group: readonly OperationId[]) => group.reduce((sum, id) => sum + id.length, 0)

  it('are all there, each once', () => {
    expect(groups.flat().sort()).toEqual([...ids].sort())
  })

  it('may be called by one person', () => {
    expect(groups.filter((group) => new Set(group.map(wayIn)).size > 1)).toEqual([])
    expect(groups.filter((group) => group.length > 1).length).toBeGreaterThan(10)
  })

  it('are as many as a server may be asked at once', () => {
    expect(groups.map(countIn).filter((count) => count > 100)).toEqual([])
  })

  it('are each in one of two halves, which have as many', () => {
    const [one, other] = halvesOf(groups, (id) => id.length)
    expect([...one, ...other].flat().sort()).toEqual([...ids].sort())
    const sumOf = (half: typeof one) => half.map(countIn).reduce((sum, count) => sum + count, 0)
    expect(Math.abs(sumOf(one) - sumOf(other))).toBeLessThan(200)
  })

  it('are alone where they are many by themselves, and together where nothing is wrong with any', () => {
    expect(groupsOf(['account.signIn', 'account.signUp'], wayIn, () => 101)).toEqual([
      ['account.signIn'],
      ['account.signUp'],
    ])
    expect(groupsOf(['account.signIn', 'account.signUp'], wayIn, () => 0)).toEqual([
      ['account.signIn', 'account.signUp'],
    ])
  })
})
