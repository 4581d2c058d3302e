import { sandboxCredentials } from '../../model/sandbox-credentials.ts'
import { adminConsolePage } from '../../pages/admin-console.ts'
import { pagePolicy } from '../../pages/content-security.ts'
import type { Handle } from '../handle.ts'

export const showAdminConsole: Handle<'service.showAdminConsole'> = async (_request, ctx) => ({
  status: 200,
  headers: { 'Content-Security-Policy': pagePolicy() },
  body: adminConsolePage({
    sandbox: ctx.sandbox && sandboxCredentials.platform,
    scim: `${ctx.config.publicUrl}/scim/v2`,
  }),
})
