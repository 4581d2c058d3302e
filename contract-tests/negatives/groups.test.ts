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

  it('are each in one of two halves, which have about as many and no way in common', () => {
    const [one, other] = halvesOf(ids, wayIn)
    expect([...one, ...other].toSorted()).toEqual(ids.toSorted())
    expect(Math.abs(one.length - other.length)).toBeLessThan(ids.length / 10)
    expect(one.map(wayIn).filter((way) => other.map(wayIn).includes(way))).toEqual([])
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
