// A request, for tests of rules that no operation shows.
import type { Context, World } from '../../server/context.ts'
import { createLimiter } from '../../server/identity/limits/limits.ts'

/** As http would make it: nobody asks, from one address. */
export const contextFor = (world: World, more: Partial<Context> = {}): Context => ({
  ...world,
  ...createLimiter(world),
  requestId: 'request-for-tests',
  ip: '192.0.2.1',
  userAgent: null,
  acceptLanguage: null,
  uiLocales: null,
  ownUrl: 'http://127.0.0.1',
  origin: null,
  wantsPage: false,
  accepts: '',
  possession: { proof: null, scheme: null, method: 'GET', url: 'http://localhost:3000/' },
  caller: { kind: 'nobody' },
  client: null,
  environment: null,
  ...more,
})
