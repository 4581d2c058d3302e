// Operations whose faulty requests are asked in one world: nothing may come of any of them, so that one need not be made for each.
import type { OperationId } from '../../generated/operations.ts'

/** How many faulty requests go into a world, unless one operation has more: a server may count what one address asks. */
const most = 100

/** Each group is of operations with one way in, that the same person may call; in the order of the contract as far as that goes. */
export const groupsOf = (
  ids: readonly OperationId[],
  wayIn: (id: OperationId) => string,
  countOf: (id: OperationId) => number,
): readonly (readonly OperationId[])[] =>
  [...Map.groupBy(ids, wayIn).values()].flatMap((some) => {
    const groups: OperationId[][] = []
    // Not even for one without any.
    let room = -1
    for (const id of some) {
      const count = countOf(id)
      if (count > room) {
        groups.push([])
        room = most
      }
      groups.at(-1)!.push(id)
      room -= count
    }
    return groups
  })

/** The groups in two parts, which have about as many faulty requests each. */
export const halvesOf = <Group extends readonly OperationId[]>(
  groups: readonly Group[],
  countOf: (id: OperationId) => number,
): readonly [readonly Group[], readonly Group[]] => {
  const halves: [Group[], Group[]] = [[], []]
  const counts: [number, number] = [0, 0]
  for (const group of groups) {
    const lighter = counts[0] <= counts[1] ? 0 : 1
    halves[lighter].push(group)
    for (const id of group) counts[lighter] += countOf(id)
  }
  return halves
}
