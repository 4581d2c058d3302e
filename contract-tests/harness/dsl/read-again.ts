// What a change answered is what is there: the rule for every operation whose path can be read, too.
import type { OperationId } from '../../../generated/operations.ts'
import { type Answer, declared } from '../contract/contract.ts'
import { type Sent, request } from '../requests/request.ts'
import { isAbsent } from '../requests/selection.ts'
import type { Target } from '../seeds/world.ts'
import { differences, shown } from '../words/differences.ts'

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The operation that reads what is at each path. */
const readers = new Map(
  [...declared.values()].filter(({ method }) => method === 'GET').map(({ path, id }) => [path, id] as const),
)

/** Whose path is read otherwise. */
const exempt: ReadonlySet<OperationId> = new Set([
  // The waiting list stays: what is read is whether the caller is on it.
  'account.leaveWaitlist',
  // The faults of a run are listed for a query that names it.
  'service.setFault',
])

/** Reads what an operation has changed, as whoever changed it, and says how that differs from its answer. */
export const readAgain = async <K extends OperationId>(
  target: Target,
  id: K,
  sent: Sent<K>,
  written: Answer,
): Promise<string[]> => {
  const { method, path } = declared.get(id)!
  const reader = readers.get(path)
  if (written.status >= 300 || method === 'GET' || exempt.has(id) || !reader || isAbsent(reader)) return []
  // A path, credentials and nothing else: two operations of one path take the same ones, which their types do not know.
  const { path: at, bearer, headers, cookies } = sent
  const read = await request(target.baseUrl, reader, { path: at, bearer, headers, cookies } as Sent<typeof reader>)
  return disagreements(id, written, read).map((sentence) => `${reader} then answers otherwise: ${sentence}`)
}

/** How what is read differs from what the operation answered; nothing where the caller may change it and not read it. */
export const disagreements = (id: OperationId, written: Answer, read: Answer): string[] => {
  const { method, path } = declared.get(id)!
  const isThere = read.status < 300
  if (method === 'DELETE') return path.endsWith('}') && isThere ? [`the status is still ${read.status}`] : []
  if (!isThere) return []
  return method === 'POST' ? ofAdded(written.body, read.body) : ofShared(written.body, read.body)
}

/** A secret is shown where it is made, and cut short wherever it is read. */
const isShownOnce = (name: string): boolean => name === 'secret'

/** What two answers say of the fields that both have. */
const ofShared = (written: unknown, read: unknown, place: readonly string[] = []): string[] => {
  if (!isObject(written) || !isObject(read)) return differences(read, written, { place })
  return Object.keys(written)
    .filter((name) => name in read && !isShownOnce(name))
    .flatMap((name) => ofShared(written[name], read[name], [...place, name]))
}

/** What was added stands in the list as it was answered. */
const ofAdded = (written: unknown, read: unknown): string[] => {
  const added = [written, isObject(written) ? written.data : undefined].filter(isObject).find((one) => 'id' in one)
  const lists = (isObject(read) ? Object.values(read) : [read]).filter(Array.isArray)
  if (!added || lists.length === 0) return []
  const found = lists.flat().find((one) => isObject(one) && one.id === added.id)
  return found === undefined ? [`nothing in it has the id ${shown(added.id)}`] : ofShared(added, found)
}
