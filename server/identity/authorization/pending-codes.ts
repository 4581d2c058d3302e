// What somebody has on the way: codes that apps and devices have yet to exchange.
import { deleteCodesOfUser, deleteCodesOfUserAtClient } from '../../storage/authorization-codes.ts'
import type { Database } from '../../storage/database.ts'
import { deleteDeviceCodesOfUser, deleteDeviceCodesOfUserAtClient } from '../../storage/device-codes.ts'

/** Takes all of it back. */
export const revokePendingCodes = async (db: Database, userId: string): Promise<void> => {
  await deleteCodesOfUser(db, userId)
  await deleteDeviceCodesOfUser(db, userId)
}

/** Takes back what is on the way to one client. */
export const revokePendingCodesAtClient = async (db: Database, userId: string, clientId: string): Promise<void> => {
  await deleteCodesOfUserAtClient(db, userId, clientId)
  await deleteDeviceCodesOfUserAtClient(db, userId, clientId)
}
