// What every answer tells the browser not to do.
import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet from 'helmet'
import type { Host } from '../request-context.ts'

const collect = (mode: Host['config']['mode']): readonly (readonly [name: string, value: string])[] => {
  const headers = new Map<string, string>()
  const res = {
    setHeader: (name: string, value: string) => headers.set(name.toLowerCase(), value),
    removeHeader: (name: string) => headers.delete(name.toLowerCase()),
  }
  helmet({
    contentSecurityPolicy: false,
    crossOriginResourcePolicy: false,
    strictTransportSecurity: mode === 'production' && { maxAge: 31_536_000 },
  })({} as IncomingMessage, res as unknown as ServerResponse, () => undefined)
  return [...headers]
}

/** Helmet's headers by mode, names in lower case. Helmet is asked once, because what it says depends on no request. */
export const securityHeaders = { sandbox: collect('sandbox'), production: collect('production') }
