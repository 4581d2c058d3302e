import type { Context } from '../../context.ts'
import { requireEnvironment } from '../../identity/clients/publishable-keys.ts'

/** Whose environment the publishable key of the request names. */
export const tenantOfCaller = (ctx: Context): string => requireEnvironment(ctx).tenantId
