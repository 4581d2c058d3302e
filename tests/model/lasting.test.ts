import { expect, it } from 'vitest'
import { frozen, isLasting, lastingView } from '../../server/model/lasting.ts'

const none = frozen([])

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
  const list = frozen([{ role: 'owner' }])
  const first = view(seen, 'one', list)
  expect(view(seen, 'one', list)).toBe(first)
  expect(made.count).toBe(1)
  expect(view(seen, 'other', list)).toEqual({ name: 'Alice', of: 'other', parts: list })
  expect(view(seen, 'other', none)).toEqual({ name: 'Alice', of: 'other', parts: [] })
  expect(view(Object.freeze({ name: 'Bob' }), 'other', none)).toMatchObject({ name: 'Bob' })
  expect(made.count).toBe(4)
})

it('can be changed by nobody, in no part of it', () => {
  const { view } = counted()
  const made = view(Object.freeze({ name: 'Alice' }), 'one', frozen([{ role: 'owner' }]))
  expect(isLasting(made)).toBe(true)
  expect(() => Object.assign(made.parts[0]!, { role: 'member' })).toThrow(TypeError)
  expect(() => made.parts.push({})).toThrow(TypeError)
})

it('is made each time of what may change', () => {
  const { made, view } = counted()
  const seen = { name: 'Alice' }
  expect(isLasting(view(seen, 'one', none))).toBe(false)
  seen.name = 'Alicia'
  expect(view(seen, 'one', none)).toMatchObject({ name: 'Alicia' })
  expect(made.count).toBe(2)
})

it('is made each time where something beside it may change', () => {
  const { view } = counted()
  const seen = Object.freeze({ name: 'Alice' })
  const list = [{ role: 'owner' }]
  expect(isLasting(view(seen, 'one', list))).toBe(false)
  list.push({ role: 'member' })
  expect(view(seen, 'one', list)).toMatchObject({ parts: [{ role: 'owner' }, { role: 'member' }] })
})
