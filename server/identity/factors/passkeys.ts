// One's own passkeys: adding, listing, naming and removing them (WebAuthn level 3 section 7.1).
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { fullName } from '../../model/user.ts'
import { type Passkey, passkeySeconds } from '../../model/passkey.ts'
import {
  type Attestation,
  clientDataOf,
  passkeyAlgorithms,
  readAttestation,
  readNewPasskey,
} from '../../outside/passkeys.ts'
import { findApplication } from '../../storage/applications.ts'
import { exclusively } from '../../storage/database.ts'
import { deletePasskey, insertPasskey, listPasskeysOfUser, renamePasskey } from '../../storage/passkeys.ts'
import { byCaller, record } from '../administration/audit.ts'
import { mayUsePasskeys } from '../clients/origins.ts'
import { requireRoom } from '../limits/quotas.ts'
import { queueNotice } from '../proofs/notices.ts'
import { lockCaller, requireProven, requireUser } from '../sessions/callers.ts'
import { requireFresh } from '../sessions/fresh.ts'
import { forgetDevices } from './remembered-devices.ts'
import { removeSignInMethod } from './sign-in-methods.ts'
import { type ChallengeFor, isChallenge, issueChallenge, spendChallenge } from './passkey-challenges.ts'

/** A passkey signs in by itself, everywhere. */
const mayEnrol = (ctx: Context) => {
  requireProven(ctx)
  return requireFresh(ctx)
}

const enrolmentOf = ({ session, environment }: ReturnType<typeof requireUser>): ChallengeFor => ({
  purpose: 'enrol',
  surface: session.surface,
  environmentId: environment.id,
  clientId: session.clientId,
  holder: session.id,
})

/** What a browser hands to an authenticator to make one. Those that the person has are left out. */
export const passkeyCreation = async (ctx: Context) => {
  const caller = mayEnrol(ctx)
  const { user, environment } = caller
  const application = await findApplication(ctx.db, environment.tenantId, environment.applicationId)
  const known = await listPasskeysOfUser(ctx.db, user.id)
  const name = fullName(user)
  return {
    rp: { id: ctx.config.passkeyDomain, name: application?.name ?? 'Countersign' },
    user: { id: handleOf(user.id), name: user.email, displayName: name === '' ? user.email : name },
    challenge: issueChallenge(ctx, enrolmentOf(caller)),
    pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: 'public-key' as const, alg })),
    timeout: passkeySeconds * 1000,
    excludeCredentials: known.map(({ credentialId, transports }) => ({
      type: 'public-key' as const,
      id: credentialId,
      transports: [...transports],
    })),
    // Found without an address, and with a PIN, a finger or a face: one that is both factors.
    authenticatorSelection: {
      residentKey: 'required' as const,
      requireResidentKey: true,
      userVerification: 'required' as const,
    },
    attestation: 'none' as const,
  }
}

/** How authenticators name a person to us: nothing that says who they are. */
export const handleOf = (userId: string): string => Buffer.from(userId).toString('base64url')

/** Keeps what an authenticator has made, for who asked: `invalid_passkey` unless all of it holds, once. */
export const addPasskey = async (
  ctx: Context,
  { credential, name }: { credential: Attestation; name: string },
): Promise<Passkey> => {
  const caller = mayEnrol(ctx)
  const { user, environment } = caller
  const said = clientDataOf(credential.response.clientDataJSON)
  const place = { environment, client: ctx.client }
  if (!said || !(await mayUsePasskeys(ctx, place, said.origin))) throw new Failure('invalid_passkey')
  const isOurs = (challenge: string) => isChallenge(ctx, enrolmentOf(caller), challenge)
  const ceremony = { rpId: ctx.config.passkeyDomain, origin: said.origin, isOurs }
  const made = await readNewPasskey(credential, ceremony)
  if (!made) throw new Failure('invalid_passkey')
  const passkey: Passkey = {
    ...made,
    id: ctx.ids.uuid(),
    environmentId: environment.id,
    userId: user.id,
    transports: credential.response.transports ?? [],
    name,
    createdAt: ctx.clock.now(),
    lastUsedAt: null,
  }
  return exclusively(ctx.db, `passkeys of ${user.id}`, async (db) => {
    await lockCaller(ctx, db)
    if (!(await spendChallenge(db, said.challenge))) throw new Failure('invalid_passkey')
    requireRoom(ctx, 'passkeysPerUser', (await listPasskeysOfUser(db, user.id)).length)
    if (!(await insertPasskey(db, passkey))) throw new Failure('passkey_exists')
    await forgetDevices(ctx, db, user.id)
    await record(ctx, db, 'passkey.added', { environmentId: environment.id, ...byCaller(ctx) })
    await queueNotice(ctx, db, environment, 'passkey_added', user)
    return passkey
  })
}

/** The same from a form, which carries text. */
export const addPasskeyOfForm = (
  ctx: Context,
  { credential, name }: { readonly credential: string; readonly name: string },
): Promise<Passkey> => {
  const made = readAttestation(credential)
  if (!made) throw new Failure('invalid_passkey')
  return addPasskey(ctx, { credential: made, name: name.trim() === '' ? 'Passkey' : name.trim() })
}

/** Oldest first. */
export const listOwnPasskeys = (ctx: Context): Promise<Passkey[]> =>
  listPasskeysOfUser(ctx.db, requireUser(ctx).user.id)

export const renameOwnPasskey = async (ctx: Context, id: string, name: string): Promise<Passkey> => {
  const renamed = await renamePasskey(ctx.db, { id, userId: requireUser(ctx).user.id, name })
  if (!renamed) throw new Failure('passkey_not_found')
  return renamed
}

/** `last_sign_in_method` where nothing else signs the person in: whoever loses their mailbox, too, would be out for good. */
export const removeOwnPasskey = async (ctx: Context, id: string): Promise<void> => {
  const { user, environment } = requireFresh(ctx)
  await removeSignInMethod(ctx.db, user, async (db) => {
    if (!(await deletePasskey(db, { id, userId: user.id }))) throw new Failure('passkey_not_found')
    await forgetDevices(ctx, db, user.id)
    await record(ctx, db, 'passkey.removed', { environmentId: environment.id, ...byCaller(ctx) })
    await queueNotice(ctx, db, environment, 'passkey_removed', user)
  })
}
