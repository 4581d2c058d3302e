// Changes of clients that the environment does not answer for.
import { type Client, isConfidential } from '../../model/client.ts'
import { updateClient } from '../../storage/clients.ts'
import { deleteConsentsOfClient } from '../../storage/consents.ts'
import type { Database } from '../../storage/database.ts'
import { revokePendingCodesOfClient } from '../authorization/pending-codes.ts'

/** The site or the app that an address belongs to. */
const placeOf = (uri: string): string => {
  const { protocol, hostname } = new URL(uri)
  return `${protocol}//${hostname}`
}

/** Whether people would be led where they were not before, or whoever knows its id could come in its name. */
const isAnother = (before: Client, after: Client): boolean => {
  const places = new Set(before.redirectUris.map(placeOf))
  const leadsElsewhere = after.redirectUris.some((uri) => !places.has(placeOf(uri)))
  return leadsElsewhere || (isConfidential(before) && !isConfidential(after))
}

/**
 * Writes what is new. What people have allowed was for the client as it was: where it is another one now, they are asked again, and
 * what was on its way to it is taken back.
 */
export const writeThirdParty = async (
  db: Database,
  before: Client,
  changes: Parameters<typeof updateClient>[2],
): Promise<Client | undefined> => {
  const changed = await updateClient(db, before.id, changes)
  if (changed && isAnother(before, changed)) {
    await deleteConsentsOfClient(db, changed.id)
    await revokePendingCodesOfClient(db, changed.id)
  }
  return changed
}
