// What a client has on the web, on this machine: a server that is elsewhere cannot reach it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { skipTest } from '../harness/requests/skip.ts'

/** Answers each request with what `say` gives for its path at that time. */
export const openSite = async (say: (path: string) => string): Promise<{ readonly url: string; close(): void }> => {
  const target = process.env.TARGET_URL
  if (target && !/^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(target).hostname)) {
    skipTest('the server is on another machine, and this one has no address that it would ask')
  }
  const site = createServer((request, response) => response.end(say(request.url ?? '/')))
  await new Promise<void>((ready) => site.listen(0, '127.0.0.1', ready))
  const { port } = site.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => void site.close() }
}
