// A site that has documents about clients, and counts who asks for one.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Served {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

export interface DocumentSite {
  readonly origin: string
  /** Puts a document there that is good but for `fields`, and answers its address. */
  put(path: string, fields?: Readonly<Record<string, unknown>>, served?: Partial<Served>): string
  /** How often somebody asked for a path. */
  asked(path: string): number
  close(): Promise<void>
}

export const callback = 'https://app.example.com/callback'

export const openDocumentSite = async (): Promise<DocumentSite> => {
  const documents = new Map<string, Served>()
  const asked: string[] = []
  const site = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const found = documents.get(path)
    response.writeHead(found?.status ?? (found ? 200 : 404), { 'content-type': 'application/json', ...found?.headers })
    response.end(found?.body ?? '{}')
  })
  await new Promise<void>((ready) => site.listen(0, '127.0.0.1', ready))
  const origin = `http://localhost:${(site.address() as AddressInfo).port}`
  return {
    origin,
    put: (path, fields = {}, served = {}) => {
      const client_id = `${origin}${path}`
      const good = {
        client_id,
        client_name: 'Good Client',
        redirect_uris: [callback],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
      }
      documents.set(path, { body: JSON.stringify({ ...good, ...fields }), ...served })
      return client_id
    },
    asked: (path) => asked.filter((one) => one === path).length,
    close: () => new Promise((resolve) => site.close(() => resolve()).closeAllConnections()),
  }
}
