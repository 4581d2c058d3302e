// What somebody has on the way: codes that apps and devices have yet to exchange, and sign-ins that wait for their second step.
import { ticketPurposes } from '../../model/proofs.ts'
import {
  deleteAllCodes,
  deleteCodesOfClient,
  deleteCodesOfUser,
  deleteCodesOfUserAtClient,
} from '../../storage/authorization-codes.ts'
import type { Database } from '../../storage/database.ts'
import {
  deleteAllDeviceCodes,
  deleteDeviceCodesOfClient,
  deleteDeviceCodesOfUser,
  deleteDeviceCodesOfUserAtClient,
} from '../../storage/device-codes.ts'
import { deleteAllTokens, deleteTokensOfUser } from '../../storage/retired-tokens.ts'
import { deletePushedRequestsOfClient } from '../../storage/pushed-requests.ts'

/** Takes all of it back. */
export const revokePendingSignIns = async (db: Database, userId: string): Promise<void> => {
  await deleteCodesOfUser(db, userId)
  await deleteDeviceCodesOfUser(db, userId)
  await deleteTokensOfUser(db, userId, ticketPurposes)
}

/** The same of a tenant's people or, where it is null, of everybody. */
export const revokeAllPendingSignIns = async (db: Database, tenantId: string | null): Promise<void> => {
  await deleteAllCodes(db, tenantId)
  await deleteAllDeviceCodes(db, tenantId)
  await deleteAllTokens(db, tenantId, ticketPurposes)
}

/** Takes back what is on the way to one client, of everybody, and what it has asked for. */
export const revokePendingCodesOfClient = async (db: Database, clientId: string): Promise<void> => {
  await deleteCodesOfClient(db, clientId)
  await deleteDeviceCodesOfClient(db, clientId)
  await deletePushedRequestsOfClient(db, clientId)
}

/** Takes back what is on the way to one client. */
export const revokePendingCodesAtClient = async (db: Database, userId: string, clientId: string): Promise<void> => {
  await deleteCodesOfUserAtClient(db, userId, clientId)
  await deleteDeviceCodesOfUserAtClient(db, userId, clientId)
}
