import { importAsBackend } from '../../identity/people/import-as-backend.ts'
import { requireUserByExternalId } from '../../identity/people/tenant-users.ts'
import { describeUser } from '../app-and-platform/describe-user.ts'
import type { Handle } from '../handle.ts'
import { tenantOfCaller } from './tenant.ts'

export const importUsers: Handle<'app.importUsers'> = async ({ body }, ctx) => {
  const updating = body.updateExisting ?? false
  const { errors, ...counts } = await importAsBackend(ctx, body.environmentId, body.users, { updating })
  const said = errors.map(({ index, email, problem }) => ({
    row: index + 1,
    ...(email !== null && { email }),
    error: problem,
  }))
  return { status: 200, body: { data: { ...counts, errors: said } } }
}

export const getUserByExternalId: Handle<'app.getUserByExternalId'> = async ({ path }, ctx) => {
  const user = await requireUserByExternalId(ctx, 'users:read', path.externalId)
  return { status: 200, body: { data: await describeUser(ctx, user, { tenantId: tenantOfCaller(ctx) }) } }
}
