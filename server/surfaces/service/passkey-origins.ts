import type { Handle } from '../handle.ts'

export const listPasskeyOrigins: Handle<'service.listPasskeyOrigins'> = async (_request, ctx) => ({
  status: 200,
  body: { origins: [...ctx.config.passkeyOrigins] },
})
