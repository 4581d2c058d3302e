// Documented paths that two templates fit: the one that is fixed where the other is open, from the left, is meant.
import { expect, it } from 'vitest'
import { operations } from '../../generated/operations.ts'
import { createRoutes } from '../../server/http/routes.ts'

const segmentsOf = (path: string): string[] => path.split('/')
const isOpen = (segment: string | undefined): boolean => segment?.startsWith('{') === true

/** A path that both fit; none where they differ in a segment that both have fixed. */
const shared = (one: string, other: string): string | undefined => {
  const [first, second] = [segmentsOf(one), segmentsOf(other)]
  const both = first.map((segment, at) => (isOpen(segment) ? second[at]! : segment))
  const fits =
    first.length === second.length && both.every((segment, at) => isOpen(second[at]) || segment === second[at])
  return fits && !both.some(isOpen) ? both.join('/') : undefined
}

const paths = [...new Set(Object.values(operations).map(({ path }) => path))].filter((path) => path.includes('{'))
const pairs = paths.flatMap((one, at) =>
  paths.slice(at + 1).flatMap((other): [path: string, meant: string][] => {
    const path = shared(one, other)
    const from = segmentsOf(one).findIndex((segment, place) => isOpen(segment) !== isOpen(segmentsOf(other)[place]))
    return path === undefined ? [] : [[path, isOpen(segmentsOf(one)[from]) ? other : one]]
  }),
)

it('there are such paths', () => {
  expect(pairs).toContainEqual(['/auth/waitlists/authorize', '/auth/waitlists/{feature}'])
})

it.each(pairs)('%s is %s', (path, meant) => {
  const of = Object.entries(operations).filter((entry) => entry[1].path === meant)
  const find = createRoutes(() => true)
  expect(of.map(([, { method }]) => find(method.toUpperCase(), path)?.match?.id)).toEqual(of.map(([id]) => id))
})
