import { describe, expect, it } from 'vitest'
import { boundFreeForm } from '../../server/surfaces/list-bounds.ts'

interface Row {
  readonly id: number
  readonly profile: { readonly text: string } | null
  readonly metadata: { readonly text: string } | null
}

const rows = (count: number, bytes: number): Row[] =>
  Array.from({ length: count }, (_, id) => ({ id, profile: null, metadata: { text: 'x'.repeat(bytes) } }))

describe('a list with free-form objects', () => {
  it('is as it is where they are few or small', () => {
    const few = rows(100, 1000)
    expect(boundFreeForm(few, 'profile', 'metadata')).toEqual(few)
  })

  it('stays under half a megabyte, with all of its rows and the objects of the first', () => {
    const bounded = boundFreeForm(rows(1000, 4080), 'profile', 'metadata')
    expect(JSON.stringify(bounded).length).toBeLessThan(500_000)
    expect(bounded.map(({ id }) => id)).toEqual(Array.from({ length: 1000 }, (_, id) => id))
    expect(bounded.findIndex(({ metadata }) => metadata === null)).toBe(60)
    expect(bounded.slice(60).every(({ metadata }) => metadata === null)).toBe(true)
  })
})
