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

/** Operations in two parts, which have about as many each: those with one way in are in one part, so that no more worlds have to be made. */
export const halvesOf = (
  ids: readonly OperationId[],
  wayIn: (id: OperationId) => string,
): readonly [readonly OperationId[], readonly OperationId[]] => {
  const halves: [OperationId[], OperationId[]] = [[], []]
  const ways = [...Map.groupBy(ids, wayIn).values()].toSorted((one, other) => other.length - one.length)
  for (const some of ways) halves[halves[0].length <= halves[1].length ? 0 : 1].push(...some)
  return halves
}
