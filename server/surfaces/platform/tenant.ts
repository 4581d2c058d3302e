import type { Context } from '../../context.ts'
import { requireAdministrator } from '../../identity/administration/administrators.ts'

/** All that an administrator sees is of their own tenant. */
export const tenantOfCaller = async (ctx: Context): Promise<string> => (await requireAdministrator(ctx)).tenant.id
