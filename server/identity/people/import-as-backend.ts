import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { isBackend } from '../clients/secret-keys.ts'
import { type ImportOutcome, type ImportedUser, importUsers } from './import-users.ts'

/** As `importUsers`, for the application's own backend, which knows the environment of its key: any other is refused as none. */
export const importAsBackend = async (
  ctx: Context,
  environmentId: string,
  given: readonly ImportedUser[],
  { updating }: { readonly updating: boolean },
): Promise<ImportOutcome> => {
  if (!(await isBackend(ctx)) || ctx.caller.kind !== 'backend') throw new Failure('unauthorized')
  const { environment } = ctx.caller
  if (environment.id !== environmentId) throw new Failure('environment_not_found')
  return importUsers(ctx, environment, given, { updating })
}
