import { expect, it } from 'vitest'
import { isLasting, lastingView } from '../../server/model/lasting.ts'

const counted = () => {
  const made = { count: 0 }
  const view = lastingView(({ name }: { readonly name: string }, of: string, list: readonly object[]) => {
    made.count += 1
    return { name, of, parts: list.map((part) => ({ ...part })) }
  })
  return { made, view }
}

it('is made once of the same frozen thing, and again where anything else of it is another', () => {
  const { made, view } = counted()
  const seen = Object.freeze({ name: 'Alice' })
  const list = [{ role: 'owner' }]
  const first = view(seen, 'one', list)
  expect(view(seen, 'one', list)).toBe(first)
  expect(made.count).toBe(1)
  expect(view(seen, 'other', list)).toEqual({ name: 'Alice', of: 'other', parts: list })
  expect(view(seen, 'other', [])).toEqual({ name: 'Alice', of: 'other', parts: [] })
  expect(view(Object.freeze({ name: 'Bob' }), 'other', [])).toMatchObject({ name: 'Bob' })
  expect(made.count).toBe(4)
})

it('can be changed by nobody, in no part of it', () => {
  const { view } = counted()
  const made = view(Object.freeze({ name: 'Alice' }), 'one', [{ role: 'owner' }])
  expect(isLasting(made)).toBe(true)
  expect(() => Object.assign(made.parts[0]!, { role: 'member' })).toThrow(TypeError)
  expect(() => made.parts.push({})).toThrow(TypeError)
})

it('is made each time of what may change', () => {
  const { made, view } = counted()
  const seen = { name: 'Alice' }
  expect(isLasting(view(seen, 'one', []))).toBe(false)
  seen.name = 'Alicia'
  expect(view(seen, 'one', [])).toMatchObject({ name: 'Alicia' })
  expect(made.count).toBe(2)
})
