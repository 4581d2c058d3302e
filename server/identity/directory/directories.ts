// A company's directory as it asks: which users it sees, and in which order its changes are made.
import type { Context } from '../../context.ts'
import { type Directory, placeOf } from '../../model/directory.ts'
import { Failure } from '../../model/failure.ts'
import { sha256 } from '../../outside/secrets.ts'
import { noteUseOfApiKey } from '../../storage/api-keys.ts'
import { type Database, exclusively } from '../../storage/database.ts'
import type { DirectoryScope } from '../../storage/directory-filters.ts'
import { inOrganizationOf } from '../organizations/access.ts'

/** The directory whose token the request shows. */
export const requireDirectory = ({ caller }: Context): Directory & { readonly keyId: string } => {
  if (caller.kind !== 'directory') throw new Failure('unauthorized')
  return caller
}

export const scopeOf = (directory: Directory): DirectoryScope => ({
  environmentId: directory.environment.id,
  organizationId: directory.organization?.id ?? null,
  place: placeOf(directory),
})

/**
 * Does `work` while the directory changes nothing else, so that a version that was compared is still the one that is changed. In an
 * organization nobody else changes its people meanwhile. Notes that the token was used; what only reads does not, because a GET changes nothing.
 */
export const inDirectory = <T>(ctx: Context, directory: Directory, work: (db: Database) => Promise<T>): Promise<T> =>
  exclusively(ctx.db, `directory ${placeOf(directory)}`, async (db) => {
    await noteUseOfApiKey(db, requireDirectory(ctx).keyId, ctx.clock.now())
    return directory.organization ? inOrganizationOf(db, directory.organization.id, work) : work(db)
  })

/** The version of something, of all that is said of it: a weak ETag (RFC 9110 section 8.8.3). */
export const versionOf = (said: object): string => `W/"${sha256(JSON.stringify(said)).slice(0, 22)}"`

const namesVersion = (header: string, version: string): boolean =>
  header.split(',').some((one) => one.trim() === '*' || weak(one.trim()) === weak(version))

const weak = (tag: string): string => tag.replace(/^W\//, '')

/** Refuses with `precondition_failed` where If-Match names another version (RFC 7644 section 3.14). */
export const requireVersion = (ifMatch: string | undefined, version: string): void => {
  if (ifMatch !== undefined && !namesVersion(ifMatch, version)) throw new Failure('precondition_failed')
}

/** Whether the caller has this version already. */
export const isKnownVersion = (ifNoneMatch: string | undefined, version: string): boolean =>
  ifNoneMatch !== undefined && namesVersion(ifNoneMatch, version)
