// One's own passkeys: adding, listing, naming and removing them (WebAuthn level 3 section 7.1).
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { type User, fullName } from '../../model/user.ts'
import { type Passkey, passkeySeconds } from '../../model/passkey.ts'
import {
  type Attestation,
  clientDataOf,
  passkeyAlgorithms,
  readAttestation,
  readNewPasskey,
} from '../../outside/passkeys.ts'
import { findCachedApplication } from '../../storage/applications.ts'
import { type Database, exclusively } from '../../storage/database.ts'
import { deletePasskey, insertPasskey, listPasskeysOfUser, renamePasskey } from '../../storage/passkeys.ts'
import { deleteSecondFactors, hasFactor } from '../../storage/second-factors.ts'
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

/** What a browser hands to an authenticator to make one, for who is signed in. */
export const passkeyCreation = (ctx: Context) => {
  const caller = mayEnrol(ctx)
  return creationFor(ctx, enrolmentOf(caller), caller)
}

/** The same for anybody that is known. Those that the person has are left out. */
export const creationFor = async (
  ctx: Context,
  bound: ChallengeFor,
  { user, environment }: { readonly user: User; readonly environment: Environment },
) => {
  const application = await findCachedApplication(ctx.db, environment.tenantId, environment.applicationId)
  const known = await listPasskeysOfUser(ctx.db, user.id)
  const name = fullName(user)
  return {
    rp: { id: ctx.config.passkeyDomain, name: application?.name ?? 'Countersign' },
    user: { id: handleOf(user.id), name: user.email, displayName: name === '' ? user.email : name },
    challenge: issueChallenge(ctx, bound),
    pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: 'public-key' as const, alg })),
    timeout: passkeySeconds * 1000,
    excludeCredentials: known.map(toDescriptor),
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

/** A passkey as browsers name one. */
export const toDescriptor = ({ credentialId, transports }: Pick<Passkey, 'credentialId' | 'transports'>) => ({
  type: 'public-key' as const,
  id: credentialId,
  transports: [...transports],
})

/** What an authenticator has made, and how its owner calls it. */
export interface Made {
  readonly credential: Attestation
  readonly name: string
}

/** Looked at, and not kept yet. */
export interface NewPasskeyProof {
  readonly passkey: Passkey
  readonly challenge: string
}

/** Looks at what an authenticator has made: `invalid_passkey` unless all of it holds. */
export const readNewPasskeyProof = async (
  ctx: Context,
  bound: ChallengeFor,
  {
    user,
    environment,
    client,
  }: { readonly user: User; readonly environment: Environment; readonly client: Client | null },
  { credential, name }: Made,
): Promise<NewPasskeyProof> => {
  const said = clientDataOf(credential.response.clientDataJSON)
  if (!said || !(await mayUsePasskeys(ctx, { environment, client }, said.origin))) throw new Failure('invalid_passkey')
  const isOurs = (challenge: string) => isChallenge(ctx, bound, challenge)
  const made = await readNewPasskey(credential, { rpId: ctx.config.passkeyDomain, origin: said.origin, isOurs })
  if (!made) throw new Failure('invalid_passkey')
  const passkey = {
    ...made,
    id: ctx.ids.uuid(),
    environmentId: environment.id,
    userId: user.id,
    transports: credential.response.transports ?? [],
    name,
    createdAt: ctx.clock.now(),
    lastUsedAt: null,
  }
  return { passkey, challenge: said.challenge }
}

/** Keeps it, once, in a transaction that holds its owner's lock. */
export const keepPasskey = async (
  ctx: Context,
  db: Database,
  { passkey, challenge }: NewPasskeyProof,
  { user, environment }: { readonly user: User; readonly environment: Environment },
): Promise<Passkey> => {
  if (!(await spendChallenge(db, challenge))) throw new Failure('invalid_passkey')
  requireRoom(ctx, 'passkeysPerUser', (await listPasskeysOfUser(db, user.id)).length)
  if (!(await insertPasskey(db, passkey))) throw new Failure('passkey_exists')
  await forgetDevices(ctx, db, user.id)
  await record(ctx, db, 'passkey.added', { environmentId: environment.id, userId: user.id, ...byCaller(ctx) })
  await queueNotice(ctx, db, environment, 'passkey_added', user)
  return passkey
}

/** Keeps what an authenticator has made for who is signed in. */
export const addPasskey = async (ctx: Context, made: Made): Promise<Passkey> => {
  const caller = mayEnrol(ctx)
  const proof = await readNewPasskeyProof(ctx, enrolmentOf(caller), { ...caller, client: ctx.client }, made)
  return exclusively(ctx.db, `passkeys of ${caller.user.id}`, async (db) => {
    await lockCaller(ctx, db)
    return keepPasskey(ctx, db, proof, caller)
  })
}

/** The same from a form, which carries text. */
export const addPasskeyOfForm = (
  ctx: Context,
  { credential, name }: { readonly credential: string; readonly name: string },
): Promise<Passkey> => {
  const made = readAttestation(credential)
  if (!made) throw new Failure('invalid_passkey')
  return addPasskey(ctx, { credential: made, name: nameOfPasskey(name) })
}

/** As it was typed, if it was. */
export const nameOfPasskey = (typed: string): string => (typed.trim() === '' ? 'Passkey' : typed.trim())

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
    // Backup codes stand for a factor, and there is none left.
    if (!(await hasFactor(db, user.id))) await deleteSecondFactors(db, user.id)
    await forgetDevices(ctx, db, user.id)
    await record(ctx, db, 'passkey.removed', { environmentId: environment.id, ...byCaller(ctx) })
    await queueNotice(ctx, db, environment, 'passkey_removed', user)
  })
}
